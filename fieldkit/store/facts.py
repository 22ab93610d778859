"""Facts of submitted records, one row for each: a row for each fact costs thirty times as many statements and pages."""

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from fieldkit.domain.facts import Fact, RecordFacts
from fieldkit.store.database import Database
from fieldkit.store.deflated import deflate, inflate

_AT_ONCE = 500
"""Records that are asked for at the same time."""
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[Fact, ...])


class FactTable:
    """Facts by the row numbers of their records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_all(self, facts: Iterable[tuple[int, bytes]]) -> None:
        """Keep the packed facts of records by their row numbers; none of them has any."""
        self._database.run_many(
            "INSERT INTO facts (record, body) VALUES (?, ?)",
            ((number, packed) for number, packed in facts if packed),
        )

    def delete(self, number: int) -> None:
        """Forget the facts of the record with that row number."""
        self._database.run("DELETE FROM facts WHERE record = ?", number)

    def of(self, record: str) -> RecordFacts:
        """One record; without facts if it has none or is not known."""
        unknown = RecordFacts(record=record, instrument="", state="", author="")
        return next(self.these((record,)), unknown)

    def all(self) -> Iterator[RecordFacts]:
        """Every submitted record by id, withdrawn ones without facts; one at a time, so memory stays flat."""
        return (record for _, record in self._read("ORDER BY id"))

    def numbered(self) -> Iterator[tuple[int, RecordFacts]]:
        """The same with their row numbers, in the order of these."""
        return self._read("ORDER BY number")

    def these(self, records: Iterable[str]) -> Iterator[RecordFacts]:
        """Those of the records that are here, in the order given."""
        left = iter(records)
        while part := tuple(islice(left, _AT_ONCE)):
            among = "WHERE id IN (SELECT value FROM json_each(?))"
            found = {record.record: record for _, record in self._read(among, _encoder.encode(part).decode())}
            yield from (found[name] for name in part if name in found)

    def _read(self, which: str, *values: str) -> Iterator[tuple[int, RecordFacts]]:
        sql = (
            "SELECT number, id, form, state, author, sealed, coalesce(body, x'') FROM record"  # noqa: S608  constants
            f" LEFT JOIN facts ON facts.record = record.number {which}"
        )
        rows = self._database.plain(tuple[int, str, str, str, str, int, bytes], sql, *values)
        for number, record, form, state, author, sealed, body in rows:
            facts = _facts(body)
            yield (
                number,
                RecordFacts(
                    record=record, instrument=form, state=state, author=author, sealed=bool(sealed), facts=facts
                ),
            )


def pack(facts: tuple[Fact, ...]) -> bytes:
    """Facts as they are kept; nothing where there are none."""
    return deflate(_encoder.encode(facts)) if facts else b""


def _facts(body: bytes) -> tuple[Fact, ...]:
    """What was packed; a body that is none counts as no facts, as rows that were lost would."""
    try:
        return _decoder.decode(inflate(body)) if body else ()
    except msgspec.MsgspecError:
        return ()
