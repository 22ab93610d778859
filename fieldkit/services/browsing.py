"""Looking at records: the list with search, one record with its answers in words, its history, counts for home."""

from dataclasses import dataclass

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Reconfirmation, Review, Revision, Withdrawal
from fieldkit.domain.consent import Use
from fieldkit.domain.drafts import Draft
from fieldkit.domain.listing import NEWEST_FIRST, Column, Order, RecordFilter, RecordPage, RecordRow
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.answers import Item, Section, form_language, in_words
from fieldkit.services.attachments import Attached, Attachments
from fieldkit.services.clocks import is_turned_back
from fieldkit.services.workspace import Workspace

__all__ = ["Item", "Section", "form_language"]

_OF_RECORDS = frozenset({EntryKind.REVISION, EntryKind.REVIEW, EntryKind.WITHDRAWAL, EntryKind.RECONFIRMATION})
"""Other entries may have a subject that looks like the id of a record: the name of a questionnaire."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as a page shows it; a withdrawn one has no sections."""

    row: RecordRow
    sections: tuple[Section, ...]
    files: tuple[Attached, ...] = ()
    """Those that the answers name."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event in the life of a record.

    `kind` is `revision`, `joined`, `withdrawal`, `use_withdrawn`, a reviewer's decision, or `reconfirmation`, with what
    came of it where its body is here.
    """

    at: str
    author: str
    kind: str
    revision: str
    parents: tuple[str, ...]
    note: str
    version: str = ""
    """Of the questionnaire that a revision answers."""
    uses: tuple[Use, ...] = ()
    """Those for which consent was withdrawn."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value to filter by, with its label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Facets:
    """What there is to filter by, sorted by code."""

    forms: tuple[Facet, ...]
    sites: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for the home page."""

    drafts: int
    by_state: tuple[tuple[str, int], ...]
    not_handed_over: int
    """Own revisions made since the last bundle was written."""
    unreadable: int = 0
    """Entries that this version cannot read; they are kept."""
    changes_unread: bool = False
    """Whether what was saved last before the program ended without closing could not be read."""
    clock_turned_back: bool = False
    """Whether the last own entry claims to be made before the one that precedes it."""

    def of(self, state: State) -> int:
        """Number of records in that state."""
        return dict(self.by_state).get(state.value, 0)


@dataclass(frozen=True, slots=True)
class Links:
    """Records that a record corrects, because it could not be changed where it was made, or that correct it."""

    corrects: str = ""
    corrected_by: tuple[str, ...] = ()


NO_LINKS = Links()


