"""The sidebar: who we are, the places that the role may go to, and the lock."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QVBoxLayout

from fieldkit.gui.desk import Desk, Place, places_of
from fieldkit.gui.standing import Standing
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import ICON
from fieldkit.gui.widgets.buttons import Button
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_

_WIDTH = 184
_LABELS = {
    Place.HOME: N_("Home"),
    Place.RECORDS: N_("Records"),
    Place.STICKS: N_("Sticks"),
    Place.REVIEW: N_("Review"),
    Place.FIGURES: N_("Figures"),
    Place.REPORTS: N_("Reports"),
    Place.PROJECT: N_("Project"),
    Place.SAFETY: N_("Safety"),
}
_LEADS_TO = {Place.ENTRY: Place.HOME, Place.HIDING: Place.HOME, Place.RECORD: Place.RECORDS}


class Sidebar(QFrame):
    """Navigation; rebuilt when the role changes."""

    picked = Signal(str)
    locked = Signal()

    def __init__(self, desk: Desk, standing: Standing) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("sidebar")
        self.setFixedWidth(_WIDTH)
        self._desk = desk
        self._buttons: dict[Place, Button] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 12)
        layout.setSpacing(2)
        layout.addWidget(_initials(standing.code))
        layout.addSpacing(12)
        for place in places_of(standing.role):
            made = self._nav(_(_LABELS[place]), place.value, self._pick)
            made.setCheckable(True)
            made.setProperty("place", place.value)
            self._group.addButton(made)
            self._buttons[place] = made
            layout.addWidget(made)
        layout.addStretch(1)
        lock = self._nav(_("Lock"), "lock", self._lock)
        lock.setToolTip("Ctrl+L  ·  F12  ·  Pause")
        layout.addWidget(lock)
        self.update_badge(standing)

    def show_place(self, place: Place) -> None:
        """Mark where we are."""
        made = self._buttons.get(_LEADS_TO.get(place, place))
        if made is not None:
            made.setChecked(True)

    def update_badge(self, standing: Standing) -> None:
        """Say how many records wait for review."""
        made = self._buttons.get(Place.REVIEW)
        if made is not None:
            label = self._desk.language.gettext(_LABELS[Place.REVIEW])
            made.setText(f"{label}  ·  {self._desk.language.number(standing.waiting)}" if standing.waiting else label)

    @property
    def places(self) -> tuple[Place, ...]:
        """What the role may see, in order."""
        return tuple(self._buttons)

    def _lock(self) -> None:
        self.locked.emit()

    def _nav(self, label: str, icon: str, pressed: Callable[[], None]) -> Button:
        made = Button(label)
        made.setProperty("kind", "nav")
        made.setIcon(self._desk.look.icon(icon))
        made.setIconSize(QSize(ICON, ICON))
        made.setAccessibleName(label)
        made.clicked.connect(pressed)
        return made

    def _pick(self) -> None:
        made = self.sender()
        if made is not None:
            self.picked.emit(str(made.property("place")))


def _initials(code: str) -> QLabel:
    label = text(code or "·", Type.CAPTION)
    label.setObjectName("initials")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setFixedSize(QSize(48, 36))
    return label
