"""Handing over: choose the stick, see what goes onto it and for whom, write it, pull it out."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QLayout

from fieldkit import messages
from fieldkit.domain.changes import NOTHING
from fieldkit.domain.people import READERS, Role
from fieldkit.errors import Code, Refusal
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.sticks.parts import Line, shown
from fieldkit.gui.sticks.task import StickTask
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import text
from fieldkit.messages import missing as sentences
from fieldkit.progress import Progress
from fieldkit.services.bundling import Bundling
from fieldkit.services.dispatch import Written
from fieldkit.services.sticks import Outgoing
from fieldkit.services.workspace import Workspace

_EVERYBODY = "*"
_STICK, _CONTENT, _DONE = range(3)
_MOST_NAMES = 3


class HandOver(StickTask):
    """The monitor's main task at the end of a day; the office sends its decisions back in the same way."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        _ = desk.language.gettext
        super().__init__(desk, banner, _("Hand over"), (_("Stick"), _("What goes onto it"), _("Pull it out")))
        self._outgoing: Outgoing | None = None
        self._role: Role | None = None
        self._folder = Path()
        self._box: QComboBox | None = None
        self._everything: QCheckBox | None = None
        self._for = ""

    def show_view(self, outgoing: Outgoing, role: Role | None) -> None:
        """Show what waits now; a step that somebody is in the middle of stays as it is."""
        self._outgoing, self._role = outgoing, role
        if self._at == _STICK and not self.working:
            self._show_stick(outgoing)

    def choose(self) -> None:
        """Ask for the stick, then show what would go onto it."""
        if self.working or self._outgoing is None or self._obstacle(self._outgoing) is not None:
            return
        folder = self.desk.files.folder(self)
        if folder is not None:
            self._folder = folder
            self.banner.hide()
            self._show_content(self._outgoing)

    def back(self) -> None:
        """Another stick, or none."""
        if not self.working and self._at != _STICK and self._outgoing is not None:
            self.banner.hide()
            self._show_stick(self._outgoing)
            self.focus()

    def write(self) -> None:
        """Write and read back."""
        if self._outgoing is not None:
            full = self._everything is not None and self._everything.isChecked()
            job = partial(_write, folder=self._folder, to=_codes(self._for, self._outgoing), full=full)
            going_on = self.desk.language.gettext("Writing, then reading back. Leave the stick in.")
            self.work(going_on, job, self._show_done, may_stop=False)

    def _obstacle(self, outgoing: Outgoing) -> Code | None:
        """Why nothing can be handed over now."""
        if not (outgoing.to if self._role in READERS else [each for each in outgoing.to if each.reads]):
            return Code.PROJECT_NO_READERS
        return Code.BUNDLE_NOTHING_TO_SEND if not outgoing.held and self._role not in READERS else None

    def _show_stick(self, outgoing: Outgoing) -> None:
        _ = self.desk.language.gettext
        self.begin_step(_STICK)
        obstacle = self._obstacle(outgoing)
        if obstacle is not None:
            why = messages.sentence(Refusal(obstacle), self.desk.language)
            if obstacle is Code.PROJECT_NO_READERS and self._role in READERS:
                why = _("Nobody else takes part yet. Enrol somebody on the page Project first.")
            self.add(Line(self.desk, "info", "ink2", why))
            return
        self.add(self._news(outgoing))
        if self._role in READERS:
            self._box = choices(self._audiences(outgoing), self._for)
            self._for = chosen(self._box)
            self._box.activated.connect(self._pick_audience)
            self.add(
                field(_("For"), self._box, _("What you decided reaches a monitor only in a bundle for that monitor."))
            )
        self.add_buttons(_("Choose the stick…"), self.choose)

    def _news(self, outgoing: Outgoing) -> Line:
        language = self.desk.language
        _ = language.gettext
        last = words.ago(outgoing.last, self.desk.clock.now(), self.desk.language) if outgoing.last else ""
        below = _("Last handed over: {days}").format(days=last) if last else _("Nothing was handed over so far")
        below = "  ·  ".join(filter(None, (below, words.confirmed(outgoing.handed_over, language))))
        if self._role in READERS:
            return Line(
                self.desk, "stick", "ink2", _("Decisions, lists and records of this vault travel with it."), below
            )
        if not outgoing.entries:
            told = _("Nothing is new since the last stick. You can write it again, for example if that stick was lost.")
            return Line(self.desk, "done", "good", told, below)
        told = language.ngettext("{n} record not yet handed over", "{n} records not yet handed over", outgoing.records)
        if not outgoing.records:
            told = _("Something about records that went before is not yet handed over.")
        return Line(self.desk, "stick", "ink2", told, below)

    def _show_content(self, outgoing: Outgoing) -> None:
        language = self.desk.language
        _ = language.gettext
        self.begin_step(_CONTENT)
        self.add(Line(self.desk, "folder", "ink2", shown(self._folder)))
        if self._role not in READERS:
            new = language.ngettext("{n} new record", "{n} new records", outgoing.records)
            self.add(Line(self.desk, "records", "ink2", new, _("What was handed over before goes along once more.")))
        only = _("Nobody else can open it; not even you.")
        self.add(Line(self.desk, "lock", "ink2", _("For {codes}").format(codes=self._recipients(outgoing)), only))
        self.add(self._ask_whether_all())
        self.add_buttons(_("Write onto the stick"), self.write, button(_("Cancel"), self.back))
        self.focus()

    def _ask_whether_all(self) -> QLayout:
        """Receipts do not tell of somebody who lost what had come."""
        _ = self.desk.language.gettext
        why = _("For somebody who lost what had come before. The bundle becomes larger.")
        self._everything = QCheckBox(_("Everything from the beginning"))
        self._everything.setAccessibleName(self._everything.text())
        self._everything.setAccessibleDescription(why)
        return column(self._everything, text(why, Type.CAPTION, "second", wrap=True), spacing=0)

    def _recipients(self, outgoing: Outgoing) -> str:
        codes = _codes(self._for, outgoing) or tuple(each.member for each in outgoing.to if each.reads)
        return ", ".join(codes)

    def _show_done(self, written: Written) -> None:
        language = self.desk.language
        _ = language.gettext
        self.begin_step(_DONE)
        self.add(text(_("You can pull the stick out now."), Type.LEAD, "good"))
        names = [path.name for path in written.files]
        named = (
            ", ".join(names)
            if len(names) <= _MOST_NAMES
            else language.ngettext("{n} bundle", "{n} bundles", len(names))
        )
        told = _("Written, read back and found the same: {names}").format(names=named)
        self.add(Line(self.desk, "done", "good", told, shown(self._folder)))
        counted = (
            language.ngettext("{n} record", "{n} records", written.records),
            language.ngettext("{n} entry", "{n} entries", written.entries),
            language.ngettext("{n} laptop can open it", "{n} laptops can open it", written.recipients),
        )
        self.add(Line(self.desk, "records", "ink2", "  ·  ".join(counted)))
        self.add(*(Line(self.desk, "info", "ink2", told) for told in sentences.held(written.held, language)))
        self.add_buttons(_("Another stick…"), self.back)
        self.focus()
        self.desk.worker.changed.emit(NOTHING)  # no record changed, but the status line has to tell of the stick
        self.finished.emit()

    def _audiences(self, outgoing: Outgoing) -> tuple[tuple[str, str], ...]:
        _ = self.desk.language.gettext
        readers = (("", _("All who can read bundles")),) if any(each.reads for each in outgoing.to) else ()
        everybody = ((_EVERYBODY, _("Everybody")),)
        members = (
            (each.member, f"{each.member}  ·  {words.role(each.role, self.desk.language)}") for each in outgoing.to
        )
        return (*readers, *everybody, *members)

    def _pick_audience(self, _index: int) -> None:
        if self._box is not None:
            self._for = chosen(self._box)


def _codes(audience: str, outgoing: Outgoing) -> tuple[str, ...]:
    """Members for an audience; none means every reader."""
    if audience == _EVERYBODY:
        return tuple(each.member for each in outgoing.to)
    return (audience,) if audience else ()


def _write(workspace: Workspace, progress: Progress, *, folder: Path, to: tuple[str, ...], full: bool) -> Written:
    """Write onto a stick that is there: one that was pulled out must not come back as a folder of the laptop."""
    if not folder.is_dir():
        raise Refusal(Code.FILE_MISSING)
    return Bundling(workspace).write(folder, to, progress, full=full)
