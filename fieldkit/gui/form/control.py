"""What all answer controls have in common."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.domain.forms import NodeState


class Control(QWidget):
    """An input for one question. `show_state` never takes away what is being typed."""

    answered = Signal(str)
    pending = Signal(str)
    """Words that are no answer yet; they are kept all the same."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.area = QVBoxLayout(self)
        self.area.setContentsMargins(0, 0, 0, 0)
        self.area.setSpacing(2)

    def set_name(self, name: str) -> None:
        """Give the inputs their accessible name."""

    def show_second(self, labels: Mapping[str, str]) -> None:
        """What the choices are called in the second language, by code; shown with the next state."""

    def show_state(self, state: NodeState) -> None:
        """Show the value, the choices and whether they may be changed."""

    def show_typed(self, words: str) -> None:
        """Show words that are no answer, unless they stand there already."""

    def mark_wrong(self, wrong: bool) -> None:
        """Draw the border of something that needs attention."""

    def commit(self) -> None:
        """Take what is typed as final: the form is about to be judged."""

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return []
