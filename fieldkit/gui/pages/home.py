"""Home answers "what now?": begin something, go on with a draft, look at what came back, hand over."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldkit import messages
from fieldkit.domain.listing import RecordFilter, RecordRow
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.gui import facts, standing, words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.facts import Facts, Told
from fieldkit.gui.page import Page
from fieldkit.gui.standing import Standing
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import INSIDE
from fieldkit.gui.widgets.boxes import Card, Scrolled, clear, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.rows import ListRow, Tile
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_
from fieldkit.services import backups
from fieldkit.services.browsing import Browsing
from fieldkit.services.drafts import DraftRow
from fieldkit.services.forms import Forms, InstrumentRow
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace

_ORDER = ("interview", "interview_short", "observation", "visit")
_TILES = {
    "interview": (N_("New interview"), N_("In full, about half an hour")),
    "interview_short": (N_("New short interview"), N_("About five minutes")),
    "observation": (N_("New observation"), N_("One event that you saw")),
    "visit": (N_("New visit"), N_("A place or a shift, with counts")),
}
_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the page shows."""

    standing: Standing
    drafts: tuple[DraftRow, ...]
    returned: tuple[RecordRow, ...]
    forms: tuple[InstrumentRow, ...]
    facts: Facts | None
    """For whoever collects sticks."""


def read(workspace: Workspace, language: str) -> HomeView:
    """Read it; runs on the worker's thread."""
    now = standing.read(workspace)
    returned = Browsing(workspace).page(RecordFilter(states=(State.RETURNED.value,)), limit=100, language=language)
    return HomeView(
        standing=now,
        drafts=Recording(workspace).drafts(),
        returned=tuple(record for record in returned.rows if record.author == now.code),
        forms=tuple(form for form in Forms(workspace).list() if form.offered),
        facts=facts.read(workspace),
    )


