"""Drafts and instruments: tables that are written and read as whole values."""

import hashlib
from typing import TypeVar

import msgspec

from fieldkit.domain.drafts import Draft
from fieldkit.domain.facts import FactReader
from fieldkit.domain.forms import Instrument
from fieldkit.store.database import Database
from fieldkit.store.publications import PublicationTable
from fieldkit.store.shown import worded

T = TypeVar("T")
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
        return None if row is None else _read(row[0], Draft)

    def all(self) -> tuple[Draft, ...]:
        """Every draft that can be read, the one last worked on first."""
        rows = self._database.rows(tuple[bytes], "SELECT body FROM draft ORDER BY updated DESC, id")
        return tuple(draft for (body,) in rows if (draft := _read(body, Draft)) is not None)

    def count(self) -> int:
        """Number of drafts, those included that cannot be read."""
        row = self._database.row(tuple[int], "SELECT count(*) FROM draft")
        return row[0] if row else 0

    def delete(self, draft: str) -> bool:
        """Forget a draft; False if there was none."""
        return self._database.run("DELETE FROM draft WHERE id = ?", draft) == 1


class InstrumentTable:
    """Every version of every instrument known to this vault."""

    def __init__(self, database: Database, publications: PublicationTable) -> None:
        self._database = database
        self._publications = publications
        self._instruments: dict[tuple[str, str], Instrument] = {}
        self._readers: dict[tuple[str, str], FactReader] = {}
        self._worded: dict[tuple[str, str], frozenset[str]] = {}
        self._imprints: dict[tuple[str, str], bytes] = {}

    def put(self, instrument: Instrument, *, here: bool = True) -> bool:
        """Keep a version; True if it is new. A version once kept only changes by `put_published`.

        Args:
            instrument: the version.
            here: brought by the person at this device or shipped; else it came along with records.
        """
        changed = self._database.run(
            "INSERT OR IGNORE INTO instrument (form, version, body, here) VALUES (?, ?, ?, ?)",
            instrument.form,
            instrument.version,
            _json.encode(instrument),
            int(here),
        )
        if here and not changed:
            sql = "UPDATE instrument SET here = 1 WHERE form = ? AND version = ? AND here = 0"
            self._database.run(sql, instrument.form, instrument.version)
        return changed == 1

    def put_published(self, instrument: Instrument) -> bool:
        """Keep a version in the words of the officers; True if it is new or had other words here."""
        body = _json.encode(instrument)
        changed = self._database.run(
            "INSERT INTO instrument (form, version, body, here) VALUES (?, ?, ?, 0)"
            " ON CONFLICT (form, version) DO UPDATE SET body = excluded.body WHERE body <> excluded.body",
            instrument.form,
            instrument.version,
            body,
        )
        for known in (self._instruments, self._readers, self._worded, self._imprints):
            known.pop((instrument.form, instrument.version), None)
        return changed == 1

    def get(self, form: str, version: str | None = None) -> Instrument | None:
        """That version, or the one that new records start on, or the one that came along last with others' records."""
        return self._read(form, version) if version is not None else self.offered(form) or self._last(form)

    def offered(self, form: str) -> Instrument | None:
        """The version that new records start on: the published one, else the last one that was brought here."""
        published = self._publications.version(form)
        return (self._read(form, published) if published is not None else None) or self.brought(form)

    def brought(self, form: str) -> Instrument | None:
        """The version that was brought here last, or shipped."""
        return self._last(form, "AND here = 1")

    def other(self, form: str, version: str) -> Instrument | None:
        """The last version but that one."""
        return self._last(form, "AND version <> ?", version)

    def _last(self, form: str, condition: str = "", *values: str) -> Instrument | None:
        sql = f"SELECT version FROM instrument WHERE form = ? {condition} ORDER BY number DESC LIMIT 1"  # noqa: S608
        row = self._database.row(tuple[str], sql, form, *values)
        return None if row is None else self._read(form, row[0])

    def _read(self, form: str, version: str) -> Instrument | None:
        if (form, version) not in self._instruments:
            sql = "SELECT body FROM instrument WHERE form = ? AND version = ?"
            row = self._database.row(tuple[bytes], sql, form, version)
            if row is None:
                return None
            instrument = _read(row[0], Instrument)
            if instrument is None:
                return None
            self._instruments[form, version] = instrument
        return self._instruments[form, version]

    def imprint(self, form: str, version: str) -> bytes:
        """16 bytes that stand for a version as it is held; none if it is not."""
        if (form, version) not in self._imprints:
            sql = "SELECT body FROM instrument WHERE form = ? AND version = ?"
            row = self._database.row(tuple[bytes], sql, form, version)
            if row is None:
                return b""
            self._imprints[form, version] = hashlib.blake2b(row[0], digest_size=16).digest()
        return self._imprints[form, version]

    def all(self) -> tuple[Instrument, ...]:
        """Every version held that can be read, by form and arrival."""
        rows = self._database.rows(tuple[str, str], "SELECT form, version FROM instrument ORDER BY form, number")
        return tuple(found for form, version in rows if (found := self.get(form, version)) is not None)

    def count(self) -> int:
        """Number of versions held, those included that cannot be read."""
        row = self._database.row(tuple[int], "SELECT count(*) FROM instrument")
        return row[0] if row else 0

    def reader(self, form: str, version: str) -> FactReader | None:
        """What draws facts from answers to that version; None while the version is not known here."""
        if (form, version) not in self._readers:
            instrument = self.get(form, version)
            if instrument is None:
                return None
            self._readers[form, version] = FactReader(instrument)
        return self._readers[form, version]

    def worded(self, form: str, version: str) -> frozenset[str] | None:
        """Paths of the questions of that version whose answers are words, as search finds them; None if not known."""
        if (form, version) not in self._worded:
            instrument = self.get(form, version)
            if instrument is None:
                return None
            self._worded[form, version] = worded(instrument)
        return self._worded[form, version]

    def forget_cache(self) -> None:
        """Read instruments anew after a transaction was rolled back."""
        for known in (self._instruments, self._readers, self._worded, self._imprints):
            known.clear()


def _read(body: bytes, shape: type[T]) -> T | None:
    """A stored value; None for one that is damaged or was made by a later version."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.MsgspecError:
        return None
