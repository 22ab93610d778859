"""The gate through which words and files of records leave the vault: nothing gives a body out without asking here."""

from collections.abc import Iterator, Mapping

import msgspec

from fieldkit.domain import bodies, sealed
from fieldkit.domain.bodies import Revision
from fieldkit.domain.case import Case
from fieldkit.domain.consent import Use
from fieldkit.domain.forms import Instrument
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.log import CARDS, EntryKind, Head, Line
from fieldkit.domain.query import Level
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import sealing
from fieldkit.services.workspace import Workspace

_WORDS = frozenset(
    {EntryKind.REVISION, EntryKind.REVIEW, EntryKind.ATTACHMENT, EntryKind.OPENING, EntryKind.RECONFIRMATION}
)


class Releasing:
    """What may be given out for one use, by what the people in each record agreed to now.

    A copy for the project's own hands asks for keeping only. What leaves them says so by its level, and then has
    nothing in it that is for the inside only (`Case.inside_only`).
    """

    def __init__(self, workspace: Workspace, use: Use = Use.STORE_RECORD, level: Level = Level.INTERNAL) -> None:
        self._store = workspace.store
        self._use = use
        self._level = level
        self._refused: frozenset[str] | None = None

    @property
    def refused(self) -> frozenset[str]:
        """The records that may not be used so; looked up once."""
        if self._refused is None:
            cases = (Case(facts) for facts in self._store.facts.all())
            self._refused = frozenset(case.record for case in cases if not self._may(case))
        return self._refused

    def may(self, record: str) -> bool:
        """Whether this record may."""
        return self._may(Case(self._store.facts.of(record)))

    def require(self, record: str) -> None:
        """Raise Refusal(CONSENT_MISSING) unless this record may be used so."""
        if not self.may(record):
            raise Refusal(Code.CONSENT_MISSING, record=record)

    def revision(self, row: RecordRow) -> Revision | None:
        """What a record says now, but for sealed questions; None if that is not here, or may not be used so."""
        revision = None if row.id in self.refused else self._store.records.revision(row.head)
        if revision is None:
            return None
        told = bool(sealed.told(revision.answers, self._sealed(revision)))
        paths = self._telling(revision) if told else self._sealed(revision)
        return msgspec.structs.replace(revision, answers=sealed.without(revision.answers, paths))

    def about(self, record: str) -> tuple[Line, ...]:
        """All lines about a record; without their words if it may not be used so. They may hold names: see `lines`."""
        return tuple(self._released(line) for line in self._store.log.about(record))

    def lines(self, head: Head) -> Iterator[Line]:
        """The lines of a log up to a head; without the words of records that may not be used so, the chain holds.

        Nor have they those of revisions in which an older program put a name: what is signed can only go as a whole.
        """
        return (self._unnamed(self._released(line)) for line in self._store.log.lines_to(head))

    def _unnamed(self, line: Line) -> Line:
        said = bodies.read(line) if line.entry.kind is EntryKind.REVISION else None
        if isinstance(said, Revision) and sealed.told(said.answers, self._sealed(said)):
            return msgspec.structs.replace(line, body=None, sealed=b"")
        return line

    def _sealed(self, revision: Revision) -> Mapping[str, Use]:
        """The sealed questions of its form."""
        instrument = self._instrument(revision)
        return sealed.uses(instrument) if instrument else {}

    def _telling(self, revision: Revision) -> frozenset[str]:
        """These, and what its form computes from them."""
        instrument = self._instrument(revision)
        return sealing.telling(instrument) if instrument else frozenset()

    def _instrument(self, revision: Revision) -> Instrument | None:
        return self._store.instruments.get(revision.answers.form, revision.answers.version)

    def _may(self, case: Case) -> bool:
        return case.may(self._use) and (self._level is Level.INTERNAL or not case.inside_only)

    def _released(self, line: Line) -> Line:
        refused = line.entry.kind in _WORDS and line.entry.subject in self.refused
        if refused or line.entry.kind in CARDS:  # identity cards leave the vault in bundles only
            return msgspec.structs.replace(line, body=None, sealed=b"")
        return line
