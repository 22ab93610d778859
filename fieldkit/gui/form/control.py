"""What all answer controls have in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.domain.forms import NodeState


class Control(QWidget):
    """An input for one question. `show_state` never takes away what is being typed."""

    answered = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.area = QVBoxLayout(self)
        self.area.setContentsMargins(0, 0, 0, 0)
        self.area.setSpacing(2)

    def set_name(self, name: str) -> None:
        """Give the inputs their accessible name."""

    def show_state(self, state: NodeState) -> None:
        """Show the value, the choices and whether they may be changed."""

    def mark_wrong(self, wrong: bool) -> None:
        """Draw the border of something that needs attention."""
