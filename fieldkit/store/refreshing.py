"""Keeping what lists, search and figures show of records: for one record as for a thousand.

Each table is asked once about all of the records, and written by one statement for all of them.
"""

from collections.abc import Iterable
from itertools import islice

from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.records import State
from fieldkit.store.database import Database, Value
from fieldkit.store.doubts import Doubts
from fieldkit.store.facets import FacetTable
from fieldkit.store.facts import FactTable
from fieldkit.store.joined import JoinedTable
from fieldkit.store.keyring import People
from fieldkit.store.log import Log
from fieldkit.store.records import RecordTable
from fieldkit.store.showing import NOTHING_BROUGHT, Brought, Showing
from fieldkit.store.shown import Shown, texts
from fieldkit.store.stems import stems
from fieldkit.store.stubs import StubTable
from fieldkit.store.tables import InstrumentTable

_INSERT = (
    "INSERT INTO record (form, version, state, head, author, updated, site, happened, reason, duplicate_of, sealed,"
    " doubt, id, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE record SET form = ?, version = ?, state = ?, head = ?, author = ?, updated = ?, site = ?,"
    " happened = ?, reason = ?, duplicate_of = ?, sealed = ?, doubt = ?, id = ? WHERE number = ?"
)
_AT_ONCE = 500
"""Records whose rows are in memory at the same time."""


class Refreshing:
    """Writes what is shown of records."""

    def __init__(
        self,
        database: Database,
        *,
        log: Log,
        people: People,
        records: RecordTable,
        instruments: InstrumentTable,
        facts: FactTable,
        facets: FacetTable,
        joined: JoinedTable,
        stubs: StubTable,
    ) -> None:
        self._database = database
        self._log = log
        self._people = people
        self._records = records
        self._instruments = instruments
        self._facts = facts
        self._facets = facets
        self._joined = joined
        self._showing = Showing(people, records, instruments, joined, stubs)

    def refresh(self, records: Iterable[str], brought: Brought = NOTHING_BROUGHT) -> None:
        """Write anew what is shown of records; nothing is, while only a review of a record has arrived."""
        left, doubts = iter(dict.fromkeys(records)), self.doubts()
        while part := tuple(islice(left, _AT_ONCE)):
            held = self._records.held(part)
            seen = [
                shown for record in part if (shown := self._showing.shown(record, held, doubts, brought)) is not None
            ]
            self._write(seen, held.numbers)

    def shown(self, record: str) -> Shown | None:
        """What is to be shown of a record; None while nothing is."""
        return self._showing.shown(record, self._records.held((record,)), self.doubts())

    def doubts(self) -> Doubts:
        """What of the logs is in doubt at this moment."""
        return Doubts(self._database, self._log, self._people)

    def _write(self, seen: list[Shown], numbers: dict[str, int]) -> None:
        """Keep what is shown; a record that is new here has nothing that would have to go first."""
        known = [shown for shown in seen if shown.row.id in numbers]
        new = [shown for shown in seen if shown.row.id not in numbers]
        first = self._records.next_number() if new else 0
        numbers = numbers | {shown.row.id: number for number, shown in enumerate(new, first)}
        self._database.run_many(_UPDATE, (_values(shown, numbers) for shown in known))
        self._database.run_many(_INSERT, (_values(shown, numbers) for shown in new))
        for shown in known:
            if not _is_gone(shown):
                self._forget(shown, numbers[shown.row.id])
        kept = [shown for shown in seen if not _is_gone(shown)]
        for shown in kept:
            if shown.joined is not None:
                self._joined.put(shown.row.id, shown.joined)
        self._facts.put_all((numbers[shown.row.id], shown.facts) for shown in kept)
        self._facets.put_all((numbers[shown.row.id], _counted(shown)) for shown in seen)
        self._database.run_many(
            "INSERT INTO search (rowid, stems) VALUES (?, ?)",
            ((numbers[shown.row.id], self._words(shown)) for shown in kept),
        )

    def _forget(self, shown: Shown, number: int) -> None:
        """Take away what would stand beside what is shown now."""
        self._joined.delete(shown.row.id)
        self._facts.delete(number)
        self._database.run("DELETE FROM search WHERE rowid = ?", number)

    def _words(self, shown: Shown) -> str:
        """The stems that a record is found by."""
        answers = shown.answers
        if answers is None:
            return " ".join(stems(shown.row.id)) if shown.row.sealed else ""
        told = texts(answers, self._instruments.worded(answers.form, answers.version))
        return " ".join(stems(" ".join([shown.row.id, *told])))


def _is_gone(shown: Shown) -> bool:
    """Whether consent was taken back: what was kept of the record went when that was heard of."""
    return shown.row.state == State.WITHDRAWN.value


def _counted(shown: Shown) -> RecordFacts:
    """A record as figures see it."""
    row = shown.row
    return RecordFacts(
        record=row.id,
        instrument=row.form,
        state=row.state,
        author=row.author,
        sealed=row.sealed,
        facts=() if _is_gone(shown) else shown.facts,
    )


def _values(shown: Shown, numbers: dict[str, int]) -> tuple[Value, ...]:
    row = shown.row
    return (
        row.form,
        row.version,
        row.state,
        row.head,
        row.author,
        row.updated,
        row.site,
        row.happened,
        row.reason,
        row.duplicate_of,
        int(row.sealed),
        row.doubt,
        row.id,
        numbers[row.id],
    )
