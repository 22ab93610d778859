"""From log lines to the tables that lists, search and statistics read; can always be made anew from the log.

What a record looks like depends only on the set of lines held, never on the order in which they came.
"""

import hashlib
from collections.abc import Iterable, Iterator

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment, Publication, Receipt, ReferenceChange, Review, Revision, Withdrawal
from fieldkit.domain.changes import NOTHING, Changes, together
from fieldkit.domain.forms import Instrument
from fieldkit.domain.log import Entry, EntryKind, Line, entry_hash
from fieldkit.domain.people import SignedRoster
from fieldkit.domain.periods import utc
from fieldkit.domain.records import State
from fieldkit.domain.retention import PutAway
from fieldkit.store.attachments import AttachmentTable
from fieldkit.store.database import Database, Value
from fieldkit.store.erasing import erase, erase_again, erase_cards
from fieldkit.store.facets import FacetTable
from fieldkit.store.facts import FactTable
from fieldkit.store.joined import JoinedTable
from fieldkit.store.keyring import People
from fieldkit.store.log import Log
from fieldkit.store.publications import PublicationTable
from fieldkit.store.quarantine import QuarantineTable
from fieldkit.store.records import RecordTable
from fieldkit.store.refreshing import Refreshing
from fieldkit.store.shift import Shift, told_by
from fieldkit.store.shown import Shown
from fieldkit.store.stubs import StubTable
from fieldkit.store.tables import InstrumentTable

_PUT_REVISION = "INSERT OR IGNORE INTO revision (hash, record, parents, entry, corrects) VALUES (?, ?, ?, ?, ?)"
_OF_ONE_RECORD = frozenset({EntryKind.REVISION, EntryKind.REVIEW})
_AT_ONCE = 500
"""Lines whose content is in memory at the same time."""
_Told = tuple[Line, Revision | Review]
LOOK_AGAIN = "projection.look_again"
"""Setting: there while records that an older program took for conflicts have to be looked at again."""
_TABLES = (
    "search",
    "facts",
    "record_facet",
    "facet_count",
    "facet",
    "record",
    "revision",
    "joined",
    "withdrawal",
    "closed_use",
    "publication",
    "quarantine",
)