class Home(Page):
    """The first page after unlocking."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Home"))
        self._area = Scrolled()
        self.body.addWidget(self._area)

    def refresh(self) -> None:
        """Read again."""
        self.ask(partial(read, language=self.desk.language.code), self._show)

    def start_interview(self) -> None:
        """Begin the longest form: what Ctrl+N does."""
        self._start(_ORDER[0])

    def _start(self, form: str) -> None:
        def start(workspace: Workspace) -> str:
            return Recording(workspace).start(form)

        self.ask(start, self._open_draft)

    def _open_draft(self, draft: str) -> None:
        self.go(Place.ENTRY, draft)

    def _open_record(self, record: str) -> None:
        self.go(Place.RECORD, record)

    def _open_project(self) -> None:
        self.go(Place.PROJECT)

    def _open_sticks(self) -> None:
        self.go(Place.STICKS)

    def _go_to(self, place: str) -> None:
        self.go(Place(place))

    def _show(self, view: HomeView) -> None:
        _ = self.desk.language.gettext
        language = self.desk.language
        counts = view.standing.counts
        self.set_state(
            "  ·  ".join(
                (
                    language.ngettext("{n} draft", "{n} drafts", counts.drafts),
                    language.ngettext(
                        "{n} record not yet handed over", "{n} records not yet handed over", counts.not_handed_over
                    ),
                )
            )
        )
        column = self._area.column
        clear(column)
        if counts.changes_unread:
            told = messages.sentence(Refusal(Code.VAULT_CHANGES_UNREAD), language)
            column.addWidget(Card(text(told, wrap=True)))
        if counts.clock_turned_back:
            told = messages.sentence(Refusal(Code.CLOCK_TURNED_BACK), language)
            column.addWidget(Card(text(told, wrap=True)))
        if counts.unreadable:
            column.addWidget(self._unreadable(counts.unreadable))
        if view.standing.role is None:
            column.addWidget(self._no_project())
        if view.facts is not None:
            self._add_list(_("From the field"), [self._fact_row(each) for each in facts.told(view.facts, self.desk)])
        column.addWidget(self._tiles(view.forms))
        if view.returned:
            self._add_list(_("Came back"), [self._returned_row(each) for each in view.returned])
        drafts = [self._draft_row(draft) for draft in view.drafts]
        if drafts:
            self._add_list(_("Go on with"), drafts)
        if view.standing.role is not None:
            self._add_list(_("Hand over"), [self._handover_row(view.standing)])
        column.addStretch(1)
        self.ask(backups.daily, self._tell_of_backup)  # after the page is there: a large vault takes seconds

    def _tell_of_backup(self, code: Code | None) -> None:
        if code is not None:
            self.banner.refuse(Refusal(code))

    def _add_list(self, title: str, rows: list[ListRow]) -> None:
        box = QWidget()
        card = Card(spacing=0)
        card.column.setContentsMargins(0, 0, 0, 0)
        for each in rows:
            card.column.addWidget(each)
        inner = row(card, stretch=False)
        self._area.column.addWidget(text(title, Type.HEADING))
        box.setLayout(inner)
        self._area.column.addWidget(box)

    def _unreadable(self, count: int) -> Card:
        language = self.desk.language
        return Card(
            text(
                language.ngettext(
                    "{n} entry cannot be read by this version of fieldkit. It is kept. Tell your officer.",
                    "{n} entries cannot be read by this version of fieldkit. They are kept. Tell your officer.",
                    count,
                ),
                wrap=True,
            )
        )

    def _no_project(self) -> Card:
        _ = self.desk.language.gettext
        create = button(_("Create or join a project"), self._open_project, "primary")
        return Card(
            text(_("This vault takes part in no project yet"), Type.HEADING),
            text(
                _("You can write drafts now. To submit and hand over, create a project or join one."),
                tone="second",
                wrap=True,
            ),
            row(create),
        )

    def _tiles(self, forms: tuple[InstrumentRow, ...]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(INSIDE)
        known = {form.form: form for form in forms}
        names = [name for name in _ORDER if name in known] + sorted(set(known) - set(_ORDER))
        for index, name in enumerate(names):
            grid.addWidget(self._tile(known[name]), index // _IN_A_ROW, index % _IN_A_ROW)
        for column in range(_IN_A_ROW):
            grid.setColumnStretch(column, 1)
        return holder

    def _tile(self, form: InstrumentRow) -> Tile:
        _ = self.desk.language.gettext
        language = self.desk.language
        title, hint = _TILES.get(form.form, ("", ""))
        icon = self._pixmap(words.FORM_ICONS.get(form.form, "form"), "accent")
        told = _(hint) if hint else language.ngettext("{n} question", "{n} questions", form.questions)
        return Tile(form.form, icon, _(title) if title else form.title, told, self._start)

    def _fact_row(self, told: Told) -> ListRow:
        return ListRow(told.place.value, self._pixmap(told.icon, told.tone), told.title, told.below, "", self._go_to)

    def _draft_row(self, draft: DraftRow) -> ListRow:
        _ = self.desk.language.gettext
        language = self.desk.language
        title = words.form(draft.form, draft.title, language)
        below = _("Changes a submitted record") if draft.record else ""
        if draft.corrects and not draft.record:
            below = _("Corrects record {number}").format(number=words.short_id(draft.corrects))
        below = _("Returned: {reason}").format(reason=draft.reason) if draft.reason else below
        end = words.moment(draft.updated, language)
        icon = self._pixmap(words.FORM_ICONS.get(draft.form, "form"))
        return ListRow(draft.id, icon, title, below, end, self._open_draft)

    def _returned_row(self, record: RecordRow) -> ListRow:
        language = self.desk.language
        title = "  ·  ".join(filter(None, (words.form(record.form, record.title, language), record.place)))
        icon = self._pixmap("returned", "care")
        return ListRow(record.id, icon, title, record.reason, words.day(record.happened, language), self._open_record)

    def _handover_row(self, now: Standing) -> ListRow:
        _ = self.desk.language.gettext
        language = self.desk.language
        waiting = now.counts.not_handed_over
        last = words.ago(now.last_bundle, self.desk.clock.now(), language) if now.last_bundle else ""
        if waiting:
            title = language.ngettext("{n} record not yet handed over", "{n} records not yet handed over", waiting)
        else:
            title = _("Everything is handed over") if last else _("Nothing to hand over yet")
        below = _("Last handed over: {days}").format(days=last) if last else ""
        below = "  ·  ".join(filter(None, (below, words.confirmed(now.handed_over, language))))
        return ListRow("", self._pixmap("stick"), title, below, "", self._hand_over)

    def _hand_over(self, _key: str) -> None:
        self._open_sticks()

    def _pixmap(self, name: str, tone: str = "ink2") -> QPixmap:
        return self.desk.look.pixmap(name, tone, ratio=self.devicePixelRatioF())
