"""Receipts per record: several bundles make one outcome of each record, and it agrees with the counts."""

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.services.intake import Taken
from fieldkit.services.outcomes import Outcome, What, joined
from fieldkit.services.tally import Tally

RECORDS = st.sampled_from("abcd")


@st.composite
def bundles(draw: st.DrawFn) -> Taken:
    """What one bundle brings: each record is at most one of new, updated and identical."""
    whats = draw(st.dictionaries(RECORDS, st.sampled_from(What)))
    touched = sorted(record for record, what in whats.items() if what is not What.IDENTICAL)
    conflicts = draw(st.frozensets(st.sampled_from(touched))) if touched else frozenset()
    sets = {what: frozenset(ord(record) for record, each in whats.items() if each is what) for what in What}
    return Taken(
        new=sets[What.NEW],
        updated=sets[What.UPDATED],
        identical=sets[What.IDENTICAL],
        conflicts=frozenset(ord(record) for record in conflicts),
        outcomes=tuple(Outcome(record=r, what=what, conflict=r in conflicts) for r, what in whats.items()),
    )


@given(st.lists(bundles(), max_size=5))
def test_outcomes_agree_with_the_counts(taken: list[Taken]) -> None:
    tally = Tally()
    for each in taken:
        tally.add(Path(), each)
    told = tally.report()
    counted = Counter(each.what for each in told.outcomes)
    assert (counted[What.NEW], counted[What.UPDATED], counted[What.IDENTICAL]) == (
        told.new,
        told.updated,
        told.identical,
    )
    assert sum(each.conflict for each in told.outcomes) == told.conflicts
    assert len({each.record for each in told.outcomes}) == len(told.outcomes)


def test_what_needs_a_decision_comes_first() -> None:
    made = (
        Outcome(record="c", what=What.IDENTICAL, author="M1"),
        Outcome(record="b", what=What.NEW, author="M2"),
        Outcome(record="a", what=What.NEW, author="M1"),
        Outcome(record="d", what=What.UPDATED, conflict=True, author="M9"),
    )
    assert [each.record for each in joined([made])] == ["d", "a", "b", "c"]
