"""Whether lists and figures show what the log says: older pages of the projection, put back, pass every other check."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fieldkit.domain.people import REVIEWERS, Roster
from fieldkit.store import told
from fieldkit.store.imprints import Kept, Numbered, Source
from fieldkit.store.refreshing import keep
from fieldkit.store.store import Store
from fieldkit.store.told import Reading, Told

_AT_ONCE = 500
"""Records that are drawn anew at the same time."""
_Doubted = tuple[Kept, bytes]
"""What is kept of a record, with its imprint as it should be."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How what is shown compares with the log."""

    wrong: int
    """Records that are shown or counted otherwise than the log says, counts that are wrong, and rows of nothing."""
    imprints: tuple[Numbered, ...]
    """Of records that are right and had none, or one by other rules: with them the next check is quick."""


def compare(store: Store, reading: Reading | None = None) -> Agreement:
    """Compare all that is shown with the log. Reads everything and writes nothing.

    Args:
        store: the open store.
        reading: its log, if it was read already.
    """
    reading = reading or told.read(store)
    told_of = reading.records
    gone, closed = store.records.all_withdrawn(), store.records.all_closed()
    wrong = {record for record, each in told_of.items() if each.gone != (record in gone)}
    wrong |= {record for record, each in told_of.items() if each.closed != closed.get(record, frozenset())}
    wrong |= (gone | closed.keys()) - told_of.keys()
    wrong |= reading.held.keys() - told_of.keys()
    wrong |= {
        record
        for record, each in told_of.items()
        if not each.gone and each.revisions != {name for name, *_ in reading.held.get(record, ())}
    }
    left = {record for record, each in told_of.items() if each.revisions or each.gone}
    imprints: list[Numbered] = []
    doubted = _doubted(store, reading, left)
    while part := list(islice(doubted, _AT_ONCE)):
        drawn = {shown.row.id: shown for shown in store.projection.shown(*(kept.id for kept, _ in part))}
        for kept, expected in part:
            shown = drawn.get(kept.id)
            if shown is None or not keep(kept.number, shown).tells_the_same(kept):
                wrong.add(kept.id)
            elif expected and shown.sources:
                imprints.append((kept.number, expected))
    lost = len(reading.unmet) + store.imprints.strays
    return Agreement(len(wrong | left) + lost + store.facets.miscounted(), tuple(imprints))


def disagreements(store: Store) -> int:
    """How much of what is shown is not what the log says."""
    return compare(store).wrong


def _doubted(store: Store, reading: Reading, left: set[str]) -> Iterator[_Doubted]:
    """Records whose imprint is not that of what the log tells, and those that none can stand for; empties `left`."""
    signed = store.people.roster()
    roster, suspects = signed.roster if signed else None, store.projection.suspects()
    for kept, written in store.imprints.all():
        left.discard(kept.id)
        each, expected = reading.records.get(kept.id), b""
        if each is not None and not (each.is_special or each.devices & suspects):
            sources = {*reading.held.get(kept.id, ()), *_counted(each, roster)}
            expected = kept.imprint(sources, store.instruments.imprint(str(kept.row[1]), str(kept.row[2])))
        if not expected or written != expected:
            yield kept, expected


def _counted(each: Told, roster: Roster | None) -> set[Source]:
    """Reviews that count."""
    if roster is None:
        return set()
    return {(name,) for name, device in each.reviews.items() if roster.role_of(device) in REVIEWERS}
