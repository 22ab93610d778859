"""The composition root of the desktop app: everything is made here and passed on."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldkit import i18n, paths
from fieldkit.clock import SystemClock
from fieldkit.errors import Refusal
from fieldkit.gui.collecting import Collector
from fieldkit.gui.guard import names
from fieldkit.gui.locking import replace_process
from fieldkit.gui.preferences import Preferences
from fieldkit.gui.theme import fonts, look
from fieldkit.gui.theme.look import Look
from fieldkit.gui.widgets.files import keep_qt_from_remembering
from fieldkit.gui.window import Surroundings, Window
from fieldkit.i18n import Language


def main(vault: Path, language: Language) -> int:
    """Run the app on a vault folder until it is closed; returns the exit code."""
    preferences = Preferences(paths.settings_file())
    name = names.known(preferences.name)
    app = QApplication([name])
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    keep_qt_from_remembering()
    collector = Collector()
    fonts.load()
    chosen = Look(look.wanted(app))
    chosen.apply(app)
    names.take(name, chosen)
    around = Surroundings(clock=SystemClock(), look=chosen, preferences=preferences, replace=replace_process)
    window = Window(_folder(vault, preferences), _language(language, preferences), around)
    window.show()
    code = app.exec()
    collector.stop()
    return code


def _folder(asked: Path, preferences: Preferences) -> Path:
    """The folder asked for; where nobody asked, the one used last."""
    usual = asked == paths.default_vault() and "FIELDKIT_VAULT" not in os.environ
    return preferences.vault or asked if usual else asked


def _language(asked: Language, preferences: Preferences) -> Language:
    """The language chosen in the window last, else the one asked for."""
    try:
        language = i18n.load(preferences.language) if preferences.language else asked
    except Refusal:  # an older version knew a language that this one does not
        language = asked
    return language
