"""What the keyboard does while a passphrase is typed that nobody sees: which letters come, and whether Caps Lock is on.

Nothing of the passphrase is shown but the script of its last letter. The layout itself is no help: the system does not
say which one the passphrase was learnt in.
"""

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import set_type
from fieldkit.gui.widgets.text import set_property
from fieldkit.i18n import N_, Language

_SCRIPTS = {
    "LATIN": N_("You are typing Latin letters."),
    "CYRILLIC": N_("You are typing Cyrillic letters."),
    "GREEK": N_("You are typing Greek letters."),
    "ARMENIAN": N_("You are typing Armenian letters."),
    "GEORGIAN": N_("You are typing Georgian letters."),
    "HEBREW": N_("You are typing Hebrew letters."),
    "ARABIC": N_("You are typing Arabic letters."),
    "DEVANAGARI": N_("You are typing Devanagari letters."),
    "THAI": N_("You are typing Thai letters."),
    "ETHIOPIC": N_("You are typing Ethiopic letters."),
    "HANGUL": N_("You are typing Korean letters."),
    "CJK": N_("You are typing Chinese characters."),
    "HIRAGANA": N_("You are typing Japanese letters."),
    "KATAKANA": N_("You are typing Japanese letters."),
}
_OTHER = N_("You are typing letters of another script.")


def script_of(typed: str, language: Language) -> str:
    """A sentence about the script of the last letter; empty while there is none."""
    letter = next((each for each in reversed(typed) if each.isalpha()), "")
    if not letter:
        return ""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return language.gettext(_SCRIPTS.get(name, _OTHER))


def caps_lock(event: QKeyEvent) -> bool | None:
    """Whether Caps Lock is on, as a letter with case shows it: capital without Shift, or small with it; else None."""
    letter = event.text()
    if len(letter) != 1 or letter.lower() == letter.upper():
        return None
    return letter.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


class Keyboard(QLabel):
    """A line below hidden fields."""

    def __init__(self, language: Language, *edits: QLineEdit) -> None:
        super().__init__()
        self._language = language
        self._caps = False
        self._script = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_type(self, Type.CAPTION)
        for edit in edits:
            edit.installEventFilter(self)
            edit.textChanged.connect(self._look)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Look at every key; swallow none."""
        del watched
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            found = caps_lock(event)
            if found is not None:
                self._caps = found
            elif event.key() == Qt.Key.Key_CapsLock:
                self._caps = False  # until the next letter shows it
            self._tell()
        return False

    def _look(self, typed: str) -> None:
        self._script = script_of(typed, self._language)
        self._caps = self._caps and bool(typed)
        self._tell()

    def _tell(self) -> None:
        caps = self._language.gettext("Caps Lock is on.") if self._caps else ""
        self.setText("  ".join(filter(None, (self._script, caps))) or " ")  # it always takes its line: nothing jumps
        self.setAccessibleName(self.text().strip())
        set_property(self, "tone", "care" if self._caps else "hint")
