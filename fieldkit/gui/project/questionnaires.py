"""Questionnaires of the vault, and adding one that somebody made in a spreadsheet."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit import messages
from fieldkit.domain.changes import Changes
from fieldkit.domain.findings import Finding, is_error
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.messages import form as form_messages
from fieldkit.services import forms
from fieldkit.services.forms import Forms, InstrumentRow, Reading
from fieldkit.services.publishing import Publisher
from fieldkit.services.workspace import Workspace

_PATTERN = "*.xlsx *.xls *.csv *.md *.xml"
_MOST_FINDINGS = 12


class Questionnaires(Part):
    """What is wrong with a file is told by sheet, row and column; then nothing is added."""

    brought = Signal(str, str)
    """A form and a version of it that waits to be published."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("A questionnaire made for ODK or Kobo works here too. It travels with the next sticks.")
        super().__init__(desk, banner, ask, _("Questionnaires"), told)
        self.model = LinesModel((_("Questionnaire"), _("Version"), _("Questions"), _("Origin")))
        self._table = Table(_("Questionnaires"), self.model)
        self._findings = QWidget()
        self._list = column(spacing=4)
        self._findings.setLayout(self._list)
        self._findings.hide()
        self.add(self._table, row(button(_("Add a questionnaire…"), self.choose)), self._findings)

    def show_view(self, rows: tuple[InstrumentRow, ...]) -> None:
        """Show these questionnaires."""
        self.model.set_rows(tuple(self._row(each) for each in rows))

    def choose(self) -> None:
        """Ask for a file and take it in, or tell what is wrong with it."""
        paths = self.desk.files.open(self, _PATTERN)
        if paths:
            self._tell(())
            job = partial(_add, path=paths[0])
            self.work(self.desk.language.gettext("Reading the questionnaire…"), job, self._added)

    def _added(self, added: "_Added") -> None:
        _ = self.desk.language.gettext
        reading = added.reading
        self._tell(reading.findings)
        if reading.instrument is None:
            self.banner.tell(messages.sentence(forms.refusal(reading.findings), self.desk.language), "stop")
            return
        instrument = reading.instrument
        self.banner.tell(_("Added: {title}").format(title=instrument.title or instrument.form))
        self.desk.worker.changed.emit(Changes(instruments=frozenset({instrument.form})))
        self.changed.emit()
        if added.waits:
            self.brought.emit(instrument.form, instrument.version)

    def _tell(self, findings: tuple[Finding, ...]) -> None:
        """Errors; only where there are none, what is doubtful."""
        clear(self._list)
        wrong = tuple(filter(is_error, findings)) or findings
        tone = "stop" if any(map(is_error, wrong)) else "care"
        for finding in wrong[:_MOST_FINDINGS]:
            self._list.addWidget(text(form_messages.line(finding, self.desk.language), tone=tone, wrap=True))
        more = len(wrong) - _MOST_FINDINGS
        if more > 0:
            told = self.desk.language.ngettext("and {n} more", "and {n} more", more)
            self._list.addWidget(text(told, tone="second"))
        self._findings.setVisible(bool(wrong))

    def _row(self, each: InstrumentRow) -> tuple[str, ...]:
        _, number = self.desk.language.gettext, self.desk.language.number
        title = words.form(each.form, each.title, self.desk.language)
        origin = _("comes with the program") if each.shipped else _("added")
        return (title, each.version, number(each.questions), origin)


@dataclass(frozen=True, slots=True)
class _Added:
    reading: Reading
    waits: bool
    """Whether an officer has to decide on it."""


def _add(workspace: Workspace, *, path: Path) -> _Added:
    """Take a file in if it can be used. An officer's new form is for the whole project at once; a new version waits.

    Raises Refusal (FILE_…, FORM_EXISTS_DIFFERENT).
    """
    reading = Forms(workspace).check(path)
    instrument, publisher = reading.instrument, Publisher(workspace)
    if instrument is None:
        return _Added(reading, waits=False)
    if publisher.may_publish and publisher.preview(instrument).before is None:
        publisher.publish(instrument)
    else:
        Forms(workspace).take(instrument)
    return _Added(reading, waits=any(each.form == instrument.form for each in publisher.unpublished()))
