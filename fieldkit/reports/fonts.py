"""The fonts of reports: static cuts of the packaged variable Noto Sans, made once per process and kept in memory.

The variable font is reduced to the scripts that reports use before it is cut: that is thirteen times faster than
cutting all of its 4,500 glyphs. ReportLab then embeds only the glyphs that a document needs.
"""

import io
from functools import lru_cache
from pathlib import Path

import fontpkg_noto_sans  # type: ignore[import-untyped]
from fontTools import subset
from fontTools.ttLib import TTFont as Source
from fontTools.varLib import instancer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "FK-Regular"
BOLD = "FK-Bold"

_FILE = "NotoSans[wdth,wght].ttf"
_WEIGHTS = {REGULAR: 400, BOLD: 600}
_CHARACTERS = (
    range(0x20, 0x250),  # Latin of all languages around
    range(0x2B0, 0x370),  # modifiers and combining marks
    range(0x370, 0x400),  # Greek
    range(0x400, 0x530),  # Cyrillic with its Central Asian letters
    range(0x1E00, 0x1F00),  # more Latin
    range(0x2000, 0x2070),  # punctuation and spaces
    range(0x20A0, 0x20C1),  # currency signs
    range(0x2100, 0x2150),  # numero sign and other letters
    range(0x2190, 0x2200),  # arrows
    range(0x2212, 0x2213),  # minus
)


@lru_cache(maxsize=1)
def register() -> None:
    """Make REGULAR and BOLD known to ReportLab; `<b>` in a paragraph then finds the bold cut."""
    for name, weight in _WEIGHTS.items():
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(_cut(weight))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _cut(weight: int) -> bytes:
    """One static font. Names are updated with the weight, or a bold cut would call itself regular."""
    path = Path(fontpkg_noto_sans.__file__).parent / "files" / _FILE
    options = subset.Options(layout_features=[], name_IDs=["*"], hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for block in _CHARACTERS for code in block])
    buffer = io.BytesIO()
    with Source(path, lazy=True, recalcTimestamp=False) as font:
        subsetter.subset(font)
        axes = {"wght": weight, "wdth": 100}
        instancer.instantiateVariableFont(font, axes, inplace=True, updateFontNames=True).save(buffer)
    return buffer.getvalue()
