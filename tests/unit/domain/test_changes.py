"""What writes changed, added up."""

from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.changes import NOTHING, Changes, together

SOME = st.frozensets(st.sampled_from("abcdef"), max_size=4)
CHANGES = st.builds(Changes, records=SOME, drafts=SOME, instruments=SOME, project=st.booleans())


@given(st.lists(CHANGES, max_size=6))
def test_many_changes_together_are_what_they_are_one_after_the_other(parts: list[Changes]) -> None:
    assert together(iter(parts)) == reduce(or_, parts, NOTHING)
