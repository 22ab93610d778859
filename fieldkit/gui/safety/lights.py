"""Advice on the computer around the vault: what it may keep, in words that say what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.tokens import ICON
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_
from fieldkit.services.lights import Light, Lights

_ICONS = {Light.GOOD: ("done", "good"), Light.CARE: ("warn", "care"), Light.UNKNOWN: ("info", "second")}
_DISK = {
    Light.GOOD: N_("The disk on which the vault lies is encrypted."),
    Light.CARE: N_(
        "This disk is not encrypted. Whoever takes the laptop can copy the vault and guess at its passphrase, "
        "and reads what other programs keep. Have the disk encrypted."
    ),
    Light.UNKNOWN: N_("Whether the disk is encrypted cannot be told from here. Ask whoever set up this laptop."),
}
_SWAP = {
    Light.GOOD: N_("Nothing of the memory gets to the disk in the clear while the laptop runs."),
    Light.CARE: N_(
        "The system may put parts of the memory on the disk in the clear (swap), and they stay there after the vault "
        "is locked. Have swap switched off or encrypted."
    ),
    Light.UNKNOWN: N_("Whether parts of the memory get to the disk cannot be told from here."),
}
_HIBERNATION = {
    Light.GOOD: N_("Hibernation is off or goes to an encrypted disk."),
    Light.CARE: N_(
        "When it hibernates, this laptop writes its whole memory to the disk in the clear. "
        "Shut it down instead, or have hibernation switched off."
    ),
    Light.UNKNOWN: N_("Whether hibernation writes the memory to the disk cannot be told from here. Shut down instead."),
}


class LightsPart(Part):
    """One line for each."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        super().__init__(desk, banner, ask, desk.language.gettext("This computer"), "")
        self._lines = column(spacing=12)
        self.add(self._lines)

    def show_view(self, lights: Lights) -> None:
        """Show how things stand."""
        _ = self.desk.language.gettext
        clear(self._lines)
        for words, light in (
            (_DISK, lights.disk),
            (_SWAP, lights.swap),
            (_HIBERNATION, lights.hibernation),
        ):
            self._lines.addWidget(self._line(_(words[light]), light))

    def _line(self, words: str, light: Light) -> QWidget:
        name, tone = _ICONS[light]
        icon = QLabel()
        icon.setPixmap(self.desk.look.pixmap(name, _colour(tone), ICON, self.devicePixelRatioF()))
        line = row(icon, text(words, wrap=True), spacing=12, stretch=False)
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder


def _colour(tone: str) -> str:
    return "ink2" if tone == "second" else tone
