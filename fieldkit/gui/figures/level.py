"""For whom a product is made: three choices in a coloured band that cannot be overlooked."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QRadioButton, QVBoxLayout

from fieldkit.domain.query import Level
from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.i18n import Language
from fieldkit.services.figures import level_name, level_reader

_TONES: Mapping[Level, str] = {Level.INTERNAL: "stop", Level.PARTNER: "care", Level.PUBLIC: "good"}


class LevelBand(QFrame):
    """Says the level in words and in colour, and lets the person choose another."""

    changed = Signal()

    def __init__(self, language: Language, *, upright: bool = False) -> None:
        super().__init__()
        _ = language.gettext
        self.setObjectName("level")
        self._language = language
        self._group = QButtonGroup(self)
        self._reader = text("", Type.CAPTION, wrap=True)
        across = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        choices = QBoxLayout(across)
        choices.setSpacing(0 if upright else BETWEEN)
        title = text(_("For whom"), Type.CAPTION, "second")
        choices.addWidget(title)
        self._buttons = {level: self._button(level) for level in Level}
        for made in self._buttons.values():
            choices.addWidget(made)
        choices.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(choices)
        layout.addWidget(self._reader)
        self._buttons[Level.INTERNAL].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)
        self._tell()

    @property
    def level(self) -> Level:
        """What is chosen."""
        return next(level for level, made in self._buttons.items() if made.isChecked())

    def take_focus(self) -> None:
        """Put the cursor on what is chosen."""
        self._buttons[self.level].setFocus()

    def _button(self, level: Level) -> QRadioButton:
        made = QRadioButton(level_name(level, self._language))
        made.setFont(fonts.font(Type.STRONG))
        made.setAccessibleName(made.text())
        made.setAccessibleDescription(level_reader(level, self._language))
        self._group.addButton(made)
        return made

    def _toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        level = self.level
        set_property(self, "tone", _TONES[level])
        self._reader.setText(level_reader(level, self._language))
