"""The kernel's side of watching: a filter that makes a process ask before certain system calls (seccomp, Linux 5.5)."""

import ctypes
import platform

_NUMBERS = {
    "x86_64": {
        "seccomp": 317, "read": 0, "pread64": 17, "write": 1, "writev": 20, "pwrite64": 18, "sendfile": 40,
        "copy_file_range": 326, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "open": 2, "openat": 257, "rename": 82,
        "renameat": 264, "renameat2": 316, "unlink": 87, "rmdir": 84, "unlinkat": 263, "mkdir": 83, "mkdirat": 258,
    },
    "aarch64": {
        "seccomp": 277, "read": 63, "pread64": 67, "write": 64, "writev": 66, "pwrite64": 68, "sendfile": 71,
        "copy_file_range": 285, "fsync": 82, "fdatasync": 83, "ftruncate": 46, "openat": 56, "renameat": 38,
        "renameat2": 276, "unlinkat": 35, "mkdirat": 34,
    },
}  # fmt: skip
CALLS = _NUMBERS.get(platform.machine(), {})
"""Numbers of the system calls that are watched, on this machine; empty on one that is not known here."""

_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _NEW_LISTENER = 1, 8
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def install(numbers: set[int]) -> int:
    """Have this process ask about these system calls; gives the descriptor on which it asks. Raises OSError."""
    code = [_Instruction(_LOAD, 0, 0, 0)]
    code += [_Instruction(_JUMP_IF_EQUAL, len(numbers) - place, 0, each) for place, each in enumerate(sorted(numbers))]
    code += [_Instruction(_RETURN, 0, 0, _ALLOW), _Instruction(_RETURN, 0, 0, _ASK)]
    system = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(code), (_Instruction * len(code))(*code))
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    listener = int(system.syscall(CALLS["seccomp"], _SET_FILTER, _NEW_LISTENER, ctypes.byref(program)))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return listener
