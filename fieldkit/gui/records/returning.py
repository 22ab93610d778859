"""Sending a record back: a reason for the whole of it, and one for each answer that is doubtful or missing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy

from fieldkit.domain.bodies import Remark
from fieldkit.gui.desk import Desk
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, line
from fieldkit.gui.widgets.text import text
from fieldkit.services.answers import Section

Given = Callable[[str, tuple[Remark, ...]], None]
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Returning(QFrame):
    """Hidden until it asks. Up and Down choose the question, Ctrl+Enter takes one more reason, Enter sends."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("banner")
        self._desk = desk
        self._then: Given | None = None
        self._labels: dict[str, str] = {}
        self._reasons: dict[str, str] = {}
        """By question; the one for the whole record under an empty ref."""
        self.about = choices(())
        self.about.setAccessibleName(_("About"))
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.about.currentIndexChanged.connect(self._show_reason)
        self.words = line(_("Reason"))
        self.words.setAccessibleName(_("Reason"))
        self.words.textEdited.connect(self._judge)
        self.words.returnPressed.connect(self.send)
        self.words.installEventFilter(self)
        self._given = text("", tone="second", wrap=True)
        self._more = button(_("One more reason"), self.add)
        self._more.setToolTip("Ctrl+Enter")
        self._send = button(_("Return"), self.send, "danger")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self.add)
        fields = row(self.about, self.words, stretch=False)
        fields.setStretch(0, 2)
        fields.setStretch(1, 3)
        told = _(
            "What should the author look at again? The reasons travel back with the record. Up and Down choose the"
            " question, Ctrl+Enter takes one more reason, Enter returns the record."
        )
        buttons = row(self._send, self._more, button(_("Cancel"), self.cancel))
        layout = column(text(told, wrap=True), fields, self._given, buttons)
        layout.setContentsMargins(12, 8, 12, 8)
        self.setLayout(layout)
        self.hide()

    def ask(self, sections: tuple[Section, ...], then: Given) -> None:
        """Ask; `then` gets the reason for the whole record, which may be empty, and those about single questions."""
        _ = self._desk.language.gettext
        whole, lacking = _("The record as a whole"), _("{question} (no answer)")
        self._then = then
        self._reasons = {}
        self._labels = {"": whole} | {
            item.ref: item.label if item.value else lacking.format(question=item.label)
            for section in sections
            for item in section.items
        }
        self.about.clear()
        for ref, label in self._labels.items():
            self.about.addItem(label, ref)
        self._tell()
        self.show()
        self.words.setFocus()

    def add(self) -> None:
        """Keep this reason and begin another, about the next question."""
        self._keep()
        if self.about.currentIndex() + 1 < self.about.count():
            self.about.setCurrentIndex(self.about.currentIndex() + 1)
        self._tell()
        self.words.setFocus()

    def send(self) -> None:
        """Return the record, if there is any reason."""
        self._keep()
        then = self._then
        if then is None or not self._reasons:
            return
        remarks = tuple(Remark(ref=ref, words=words) for ref, words in self._reasons.items() if ref)
        whole = self._reasons.get("", "")
        self.cancel()
        then(whole, remarks)

    def cancel(self) -> None:
        """Ask no more."""
        self._then = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Let Up and Down choose the question while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
            place = self.about.currentIndex() + _STEPS[Qt.Key(event.key())]
            self._keep()
            self.about.setCurrentIndex(min(max(place, 0), self.about.count() - 1))
            self._tell()
            return True
        return super().eventFilter(watched, event)

    def _keep(self) -> None:
        """Remember what is typed for the question that is chosen."""
        words, ref = self.words.text().strip(), chosen(self.about)
        self._reasons = {known: told for known, told in self._reasons.items() if known != ref}
        if words:
            self._reasons[ref] = words

    def _show_reason(self, _index: int) -> None:
        self.words.setText(self._reasons.get(chosen(self.about), ""))
        self._judge()

    def _tell(self) -> None:
        told = (f"{self._labels[ref]} — {words}" for ref, words in self._reasons.items())
        self._given.setText("\n".join(told))
        self._given.setVisible(bool(self._reasons))
        self._judge()

    def _judge(self) -> None:
        typed = bool(self.words.text().strip())
        self._send.setEnabled(typed or bool(self._reasons))
        self._more.setEnabled(typed)
