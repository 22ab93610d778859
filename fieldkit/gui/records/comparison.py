"""Versions of a record in columns: only the answers that differ."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.records.answers import readable
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import rule
from fieldkit.gui.widgets.text import text
from fieldkit.services.comparing import Comparison, Row


class ComparisonView(QWidget):
    """A head per version, then a row per differing answer; an absent answer is a dash."""

    def __init__(self, desk: Desk, comparison: Comparison) -> None:
        super().__init__()
        self._desk = desk
        language = desk.language
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(INSIDE)
        columns = len(comparison.versions)
        for at in range(columns + 1):
            grid.setColumnStretch(at, 1)
        for at, version in enumerate(comparison.versions, start=1):
            head = f"{version.author}\n{words.moment(version.at, language)}\n{words.short_id(version.revision)}"
            grid.addWidget(text(head, Type.CAPTION, "second"), 0, at, Qt.AlignmentFlag.AlignTop)
        for line, each in enumerate(comparison.rows):
            grid.addWidget(rule(), 2 * line + 1, 0, 1, columns + 1)
            self._add(2 * line + 2, each)
        if not comparison.rows:
            same = text(language.gettext("Every answer is the same."), tone="second", wrap=True)
            grid.addWidget(same, 1, 0, 1, columns + 1)

    def _add(self, line: int, each: Row) -> None:
        self._grid.addWidget(text(each.label, tone="second", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
        for at, told in enumerate(each.values, start=1):
            said = readable(shown.value(told, each.kind, self._desk.language) or "—")
            self._grid.addWidget(said, line, at, Qt.AlignmentFlag.AlignTop)
