"""A number on a scale: a slider with the number beside it."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from fieldkit.domain.forms import NodeState
from fieldkit.gui.form.control import Control
from fieldkit.gui.form.typed import Number
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.text import text

_MOST_STEPS = 10_000
_NUMBER = 88


class Scale(Control):
    """The slider snaps to the steps of the form; the number can be typed and cleared as well."""

    def __init__(self, least: Decimal, most: Decimal, step: Decimal) -> None:
        super().__init__()
        self._least = min(least, most)
        self._step = abs(step) or Decimal(1)
        steps = min(int((max(least, most) - self._least) / self._step), _MOST_STEPS)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, steps)
        self.slider.setPageStep(max(steps // 10, 1))
        self.slider.valueChanged.connect(self._slide)
        self.slider.installEventFilter(self)
        self.number = Number(whole=self._least == int(self._least) and self._step == int(self._step))
        self.number.edit.setMaximumWidth(_NUMBER)
        self.number.answered.connect(self.answered)
        self.number.left.connect(self.left)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(text(_plain(self._least), Type.CAPTION, "hint"))
        beside.addWidget(self.slider, 1)
        beside.addWidget(text(_plain(self._least + steps * self._step), Type.CAPTION, "hint"))
        beside.addSpacing(8)
        beside.addWidget(self.number)
        self.area.addLayout(beside)
        self.setFocusProxy(self.slider)

    def set_name(self, name: str) -> None:
        """Name the slider and the number."""
        self.slider.setAccessibleName(name)
        self.number.set_name(name)

    def show_state(self, state: NodeState) -> None:
        """Show the value at both places."""
        self.number.show_state(state)
        self.slider.setEnabled(not state.readonly)
        self.slider.blockSignals(True)
        self.slider.setValue(self._steps(state.value))
        self.slider.blockSignals(False)

    def show_typed(self, words: str) -> None:
        """Show words that are no number."""
        self.number.show_typed(words)

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border of the number."""
        self.number.mark_wrong(wrong)

    def stops(self) -> list[QWidget]:
        """The slider, then the number."""
        return [self.slider, *self.number.stops()]

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Notice when the person goes on."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _steps(self, value: str) -> int:
        try:
            return round((Decimal(value) - self._least) / self._step) if value else 0
        except InvalidOperation:
            return 0

    def _slide(self, steps: int) -> None:
        value = _plain(self._least + steps * self._step)
        self.number.show_typed(value)
        self.answered.emit(value)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
