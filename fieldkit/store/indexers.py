"""Signs in a vault's folder that ask galleries, desktop search and virus scanners not to look into it."""

import ctypes
import sys
from contextlib import suppress

from fieldkit.paths import VaultFiles

_NOT_INDEXED = 0x2000
"""FILE_ATTRIBUTE_NOT_CONTENT_INDEXED."""


def keep_out(files: VaultFiles) -> None:
    """Leave the signs. They are a courtesy: a disk that refuses them keeps nobody from having a vault."""
    for sign in files.signs:
        with suppress(OSError):
            sign.touch(mode=0o600)
    if sys.platform == "win32":
        kernel = ctypes.CDLL("kernel32")
        attributes = kernel.GetFileAttributesW(str(files.folder))
        if attributes != -1:
            kernel.SetFileAttributesW(str(files.folder), attributes | _NOT_INDEXED)
