"""What is to be shown of a record by the lines held: its versions, reviews, and what of them is in doubt."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from fieldkit.domain import bodies, consent
from fieldkit.domain.bodies import Revision
from fieldkit.domain.people import REVIEWERS
from fieldkit.domain.periods import utc
from fieldkit.domain.records import Doubt, Standing, good_part, reduce_record
from fieldkit.store.doubts import Doubts, RecordDoubt
from fieldkit.store.joined import JoinedTable
from fieldkit.store.keyring import People
from fieldkit.store.records import Held, RecordTable
from fieldkit.store.shown import Shown, show, show_stub
from fieldkit.store.stubs import StubTable
from fieldkit.store.tables import InstrumentTable

Brought = Mapping[str, Revision]
"""Revisions by name that need not be read again."""
NOTHING_BROUGHT: Brought = MappingProxyType({})


class Showing:
    """Reads only."""

    def __init__(
        self, people: People, records: RecordTable, instruments: InstrumentTable, joined: JoinedTable, stubs: StubTable
    ) -> None:
        self._people = people
        self._records = records
        self._instruments = instruments
        self._joined = joined
        self._stubs = stubs

    def shown(self, record: str, held: Held, doubts: Doubts, brought: Brought = NOTHING_BROUGHT) -> Shown | None:
        """What is to be shown of a record; None while nothing is.

        Args:
            record: its id.
            held: what is held of some records, this one among them.
            doubts: what of the logs is in doubt.
            brought: revisions that need not be read again.
        """
        parents = dict(held.parents.get(record, {}))
        withdrawn = record in held.withdrawn
        if not parents and not withdrawn:
            return None  # a review that arrived before the revision it speaks of
        signed = self._people.roster()
        reviews = {
            name: review
            for name, (device, review) in held.reviews.get(record, {}).items()
            if signed is not None
            and signed.roster.role_of(device) in REVIEWERS
            and not doubts.is_doubtful(name, device)
        }
        doubt = doubts.of_record(record)
        sources = (*((name, *known) for name, known in parents.items()), *((name,) for name in reviews))
        joined = None if withdrawn else self._joined.join(record, good_part(parents, reviews, doubt.revisions))
        if joined is not None:
            parents[bodies.revision_id(joined)] = joined.parents
        standing = reduce_record(parents, reviews, withdrawn=withdrawn, doubtful=doubt.revisions)
        revision = joined or brought.get(standing.head)
        if revision is None and standing.head:
            revision = self._records.revision(standing.head)
        reviewed = [review.at for name, review in reviews.items() if name in standing.reviews]
        if revision is None:
            stub = self._stubs.of_revision(standing.head) if standing.head else None
            seen = show(record, standing) if stub is None else show_stub(stub, standing, reviewed)
        else:
            reader = self._instruments.reader(revision.answers.form, revision.answers.version)
            seen = show(
                record,
                standing,
                revision,
                updated=max(utc(moment) for moment in [revision.at, *reviewed]),
                facts=consent.closed(reader.read(revision.answers) if reader else (), held.closed.get(record, ())),
                joined=joined,
            )
        mark = _mark(standing, doubt)
        if not mark:
            plain = revision is not None and not doubt.revisions and record not in held.closed
            return msgspec.structs.replace(seen, sources=sources) if plain else seen
        return msgspec.structs.replace(seen, row=msgspec.structs.replace(seen.row, doubt=mark), aside=standing.aside)


def _mark(standing: Standing, doubt: RecordDoubt) -> str:
    if standing.aside:
        return Doubt.REVOKED.value
    return Doubt.TWINS.value if doubt.twins else ""
