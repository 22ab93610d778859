"""Drafts, instruments and facts: tables that are written and read as whole values."""

from collections.abc import Iterator

import msgspec

from fieldkit.domain.drafts import Draft
from fieldkit.domain.facts import Fact, FactReader, RecordFacts
from fieldkit.domain.forms import Instrument
from fieldkit.store.database import Database

_json = msgspec.json.Encoder()


class DraftTable:
    """Drafts, each saved whole."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, draft: Draft) -> None:
        """Save or replace."""
        self._database.run(
            "INSERT OR REPLACE INTO draft (id, form, record, updated, body) VALUES (?, ?, ?, ?, ?)",
            draft.id,
            draft.answers.form,
            draft.record,
            draft.updated,
            _json.encode(draft),
        )

    def get(self, draft: str) -> Draft | None:
        """One draft."""
        row = self._database.row(tuple[bytes], "SELECT body FROM draft WHERE id = ?", draft)
        return None if row is None else msgspec.json.decode(row[0], type=Draft)

    def all(self) -> tuple[Draft, ...]:
        """Every draft, the one last worked on first."""
        rows = self._database.rows(tuple[bytes], "SELECT body FROM draft ORDER BY updated DESC, id")
        return tuple(msgspec.json.decode(body, type=Draft) for (body,) in rows)

    def delete(self, draft: str) -> bool:
        """Forget a draft; False if there was none."""
        return self._database.run("DELETE FROM draft WHERE id = ?", draft) == 1


class InstrumentTable:
    """Every version of every instrument known to this vault."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._instruments: dict[tuple[str, str], Instrument] = {}
        self._readers: dict[tuple[str, str], FactReader] = {}

    def put(self, instrument: Instrument) -> bool:
        """Keep a version; True if it is new. A version once kept never changes."""
        changed = self._database.run(
            "INSERT OR IGNORE INTO instrument (form, version, body) VALUES (?, ?, ?)",
            instrument.form,
            instrument.version,
            _json.encode(instrument),
        )
        return changed == 1

    def get(self, form: str, version: str | None = None) -> Instrument | None:
        """That version, or the one that arrived last."""
        if version is not None and (form, version) in self._instruments:
            return self._instruments[form, version]
        sql = "SELECT body FROM instrument WHERE form = ? AND (version = ? OR ? IS NULL) ORDER BY number DESC LIMIT 1"
        row = self._database.row(tuple[bytes], sql, form, version, version)
        if row is None:
            return None
        instrument = msgspec.json.decode(row[0], type=Instrument)
        self._instruments[form, instrument.version] = instrument
        return instrument

    def all(self) -> tuple[Instrument, ...]:
        """Every version held, by form and arrival."""
        rows = self._database.rows(tuple[str, str], "SELECT form, version FROM instrument ORDER BY form, number")
        return tuple(found for form, version in rows if (found := self.get(form, version)) is not None)

    def reader(self, form: str, version: str) -> FactReader | None:
        """What draws facts from answers to that version; None while the version is not known here."""
        if (form, version) not in self._readers:
            instrument = self.get(form, version)
            if instrument is None:
                return None
            self._readers[form, version] = FactReader(instrument)
        return self._readers[form, version]

    def forget_cache(self) -> None:
        """Read instruments anew after a transaction was rolled back."""
        self._instruments.clear()
        self._readers.clear()


class _FactRow(msgspec.Struct, frozen=True, array_like=True):
    number: int
    record: str
    form: str
    state: str
    author: str
    role: str | None
    line: int | None
    value: str | None


class FactTable:
    """Facts of submitted records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, number: int, facts: tuple[Fact, ...]) -> None:
        """Replace the facts of the record with that row number."""
        self._database.run("DELETE FROM fact WHERE record = ?", number)
        self._database.run_many(
            "INSERT INTO fact (record, ordinal, role, line, value) VALUES (?, ?, ?, ?, ?)",
            ((number, ordinal, fact.role, fact.row, fact.value) for ordinal, fact in enumerate(facts)),
        )

    def all(self) -> Iterator[RecordFacts]:
        """Every submitted record by id, withdrawn ones without facts; one at a time, so memory stays flat."""
        sql = (
            "SELECT record.number, record.id, form, state, author, role, line, value FROM record"
            " LEFT JOIN fact ON fact.record = record.number ORDER BY record.id, fact.ordinal"
        )
        first: _FactRow | None = None
        facts: list[Fact] = []
        for row in self._database.stream(_FactRow, sql):
            if first is not None and row.number != first.number:
                yield _record(first, facts)
                first, facts = None, []
            first = first or row
            if row.role is not None and row.line is not None and row.value is not None:
                facts.append(Fact(row.role, row.line, row.value))
        if first is not None:
            yield _record(first, facts)


def _record(row: _FactRow, facts: list[Fact]) -> RecordFacts:
    return RecordFacts(record=row.record, instrument=row.form, state=row.state, author=row.author, facts=tuple(facts))
