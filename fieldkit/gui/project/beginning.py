"""Without a project there are three ways: ask to take part, bring the answer, or create one."""

from functools import partial
from pathlib import Path

from fieldkit.domain.changes import Changes
from fieldkit.errors import Code, Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.numbers import Numbers
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.services import papers
from fieldkit.services.output import write_new
from fieldkit.services.projects import Projects
from fieldkit.services.workspace import Workspace

_CODE_WIDTH = 220
_REQUEST = "FK-request-{code}.fkr"
_ANSWERS = "*.fka"


class Asking(Part):
    """A monitor or supervisor writes the file that the officer needs."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "For monitors, supervisors and analysts. You write a small file; your officer answers it with another one."
        )
        super().__init__(desk, banner, ask, _("Ask to take part"), told)
        self._asked = ""
        self.code = line("M01")
        self.code.setMaximumWidth(_CODE_WIDTH)
        self.code.setMaxLength(16)
        self.code.returnPressed.connect(self.begin)
        self._write = button(_("Write the request…"), self.begin, "primary")
        self._waits = text("", wrap=True)
        self._numbers = Numbers(desk.language)
        compare = _("Your officer will see these numbers too. Compare them when you hand the file over.")
        self._compare = text(compare, Type.CAPTION, "second", wrap=True)
        hint = _("Agree on it with your officer: capital letters, digits and hyphens, never a name.")
        self.add(field(_("Your code"), self.code, hint), row(self._write), self._waits, self._numbers, self._compare)

    def show_view(self, asked: str, fingerprint: str) -> None:
        """Show whether an answer is waited for; then bringing it is what comes next."""
        self._asked = asked
        told = self.desk.language.gettext("You asked as {code}. Carry the file to your officer, then bring the answer.")
        self._waits.setText(told.format(code=asked))
        self._numbers.tell(fingerprint)
        for part in (self._waits, self._compare):
            part.setVisible(bool(asked))
        set_property(self._write, "kind", "plain" if asked else "primary")

    def begin(self) -> None:
        """Write the request; an earlier one loses its meaning, so ask first."""
        _ = self.desk.language.gettext
        if self._asked:
            told = _("The answer to your earlier request will not be accepted any more. Write a new request?")
            self.ask(told, _("Write a new request"), self._choose_place)
        else:
            self._choose_place("")

    def _choose_place(self, _words: str) -> None:
        code = self.code.text().strip().upper()
        target = self.desk.files.save(self, _REQUEST.format(code=code))
        if target is not None:
            told = self.desk.language.gettext("Writing the request…")
            self.work(told, partial(_write_request, code=code, target=target), self._written)

    def _written(self, target: Path) -> None:
        told = self.desk.language.gettext("Carry {name} to your officer; the answer comes as a file too.")
        self.banner.tell(told.format(name=target.name))
        self.code.clear()
        self.changed.emit()


class Joining(Part):
    """The officer's answer makes this vault part of the project."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Your officer's file fits only the laptop that asked. Then you can submit records and hand them over.")
        super().__init__(desk, banner, ask, _("I have an answer"), told)
        self._choose = button(_("Choose the answer…"), self.choose)
        self.add(row(self._choose))

    def show_view(self, asked: str) -> None:
        """Who waits for an answer has this as the next step."""
        set_property(self._choose, "kind", "primary" if asked else "plain")

    def choose(self) -> None:
        """Ask for the file and join."""
        paths = self.desk.files.open(self, _ANSWERS)
        if paths:
            self.work(self.desk.language.gettext("Checking the answer…"), partial(_join, path=paths[0]), self._joined)

    def _joined(self, changes: Changes) -> None:
        self.banner.tell(self.desk.language.gettext("You take part now."))
        self.desk.worker.changed.emit(changes)


class Creating(Part):
    """The officer founds the project."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("For the officer who leads it. This vault will hold the key with which people are taken in.")
        super().__init__(desk, banner, ask, _("Create a project"), told)
        self.title = line()
        self.code = line("O01")
        self.code.setMaximumWidth(_CODE_WIDTH)
        self.code.setMaxLength(16)
        for edit in (self.title, self.code):
            edit.returnPressed.connect(self.begin)
        title = field(_("Title of the project"), self.title, _("Everybody who takes part sees it; nobody else does."))
        code = field(_("Officer's code"), self.code, _("Capital letters, digits and hyphens, never a name."))
        self.add(title, code, row(button(_("Create the project…"), self.begin)))

    def begin(self) -> None:
        """A vault belongs to one project for good, so ask first."""
        _ = self.desk.language.gettext
        told = _("This vault will belong to the project for good, and you will be its officer. Create it?")
        self.ask(told, _("Create the project"), self._create)

    def _create(self, _words: str) -> None:
        title, code = self.title.text(), self.code.text().strip().upper()
        job = partial(_found, title=title, code=code)
        self.work(self.desk.language.gettext("Creating the project…"), job, self._created)

    def _created(self, changes: Changes) -> None:
        told = self.desk.language.gettext("The project is there. Now enrol the people who take part.")
        self.banner.tell(told)
        self.desk.worker.changed.emit(changes)


def _write_request(workspace: Workspace, *, code: str, target: Path) -> Path:
    """Write it where nothing is yet; only then does an earlier request lose its meaning."""
    if target.exists():
        raise Refusal(Code.FILE_EXISTS)
    write_new(target, Projects(workspace).request(code))
    return target


def _join(workspace: Workspace, *, path: Path) -> Changes:
    return Projects(workspace).join(papers.read_file(path))


def _found(workspace: Workspace, *, title: str, code: str) -> Changes:
    return Projects(workspace).create(title, code)
