"""A question whose answer goes onto an identity card: typed once, and read by nobody here after that."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from fieldkit.domain.forms import NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.control import Control
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import line
from fieldkit.gui.widgets.text import set_property, text

_ICON = 16


class SealedAnswer(Control):
    """What is typed is no answer until the person goes on: then it leaves the screen, and a card is told of."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._code = ""
        icon = QLabel()
        icon.setPixmap(desk.look.pixmap("lock", "accent", _ICON, self.devicePixelRatioF()))
        self._kept = text("", wrap=True)
        self._remove = button(_("Remove"), self.remove, "quiet")
        self._card = QWidget()
        beside = row(icon, stretch=False, spacing=8)
        beside.setAlignment(icon, Qt.AlignmentFlag.AlignVCenter)
        beside.addWidget(self._kept, 1)
        beside.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignVCenter)
        self._card.setLayout(beside)
        self.edit = line()
        hint = text(
            _("Sealed as soon as you go on. Only identity officers can read it; you cannot read it back."),
            Type.CAPTION,
            "hint",
            wrap=True,
        )
        self.area.addLayout(column(self._card, self.edit, hint, spacing=4))
        self.edit.textEdited.connect(self.pending)
        self.edit.editingFinished.connect(self.commit)
        self.edit.editingFinished.connect(self.left)
        self.setFocusProxy(self.edit)
        self._show_card()

    def set_name(self, name: str) -> None:
        """Name the input and the button after the question."""
        self.edit.setAccessibleName(name)
        self._remove.setAccessibleName(f"{name}: {self._remove.text()}")

    def show_state(self, state: NodeState) -> None:
        """Tell whether there is a card; what is being typed stays."""
        self._code = state.value
        self._show_card()

    def show_typed(self, words: str) -> None:
        """Give back what could not be sealed, unless something else was typed since."""
        if not self.edit.text():
            self.edit.setText(words)

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border."""
        set_property(self.edit, "wrong", wrong)

    def commit(self) -> None:
        """Hand over what is typed, to be sealed."""
        words = self.edit.text().strip()
        self.edit.clear()
        if words:
            self.answered.emit(words)

    def remove(self) -> None:
        """There shall be no card."""
        self.answered.emit("")
        self.left.emit()
        self.edit.setFocus()

    def stops(self) -> list[QWidget]:
        """The line, then the button."""
        return [self.edit, self._remove]

    def _show_card(self) -> None:
        _ = self._desk.language.gettext
        self._kept.setText(_("Sealed on a card, as {code}.").format(code=self._code))
        self.edit.setPlaceholderText(_("Type again to replace it") if self._code else "")
        self._card.setVisible(bool(self._code))
