"""A theme put to use: the style sheet filled with tokens, the palette beside it, icons in its colours."""

from string import Template

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from fieldkit import paths
from fieldkit.gui.theme import fonts, icons
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import ICON, THEMES, ThemeName

_ROLES = {
    QPalette.ColorRole.Window: "surface",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "paper",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
}


class Look:
    """One theme. Pages ask it for icons and fonts; colours of everything else come from the style sheet."""

    def __init__(self, name: ThemeName) -> None:
        self.name = name
        self.colours = THEMES[name].colours()

    def apply(self, app: QApplication) -> None:
        """Dress the application in this theme."""
        QDir.setSearchPaths("theme", [str(paths.resources() / "theme" / self.name.value)])
        app.setStyle("Fusion")
        app.setFont(fonts.font(Type.BODY))
        app.setPalette(self._palette())
        sheet = (paths.resources() / "theme" / "window.qss").read_text(encoding="utf-8")
        app.setStyleSheet(Template(sheet).substitute(self.colours))

    def icon(self, name: str, tone: str = "ink2") -> QIcon:
        """A drawing as an icon in the colour `tone`."""
        return icons.icon(name, self.colours[tone])

    def pixmap(self, name: str, tone: str = "ink2", size: int = ICON, ratio: float = 1.0) -> QPixmap:
        """A drawing as a picture in the colour `tone`."""
        return icons.pixmap(name, self.colours[tone], size, ratio)

    def colour(self, name: str) -> QColor:
        """A colour for the few widgets that paint themselves."""
        return QColor(self.colours[name])

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, QColor(self.colours[name]))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.colours["ink3"]))
        return palette


def wanted(app: QApplication) -> ThemeName:
    """The theme that the desktop asks for."""
    hints = app.styleHints()
    contrast = getattr(hints, "accessibility", None)  # from Qt 6.10
    if contrast is not None and contrast().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return ThemeName.CONTRAST
    return ThemeName.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else ThemeName.LIGHT


def set_type(label: QLabel, kind: Type) -> None:
    """Give a label the font of its kind of text."""
    label.setFont(fonts.font(kind))
