"""Who takes part: ourselves with the numbers of our device, and the list of everybody."""

from PySide6.QtWidgets import QWidget

from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import Card, column
from fieldkit.gui.widgets.numbers import Numbers
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.services.projects import MemberRow, ProjectView


class Ourselves(Card):
    """The own code and role, and the digits by which others recognise this device."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(spacing=4)
        _ = desk.language.gettext
        self._desk = desk
        self._who = text("", Type.HEADING)
        self._numbers = Numbers(desk.language)
        told = _("The numbers of this device. Read them aloud where two people compare their lists.")
        self.column.addWidget(self._who)
        self.column.addLayout(self._numbers)
        self.column.addWidget(text(told, Type.CAPTION, "second", wrap=True))

    def show_view(self, project: ProjectView) -> None:
        """Show who we are."""
        role = words.role(project.role, self._desk.language)
        told = self._desk.language.gettext("You are {code}, {role}").format(code=project.code, role=role)
        self._who.setText(told if role else project.code)
        self._numbers.tell(project.fingerprint)


class People(QWidget):
    """One line for every device."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self.model = LinesModel((_("Code"), _("Role"), _("State"), _("Device"), _("Numbers of the device")))
        self._table = Table(_("People"), self.model)
        self.setLayout(column(text(_("People"), Type.HEADING), self._table))

    def show_view(self, project: ProjectView) -> None:
        """Show the roster."""
        self.model.set_rows(tuple(self._row(member, project) for member in project.members))

    def _row(self, member: MemberRow, project: ProjectView) -> tuple[str, ...]:
        _ = self._desk.language.gettext
        own = member.device == project.device
        state = _("revoked") if member.revoked else _("this device") if own else _("takes part")
        role = words.role(member.role, self._desk.language)
        return (member.code, role, state, words.short_id(member.device), member.fingerprint)
