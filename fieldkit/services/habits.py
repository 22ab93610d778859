"""How this device guards an open vault. Kept in the vault, so that nobody reads or changes it from outside."""

from dataclasses import dataclass

from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.services.workspace import Workspace
from fieldkit.store.keyring import SettingTable

SHORTEST, LONGEST = 30, 900
"""Seconds (security notes, section 9)."""
_AFTER, _MINIMISED, _CAPTURED = "guard.lock_after", "guard.lock_minimised", "guard.captured"


@dataclass(frozen=True, slots=True)
class Habits:
    """When the vault locks by itself, and whether other programs may see the window."""

    lock_after: int = 180
    """Seconds without a key or a movement of the mouse."""
    lock_minimised: bool = False
    captured: bool = False
    """Whether screenshots and recordings may show the window, where the system can leave it out at all."""


def read(workspace: Workspace) -> Habits:
    """The habits in force; usual ones where nobody chose, and where what is kept makes no sense."""
    kept, usual = workspace.store.settings, Habits()
    return Habits(
        lock_after=_seconds(kept, usual.lock_after),
        lock_minimised=kept.get(_MINIMISED) == "yes",
        captured=kept.get(_CAPTURED) == "yes",
    )


def keep(workspace: Workspace, habits: Habits) -> Changes:
    """Keep other habits. The time is brought between the shortest and the longest."""
    with workspace.store.transaction():
        kept = workspace.store.settings
        kept.put(_AFTER, str(min(max(habits.lock_after, SHORTEST), LONGEST)))
        kept.put(_MINIMISED, "yes" if habits.lock_minimised else "no")
        kept.put(_CAPTURED, "yes" if habits.captured else "no")
    return NOTHING


def _seconds(kept: SettingTable, usual: int) -> int:
    text = kept.get(_AFTER)
    seconds = int(text) if text.isascii() and text.isdigit() else usual
    return seconds if SHORTEST <= seconds <= LONGEST else usual
