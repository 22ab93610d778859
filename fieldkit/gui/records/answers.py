"""The answers of a record, readable like a page: questions in lighter ink, answers beside or below them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, GRID
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.text import text
from fieldkit.services.browsing import Item, Section

_QUESTION = 216
"""Width of the column of questions."""
_LONG = 90
"""Longer answers stand below their question in the full width."""


class AnswersView(QWidget):
    """All sections below one another."""

    def __init__(self, desk: Desk, sections: tuple[Section, ...]) -> None:
        super().__init__()
        self._desk = desk
        self.setLayout(column(*(self._section(section) for section in sections), spacing=24))

    def _section(self, section: Section) -> QVBoxLayout:
        lines = column(*(self._item(item) for item in section.items))
        return column(text(section.title, Type.HEADING, wrap=True), lines) if section.title else lines

    def _item(self, item: Item) -> QBoxLayout:
        label = text(item.label, tone="second", wrap=True)
        told = readable(shown.value(item.value, item.kind, self._desk.language))
        label.setBuddy(told)
        if len(item.value) > _LONG:
            return column(label, told, spacing=GRID)
        label.setFixedWidth(_QUESTION)
        line = row(stretch=False, spacing=BETWEEN)
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(told, 1, Qt.AlignmentFlag.AlignTop)
        return line


def readable(words: str) -> QLabel:
    """A wrapping text that can be selected with the mouse."""
    made = text(words, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
