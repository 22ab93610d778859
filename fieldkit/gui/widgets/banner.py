"""A sentence at the top of a page: what was refused and what to do, or what has been done."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from fieldkit import messages
from fieldkit.gui.faults import coded
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import ICON
from fieldkit.gui.widgets.buttons import icon_button
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.i18n import Language

_ICONS = {"stop": "warn", "care": "info", "good": "done"}
_PASSES = 6_000
"""Milliseconds after which good news leave by themselves; everything else stays until dismissed."""


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__()
        _ = language.gettext
        self.setObjectName("banner")
        self._look = look
        self._language = language
        self._icon = QLabel()
        self._words = text("", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        close = icon_button(look.icon("close"), _("Dismiss this message"), self.hide)
        close.setIconSize(QSize(16, 16))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._words, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, words: str, tone: str = "good") -> None:
        """Say something in the tone good, care or stop."""
        set_property(self, "tone", tone)
        self._icon.setPixmap(self._look.pixmap(_ICONS[tone], tone, ICON, self.devicePixelRatioF()))
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self._timer.stop()
        if tone == "good":
            self._timer.start(_PASSES)

    def refuse(self, error: Exception) -> None:
        """Say why something was refused."""
        self.tell(messages.sentence(coded(error), self._language), "stop")
