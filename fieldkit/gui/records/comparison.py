"""Versions of a record in columns: only the answers that differ."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.records.answers import readable
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column, row, rule
from fieldkit.gui.widgets.text import text
from fieldkit.services.comparing import Comparison


class ComparisonView(QWidget):
    """A head per version, then a row per differing answer; an absent answer is a dash."""

    def __init__(
        self, desk: Desk, comparison: Comparison, *, said: tuple[str, ...] = (), below: tuple[QWidget, ...] = ()
    ) -> None:
        """Put versions beside one another.

        Args:
            desk: what pages work with.
            comparison: the versions.
            said: a few words on each, under its head.
            below: something to do with each, under its answers.
        """
        super().__init__()
        self._desk = desk
        language = desk.language
        heads = [f"{each.author}\n{words.moment(each.at, language)}" for each in comparison.versions]
        lines = column(_columns(text(""), [text(head, Type.STRONG, wrap=True) for head in heads]), spacing=INSIDE)
        if said:
            lines.addLayout(_columns(text(""), [text(each, Type.CAPTION, "second", wrap=True) for each in said]))
        for each in comparison.rows:
            lines.addWidget(rule())
            told = [readable(shown.value(value, each.kind, language) or "—") for value in each.values]
            lines.addLayout(_columns(text(each.label, tone="second", wrap=True), told))
        if not comparison.rows:
            lines.addWidget(text(language.gettext("Every answer is the same."), tone="second", wrap=True))
        if below:
            lines.addLayout(_columns(text(""), below))
        self.setLayout(lines)


def _columns(first: QLabel, others: Iterable[QWidget]) -> QHBoxLayout:
    """Labels beside one another, all equally wide."""
    line = row(stretch=False, spacing=BETWEEN)
    for label in (first, *others):
        line.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)
    return line
