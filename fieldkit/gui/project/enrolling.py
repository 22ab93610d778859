"""The officer enrols somebody: read the request, compare the numbers, give a role, write the answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import Role
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.request import RequestPart
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.numbers import Numbers
from fieldkit.gui.widgets.text import text
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport
from fieldkit.services.output import write_new
from fieldkit.services.projects import Asked, Projects
from fieldkit.services.workspace import Workspace

_ANSWER = "FK-answer-{code}.fka"
_ROLE_WIDTH = 320


class Enrolling(RequestPart[Asked, ImportReport]):
    """Nobody is taken in before the officer has seen whose request it is."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Somebody brings you the file of a request; you write an answer that only their laptop can open.")
        super().__init__(desk, banner, ask, _("Enrol somebody"), told, _understand)
        self._code = text("", Type.HEADING)
        self._sent = text("", Type.CAPTION, "second", wrap=True)
        self._numbers = Numbers(desk.language)
        compare = _("Compare these numbers with those on the other screen. If they differ, somebody changed the file.")
        self._waiting_for = text("", tone="care", wrap=True)
        self._again = text(_("This laptop is enrolled already; it gets the answer once more."), tone="care", wrap=True)
        self.role = choices(tuple((role.value, words.role(role, desk.language)) for role in Role))
        self.role.setMaximumWidth(_ROLE_WIDTH)
        self._last = text("", wrap=True)
        self._last.hide()
        self.lay_out(
            column(self._last, row(button(_("Choose a request…"), self.choose, "primary")), spacing=12),
            column(
                self._code,
                self._numbers,
                text(compare, wrap=True),
                self._sent,
                self._again,
                self._waiting_for,
                field(_("Role"), self.role, _("Supervisors, officers and analysts can read all that is handed over.")),
                row(
                    button(_("Enrol and write the answer…"), self.begin, "primary"), button(_("Cancel"), self.put_away)
                ),
            ),
        )

    def tell(self, said: Asked) -> None:
        """Show who asks, the numbers to compare, and the role that may be given."""
        _ = self.desk.language.gettext
        self._code.setText(_("{code} asks to take part").format(code=said.code))
        sent = words.moment(said.at, self.desk.language)
        device = words.short_id(said.device)
        self._sent.setText(_("Written {moment} on device {id}").format(moment=sent, id=device))
        self._numbers.tell(said.fingerprint)
        self._again.setVisible(said.role is not None)
        waits = self.desk.language.ngettext(
            "{n} bundle of this laptop waits here. It is taken in as soon as the laptop is enrolled.",
            "{n} bundles of this laptop wait here. They are taken in as soon as the laptop is enrolled.",
            said.waiting,
        )
        self._waiting_for.setText(waits)
        self._waiting_for.setVisible(said.waiting > 0)
        self.role.setEnabled(said.role is None)
        self.role.setCurrentIndex(max(self.role.findData(said.role.value if said.role else Role.MONITOR.value), 0))
        self.role.setFocus()

    def question(self, said: Asked) -> tuple[str, str]:
        """Whoever is enrolled cannot be forgotten again."""
        _ = self.desk.language.gettext
        told = _("Enrol {code} as {role}? It cannot be undone, and the code cannot be given to anybody else.")
        role = words.role(Role(chosen(self.role)), self.desk.language)
        return told.format(code=said.code, role=role), _("Enrol")

    def file_name(self, said: Asked) -> str:
        """By the code of who asks."""
        return _ANSWER.format(code=said.code)

    def answer(self, request: bytes, target: Path) -> Callable[[Workspace], ImportReport]:
        """Enrol in the role that is chosen now."""
        return partial(_enrol, request=request, role=Role(chosen(self.role)), target=target)

    def written(self, done: ImportReport, target: Path) -> None:
        """It goes back; the words stay, for whoever reads them late."""
        language = self.desk.language
        told = [
            language.gettext("Carry {name} back to the same laptop; no other can open it.").format(name=target.name)
        ]
        if done.released:
            came = language.ngettext(
                "{n} bundle that waited for it was taken in.",
                "{n} bundles that waited for it were taken in.",
                done.released,
            )
            told.append(came)
        if done.refused:
            told.append(language.gettext("Something that waited could not be taken in: see the page of sticks."))
        self._last.setText(" ".join(told))
        self._last.show()
        self.banner.tell(self._last.text())
        self.desk.worker.changed.emit(done.changes | Changes(project=True))


def _understand(workspace: Workspace, request: bytes) -> Asked:
    return Projects(workspace).read_request(request)


def _enrol(workspace: Workspace, *, request: bytes, role: Role, target: Path) -> ImportReport:
    """Enrol and write, then take in what waited; if writing fails, the same request gets its answer again."""
    write_new(target, Projects(workspace).enrol(request, role))
    return Bundling(workspace).take_waiting()