class Browsing:
    """Read-only."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store

    def page(
        self,
        wanted: RecordFilter,
        *,
        limit: int = 100,
        after: str = "",
        order: Order = NEWEST_FIRST,
        language: str = "en",
    ) -> RecordPage:
        """A page of rows in order. Drafts, where the filter allows them, lead the first page of every order."""
        page = self._store.records.page(wanted, limit, after, order)
        drafts = () if after else self._drafts(wanted)
        return RecordPage(rows=tuple(self._named(row, language) for row in (*drafts, *page.rows)), next=page.next)

    def total(self, wanted: RecordFilter) -> int:
        """Number of rows on all pages."""
        return self._store.records.total(wanted) + len(self._drafts(wanted))

    def facets(self, language: str = "en") -> Facets:
        """The forms and sites that occur, for filters."""
        forms, sites = (self._store.records.values(column) for column in (Column.FORM, Column.SITE))
        named = ((form, self._store.instruments.get(form)) for form in forms if form)
        return Facets(
            forms=tuple(Facet(form, instrument.title if instrument else form) for form, instrument in named),
            sites=tuple(Facet(site, self._workspace.reference.site_label(site, language)) for site in sites if site),
        )

    def show(self, record: str, language: str = "en") -> RecordView:
        """A record or draft with its answers in a language of its form. Raises Refusal(RECORD_UNKNOWN)."""
        row = self._store.records.row(record)
        if row is None:
            draft = self._store.drafts.get(record)
            if draft is None:
                raise Refusal(Code.RECORD_UNKNOWN, record=record)
            return self._view(_draft_row(draft), draft.answers, language)
        revision = self._store.records.revision(row.head) if row.head else None
        return self._view(row, revision.answers if revision else None, language)

    def _view(self, row: RecordRow, answers: Answers | None, language: str) -> RecordView:
        named = self._named(row, language)
        if answers is None:
            return RecordView(named, ())
        files = Attachments(self._workspace).of(row.id, answers)
        return RecordView(named, in_words(self._workspace, answers, language), files)

    def links(self, record: str) -> Links:
        """The record that it corrects and those that correct it, as far as they are known here."""
        return Links(self._store.records.corrects(record), self._store.records.corrections(record))

    def history(self, record: str) -> tuple[HistoryLine, ...]:
        """Everything that happened to a submitted record, oldest first. Raises Refusal(RECORD_UNKNOWN)."""
        events = tuple(self._event(line) for line in self._store.log.about(record) if line.entry.kind in _OF_RECORDS)
        if not events:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        joined = self._store.records.joined(record)
        return _with(events, joined) if joined else events

    def counts(self) -> Counts:
        """Numbers for the home page."""
        identity = self._workspace.identity
        handed = int(self._store.settings.get("bundle.last_seq") or 0)
        return Counts(
            drafts=len(self._store.drafts.all()),
            by_state=tuple(sorted(self._store.records.counts().items())),
            not_handed_over=self._store.log.revisions_after(identity.device, identity.epoch, handed),
            unreadable=self._store.quarantine.count(),
            changes_unread=self._store.unread,
            clock_turned_back=is_turned_back(self._workspace),
        )

    def _drafts(self, wanted: RecordFilter) -> tuple[RecordRow, ...]:
        if wanted.doubtful or wanted.text.strip() or wanted.site:
            return ()
        if wanted.states and State.DRAFT.value not in wanted.states:
            return ()
        rows = (_draft_row(draft) for draft in self._store.drafts.all())
        return tuple(row for row in rows if not wanted.form or row.form == wanted.form)

    def _named(self, row: RecordRow, language: str) -> RecordRow:
        instrument = self._store.instruments.get(row.form, row.version) if row.form else None
        place = self._workspace.reference.site_label(row.site, language) if row.site else ""
        return msgspec.structs.replace(row, title=instrument.title if instrument else row.form, place=place)

    def _event(self, line: Line) -> HistoryLine:
        entry, roster = line.entry, self._workspace.roster
        device = roster.device(entry.device) if roster else None
        by = device.member if device else ""
        content = bodies.read(line)
        match content:
            case Revision():
                name = bodies.revision_id(content)
                version = content.answers.version
                return HistoryLine(content.at, content.author, entry.kind.value, name, content.parents, "", version)
            case Review():
                note = content.reason or content.duplicate_of
                return HistoryLine(content.at, content.reviewer, content.decision.value, content.revision, (), note)
            case Withdrawal(closes=uses) if uses is not None:
                return HistoryLine(content.at, by, "use_withdrawn", "", (), "", uses=tuple(sorted(uses)))
            case Reconfirmation():
                return HistoryLine(content.at, content.asked_by, f"reconfirmation_{content.said}", "", (), "")
        return HistoryLine(entry.at, by, entry.kind.value, "", (), "")


def _with(events: tuple[HistoryLine, ...], joined: Revision) -> tuple[HistoryLine, ...]:
    """The events with the joining of versions behind the last of them."""
    last = max((place for place, event in enumerate(events) if event.revision in joined.parents), default=len(events))
    name = bodies.revision_id(joined)
    made = HistoryLine(joined.at, "", "joined", name, joined.parents, "", joined.answers.version)
    return (*events[: last + 1], made, *events[last + 1 :])


def _draft_row(draft: Draft) -> RecordRow:
    return RecordRow(
        id=draft.id,
        form=draft.answers.form,
        version=draft.answers.version,
        state=State.DRAFT.value,
        updated=draft.updated,
    )
