"""Reducing a record: the same standing whatever order its parts arrived in."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.bodies import Decision, Review
from fieldkit.domain.records import State, heads_of, reduce_record

AT = "2026-03-01T10:00:00+06:00"


def name(number):
    return f"{number:064x}"


def review(revision, decision, follows=(), reason=""):
    return Review(
        record="R1", revision=revision, decision=decision, reviewer="S01", at=AT, follows=follows, reason=reason
    )


A, B, C = name(1), name(2), name(3)


def test_a_child_replaces_its_parent_and_two_children_are_a_conflict():
    assert reduce_record({A: ()}, {}, withdrawn=False).state is State.SUBMITTED
    assert reduce_record({A: (), B: (A,)}, {}, withdrawn=False).head == B
    standing = reduce_record({A: (), B: (A,), C: (A,)}, {}, withdrawn=False)
    assert (standing.state, standing.heads) == (State.CONFLICT, (B, C))
    assert reduce_record({A: (), B: (A,), C: (A,), name(4): (B, C)}, {}, withdrawn=False).state is State.SUBMITTED


def test_a_review_speaks_of_one_revision_only():
    reviews = {name(9): review(A, Decision.ACCEPTED)}
    assert reduce_record({A: ()}, reviews, withdrawn=False).state is State.ACCEPTED
    assert reduce_record({A: (), B: (A,)}, reviews, withdrawn=False).state is State.SUBMITTED


def test_a_later_review_that_saw_the_earlier_one_replaces_it():
    first, second = name(8), name(9)
    reviews = {
        first: review(A, Decision.EXCLUDED, reason="no consent"),
        second: review(A, Decision.ACCEPTED, follows=(first,)),
    }
    standing = reduce_record({A: ()}, reviews, withdrawn=False)
    assert (standing.state, standing.reviews, standing.reason) == (State.ACCEPTED, (second,), "")


def test_of_two_reviews_that_did_not_see_each_other_the_cautious_one_holds():
    reviews = {
        name(8): review(A, Decision.ACCEPTED),
        name(9): review(A, Decision.RETURNED, reason="which currency?"),
    }
    standing = reduce_record({A: ()}, reviews, withdrawn=False)
    assert (standing.state, standing.reason) == (State.RETURNED, "which currency?")
    assert standing.reviews == (name(8), name(9))


def test_a_withdrawal_is_stronger_than_everything():
    reviews = {name(9): review(A, Decision.ACCEPTED)}
    assert reduce_record({A: ()}, reviews, withdrawn=True).state is State.WITHDRAWN
    assert reduce_record({}, {}, withdrawn=True).head == ""


GRAPHS = st.lists(st.sets(st.integers(0, 6), max_size=2), min_size=1, max_size=6).map(
    lambda rows: {name(i): tuple(sorted(name(p) for p in row if p < i)) for i, row in enumerate(rows)}
)


@given(GRAPHS, st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Decision)), st.booleans()), max_size=5))
def test_order_never_matters(parents, decided):
    reviews = {}
    for number, (revision, decision, follow) in enumerate(decided):
        seen = tuple(sorted(reviews)) if follow else ()
        reviews[name(100 + number)] = review(name(revision), decision, seen, reason=str(number))
    wanted = reduce_record(parents, reviews, withdrawn=False)
    orders = itertools.islice(itertools.permutations(reviews.items()), 30)
    for order in orders:
        shuffled = dict(reversed(list(parents.items())))
        assert reduce_record(shuffled, dict(order), withdrawn=False) == wanted
    assert wanted.heads == heads_of(parents)
