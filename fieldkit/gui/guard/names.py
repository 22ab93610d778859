"""The everyday name that the window goes by: in its title, in the list of windows, as its icon."""

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication

from fieldkit.gui.theme.look import Look
from fieldkit.i18n import N_


@dataclass(frozen=True, slots=True)
class Name:
    """What a neighbour at the next table may read."""

    title: str
    """To be translated."""
    icon: str


NAMES = {
    "notes": Name(N_("Notes"), "form"),
    "diary": Name(N_("Diary"), "calendar"),
    "inventory": Name(N_("Inventory"), "records"),
    "accounts": Name(N_("Household accounts"), "figures"),
    "reading": Name(N_("Reading list"), "done"),
}
USUAL = "notes"


def known(code: str) -> str:
    """`code`, or the usual one where a later version chose a name that this one does not know."""
    return code if code in NAMES else USUAL


def take(code: str, look: Look) -> None:
    """Go by this name from now on, as far as the system asks an application for one; windows set their titles."""
    QGuiApplication.setApplicationName(code)
    QGuiApplication.setDesktopFileName(code)
    QGuiApplication.setWindowIcon(look.icon(NAMES[code].icon))
