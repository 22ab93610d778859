"""Taking in: choose a stick or files, look into them, see what would change, take in, go on to what came."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit import messages
from fieldkit.domain.changes import NOTHING
from fieldkit.errors import Code, Refusal
from fieldkit.gui import facts
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.facts import Facts
from fieldkit.gui.sticks.parts import Line, figures
from fieldkit.gui.sticks.plan import Brought, Plan, look_at, look_into, take
from fieldkit.gui.sticks.receipts import Receipts
from fieldkit.gui.sticks.task import StickTask
from fieldkit.gui.sticks.telling import (
    Names,
    clock_line,
    doubtful_line,
    forked_line,
    good_lines,
    kept_lines,
    missing_line,
    others_line,
    refused_line,
    tell_refused,
)
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import rule
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.messages import along, consent
from fieldkit.messages.along import Topic
from fieldkit.services.arrivals import Arrival
from fieldkit.services.intake import ImportReport, RefusedItem

_PATTERN = "*.fkb"
_STICK, _FOUND, _PLAN, _DONE = range(4)
_MOST_LINES = 40
"""What is refused is told one by one, up to so many."""


class TakeIn(StickTask):
    """The supervisor's main task; a monitor takes in what the office decided."""

    went = Signal(str, str)
    missing_asked = Signal()
    """The person wants to see what has not come."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        _ = desk.language.gettext
        steps = (_("Stick"), _("What is on it"), _("What will change"), _("Done"))
        super().__init__(desk, banner, _("Take in"), steps)
        self._arrivals: tuple[Arrival, ...] = ()
        self._plan = Plan((), None)
        self._reads = False
        self._show_stick()

    def show_view(self, arrivals: tuple[Arrival, ...], *, reads: bool) -> None:
        """Know who takes part, and whether this is a reader; a step that somebody is in the middle of stays."""
        self._arrivals, self._reads = arrivals, reads
        if self._at == _STICK and not self.working:
            self._show_stick()

    def choose(self) -> None:
        """Ask for the stick and look into all bundles on it."""
        folder = None if self.working else self.desk.files.folder(self)
        if folder is not None:
            self._look(partial(look_into, folder=folder, language=self.desk.language.code))

    def choose_files(self) -> None:
        """Ask for single bundles and look into them."""
        paths = () if self.working else self.desk.files.open(self, _PATTERN)
        if paths:
            self._look(partial(look_at, paths=paths, language=self.desk.language.code))

    def back(self) -> None:
        """Take nothing in."""
        if not self.working and self._at != _STICK:
            self.banner.hide()
            self._show_stick()
            self.focus()

    def take_in(self) -> None:
        """Take in what was looked at."""
        going_on = self.desk.language.gettext("Taking in. Each bundle comes completely or not at all.")
        job = partial(take, plan=self._plan, language=self.desk.language.code)
        self.work(going_on, job, self._show_done, may_stop=True)

    def look_for_doubtful(self) -> None:
        """Look again, now also at what revoked laptops say; nothing is changed yet."""
        paths = tuple(each.path for each in self._plan.found)
        self._look(partial(look_at, paths=paths, language=self.desk.language.code, doubtful=True))

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
        """First the numbers and the buttons, then what is refused and missing, then the receipts one by one."""
        _ = self.desk.language.gettext
        self._plan = plan
        if not plan.found:
            self._show_stick()
            self.banner.tell(messages.sentence(Refusal(Code.BUNDLE_NONE_HERE), self.desk.language), "care")
            return
        self.begin_step(_PLAN if plan.report else _FOUND)
        names = Names(self._arrivals, plan.found)
        if plan.report is None:
            self.add(*self._refused_lines(plan.refused, names))
            self.add(*self._others_lines(plan))
            self.add_buttons(_("Another stick…"), self.back)
            if not plan.refused:
                self.banner.tell(_("No bundle here is for you. Ask for one that is written for you."), "care")
        else:
            self.add(*good_lines(self.desk, plan.found), *kept_lines(self.desk, plan.report.kept))
            self.add(self._figures(plan.report, plan))
            if plan.doubtful:
                self.add(doubtful_line(self.desk))
            self._add_ways_on(plan, plan.report)
            self._add_rest(plan.report, plan, names)
        tell_refused(self.desk, self.banner, plan.refused, names)
        self.focus()

    def _show_done(self, brought: Brought) -> None:
        language = self.desk.language
        _ = language.gettext
        report, self._arrivals = brought.report, brought.arrivals
        refused = (*self._plan.files, *report.refused)
        self.begin_step(_DONE)
        if report.left:
            left = language.ngettext("{n} bundle was left alone.", "{n} bundles were left alone.", report.left)
            more = _("Choose the stick again to go on; what is here already is not taken in twice.")
            self.add(
                Line(self.desk, "info", "care", _("You stopped. What was taken in by then is kept."), f"{left} {more}")
            )
        elif not report.refused:
            self.add(text(_("Taken in. You can pull the stick out now."), Type.LEAD, "good"))
        elif report.changes != NOTHING:
            told = _("Taken in, except for what is refused below. You can pull the stick out now.")
            self.add(text(told, Type.LEAD, "care", wrap=True))
        self.add(*kept_lines(self.desk, report.kept, done=True), self._figures(report, self._plan))
        if brought.facts is not None:
            _came, *needs = facts.told(brought.facts, self.desk)
            self.add(*(Line(self.desk, each.icon, each.tone, each.title, each.below) for each in needs))
        (label, pressed), *others = self._onward(report, brought.facts)
        self.add_buttons(label, pressed, *(button(*other) for other in others))
        names = Names(self._arrivals, self._plan.found)
        self._add_rest(report, self._plan, names)
        tell_refused(self.desk, self.banner, refused, names)
        self.focus()
        self.desk.worker.changed.emit(report.changes)
        self.finished.emit()

    def _add_ways_on(self, plan: Plan, report: ImportReport) -> None:
        """Take in, or leave it; a reader may first look at what is refused because a revoked laptop says it."""
        _ = self.desk.language.gettext
        label = _("Take in, marked as in doubt") if plan.doubtful else _("Take in")
        look, cancel = _("Look at what revoked laptops say…"), button(_("Cancel"), self.back)
        if not plan.revoked or not self._reads or plan.doubtful:
            self.add_buttons(label, self.take_in, cancel)
        elif report.changes == NOTHING and not report.kept:
            self.add_buttons(look, self.look_for_doubtful, cancel)
        else:
            self.add_buttons(label, self.take_in, button(look, self.look_for_doubtful), cancel)

    def _add_rest(self, report: ImportReport, plan: Plan, names: Names) -> None:
        """Below the buttons, for whoever wants to know more."""
        self.add(*self._consequences(report), *self._refused_lines((*plan.files, *report.refused), names))
        self.add(*self._others_lines(plan))
        self.add(*(forked_line(self.desk, device, names) for device in report.forks))
        self.add(*(clock_line(self.desk, device, names) for device in report.turned_back))
        self.add(*(missing_line(self.desk, gap, names) for gap in report.missing))
        self.add(rule(), Receipts(self.desk, report, plan.found, names))

    def _figures(self, report: ImportReport, plan: Plan) -> QWidget:
        _ = self.desk.language.gettext
        return figures(
            self.desk,
            (
                (_("New records"), report.new, ""),
                (_("Updated records"), report.updated, ""),
                (_("Already here"), report.identical, "second"),
                (_("In conflict"), report.conflicts, "stop"),
                (_("Refused"), len(plan.files) + len(report.refused), "stop"),
            ),
        )

    def _refused_lines(self, refused: tuple[RefusedItem, ...], names: Names) -> Iterator[QWidget]:
        """What cannot be taken in, each with its reason."""
        for item in refused[:_MOST_LINES]:
            yield refused_line(self.desk, item, names)
        more = len(refused) - _MOST_LINES
        if more > 0:
            yield text(self.desk.language.ngettext("and {n} more", "and {n} more", more), tone="second")

    def _others_lines(self, plan: Plan) -> Iterator[QWidget]:
        if plan.for_others:
            yield others_line(self.desk, plan.for_others)

    def _consequences(self, report: ImportReport) -> Iterator[QWidget]:
        """What the numbers do not say."""
        language = self.desk.language
        _ = language.gettext
        if report.released:
            told = language.ngettext(
                "{n} bundle that waited for a laptop to be enrolled is among them.",
                "{n} bundles that waited for a laptop to be enrolled are among them.",
                report.released,
            )
            yield Line(self.desk, "done", "good", told)
        if report.to_recall:
            yield Line(self.desk, "warn", "stop", consent.recalls(report.to_recall, language))
        if report.changes == NOTHING and not report.refused and not report.kept:
            yield Line(self.desk, "info", "ink2", _("Nothing in it is new: everything is here already."))
        for topic, told in along.sentences(report.changes, language):
            yield Line(self.desk, "project" if topic is Topic.PEOPLE else "form", "ink2", told)

    def _onward(self, report: ImportReport, now: Facts | None) -> list[tuple[str, Callable[[], None]]]:
        """Where to go from here, the likeliest first."""
        language = self.desk.language
        _ = language.gettext
        onward: list[tuple[str, Callable[[], None]]] = []
        if now is not None and now.conflicts:
            decide = language.ngettext("Decide {n} conflict", "Decide {n} conflicts", now.conflicts)
            onward.append((decide, self._go_to_review))
        elif report.changes.any_record and now is not None:
            onward.append((_("Review them"), self._go_to_review))
        if now is not None and now.lacking:
            onward.append((_("See what is missing"), self.missing_asked.emit))
        if report.changes.any_record:
            onward.append((_("See the records"), self._go_to_records))
        return [*onward, (_("Another stick…"), self.back)]

    def _go_to_review(self) -> None:
        self.went.emit(Place.REVIEW.value, "")

    def _go_to_records(self) -> None:
        self.went.emit(Place.RECORDS.value, "")
