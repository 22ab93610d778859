"""The pieces of a report: headings, text, hairline tables, key numbers. All text is escaped here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents

from fieldkit.reports import style
from fieldkit.reports.fonts import REGULAR

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that no font draws, or that turn the direction of text around."""
_CHAPTER_NEEDS = 65 * mm
_SECTION_NEEDS = 45 * mm
_SHORT = 14
"""Rows of a table that stays on one page with its heading."""
_PADDING = 4
NARROW = 0.62
"""Share of the width for tables of two columns: a number far from its words is read in the wrong line."""
_SMALLEST = 5.5
_SMALLEST_WORD = 7.0
_TALL = 400
"""Characters that may fill a page in a narrow column."""
_TALL_LINES = 20


@dataclass(frozen=True, kw_only=True)
class Column:
    """A table column: its head, its share of the width, and whether it holds numbers."""

    head: str
    share: float
    number: bool = False


def text(words: str, look: ParagraphStyle = style.BODY) -> Paragraph:
    """A paragraph; line breaks in `words` are kept, markup is not."""
    return Paragraph(escape(_CONTROL.sub("", words)).replace("\n", "<br/>"), look)


def lead(words: str, rest: str) -> Paragraph:
    """A paragraph whose first words are bold."""
    return Paragraph(f"<b>{escape(_CONTROL.sub('', words))}</b> {escape(_CONTROL.sub('', rest))}", style.BODY)


def note(words: str) -> Paragraph:
    """Small print below a table."""
    return text(words, style.NOTE)


def chapter(title: str) -> list[Flowable]:
    """A chapter heading that enters the contents and never stands alone at the foot of a page."""
    return [CondPageBreak(_CHAPTER_NEEDS), text(title, style.CHAPTER)]


def section(title: str) -> list[Flowable]:
    """A heading within a chapter."""
    return [CondPageBreak(_SECTION_NEEDS), text(title, style.SECTION)]


def contents() -> TableOfContents:
    """The list of chapters with their pages, dots between."""
    table = TableOfContents(levelStyles=[style.CONTENTS], dotsMinLevel=0)
    table.tableStyle = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    return table


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: float = 1.0, grouped: bool = False
) -> Table:
    """A table with hairlines below each row; the head repeats on every page, rows split if they must.

    Args:
        columns: from the left.
        rows: one text per column each.
        width: share of the width of the page.
        grouped: rows whose first cells are equal belong together: said once, no hairline between, on one page.
    """
    whole = width * style.WIDTH / sum(each.share for each in columns)
    widths = [column.share * whole for column in columns]
    follows = [grouped and place > 0 and rows[place - 1][0] == row[0] for place, row in enumerate(rows)]
    head = [_head(column, room) for column, room in zip(columns, widths, strict=True)]
    body = [
        [
            _number(cell, room) if column.number else _words("" if again and not place else cell, room)
            for place, (column, cell, room) in enumerate(zip(columns, row, widths, strict=True))
        ]
        for row, again in zip(rows, follows, strict=True)
    ]
    last = len(columns) - 1
    made = Table(
        [head, *body],
        colWidths=widths,
        repeatRows=1,
        splitInRow=_splits(rows),
        hAlign="LEFT",
        spaceBefore=2,
        spaceAfter=6,
    )
    made.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 2 * style.HAIRLINE, style.INK_3),
            *[("LINEBELOW", (0, at), (-1, at), style.HAIRLINE, style.LINE) for at in _ends(follows)],
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (last, 0), (last, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (last - 1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            *([("NOSPLIT", (0, -2), (-1, -1))] if len(rows) > 1 else []),  # no last row alone on a new page
            *[("NOSPLIT", (0, at), (-1, at + 1)) for at, again in enumerate(follows) if again],
        ]
    )
    return made


def _head(column: Column, width: float) -> Paragraph:
    """A column head that breaks between words only."""
    look = style.HEAD_NUMBER if column.number else style.HEAD
    return text(column.head, _fitting(look, column.head.split(), width))


def _words(cell: str, width: float) -> Paragraph:
    """Words of a cell; a code or a compound that is a little too long is set smaller, not broken."""
    look = _fitting(style.CELL, cell.split(), width)
    return text(cell, look if look.fontSize >= _SMALLEST_WORD else style.CELL)


def _ends(follows: Sequence[bool]) -> list[int]:
    """Rows of the table, its head being 0, after which a group ends."""
    return [at for at in range(1, len(follows) + 1) if at == len(follows) or not follows[at]]


def _number(cell: str, width: float) -> Paragraph:
    """A number on one line."""
    return text(cell, _fitting(style.NUMBER, [cell], width))


def _fitting(look: ParagraphStyle, pieces: Sequence[str], width: float) -> ParagraphStyle:
    """The style, or a smaller one in which the longest piece fits: smaller reads better than broken."""
    longest = max((stringWidth(piece, look.fontName, look.fontSize) for piece in pieces), default=0)
    room = width - 2 * _PADDING
    if longest <= room:
        return look
    size = max(_SMALLEST, look.fontSize * room / longest)
    return ParagraphStyle(f"{look.name} {size:.2f}", parent=look, fontSize=size)


def _splits(rows: Sequence[Sequence[str]]) -> int:
    """Whether a row may break over pages: only where one may be higher than a page, since a broken row reads badly."""
    return int(any(len(cell) > _TALL or cell.count("\n") > _TALL_LINES for row in rows for cell in row))


def key_numbers(pairs: Sequence[tuple[str, str]]) -> Table:
    """Large numbers side by side, each with the words that say what it counts."""
    width = style.WIDTH / len(pairs)
    made = Table(
        [[text(number, style.BIG) for number, _ in pairs], [text(words, style.HEAD) for _, words in pairs]],
        colWidths=[width] * len(pairs),
        spaceBefore=10,
        spaceAfter=10,
    )
    made.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LINEABOVE", (0, 0), (-1, 0), 2 * style.HAIRLINE, style.ACCENT),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, 0), 8),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 0),
        ]
    )
    return made


def under(title: str, made: Table, rows: int) -> list[Flowable]:
    """A section with one table, on one page if the table is short."""
    if rows > _SHORT:
        return [*section(title), made]
    return [together(text(title, style.SECTION), made)]


def together(*pieces: Flowable) -> KeepTogether:
    """Pieces that stay on one page if they can."""
    return KeepTogether(list(pieces))


def gap(points: float) -> Spacer:
    """Empty space."""
    return Spacer(1, points)
