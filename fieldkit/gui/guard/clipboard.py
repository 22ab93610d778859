"""What is copied out of the window: marked as a secret for clipboard histories, and soon taken back.

Qt puts every selected word into the second clipboard of X11, that of the middle mouse button: it is emptied at once.
"""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

TAKEN_BACK_AFTER = 30.0
"""Seconds."""
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"\x01\0\0\0",
    "CanIncludeInClipboardHistory": b"\0\0\0\0",
    "CanUploadToCloudClipboard": b"\0\0\0\0",
}
"""The first for histories of Linux desktops, the others for Windows, where each name becomes a format of its own."""


class Copies(QObject):
    """Watches the clipboard; leaves alone what others put there."""

    def __init__(self, clipboard: QClipboard, seconds: float = TAKEN_BACK_AFTER) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self.take_back)
        clipboard.dataChanged.connect(self._mark)
        clipboard.selectionChanged.connect(self._unselect)

    def take_back(self) -> None:
        """Empty the clipboard if what is in it came from here."""
        self._timer.stop()
        if self._clipboard.ownsClipboard() and self._held() is not None:
            self._clipboard.clear()

    def end(self) -> None:
        """Take back, and watch no more."""
        self._clipboard.dataChanged.disconnect(self._mark)
        self._clipboard.selectionChanged.disconnect(self._unselect)
        self.take_back()

    def _mark(self) -> None:
        held = self._held()
        if held is None or not self._clipboard.ownsClipboard() or is_marked(held):
            return
        copy = QMimeData()
        if held.hasText():  # never more than the words: rich text could carry more of where they stood
            copy.setText(held.text())
        for name, value in _MARKS.items():
            copy.setData(name, value)
        self._clipboard.setMimeData(copy)
        self._timer.start()

    def _unselect(self) -> None:
        if self._clipboard.ownsSelection() and self._held(QClipboard.Mode.Selection) is not None:
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _held(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> QMimeData | None:
        """What is in the clipboard; None if nothing is."""
        data: QMimeData | None = self._clipboard.mimeData(mode)
        return data if data is not None and data.formats() else None


def is_marked(data: QMimeData) -> bool:
    """Whether clipboard histories are asked to leave this out."""
    return all(data.hasFormat(name) for name in _MARKS)
