"""Leaving the window out of screenshots, recordings and what Windows remembers of the screen; only Windows can do it.

It keeps an accident from happening, and no attacker from anything. Not tried on Windows yet.
"""

import ctypes
import sys

from PySide6.QtWidgets import QWidget

_NONE, _EXCLUDED = 0x00, 0x11
"""WDA_NONE; WDA_EXCLUDEFROMCAPTURE, from Windows 10 of 2004."""


def can_exclude() -> bool:
    """Whether this system can leave a window out."""
    return sys.platform == "win32"


def allow(window: QWidget, *, captured: bool) -> None:
    """Let other programs see a window, or leave it out."""
    if sys.platform == "win32":
        ctypes.CDLL("user32").SetWindowDisplayAffinity(
            ctypes.c_void_p(window.winId()), _NONE if captured else _EXCLUDED
        )
