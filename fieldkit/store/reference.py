"""What the officers said of sites and code lists, read from the log; kept until something is written."""

from collections.abc import Iterator
from typing import Final

from fieldkit.domain import bodies
from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.log import Line, entry_hash
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
        self._read: dict[str, Told] = {}
        """By entry: a table of thousands of sites takes a while to be understood, and entries never change."""

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
            device, told = line.entry.device, self._understood(line)
            entitled = signed is not None and signed.roster.role_of(device) in PUBLISHERS
            if told is not None and entitled and doubts is not None and not doubts.is_doubtful(told.entry, device):
                yield told

    def _understood(self, line: Line) -> Told | None:
        """What a line tells; None if it is about something else, or not held."""
        name = entry_hash(line.entry)
        if name not in self._read:
            content = bodies.read(line)
            if not isinstance(content, ReferenceChange):
                return None
            self._read[name] = Told(entry=name, change=content)
        return self._read[name]
