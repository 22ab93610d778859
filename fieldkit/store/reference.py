"""What the officers said of sites and code lists, read from the log; kept until something is written."""

from collections.abc import Iterator
from typing import Final

from fieldkit.domain import bodies
from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.log import entry_hash
from fieldkit.domain.people import PUBLISHERS
from fieldkit.domain.reference_changes import Told
from fieldkit.store.database import Database
from fieldkit.store.doubts import Doubts
from fieldkit.store.keyring import People
from fieldkit.store.log import Log

SUBJECT: Final = "reference"
"""Of all entries on sites and code lists: there are few, and they are found by it."""


class ReferenceLines:
    """Every change held; only those not in doubt of devices that may publish count, by the roster in force."""

    def __init__(self, database: Database, people: People, log: Log) -> None:
        self._database = database
        self._people = people
        self._log = log
        self._told: tuple[Told, ...] = ()
        self._as_of = -1

    def told(self) -> tuple[Told, ...]:
        """The changes that count; the same object while they are the same."""
        if self._as_of != self._database.writes:
            found = tuple(self._counting())
            self._as_of = self._database.writes
            if found != self._told:
                self._told = found
        return self._told

    def forget_cache(self) -> None:
        """Read them anew after a transaction was rolled back."""
        self._as_of = -1

    def _counting(self) -> Iterator[Told]:
        signed = self._people.roster()
        lines = self._log.about(SUBJECT) if signed else ()
        doubts = Doubts(self._database, self._log, self._people) if lines else None
        for line in lines:
            content, device = bodies.read(line), line.entry.device
            entitled = signed is not None and signed.roster.role_of(device) in PUBLISHERS
            if isinstance(content, ReferenceChange) and entitled and doubts is not None:
                name = entry_hash(line.entry)
                if not doubts.is_doubtful(name, device):
                    yield Told(entry=name, change=content)