class Projection:
    """Writes the projection; the only place that does."""

    def __init__(
        self,
        database: Database,
        *,
        log: Log,
        people: People,
        records: RecordTable,
        publications: PublicationTable,
        instruments: InstrumentTable,
        facts: FactTable,
        facets: FacetTable,
        quarantine: QuarantineTable,
        attachments: AttachmentTable,
        joined: JoinedTable,
        stubs: StubTable,
    ) -> None:
        self._database = database
        self._log = log
        self._people = people
        self._records = records
        self._publications = publications
        self._instruments = instruments
        self._facts = facts
        self._quarantine = quarantine
        self._attachments = attachments
        self._stubs = stubs
        self._refreshing = Refreshing(
            database,
            log=log,
            people=people,
            records=records,
            instruments=instruments,
            facts=facts,
            facets=facets,
            joined=joined,
            stubs=stubs,
        )

    def apply(self, lines: Iterable[Line]) -> Changes:
        """Take lines into account that were just appended or just got their bodies; what cannot be read is set aside.

        What is shown of a record is written once for all lines that follow each other and tell of records only.
        """
        changes: list[Changes] = []
        waiting: list[_Told] = []
        for line in lines:
            content = bodies.read(line) if line.entry.kind in _OF_ONE_RECORD else None
            if isinstance(content, Revision | Review):
                waiting.append((line, content))
            if len(waiting) == _AT_ONCE or not isinstance(content, Revision | Review):
                changes.append(self._take_together(waiting))
                waiting = []
            if not isinstance(content, Revision | Review):
                changes.append(self._take_alone(line))
        return together((*changes, self._take_together(waiting)))

    def _take_together(self, told: list[_Told]) -> Changes:
        """Revisions and reviews of any number of records; those of withdrawn ones lose their bodies again."""
        gone = self._records.withdrawn_of({line.entry.subject for line, _ in told})
        for record in gone:
            erase(self._database, self._facts, self._attachments, record)
        left = [(line, content) for line, content in told if line.entry.subject not in gone]
        brought: dict[str, Revision] = {}
        rows: list[tuple[Value, ...]] = []
        for line, content in left:
            if isinstance(content, Revision) and line.body is not None:
                # What was read is canonical, so that its bytes are what names it.
                name = hashlib.sha256(line.body.content).hexdigest()
                rows.append(_revision(line.entry, name, content.record, content.parents, content.corrects or ""))
                brought[name] = content
        self._database.run_many(_PUT_REVISION, rows)
        shown = dict.fromkeys(content.record for _, content in left)
        self._refreshing.refresh(shown, brought)
        return Changes(records=frozenset(shown) | gone)

    def _take_alone(self, line: Line) -> Changes:
        """Anything else."""
        record = line.entry.subject
        if line.body is None:
            return self._take_without_body(line)
        if erase_again(self._database, self._facts, self._attachments, line.entry):  # it came after the withdrawal
            return Changes(records=frozenset({record}))
        if line.entry.kind not in bodies.KINDS:
            return NOTHING
        content = bodies.read(line)
        if content is None:
            self._quarantine.put(line.entry)
            return NOTHING
        return self._take(line, content)

    def try_again(self) -> Changes:
        """Take into account what could not be read before and can be by now."""
        changes = NOTHING
        for name in self._quarantine.all():
            line = self._log.line(name)
            if line is None or not bodies.is_unreadable(line):
                self._quarantine.release(name)
                changes |= self.apply((line,)) if line else NOTHING
        return changes

    def look_again(self) -> Changes:
        """Refresh records that an older program may not have known how to join, or to doubt."""
        sql = "SELECT id FROM record WHERE state = ?"
        conflicts = self._database.rows(tuple[str], sql, State.CONFLICT.value)
        return self.refresh(*(record for (record,) in conflicts)) | self.weigh_again(self.suspects())

    def learn_roster(self, signed: SignedRoster) -> Changes:
        """Keep a roster. Where it is in force from now on, refresh what counts otherwise by the role of its writer."""
        before, suspects = self._people.roster(), self.suspects()
        changes = self._people.put_roster(signed)
        shift = Shift.between(before, self._people.roster())
        changes |= self.refresh(*told_by(self._database, shift.reviewers, EntryKind.REVIEW))
        changes |= self._settle() if shift.publishers else NOTHING
        return changes | (self.weigh_again(suspects | self.suspects()) if shift.doubts else NOTHING)

    def weigh_again(self, devices: Iterable[str]) -> Changes:
        """Refresh what devices wrote about, because more or less of it is in doubt than before."""
        devices = frozenset(devices)
        records = told_by(self._database, devices, EntryKind.REVISION, EntryKind.REVIEW, EntryKind.ATTACHMENT)
        return self.refresh(*records) | self._settle() if devices else NOTHING

    def suspects(self) -> frozenset[str]:
        """Devices of which something may be in doubt."""
        return self._refreshing.doubts().suspects()

    def rebuild(self) -> None:
        """Make the whole projection anew from the log."""
        with self._database.transaction():
            for table in _TABLES:
                self._database.run(f"DELETE FROM {table}")  # noqa: S608  a constant name
            for lines in self._log.portions(_AT_ONCE):
                self.apply(lines)

    def put_away(self, record: str, parts: Iterable[PutAway], *, sealed: bool) -> Changes:
        """Take bodies of a record out of the log and everything drawn from them; it stays in the list, coarse.

        Its files go with them, or with `sealed` what opens and describes them.
        """
        for part in parts:
            self._log.put_away(part.entry, part.sealed)
            if part.stub is not None:
                self._stubs.put(part.stub)
        (self._attachments.seal if sealed else self._attachments.forget)(record)
        return self.refresh(record)

    def drop_sealed(self, record: str) -> None:
        """Forget the sealed bodies of a record and its files: others are known to hold them."""
        self._log.drop_sealed(record)
        self._attachments.forget(record)

    def forget_words(self) -> None:
        """Rewrite the index of words: a contentless one only marks rows as gone."""
        self._database.run("INSERT INTO search (search) VALUES ('optimize')")

    def _take_without_body(self, line: Line) -> Changes:
        """A line whose body went, is sealed, or was never here."""
        record = line.entry.subject
        if line.sealed and erase_again(self._database, self._facts, self._attachments, line.entry):
            return Changes(records=frozenset({record}))
        stub = self._stubs.of_entry(entry_hash(line.entry))
        if stub is None:
            return NOTHING
        row = _revision(line.entry, stub.revision, stub.record, stub.parents, stub.corrects)
        self._database.run(_PUT_REVISION, *row)
        return self.refresh(stub.record)

    def _take(self, line: Line, content: bodies.BodyContent) -> Changes:
        match content:
            case Withdrawal():
                return self._withdraw(content)
            case Attachment():
                self._attachments.learn(content, entry_hash(line.entry))
                return Changes(records=frozenset({content.record}))
            case bodies.Card() | bodies.CardOpening() | bodies.Reconfirmation():
                return Changes(records=frozenset({content.record}))
            case Instrument():
                return self.learn(content, here=False)
            case Publication():
                return self._publish(line.entry, content)
            case ReferenceChange():
                return Changes(reference=True)  # read from the log by `ReferenceLines`
            case Receipt() | Revision() | Review():
                return NOTHING  # read from the log when somebody asks
            case SignedRoster():
                return self.learn_roster(content)

    def learn(self, instrument: Instrument, *, here: bool = True) -> Changes:
        """Keep an instrument; records that were waiting for it get their facts. Nothing changes if it is known.

        Args:
            instrument: one version of a questionnaire.
            here: the person at this device brought it, or it is shipped; else it came along with records.
        """
        return self._read_anew(instrument) if self._instruments.put(instrument, here=here) else NOTHING

    def _publish(self, entry: Entry, content: Publication) -> Changes:
        """New records start on this version, if its publisher may say so."""
        form = content.instrument.form
        self._publications.put(entry, content, utc(content.at))
        return self.learn(content.instrument, here=False) | self._settle(form) | Changes(instruments=frozenset({form}))

    def _settle(self, form: str = "") -> Changes:
        """Give published versions (of one form) the words of their publication; those of stray copies do not count."""
        changes = NOTHING
        for entry in self._publications.deciding(form):
            line = self._log.line(entry)
            content = bodies.read(line) if line else None
            if isinstance(content, Publication) and self._instruments.put_published(content.instrument):
                changes |= self._read_anew(content.instrument)
        return changes

    def _read_anew(self, instrument: Instrument) -> Changes:
        """Refresh the records of a version that has just become known here, or known in other words."""
        sql = "SELECT id FROM record WHERE form = ? AND version = ?"
        waiting = self._database.rows(tuple[str], sql, instrument.form, instrument.version)
        return self.refresh(*(record for (record,) in waiting)) | Changes(instruments=frozenset({instrument.form}))

    def _withdraw(self, content: Withdrawal) -> Changes:
        """End a record, or some of its uses; whatever came before or comes later, each stays ended."""
        if content.closes is not None:
            rows = [(content.record, use.value) for use in sorted(content.closes)]
            self._database.run_many("INSERT OR IGNORE INTO closed_use (record, use) VALUES (?, ?)", rows)
            erase_cards(self._database, content.record)
            return self.refresh(content.record)
        self._database.run("INSERT OR IGNORE INTO withdrawal (record) VALUES (?)", content.record)
        erase(self._database, self._facts, self._attachments, content.record)
        return self.refresh(content.record)

    def shown(self, *records: str) -> Iterator[Shown]:
        """What is to be shown of records by the lines held, in their order; of some it may be nothing yet."""
        return self._refreshing.shown(records)

    def refresh(self, *records: str) -> Changes:
        """Write anew what is shown of records."""
        self._refreshing.refresh(frozenset(records), {})
        return Changes(records=frozenset(records))


def _revision(entry: Entry, name: str, record: str, parents: tuple[str, ...], corrects: str) -> tuple[Value, ...]:
    return name, record, " ".join(parents), entry_hash(entry), corrects
