"""A drop-down for long lists that finds as one types."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from fieldkit.domain.forms import Choice, NodeState
from fieldkit.gui.form.both import SECOND, Both
from fieldkit.gui.form.control import Control
from fieldkit.gui.theme.look import Look
from fieldkit.gui.widgets.text import set_property

_SHOWN = 14
"""Lines of the open list."""


class _Box(QComboBox):
    """A drop-down that the mouse wheel scrolls past instead of changing the answer."""

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Let the page scroll."""
        event.ignore()


class Finder(Control):
    """Typing any part of a label finds it; what is typed and found nowhere stays and is complained of."""

    def __init__(self, look: Look, placeholder: str) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._second: Mapping[str, str] = {}
        self._value = ""
        self._edit = QLineEdit()
        self.box = _Box()
        self.box.setLineEdit(self._edit)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(_SHOWN)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._delegate = Both(look)  # views do not keep theirs
        self.box.view().setItemDelegate(self._delegate)
        self.box.setCompleter(self._completer())
        self.box.activated.connect(self._take)
        self._edit.setPlaceholderText(placeholder)
        self._edit.textEdited.connect(self._tell_typed)
        self._edit.editingFinished.connect(self.commit)
        self._edit.editingFinished.connect(self.left)
        self.area.addWidget(self.box)
        self.setFocusProxy(self.box)

    def set_name(self, name: str) -> None:
        """Name the input."""
        self.box.setAccessibleName(name)
        self._edit.setAccessibleName(name)

    def show_second(self, labels: Mapping[str, str]) -> None:
        """Show these labels in the list, in lighter ink."""
        if labels != self._second:
            self._second = labels
            self._show_second()

    def show_state(self, state: NodeState) -> None:
        """Show the choices and which is taken."""
        choices = state.choices or ()
        if choices != self._choices:
            self._choices = choices
            self.box.clear()
            for choice in choices:
                self.box.addItem(choice.label, choice.value)
            self._show_second()
        self._value = state.value
        self.box.setEnabled(not state.readonly)
        if not self.box.hasFocus():
            self._show_value()

    def show_typed(self, words: str) -> None:
        """Show words that are no choice."""
        if self._edit.text() != words:
            self.box.setCurrentIndex(-1)
            self._edit.setText(words)

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border."""
        set_property(self.box, "wrong", wrong)

    def stops(self) -> list[QWidget]:
        """The drop-down."""
        return [self.box]

    def commit(self) -> None:
        """Take what is typed if it can mean one choice only; an emptied field clears the answer."""
        typed = self._edit.text().strip().casefold()
        found = self._meant(typed)
        if not typed:
            self._answer("")
        elif found:
            self._answer(found)
            self._show_value()

    def _meant(self, typed: str) -> str:
        """The choice with this label, else the only one whose label begins with it or holds it."""
        labels = {choice.label.casefold(): choice.value for choice in self._choices}
        if typed in labels:
            return labels[typed]
        beginning = [value for label, value in labels.items() if label.startswith(typed)]
        holding = [value for label, value in labels.items() if typed in label]
        for found in (beginning, holding):
            if len(found) == 1:
                return found[0]
        return ""

    def _completer(self) -> QCompleter:
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setObjectName("completion")
        completer.setPopup(popup)
        popup.setItemDelegate(self._delegate)  # setting the popup gave it another
        completer.activated.connect(self._take)
        return completer

    def _show_second(self) -> None:
        for index, choice in enumerate(self._choices):
            self.box.setItemData(index, self._second.get(choice.value, ""), SECOND)

    def _show_value(self) -> None:
        index = self.box.findData(self._value) if self._value else -1
        self.box.setCurrentIndex(index)
        if index < 0:
            self.box.clearEditText()

    def _take(self, _chosen: object = None) -> None:
        self.commit()

    def _tell_typed(self, typed: str) -> None:
        """Half a label is kept as it is typed; a whole one is the answer."""
        labels = {choice.label.casefold(): choice.value for choice in self._choices}
        known = labels.get(typed.strip().casefold(), "")
        if known or not typed.strip():
            self._answer(known)
        else:
            self._value = ""
            self.pending.emit(typed)

    def _answer(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.answered.emit(value)
