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


def knowing(revision, decision=Decision.ACCEPTED, follows=()):
    return Review(
        record="R1", revision=revision, decision=decision, reviewer="S01", at=AT, follows=follows, in_doubt=True
    )


def test_a_record_that_is_in_doubt_as_a_whole_waits_for_somebody_who_knows():
    doubtful = frozenset({A})
    assert reduce_record({A: ()}, {}, withdrawn=False, doubtful=doubtful).state is State.DOUBTFUL
    unaware = {name(8): review(A, Decision.ACCEPTED)}
    assert reduce_record({A: ()}, unaware, withdrawn=False, doubtful=doubtful).state is State.DOUBTFUL
    excluded = {name(8): review(A, Decision.EXCLUDED)}
    assert reduce_record({A: ()}, excluded, withdrawn=False, doubtful=doubtful).state is State.EXCLUDED
    knew = unaware | {name(9): knowing(A, follows=(name(8),))}
    standing = reduce_record({A: ()}, knew, withdrawn=False, doubtful=doubtful)
    assert (standing.state, standing.aside) == (State.ACCEPTED, ())


def test_doubt_passes_on_to_what_was_made_of_it_and_goes_with_what_was_accepted():
    parents = {A: (), B: (A,), C: (B,)}
    standing = reduce_record(parents, {}, withdrawn=False, doubtful=frozenset({B}))
    assert (standing.head, standing.aside) == (A, (B, C))
    accepted = {name(9): knowing(C)}
    standing = reduce_record(parents, accepted, withdrawn=False, doubtful=frozenset({B}))
    assert (standing.state, standing.head, standing.aside) == (State.ACCEPTED, C, ())
    later = parents | {name(4): (C,)}
    standing = reduce_record(later, accepted, withdrawn=False, doubtful=frozenset({B, name(4)}))
    assert (standing.head, standing.aside) == (C, (name(4),))


@given(st.data())
def test_what_is_in_doubt_changes_nothing_of_what_is_good(data):
    """A laptop in wrong hands can add what it likes to a record: it stands as it did without."""
    good = {A: ()}
    for number in range(2, data.draw(st.integers(2, 5))):
        good[name(number)] = tuple(data.draw(st.sets(st.sampled_from(sorted(good)), min_size=1, max_size=2)))
    reviews = {name(90): review(data.draw(st.sampled_from(sorted(good))), data.draw(st.sampled_from(list(Decision))))}
    both = dict(good)
    for number in range(20, data.draw(st.integers(21, 25))):
        both[name(number)] = tuple(data.draw(st.sets(st.sampled_from(sorted(both)), max_size=2)))
    forged = frozenset(both) - frozenset(good)
    alone = reduce_record(good, reviews, withdrawn=False)
    standing = reduce_record(both, reviews, withdrawn=False, doubtful=forged)
    assert frozenset(standing.aside) == forged
    assert (standing.state, standing.head, standing.heads) == (alone.state, alone.head, alone.heads)
