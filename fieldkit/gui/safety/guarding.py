"""How the open vault is guarded: when it locks by itself, what the window is called, who sees it."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from fieldkit.domain.changes import Changes
from fieldkit.gui.desk import Desk
from fieldkit.gui.guard import capture
from fieldkit.gui.guard.names import NAMES
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import text
from fieldkit.services import habits
from fieldkit.services.habits import Habits
from fieldkit.services.workspace import Workspace

_SECONDS = (30, 60, 120, 180, 300, 600, 900)
_WIDTH = 380


class Guarding(Part):
    """Each choice is kept at once."""

    guarded = Signal(object)
    """Other habits, from now on."""
    named = Signal(str)
    """Another everyday name."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Ctrl+L locks at once, and so do F12 and Pause alone, from every page and every dialog.")
        super().__init__(desk, banner, ask, _("Lock and window"), told)
        self._habits = Habits()
        self.after = choices(tuple((str(seconds), self._time(seconds)) for seconds in _SECONDS))
        self.name = choices(tuple((code, _(name.title)) for code, name in NAMES.items()))
        self.minimised = QCheckBox(_("Lock when the window is minimised"))
        self.captured = QCheckBox(_("Let screenshots and recordings show the window"))
        for box in (self.minimised, self.captured):
            box.setAccessibleName(box.text())
            box.clicked.connect(self._keep)
        for each in (self.after, self.name):
            each.setMaximumWidth(_WIDTH)
        self.after.activated.connect(self._keep)
        self.name.activated.connect(self._rename)
        self.captured.setEnabled(capture.can_exclude())
        self.add(
            field(_("Lock after this time without a key or a movement"), self.after),
            self.minimised,
            field(
                _("Name of the window"),
                self.name,
                _("In its title and in the list of windows, also while the vault is locked."),
            ),
            self.captured,
            text(self._about_capture(), Type.CAPTION, "hint", wrap=True),
        )

    def show_view(self, now: Habits, name: str) -> None:
        """Show what is chosen; a time that is not among the choices is added to them."""
        self._habits = now
        if self.after.findData(str(now.lock_after)) < 0:
            self.after.addItem(self._time(now.lock_after), str(now.lock_after))
        self.after.setCurrentIndex(self.after.findData(str(now.lock_after)))
        self.name.setCurrentIndex(max(self.name.findData(name), 0))
        self.minimised.setChecked(now.lock_minimised)
        self.captured.setChecked(now.captured or not capture.can_exclude())

    def _keep(self, _value: object = None) -> None:
        wanted = replace(self._habits, lock_after=int(chosen(self.after)), lock_minimised=self.minimised.isChecked())
        if capture.can_exclude():
            wanted = replace(wanted, captured=self.captured.isChecked())
        self._habits = wanted
        self.desk.worker.write(partial(_keep, wanted=wanted), self._kept, self._refused)

    def _kept(self, _changes: Changes) -> None:
        self.guarded.emit(self._habits)

    def _rename(self, _index: int) -> None:
        self.named.emit(chosen(self.name))

    def _time(self, seconds: int) -> str:
        ngettext = self.desk.language.ngettext
        minutes, rest = divmod(seconds, 60)
        if rest:
            return ngettext("{n} second", "{n} seconds", seconds)
        return ngettext("{n} minute", "{n} minutes", minutes)

    def _about_capture(self) -> str:
        _ = self.desk.language.gettext
        if capture.can_exclude():
            return _("A program that reads the screen aloud does not need this.")
        return _("This system cannot leave a window out of screenshots.")


def _keep(workspace: Workspace, *, wanted: Habits) -> Changes:
    return habits.keep(workspace, wanted)
