"""What moving a record to another version of its questionnaire would do, before anybody agrees to it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.text import text
from fieldkit.messages import form as form_messages
from fieldkit.services.migrating import LostRow, Preview


class MovingView(QWidget):
    """What has no place any more, what is new, what stands in the way of submitting; only what there is."""

    def __init__(self, desk: Desk, preview: Preview) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._parts = column(spacing=BETWEEN)
        told = _("Version {older} → {newer}").format(older=preview.older, newer=preview.newer)
        self._parts.addWidget(text(told, tone="second"))
        self._add(_("Has no place in this version:"), "stop", self._losses(preview))
        self._add(
            _("New and without an answer:"), "", [text(node.label or node.ref, wrap=True) for node in preview.added]
        )
        new = {node.ref for node in preview.added}
        open_ones = [text(each.label or each.ref, wrap=True) for each in preview.problems if each.ref not in new]
        self._add(_("To be answered or corrected before submitting:"), "care", open_ones)
        if not preview.lost:
            self._parts.addWidget(text(_("Every answer has its place in this version."), tone="good", wrap=True))
        self.setLayout(self._parts)

    def _add(self, title: str, tone: str, lines: Sequence[QWidget]) -> None:
        if lines:
            part = column(text(title, Type.STRONG, tone, wrap=True), *lines, spacing=INSIDE)
            self._parts.addLayout(part)

    def _losses(self, preview: Preview) -> list[QWidget]:
        """The answers, and where they are kept."""
        _ = self._desk.language.gettext
        kept = _("It stays in the history of the record.")
        if preview.begun:
            kept = _("What only the draft holds is gone then; what was submitted stays in the history of the record.")
        lost = [self._lost(row) for row in preview.lost]
        return [*lost, text(kept, Type.CAPTION, "hint", wrap=True)] if lost else []

    def _lost(self, row: LostRow) -> QWidget:
        """The question and why, then the answer."""
        holder = QWidget()
        why = f"{row.label}  ·  {form_messages.loss(row.why, self._desk.language)}"
        holder.setLayout(column(text(why, Type.CAPTION, "second", wrap=True), text(row.value, wrap=True), spacing=0))
        return holder


def question(desk: Desk, preview: Preview) -> str:
    """What the person is asked, with how much is at stake."""
    lost = len(preview.lost)
    if not lost:
        told = desk.language.gettext("Go on in version {version}? The record stays as it is until you submit.")
    else:
        told = desk.language.ngettext(
            "Go on in version {version} without {n} answer that has no place in it?",
            "Go on in version {version} without {n} answers that have no place in it?",
            lost,
        )
    return told.format(version=preview.newer)
