"""Colours, sizes and paragraph styles of reports: the tokens of the program's look on paper."""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from fieldkit.reports.fonts import BOLD, REGULAR

INK: Color = HexColor("#1E2326")
INK_2: Color = HexColor("#4E575C")
INK_3: Color = HexColor("#646D72")
LINE: Color = HexColor("#DDD9CF")
ACCENT: Color = HexColor("#1F5F6B")
CARE: Color = HexColor("#8A5A00")

PAGE = A4
MARGIN_X = 26 * mm
MARGIN_TOP = 28 * mm
MARGIN_BOTTOM = 26 * mm
WIDTH = A4[0] - 2 * MARGIN_X
HAIRLINE = 0.4
"""Points; all rules of a report."""

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=14, textColor=INK, spaceAfter=6, splitLongWords=1)
LEAD = ParagraphStyle("lead", parent=BODY, fontSize=11, leading=16, textColor=INK_2)
NOTE = ParagraphStyle("note", parent=BODY, fontSize=8, leading=11.5, textColor=INK_3, spaceBefore=3, spaceAfter=8)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=8.5, leading=11.5, spaceAfter=0)
NUMBER = ParagraphStyle("number", parent=CELL, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", parent=CELL, fontSize=7.5, leading=10, textColor=INK_2)
HEAD_NUMBER = ParagraphStyle("head number", parent=HEAD, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", parent=BODY, fontName=BOLD, fontSize=24, leading=30, spaceAfter=4)
CHAPTER = ParagraphStyle(
    "chapter", parent=BODY, fontName=BOLD, fontSize=15, leading=20, textColor=ACCENT, spaceBefore=20, spaceAfter=8
)
SECTION = ParagraphStyle("section", parent=BODY, fontName=BOLD, fontSize=10.5, leading=14, spaceBefore=12, spaceAfter=5)
QUOTE = ParagraphStyle("quote", parent=BODY, leftIndent=12, borderPadding=0, textColor=INK, spaceBefore=4, spaceAfter=2)
SOURCE = ParagraphStyle("source", parent=NOTE, leftIndent=12, spaceBefore=0)
NOTICE = ParagraphStyle("notice", parent=BODY, fontName=BOLD, textColor=CARE, spaceBefore=6, spaceAfter=6)
BIG = ParagraphStyle("big", parent=BODY, fontName=BOLD, fontSize=20, leading=24, textColor=ACCENT, spaceAfter=0)
LEVEL = ParagraphStyle("level", parent=BODY, fontName=BOLD, fontSize=11, leading=15, textColor=ACCENT, spaceAfter=0)
CONTENTS = ParagraphStyle("contents", parent=BODY, fontSize=9.5, leading=15, textColor=INK, spaceAfter=0)
