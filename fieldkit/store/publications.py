"""The projection of publications: what the officers say that new records start on."""

from collections.abc import Iterator

import msgspec

from fieldkit.domain.bodies import Publication
from fieldkit.domain.log import Entry, entry_hash
from fieldkit.domain.people import PUBLISHERS
from fieldkit.domain.publications import Published, leaves
from fieldkit.store.database import Database
from fieldkit.store.doubts import Doubts
from fieldkit.store.keyring import People
from fieldkit.store.log import Log


class _Row(msgspec.Struct, frozen=True, array_like=True):
    entry: str
    device: str
    form: str
    version: str
    at: str
    follows: str


class PublicationTable:
    """Every publication held; only those not in doubt of devices that may publish count, by the roster in force."""

    def __init__(self, database: Database, people: People, log: Log) -> None:
        self._database = database
        self._log = log
        self._people = people

    def put(self, entry: Entry, content: Publication, at: str) -> None:
        """Keep a publication; `at` is its moment in UTC."""
        self._database.run(
            "INSERT OR IGNORE INTO publication (entry, device, form, version, at, follows) VALUES (?, ?, ?, ?, ?, ?)",
            entry_hash(entry),
            entry.device,
            content.instrument.form,
            content.instrument.version,
            at,
            " ".join(content.follows),
        )

    def leaves(self, form: str) -> tuple[Published, ...]:
        """Those in force, the one that holds last; none if the form was never published."""
        return leaves(publication for _, publication in self._counting(form))

    def version(self, form: str) -> str | None:
        """The version that new records start on; None if the form was never published."""
        found = self.leaves(form)
        return found[-1].version if found else None

    def deciding(self, form: str = "") -> tuple[str, ...]:
        """The entries whose words published versions (of one form) have, one per version.

        Two officers may publish different words under one version unknowingly: everywhere the same entry wins.
        """
        found: dict[tuple[str, str], str] = {}
        for named, publication in self._counting(form):
            key = named, publication.version
            found[key] = min(publication.entry, found.get(key, publication.entry))
        return tuple(found.values())

    def _counting(self, form: str) -> Iterator[tuple[str, Published]]:
        """Form and publication, of one form or all, as far as the roster entitles the publisher."""
        signed = self._people.roster()
        doubts = Doubts(self._database, self._log, self._people)
        sql = "SELECT entry, device, form, version, at, follows FROM publication WHERE form = ? OR ? = ''"
        for row in self._database.rows(_Row, sql, form, form) if signed else ():
            entitled = signed is not None and signed.roster.role_of(row.device) in PUBLISHERS
            if entitled and not doubts.is_doubtful(row.entry, row.device):
                follows = tuple(row.follows.split())
                yield row.form, Published(entry=row.entry, version=row.version, at=row.at, follows=follows)
