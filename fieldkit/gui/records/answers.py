"""The answers of a record, readable like a page: questions in lighter ink, answers beside or below them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.text import text
from fieldkit.services.browsing import Section

_LONG = 90
"""Longer answers stand below their question in the full width."""


class AnswersView(QWidget):
    """All sections below one another."""

    def __init__(self, desk: Desk, sections: tuple[Section, ...]) -> None:
        super().__init__()
        self._desk = desk
        self.setLayout(column(*(self._section(section) for section in sections), spacing=24))

    def _section(self, section: Section) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(INSIDE)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        line = 0
        if section.title:
            grid.addWidget(text(section.title, Type.HEADING, wrap=True), line, 0, 1, 2)
            line += 1
        for item in section.items:
            label = text(item.label, tone="second", wrap=True)
            told = readable(shown.value(item.value, item.kind, self._desk.language))
            label.setBuddy(told)
            if len(item.value) > _LONG:
                grid.addWidget(label, line, 0, 1, 2)
                grid.addWidget(told, line + 1, 0, 1, 2)
                line += 2
            else:
                grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(told, line, 1, Qt.AlignmentFlag.AlignTop)
                line += 1
        return box


def readable(words: str) -> QLabel:
    """A wrapping text that can be selected with the mouse."""
    made = text(words, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
