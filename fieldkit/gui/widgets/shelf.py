"""Room at the top of a page for what is mostly hidden: distances to its neighbours only while it is shown."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from fieldkit.gui.theme.tokens import BETWEEN, MARGIN
from fieldkit.gui.widgets.boxes import row


class Shelf(QWidget):
    """Shown and hidden with what stands on it."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        layout = row(inside, stretch=False)
        layout.setContentsMargins(MARGIN, BETWEEN, MARGIN, 0)
        self.setLayout(layout)
        self._inside = inside
        inside.installEventFilter(self)
        self.setVisible(not inside.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Follow it."""
        if watched is self._inside and event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            self.setVisible(not self._inside.isHidden())
        return super().eventFilter(watched, event)
