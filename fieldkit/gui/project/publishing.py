"""Versions of questionnaires that wait for the officer's decision: what differs is shown before one is published."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from fieldkit.domain.form_changes import FormChange
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, GRID, INSIDE
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import clear, column, row, rule
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.messages import form as form_messages
from fieldkit.services.publishing import Publisher, Unpublished
from fieldkit.services.publishing import Publishing as Effect
from fieldkit.services.workspace import Workspace

_MOST = 40
"""Differences that are told one by one."""
_QUESTION = 176
"""Width of the column of questions."""


class Publishing(Part):
    """Hidden where nothing waits."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("New records start on a version once it is published; with the next sticks on every laptop.")
        super().__init__(desk, banner, ask, _("Not published yet"), told)
        self._shown: Effect | None = None
        self._lines = column(spacing=4)
        self._effect = QWidget()
        self._effects = column(spacing=INSIDE)
        self._effect.setLayout(self._effects)
        self.add(self._lines, self._effect)
        ask.declined.connect(self._fold)

    def show_view(self, waiting: tuple[Unpublished, ...]) -> None:
        """Show what waits; a question about something that still waits stays."""
        asked = self._shown.instrument if self._shown is not None else None
        if asked is None or (asked.form, asked.version) not in {(each.form, each.version) for each in waiting}:
            self._fold()
        clear(self._lines)
        for each in waiting:
            line = row(stretch=False)
            line.addWidget(text(self._named(each.form, each.title, each.version), wrap=True), 1)
            line.addWidget(self._button(each))
            self._lines.addLayout(line)
        self.setVisible(bool(waiting))

    def look_at(self, form: str, version: str) -> None:
        """Show what publishing a version would do, and ask."""
        self._fold()

        def preview(workspace: Workspace) -> Effect:
            publisher = Publisher(workspace)
            return publisher.preview(publisher.find(form, version))

        self.work(self.desk.language.gettext("Comparing the versions…"), preview, self._ask_whether)

    def _ask_whether(self, seen: Effect) -> None:
        _ = self.desk.language.gettext
        self._shown = seen
        clear(self._effects)
        self._effects.addWidget(rule())
        for label in self._told(seen):
            self._effects.addWidget(label)
        self._effect.show()
        instrument = seen.instrument
        named = self._named(instrument.form, instrument.title, instrument.version)
        self.ask(_("{form}: publish it for everybody?").format(form=named), _("Publish"), self._publish, mild=True)

    def _publish(self, _words: str) -> None:
        if self._shown is not None:
            job = partial(_published, seen=self._shown)
            self.work(self.desk.language.gettext("Publishing…"), job, self._tell)

    def _tell(self, done: Effect) -> None:
        _ = self.desk.language.gettext
        told = _("{title}, version {version}: new records start on it. The next bundle to each device carries it.")
        self.banner.tell(told.format(title=done.instrument.title, version=done.instrument.version))
        self.desk.worker.changed.emit(done.changes)
        self.changed.emit()

    def _told(self, seen: Effect) -> Iterator[QWidget]:
        """Against which version, what differs, and what stays as it is."""
        language = self.desk.language
        _ = language.gettext
        if seen.before is None:
            yield text(_("There is no version before it."), tone="second", wrap=True)
        else:
            yield text(_("Against version {version}:").format(version=seen.before), Type.STRONG)
            yield from self._differences(seen.differences)
        stays = (
            language.ngettext(
                "{n} draft stays on another version.", "{n} drafts stay on another version.", seen.drafts
            ),
            language.ngettext(
                "{n} record stays on another version.", "{n} records stay on another version.", seen.records
            ),
        )
        for count, told in zip((seen.drafts, seen.records), stays, strict=True):
            if count:
                yield text(told, tone="second", wrap=True)

    def _differences(self, differences: tuple[FormChange, ...]) -> Iterator[QWidget]:
        language = self.desk.language
        if not differences:
            yield text(language.gettext("Nothing has changed."), tone="second")
        for ref, group in groupby(differences[:_MOST], key=_question):
            yield _beside(
                text(ref or language.gettext("The questionnaire as a whole"), tone="second", wrap=True),
                [text(form_messages.change(each, language), wrap=True) for each in group],
            )
        more = len(differences) - _MOST
        if more > 0:
            yield text(language.ngettext("and {n} more", "and {n} more", more), tone="second")

    def _named(self, form: str, title: str, version: str) -> str:
        shown = words.form(form, title, self.desk.language)
        return self.desk.language.gettext("{form}, version {version}").format(form=shown, version=version)

    def _button(self, each: Unpublished) -> QPushButton:
        _ = self.desk.language.gettext
        made = button(_("Publish…"), self._look)
        made.setAccessibleName(f"{made.text()} {self._named(each.form, each.title, each.version)}")
        made.setProperty("form", each.form)
        made.setProperty("version", each.version)
        return made

    def _look(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.look_at(str(pressed.property("form")), str(pressed.property("version")))

    def _fold(self) -> None:
        self._shown = None
        self._effect.hide()


def _beside(question: QLabel, changes: list[QLabel]) -> QWidget:
    """What differs, to the right of the question that it is of."""
    holder = QWidget()
    question.setFixedWidth(_QUESTION)
    line = row(stretch=False, spacing=BETWEEN)
    line.addWidget(question, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(column(*changes, spacing=GRID), 1)
    holder.setLayout(line)
    return holder


def _published(workspace: Workspace, *, seen: Effect) -> Effect:
    return Publisher(workspace).publish(seen.instrument)


def _question(change: FormChange) -> str:
    """The path of the question within the questionnaire."""
    return change.ref.lstrip("/").partition("/")[2]
