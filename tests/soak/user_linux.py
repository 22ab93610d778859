"""A Linux that is a process (user-mode Linux, https://docs.kernel.org/virt/uml/): for file systems that this one lacks.

Debian's packages user-mode-linux and kmod have what it takes. It sees the files of this machine as they are, has 1 GiB of
memory of its own, and needs no privileges.
"""

import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests import runners

_KERNEL = "linux.uml"
_MODULES = (
    "fs/nls/nls_cp437",
    "fs/nls/nls_ascii",
    "fs/nls/nls_iso8859-1",
    "fs/fat/fat",
    "fs/fat/vfat",
    "drivers/block/loop",
)
_INIT = """#!/bin/sh
export PATH={path} QT_QPA_PLATFORM=offscreen TMPDIR=/mnt
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t devtmpfs dev /dev && mount -t tmpfs memory /mnt
for module in {modules}; do insmod /usr/lib/uml/modules/$(uname -r)/kernel/$module.ko; done
cd {place} && {command}
poweroff -f
"""
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def can_boot() -> bool:
    """Whether it is installed here, with what loads modules and formats a stick."""
    return all(shutil.which(each, path=_PATH) for each in (_KERNEL, "insmod", "poweroff", "mkfs.vfat"))


def run(command: list[str], seconds: int) -> None:
    """Boot, run a command in the folder of the project, and power off; what it has to tell it writes into files.

    Raises subprocess.TimeoutExpired.
    """
    with tempfile.TemporaryDirectory() as name:
        init = Path(name) / "init"
        text = _INIT.format(
            path=_PATH, modules=" ".join(_MODULES), place=shlex.quote(str(runners.ROOT)), command=shlex.join(command)
        )
        init.write_text(text, encoding="utf-8")
        init.chmod(0o700)
        given = [
            "mem=1G",
            "rootfstype=hostfs",
            "rootflags=/",
            "rw",
            f"init={init}",
            "con=null",
            "con0=null,fd:1",
            "quiet",
        ]
        subprocess.run(
            [_KERNEL, *given], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, cwd=name, check=False
        )
