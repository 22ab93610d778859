"""A file that answers a question of a record: what it is, and a copy of it for those who need one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.faults import coded
from fieldkit.gui.media import sight
from fieldkit.gui.media.face import Face
from fieldkit.gui.media.sight import Sight
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.messages import sentence
from fieldkit.services.answers import Item


class KeptFile(QWidget):
    """Reads the file once it is shown; nothing is ever opened in another program."""

    copy_asked = Signal(str)

    def __init__(self, desk: Desk, owner: str, item: Item, *, copying: bool) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._name = item.value
        self._copies = [button(_("Save a copy…"), self._ask_copy)] if copying else []
        for made in self._copies:
            made.setAccessibleName(f"{item.label}: {made.text()}")
        self._face = Face(desk, *self._copies)
        self._refused = text(item.value, Type.BODY, "second", wrap=True)
        self._face.hide()
        self.setLayout(column(self._face, self._refused))
        name = item.value
        desk.worker.run(lambda workspace: sight.read(workspace, owner, name), self._show, self._not_shown)

    def _show(self, seen: Sight) -> None:
        self._refused.hide()
        for made in self._copies:
            made.setVisible(seen.file.here)
        self._face.show_sight(seen)
        self._face.show()

    def _not_shown(self, error: Exception) -> None:
        """Answers of other tools may name files that never came along."""
        self._refused.setText(f"{self._name}: {sentence(coded(error), self._desk.language)}")

    def _ask_copy(self) -> None:
        self.copy_asked.emit(self._name)
