"""A list that is put in order with the keyboard, the mouse or two buttons."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fieldkit.domain.forms import Choice, NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.control import Control
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.buttons import button, icon_button
from fieldkit.gui.widgets.text import text

_VALUE = Qt.ItemDataRole.UserRole
_LINE, _FRAME = 28, 12
"""Height of an item, and of what is around them."""


class Ranking(Control):
    """All choices, the first in rank on top. Until something was moved or confirmed, there is no answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._number = desk.language.number
        self._choices: tuple[Choice, ...] = ()
        self._second: Mapping[str, str] = {}
        self._order: list[str] = []
        self._ranked = False
        self.list = QListWidget()
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setTabKeyNavigation(False)
        self.list.installEventFilter(self)
        self.list.model().rowsMoved.connect(self._tell_moved)
        self._up = icon_button(desk.look.icon("up"), _("Move up"), self._move_up)
        self._down = icon_button(desk.look.icon("down"), _("Move down"), self._move_down)
        self._keep = button(_("Keep this order"), self._tell, "quiet")
        moving = QVBoxLayout()
        moving.setSpacing(4)
        moving.addWidget(self._up)
        moving.addWidget(self._down)
        moving.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(self.list, 1)
        beside.addLayout(moving)
        below = QHBoxLayout()
        below.addWidget(text(_("Ctrl+Up and Ctrl+Down move a line."), Type.CAPTION, "hint"))
        below.addWidget(self._keep)
        below.addStretch(1)
        self.area.addLayout(beside)
        self.area.addLayout(below)
        self.setFocusProxy(self.list)

    def set_name(self, name: str) -> None:
        """Name the list and its buttons."""
        self.list.setAccessibleName(name)
        for made in (self._up, self._down):
            made.setAccessibleName(f"{name}: {made.toolTip()}")
        self._keep.setAccessibleName(f"{name}: {self._keep.text()}")

    def show_second(self, labels: Mapping[str, str]) -> None:
        """Write these labels behind those of the choices."""
        self._second = labels

    def show_state(self, state: NodeState) -> None:
        """Show the order; choices that are not in it stand at the end."""
        self._choices = state.choices or ()
        self._ranked = bool(state.value)
        values = [choice.value for choice in self._choices]
        ranked = [value for value in state.value.split() if value in values]
        self._show_order(ranked + [value for value in values if value not in ranked])
        self._keep.setVisible(not self._ranked)
        self.setEnabled(not state.readonly)

    def stops(self) -> list[QWidget]:
        """The list, then its buttons."""
        return [self.list, self._up, self._down, self._keep]

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Ctrl+Up and Ctrl+Down move the line; notice when the person goes on."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if by and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._move(by)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _show_order(self, order: list[str]) -> None:
        self._order = order
        row = max(self.list.currentRow(), 0)
        labels = {each.value: "  ·  ".join(filter(None, self._names(each))) for each in self._choices}
        self.list.clear()
        for place, value in enumerate(order, 1):
            words = f"{self._number(place)}.  {labels[value]}" if self._ranked else labels[value]
            item = QListWidgetItem(words)
            item.setData(_VALUE, value)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.setFixedHeight(_LINE * max(len(order), 1) + _FRAME)

    def _names(self, choice: Choice) -> tuple[str, str]:
        return choice.label, self._second.get(choice.value, "")

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        here = self.list.currentRow()
        there = here + by
        if 0 <= here < len(self._order) and 0 <= there < len(self._order):
            self._order[here], self._order[there] = self._order[there], self._order[here]
            self._ranked = True
            self._show_order(self._order)
            self.list.setCurrentRow(there)
            self._tell()

    def _tell_moved(self) -> None:
        self._order = [str(self.list.item(row).data(_VALUE)) for row in range(self.list.count())]
        self._tell()

    def _tell(self) -> None:
        self.answered.emit(" ".join(self._order))
