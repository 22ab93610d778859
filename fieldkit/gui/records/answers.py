"""The answers of a record, readable like a page: questions in lighter ink, answers beside or below them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldkit.domain.forms import Kind
from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.records.kept import KeptFile
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
    """All sections below one another. With an `owner`, files that answer questions of it are shown.

    Args:
        desk: what widgets are made of.
        sections: the answers in words.
        owner: the record or draft.
        copying: whether a copy of a file may be asked for.
    """

    copy_asked = Signal(str)
    """A copy of the file of this name shall be written."""

    def __init__(self, desk: Desk, sections: tuple[Section, ...], owner: str = "", *, copying: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._owner = owner
        self._copying = copying
        self.setLayout(column(*(self._section(section) for section in sections), spacing=24))

    def _section(self, section: Section) -> QVBoxLayout:
        lines = column(*(self._item(item) for item in section.items))
        return column(text(section.title, Type.HEADING, wrap=True), lines) if section.title else lines

    def _item(self, item: Item) -> QBoxLayout:
        label = text(item.label, tone="second", wrap=True)
        if item.kind is Kind.FILE and self._owner and item.value:
            kept = KeptFile(self._desk, self._owner, item, copying=self._copying)
            kept.copy_asked.connect(self.copy_asked)
            return column(label, kept, spacing=GRID)
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
