"""Where a form ends before its end, for safety or for want of consent: calm words instead of the way onward."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.tokens import ICON
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text


class Halt(QFrame):
    """Hidden while the form goes on."""

    thrown = Signal()
    """The draft is to be thrown away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("banner")
        self.setProperty("tone", "care")
        icon = QLabel()
        icon.setPixmap(desk.look.pixmap("info", "care", ICON, self.devicePixelRatioF()))
        self._words = text("", wrap=True)
        beside = QVBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self._words)
        throw = button(_("Throw the draft away"), self.thrown.emit)
        beside.addLayout(row(throw))
        self.setFocusProxy(throw)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(beside, 1)

    def tell(self, words: str) -> None:
        """Say why the form ends here; nothing to say hides it."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
