"""Safety: how the vault is guarded, what this computer may keep of it, copies, a new key, and its end."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.page import Page
from fieldkit.gui.safety.ending import Destroying, NewKey
from fieldkit.gui.safety.guarding import Guarding
from fieldkit.gui.safety.keeping import Backup, Checking, Passphrases
from fieldkit.gui.safety.lights import LightsPart
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import Scrolled
from fieldkit.gui.widgets.halves import Halves
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.services import habits, lights
from fieldkit.services.habits import Habits
from fieldkit.services.lights import Lights
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SafetyView:
    """What the page shows."""

    habits: Habits
    lights: Lights


def read(workspace: Workspace) -> SafetyView:
    """Read it; runs on the worker's thread."""
    return SafetyView(habits.read(workspace), lights.look(workspace.files.folder))


class SafetyPage(Page):
    """Its parts tell the window what only the window can do."""

    guarded = Signal(object)
    named = Signal(str)
    rekey_asked = Signal(str)
    destroy_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        _ = desk.language.gettext
        super().__init__(desk, _("Safety"))
        self.set_state(_("The vault on this computer"))
        ask = Ask(desk.language)
        self.guarding = Guarding(desk, self.banner, ask)
        self.lights = LightsPart(desk, self.banner, ask)
        self.checking = Checking(desk, self.banner, ask)
        self.backup = Backup(desk, self.banner, ask)
        self.new_key = NewKey(desk, self.banner, ask)
        self.destroying = Destroying(desk, self.banner, ask)
        self._name = desk.name
        passphrases = Passphrases(desk, self.banner, ask)
        passphrases.asked.connect(self._go_to_project)
        self.guarding.guarded.connect(self.guarded)
        self.guarding.named.connect(self._rename)
        self.new_key.asked.connect(self.rekey_asked)
        self.destroying.asked.connect(self.destroy_asked)
        area = Scrolled()
        area.column.addWidget(
            Halves(
                (self.guarding, self.lights, passphrases),
                (self.checking, self.backup, self.new_key, self.destroying),
            )
        )
        area.column.addStretch(1)
        self.body.addWidget(Shelf(ask))
        self.body.addWidget(area, 1)
        self.setFocusProxy(self.guarding.after)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.banner.hide)

    def refresh(self) -> None:
        """Read again."""
        self.ask(read, self._show)

    def leave(self) -> None:
        """No secret stays in a field behind another page."""
        self.new_key.forget()

    def _show(self, view: SafetyView) -> None:
        self.guarding.show_view(view.habits, self._name)
        self.lights.show_view(view.lights)

    def _rename(self, code: str) -> None:
        self._name = code
        self.named.emit(code)

    def _go_to_project(self) -> None:
        self.go(Place.PROJECT)
