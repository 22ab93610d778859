"""Taking in: choose a stick or files, look into them, see what would change, take in, go on to what came."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit.domain.changes import NOTHING
from fieldkit.domain.people import REVIEWERS, Role
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.sticks.parts import Line, figures
from fieldkit.gui.sticks.task import StickTask
from fieldkit.gui.sticks.telling import Names, forked_line, looked_line, missing_line, refused_line, tell_refused
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import rule
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.progress import Progress
from fieldkit.services.arrivals import Arrival
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport, RefusedItem
from fieldkit.services.sticks import Looked, Sticks, bundles_in
from fieldkit.services.workspace import Workspace

_PATTERN = "*.fkb"
_STICK, _FOUND, _PLAN, _DONE = range(4)
_MOST_LINES = 40
"""Files told of one by one; refused ones come first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What lies on the stick, and what taking it in would do; no report where no file can be used."""

    found: tuple[Looked, ...]
    report: ImportReport | None

    @property
    def good(self) -> tuple[Path, ...]:
        """Files that were opened and verified."""
        return tuple(looked.path for looked in self.found if looked.info is not None)

    @property
    def refused(self) -> tuple[RefusedItem, ...]:
        """Files and logs that cannot be taken in."""
        files = tuple(RefusedItem(what=each.path.name, code=each.code) for each in self.found if each.code is not None)
        return files + (self.report.refused if self.report else ())


class TakeIn(StickTask):
    """The supervisor's main task; a monitor takes in what the office decided."""

    went = Signal(str, str)

    def __init__(self, desk: Desk, banner: Banner) -> None:
        _ = desk.language.gettext
        steps = (_("Stick"), _("What is on it"), _("What will change"), _("Done"))
        super().__init__(desk, banner, _("Take in"), steps)
        self._role: Role | None = None
        self._arrivals: tuple[Arrival, ...] = ()
        self._plan = Plan((), None)
        self._show_stick()

    def show_view(self, arrivals: tuple[Arrival, ...], role: Role | None) -> None:
        """Know who takes part; a step that somebody is in the middle of stays as it is."""
        self._arrivals, self._role = arrivals, role
        if self._at == _STICK and not self.working:
            self._show_stick()

    def choose(self) -> None:
        """Ask for the stick and look into all bundles on it."""
        folder = None if self.working else self.desk.files.folder(self)
        if folder is not None:
            self._look(partial(_look_into, folder=folder))

    def choose_files(self) -> None:
        """Ask for single bundles and look into them."""
        paths = () if self.working else self.desk.files.open(self, _PATTERN)
        if paths:
            self._look(partial(_look_at, paths=paths))

    def back(self) -> None:
        """Take nothing in."""
        if not self.working and self._at != _STICK:
            self.banner.hide()
            self._show_stick()
            self.focus()

    def take_in(self) -> None:
        """Take in what was looked at."""
        going_on = self.desk.language.gettext("Taking in. Each bundle comes completely or not at all.")
        self.work(going_on, partial(_take, paths=self._plan.good), self._show_done, may_stop=True)

    def _show_stick(self) -> None:
        _ = self.desk.language.gettext
        self.begin_step(_STICK)
        told = _("The bundles are looked into first; nothing changes before you have seen what they would change.")
        self.add(Line(self.desk, "import", "ink2", told))
        self.add_buttons(_("Choose the stick…"), self.choose, button(_("Choose files…"), self.choose_files))

    def _look(self, job: partial[Plan]) -> None:
        self._story.show_step(_FOUND)
        going_on = self.desk.language.gettext("Opening and checking the bundles. Nothing is changed.")
        self.work(going_on, job, self._show_plan, may_stop=True)

    def _show_plan(self, plan: Plan) -> None:
        _ = self.desk.language.gettext
        self._plan = plan
        if not plan.found:
            self._show_stick()
            self.banner.tell(_("There is no bundle in this folder. Bundles are named FK-….fkb."), "care")
            return
        self.begin_step(_PLAN if plan.report else _FOUND)
        names = Names(self._arrivals, plan.found)
        self._add_found(plan.found)
        if plan.report is not None:
            self.add(rule(), self._figures(plan.report), *self._consequences(plan.report, names))
            self.add_buttons(_("Take in"), self.take_in, button(_("Cancel"), self.back))
        else:
            self.add_buttons(_("Another stick…"), self.back)
        tell_refused(self.desk, self.banner, plan.refused, names)
        self.focus()

    def _add_found(self, found: tuple[Looked, ...]) -> None:
        ordered = sorted(found, key=lambda looked: looked.info is not None)
        for looked in ordered[:_MOST_LINES]:
            self.add(looked_line(self.desk, looked))
        more = len(ordered) - _MOST_LINES
        if more > 0:
            self.add(text(self.desk.language.ngettext("and {n} more", "and {n} more", more), tone="second"))

    def _figures(self, report: ImportReport) -> QWidget:
        _ = self.desk.language.gettext
        return figures(
            self.desk,
            (
                (_("New records"), report.new, ""),
                (_("Updated records"), report.updated, ""),
                (_("Already here"), report.identical, "second"),
                (_("In conflict"), report.conflicts, "stop"),
            ),
        )

    def _consequences(self, report: ImportReport, names: Names) -> Iterator[QWidget]:
        """What the numbers do not say."""
        language = self.desk.language
        _ = language.gettext
        if report.changes == NOTHING and not report.refused:
            yield Line(self.desk, "info", "ink2", _("Nothing in it is new: everything is here already."))
        if report.changes.project:
            yield Line(self.desk, "project", "ink2", _("A newer list of the people in the project comes along."))
        forms = len(report.changes.instruments)
        if forms:
            yield Line(self.desk, "form", "ink2", language.ngettext("{n} questionnaire", "{n} questionnaires", forms))
        for item in report.refused:
            yield refused_line(self.desk, item, names)
        for device in report.forks:
            yield forked_line(self.desk, device, names)
        for gap in report.missing:
            yield missing_line(self.desk, gap, names)

    def _show_done(self, report: ImportReport) -> None:
        language = self.desk.language
        _ = language.gettext
        self.begin_step(_DONE)
        if report.left:
            left = language.ngettext("{n} bundle was left alone.", "{n} bundles were left alone.", report.left)
            self.add(Line(self.desk, "info", "care", _("You stopped. What was taken in by then is kept."), left))
        elif not report.refused:
            self.add(text(_("Taken in. You can pull the stick out now."), Type.LEAD, "good"))
        names = Names(self._arrivals, self._plan.found)
        self.add(self._figures(report), *self._consequences(report, names))
        onward = self._onward(report)
        (label, pressed), *others = onward
        self.add_buttons(label, pressed, *(button(*other) for other in others))
        tell_refused(self.desk, self.banner, report.refused, names)
        self.focus()
        self.desk.worker.changed.emit(report.changes)
        self.finished.emit()

    def _onward(self, report: ImportReport) -> list[tuple[str, Callable[[], None]]]:
        """Where to go from here, the likeliest first."""
        _ = self.desk.language.gettext
        onward: list[tuple[str, Callable[[], None]]] = []
        if report.changes.records and self._role in REVIEWERS:
            onward.append((_("Review them"), self._go_to_review))
        if report.changes.records:
            onward.append((_("See the records"), self._go_to_records))
        return [*onward, (_("Another stick…"), self.back)]

    def _go_to_review(self) -> None:
        self.went.emit(Place.REVIEW.value, "")

    def _go_to_records(self) -> None:
        self.went.emit(Place.RECORDS.value, "")


def _look_into(workspace: Workspace, progress: Progress, *, folder: Path) -> Plan:
    """Look at all bundles of a folder. Raises Refusal (FILE_MISSING, FILE_UNREADABLE)."""
    return _look_at(workspace, progress, paths=bundles_in(folder))


def _look_at(workspace: Workspace, progress: Progress, *, paths: tuple[Path, ...]) -> Plan:
    """Look at files, then try taking in those that can be used."""
    found = Plan(Sticks(workspace).look(paths, progress), None)
    if not found.good:
        return found
    report = Bundling(workspace).import_files(found.good, dry_run=True, progress=progress)
    return Plan(found.found, report)


def _take(workspace: Workspace, progress: Progress, *, paths: tuple[Path, ...]) -> ImportReport:
    return Bundling(workspace).import_files(paths, progress=progress)
