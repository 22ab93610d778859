"""What Windows tells a window: it goes to sleep, the session is locked, another user comes. Not tried there yet."""

import ctypes
import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QObject, Signal

_POWER, _SUSPENDS = 0x0218, 0x0004
_SESSION, _LEAVES = 0x02B1, frozenset({0x2, 0x4, 0x6, 0x7})
"""WM_WTSSESSION_CHANGE: the console or the remote is disconnected, the user logs off, the session is locked."""
_THIS_SESSION = 0


class _Message(ctypes.Structure):
    """The beginning of MSG in winuser.h."""

    _fields_ = (("window", ctypes.c_void_p), ("number", ctypes.c_uint), ("first", ctypes.c_size_t))


class WindowsMessages(QAbstractNativeEventFilter):
    """Install it in the application once; `alarms.alarmed` is its signal."""

    def __init__(self) -> None:
        super().__init__()
        self.alarms = Alarms()

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int, /) -> object:
        """Look at each message; swallow none."""
        if QByteArray(kind).startsWith(b"windows_"):
            told = _Message.from_address(int(message))
            if locks(told.number, told.first):
                self.alarms.alarmed.emit()
        return False, 0


class Alarms(QObject):
    """Carries the signal, which a filter cannot have."""

    alarmed = Signal()


def locks(number: int, first: int) -> bool:
    """Whether a message with this number and first parameter is a reason to lock."""
    return (number == _POWER and first == _SUSPENDS) or (number == _SESSION and first in _LEAVES)


def hear_of_the_session(window: int) -> None:
    """Ask Windows to tell a window, named by its handle, of locking and of other users."""
    if sys.platform == "win32":
        ctypes.CDLL("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(window), _THIS_SESSION)
