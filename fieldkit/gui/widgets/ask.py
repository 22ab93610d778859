"""A question in the page before something that cannot be undone, with a line of words where one is needed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import line
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.i18n import Language


class Ask(QFrame):
    """Hidden until it asks; answers by calling what was passed along."""

    declined = Signal()
    """The person said no."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        _ = language.gettext
        self.setObjectName("banner")
        self._then: Callable[[str], None] | None = None
        self._needs_words = False
        self._question = text("", wrap=True)
        self.words = line()
        self.words.textChanged.connect(self._judge)
        self.words.returnPressed.connect(self.confirm)
        self._yes = button("", self.confirm, "danger")
        no = button(_("Cancel"), self.decline)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.words, 1)
        beside.addStretch(0)
        beside.addWidget(self._yes)
        beside.addWidget(no)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._question)
        layout.addLayout(beside)
        self.hide()

    def ask(self, question: str, yes: str, then: Callable[[str], None], words: str = "", *, mild: bool = False) -> None:
        """Ask; `then` gets what was typed.

        Args:
            question: what is asked.
            yes: the words of the button that agrees.
            then: what to do then.
            words: names the line of words; without it there is none.
            mild: nothing is lost, so Enter may agree.
        """
        set_property(self._yes, "kind", "plain" if mild else "danger")
        self._yes.enters = mild
        self._then = then
        self._needs_words = bool(words)
        self._question.setText(question)
        self.words.clear()
        self.words.setPlaceholderText(words)
        self.words.setAccessibleName(words or question)
        self.words.setVisible(bool(words))
        self._yes.setText(yes)
        self._yes.setAccessibleName(yes)
        self._judge()
        self.show()
        (self.words if words else self._yes).setFocus()

    def confirm(self) -> None:
        """Do it."""
        then, words = self._then, self.words.text().strip()
        if then is None or (self._needs_words and not words):
            return
        self.cancel()
        then(words)

    def decline(self) -> None:
        """Do not do it."""
        self.cancel()
        self.declined.emit()

    def cancel(self) -> None:
        """Ask no more."""
        self._then = None
        self.hide()

    def _judge(self) -> None:
        self._yes.setEnabled(not self._needs_words or bool(self.words.text().strip()))
