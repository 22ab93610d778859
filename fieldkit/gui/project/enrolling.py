"""The officer enrols somebody: read the request, compare the numbers, give a role, write the answer."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import text
from fieldkit.services import papers
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport
from fieldkit.services.output import write_new
from fieldkit.services.projects import Asked, Projects
from fieldkit.services.workspace import Workspace

_REQUESTS = "*.fkr"
_ANSWER = "FK-answer-{code}.fka"
_ROLE_WIDTH = 320


class Enrolling(Part):
    """Nobody is taken in before the officer has seen whose request it is."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Somebody brings you the file of a request; you write an answer that only their laptop can open.")
        super().__init__(desk, banner, ask, _("Enrol somebody"), told)
        self._request = b""
        self._asked: Asked | None = None
        self._choose = row(button(_("Choose a request…"), self.choose, "primary"))
        self._code = text("", Type.HEADING)
        self._sent = text("", Type.CAPTION, "second", wrap=True)
        self._numbers = text("", Type.LEAD)
        compare = _("Compare these numbers with those on the other screen. If they differ, somebody changed the file.")
        self._waiting_for = text("", tone="care", wrap=True)
        self._again = text(_("This laptop is enrolled already; it gets the answer once more."), tone="care", wrap=True)
        self.role = choices(tuple((role.value, words.role(role, desk.language)) for role in Role))
        self.role.setMaximumWidth(_ROLE_WIDTH)
        self._form = QWidget()
        self._form.setLayout(
            column(
                self._code,
                self._numbers,
                text(compare, wrap=True),
                self._sent,
                self._again,
                self._waiting_for,
                field(_("Role"), self.role, _("Supervisors and officers can read all that is handed over.")),
                row(
                    button(_("Enrol and write the answer…"), self.begin, "primary"), button(_("Cancel"), self.put_away)
                ),
            )
        )
        self._form.hide()
        self._last = text("", wrap=True)
        self._last.hide()
        self._first = QWidget()
        self._first.setLayout(column(self._last, self._choose, spacing=12))
        self.add(self._first, self._form)

    def choose(self) -> None:
        """Ask for the file and show what it asks for."""
        paths = self.desk.files.open(self, _REQUESTS)
        if paths:
            self.work(self.desk.language.gettext("Reading the request…"), partial(_read, path=paths[0]), self._show)

    def begin(self) -> None:
        """Whoever is enrolled cannot be forgotten again, so ask first."""
        _ = self.desk.language.gettext
        if self._asked is not None:
            told = _("Enrol {code} as {role}? It cannot be undone, and the code cannot be given to anybody else.")
            role = words.role(Role(chosen(self.role)), self.desk.language)
            self.ask(told.format(code=self._asked.code, role=role), _("Enrol"), self._choose_place)

    def put_away(self) -> None:
        """Do nothing with the request."""
        self._request, self._asked = b"", None
        self._form.hide()
        self._first.show()

    def _show(self, read: tuple[bytes, Asked]) -> None:
        _ = self.desk.language.gettext
        self._request, self._asked = read
        asked = self._asked
        self._code.setText(_("{code} asks to take part").format(code=asked.code))
        sent = words.moment(asked.at, self.desk.language)
        device = words.short_id(asked.device)
        self._sent.setText(_("Written {moment} on device {id}").format(moment=sent, id=device))
        self._numbers.setText(asked.fingerprint)
        self._again.setVisible(asked.role is not None)
        waits = self.desk.language.ngettext(
            "{n} bundle of this laptop waits here. It is taken in as soon as the laptop is enrolled.",
            "{n} bundles of this laptop wait here. They are taken in as soon as the laptop is enrolled.",
            asked.waiting,
        )
        self._waiting_for.setText(waits)
        self._waiting_for.setVisible(asked.waiting > 0)
        self.role.setEnabled(asked.role is None)
        self.role.setCurrentIndex(max(self.role.findData(asked.role.value if asked.role else Role.MONITOR.value), 0))
        self._first.hide()
        self._form.show()
        self.role.setFocus()

    def _choose_place(self, _words: str) -> None:
        if self._asked is None:
            return
        target = self.desk.files.save(self, _ANSWER.format(code=self._asked.code))
        if target is not None:
            job = partial(_enrol, request=self._request, role=Role(chosen(self.role)), target=target)
            self.work(self.desk.language.gettext("Writing the answer…"), job, self._written)

    def _written(self, done: tuple[Path, ImportReport]) -> None:
        target, report = done
        language = self.desk.language
        told = [
            language.gettext("Carry {name} back to the same laptop; no other can open it.").format(name=target.name)
        ]
        if report.released:
            came = language.ngettext(
                "{n} bundle that waited for it was taken in.",
                "{n} bundles that waited for it were taken in.",
                report.released,
            )
            told.append(came)
        if report.refused:
            told.append(language.gettext("Something that waited could not be taken in: see the page of sticks."))
        self._last.setText(" ".join(told))
        self._last.show()
        self.banner.tell(self._last.text())
        self.put_away()
        self.desk.worker.changed.emit(report.changes | Changes(project=True))


def _read(workspace: Workspace, *, path: Path) -> tuple[bytes, Asked]:
    request = papers.read_file(path)
    return request, Projects(workspace).read_request(request)


def _enrol(workspace: Workspace, *, request: bytes, role: Role, target: Path) -> tuple[Path, ImportReport]:
    """Enrol and write, then take in what waited; if writing fails, the same request gets its answer again."""
    if target.exists():
        raise Refusal(Code.FILE_EXISTS)
    write_new(target, Projects(workspace).enrol(request, role))
    return target, Bundling(workspace).take_waiting()
