"""Type: Noto Sans from the packaged files, one scale, weights set on the font's own axis."""

from enum import StrEnum
from functools import lru_cache
from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Noto Sans"


class Type(StrEnum):
    """What a text is; sizes and weights follow from it."""

    CAPTION = "caption"
    BODY = "body"
    STRONG = "strong"
    LEAD = "lead"
    HEADING = "heading"
    TITLE = "title"
    FIGURE = "figure"


_SCALE = {
    Type.CAPTION: (12, 400),
    Type.BODY: (13, 400),
    Type.STRONG: (13, 600),
    Type.LEAD: (15, 400),
    Type.HEADING: (15, 600),
    Type.TITLE: (18, 600),
    Type.FIGURE: (24, 500),
}
"""Pixels at 100 %, and weight."""


def load() -> None:
    """Add the packaged fonts to the application; call once, after the application exists."""
    folder = resources.files("fontpkg_noto_sans") / "files"
    for file in folder.iterdir():
        if file.name.endswith(".ttf"):
            QFontDatabase.addApplicationFontFromData(file.read_bytes())


@lru_cache(maxsize=16)
def font(kind: Type) -> QFont:
    """The font for a kind of text."""
    size, weight = _SCALE[kind]
    chosen = QFont(FAMILY)
    chosen.setPixelSize(size)
    if weight != 400:
        # Asking for a bold weight would smear the regular cut; the variable font has a real one.
        chosen.setVariableAxis(QFont.Tag("wght"), weight)
    return chosen
