"""A button for what cannot be undone: it has to be held down for some seconds, by mouse or by key."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import Button
from fieldkit.gui.widgets.text import text

SECONDS = 3.0
_STEPS = 30


class Hold(QWidget):
    """Letting go too early, or leaving it with the keyboard, changes nothing. Space holds it; Enter does nothing."""

    held = Signal()

    def __init__(self, label: str, while_held: str, seconds: float = SECONDS) -> None:
        super().__init__()
        self._label, self._while_held = label, while_held
        self.button = Button(label, enters=False)
        self.button.setProperty("kind", "danger")
        self.button.setAccessibleName(label)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setAccessibleName(while_held)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self._words = text("", Type.CAPTION, "second")
        self._timer = QTimer(self)
        self._timer.setInterval(round(seconds * 1000 / _STEPS))
        self._timer.timeout.connect(self._step)
        self.button.pressed.connect(self._begin)
        self.button.released.connect(self._let_go)
        self.setLayout(column(row(self.button, self._words, spacing=12), self._bar))
        self._let_go()

    def _begin(self) -> None:
        self._bar.setValue(0)
        self._bar.show()
        self._words.setText(self._while_held)
        self._timer.start()

    def _step(self) -> None:
        self._bar.setValue(self._bar.value() + 1)
        if self._bar.value() == _STEPS:
            self._let_go()
            self.held.emit()

    def _let_go(self) -> None:
        self._timer.stop()
        self._bar.hide()
        self._words.setText("")
