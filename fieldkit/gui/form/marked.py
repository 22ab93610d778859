"""A box to tick."""

from PySide6.QtWidgets import QCheckBox, QWidget

from fieldkit.domain.forms import NodeState
from fieldkit.gui.form.control import Control


class Acknowledge(Control):
    """One box to tick: seen and understood."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._box = QCheckBox(words)
        self._box.clicked.connect(self._tell)
        self.area.addWidget(self._box)
        self.setFocusProxy(self._box)

    def set_name(self, name: str) -> None:
        """Name the box."""
        self._box.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show whether it is ticked."""
        self._box.setChecked(bool(state.value))
        self._box.setEnabled(not state.readonly)

    def stops(self) -> list[QWidget]:
        """The box."""
        return [self._box]

    def _tell(self, checked: bool) -> None:
        self.answered.emit("OK" if checked else "")
        self.left.emit()
