"""The report of many bundles: what sets of record names would give, in one byte for each record."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.changes import Changes
from fieldkit.services.intake import Taken
from fieldkit.services.tally import Tally

NUMBERS = st.frozensets(st.integers(1, 12))


@st.composite
def bundles(draw: st.DrawFn) -> Taken:
    """What one bundle may bring: nothing is two of new, updated and identical; only the first two can end in conflict."""
    new, updated, identical = draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)
    updated -= new
    return Taken(
        new=new, updated=updated, identical=identical - new - updated, conflicts=draw(NUMBERS) & (new | updated)
    )


@given(st.lists(bundles(), max_size=8))
def test_a_record_that_two_bundles_touch_counts_once(brought: list[Taken]) -> None:
    tally = Tally()
    for number, taken in enumerate(brought):
        tally.add(Path(f"{number}"), taken)
    new = frozenset[int]().union(*(taken.new for taken in brought))
    updated = frozenset[int]().union(*(taken.updated for taken in brought)) - new
    identical = frozenset[int]().union(*(taken.identical for taken in brought)) - new - updated
    conflicts = frozenset[int]()
    for taken in brought:
        conflicts = (conflicts - taken.new - taken.updated) | taken.conflicts
    report = tally.report(left=3)
    assert (report.new, report.updated, report.identical) == (len(new), len(updated), len(identical))
    assert report.conflicts == len(conflicts)
    assert report.left == 3


def test_ids_of_very_many_records_are_not_kept() -> None:
    tally = Tally()
    tally.add(Path("stick"), Taken(changes=Changes(records=frozenset({"first"}))))
    assert tally.report().changes.touches("first")
    assert not tally.report().changes.touches("other")
    for part in range(12):
        tally.add(
            Path("stick"), Taken(changes=Changes(records=frozenset(f"{part}-{number}" for number in range(1_000))))
        )
    changes = tally.report().changes
    assert changes.records == frozenset()
    assert changes.any_record
    assert changes.touches("first")
    assert changes.touches("other")
