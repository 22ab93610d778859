"""Keeping what lists, search and figures show of records: for one record as for a thousand.

Each table is asked once about all of the records, and written by one statement for all of them.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.records import State
from fieldkit.store.database import Database, Value
from fieldkit.store.doubts import Doubts
from fieldkit.store.facets import FacetTable
from fieldkit.store.facets import pack as pack_facets
from fieldkit.store.facts import FactTable
from fieldkit.store.facts import pack as pack_facts
from fieldkit.store.imprints import Kept
from fieldkit.store.joined import JoinedTable
from fieldkit.store.keyring import People
from fieldkit.store.listing import COLUMNS, values_of
from fieldkit.store.log import Log
from fieldkit.store.records import Held, RecordTable
from fieldkit.store.showing import NOTHING_BROUGHT, Brought, Showing
from fieldkit.store.shown import Shown, texts
from fieldkit.store.stems import stems
from fieldkit.store.stubs import StubTable
from fieldkit.store.tables import InstrumentTable

_WRITTEN = (*COLUMNS, "imprint")
_MARKS = ", ".join("?" * len(_WRITTEN))
_INSERT = f"INSERT INTO record ({', '.join(_WRITTEN)}, number) VALUES ({_MARKS}, ?)"  # noqa: S608  constants
_UPDATE = f"UPDATE record SET ({', '.join(_WRITTEN)}) = ({_MARKS}) WHERE number = ?"  # noqa: S608  constants
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
            self._write(self._seen(part, held, doubts, brought), held.numbers)

    def shown(self, records: Iterable[str]) -> Iterator[Shown]:
        """What is to be shown of records, in their order; of those that nothing is shown of, nothing comes."""
        left, doubts = iter(records), self.doubts()
        while part := tuple(islice(left, _AT_ONCE)):
            yield from self._seen(part, self._records.held(part), doubts)

    def _seen(
        self, records: tuple[str, ...], held: Held, doubts: Doubts, brought: Brought = NOTHING_BROUGHT
    ) -> list[Shown]:
        found = (self._showing.shown(record, held, doubts, brought) for record in records)
        return [shown for shown in found if shown is not None]

    def doubts(self) -> Doubts:
        """What of the logs is in doubt at this moment."""
        return Doubts(self._database, self._log, self._people)

    def _write(self, seen: list[Shown], numbers: dict[str, int]) -> None:
        """Keep what is shown; a record that is new here has nothing that would have to go first."""
        known = [shown for shown in seen if shown.row.id in numbers]
        new = [shown for shown in seen if shown.row.id not in numbers]
        first = self._records.next_number() if new else 0
        numbers = numbers | {shown.row.id: number for number, shown in enumerate(new, first)}
        rows = {shown.row.id: keep(numbers[shown.row.id], shown) for shown in seen}
        self._database.run_many(_UPDATE, (self._values(shown, rows[shown.row.id]) for shown in known))
        self._database.run_many(_INSERT, (self._values(shown, rows[shown.row.id]) for shown in new))
        for shown in known:
            if not _is_gone(shown):
                self._forget(shown, numbers[shown.row.id])
        left = [shown for shown in seen if not _is_gone(shown)]
        for shown in left:
            if shown.joined is not None:
                self._joined.put(shown.row.id, shown.joined)
        self._facts.put_all((kept.number, kept.facts) for kept in rows.values())
        self._facets.put_all((kept.number, kept.facets) for kept in rows.values())
        self._database.run_many(
            "INSERT INTO search (rowid, stems) VALUES (?, ?)",
            ((numbers[shown.row.id], self._words(shown)) for shown in left),
        )

    def _values(self, shown: Shown, kept: Kept) -> tuple[Value, ...]:
        imprint = b""
        if shown.sources:
            imprint = kept.imprint(shown.sources, self._instruments.imprint(shown.row.form, shown.row.version))
        return (*kept.row, imprint, kept.number)

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


def keep(number: int, shown: Shown) -> Kept:
    """What is kept of a record in a row of that number when this is shown of it."""
    facts = () if _is_gone(shown) else shown.facts
    return Kept(number, values_of(shown.row), pack_facts(facts), pack_facets(_counted(shown)))


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
