"""Which answer decides, and for how long: whatever order they come in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain import reconfirming
from fieldkit.domain.naming import Bar
from fieldkit.domain.reconfirming import DAYS, Heard, Said

TODAY = date(2026, 6, 1)
days = st.integers(min_value=-2, max_value=DAYS + 2)


def heard(said: Said, ago: int, *, at: str = "2026-06-01T09:00:00Z", entry: str = "0") -> Heard:
    return Heard(said=said, on=(TODAY - timedelta(days=ago)).isoformat(), by="M1", at=at, entry=entry)


answers = st.builds(
    heard,
    st.sampled_from(Said),
    days,
    at=st.sampled_from(("2026-06-01T09:00:00Z", "2026-06-01T10:00:00Z")),
    entry=st.text("0123456789abcdef", min_size=4, max_size=4),
)


@given(st.lists(answers, max_size=6).flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_the_same_answer_decides_in_any_order(told: tuple[list[Heard], list[Heard]]) -> None:
    given_so, otherwise = told
    last = reconfirming.last(given_so)
    assert last == reconfirming.last(otherwise)
    if any(each.said is Said.NO_LONGER for each in given_so):
        assert last is not None
        assert last.said is Said.NO_LONGER
    elif last is not None:
        assert last.on == max(each.on for each in given_so)


@given(days)
def test_a_yes_holds_from_its_day_on_for_as_long_as_is_said(ago: int) -> None:
    assert reconfirming.holds(heard(Said.AGREES, ago), TODAY) is (0 <= ago <= DAYS)


def test_nothing_else_holds() -> None:
    assert not reconfirming.holds(None, TODAY)
    assert not any(reconfirming.holds(heard(said, 0), TODAY) for said in Said if said is not Said.AGREES)
    odd = Heard(said=Said.AGREES, on="2026-06-31", by="M1", at="", entry="")
    assert not reconfirming.holds(odd, TODAY)


def test_who_cannot_be_reached_is_not_named_by_what_they_said_before() -> None:
    before, after = heard(Said.AGREES, 3), heard(Said.NOT_REACHED, 1)
    assert reconfirming.last((after, before)) == after
    again = heard(Said.AGREES, 1, at="2026-06-01T10:00:00Z")
    assert reconfirming.last((again, after, before)) == again
    at_once = heard(Said.AGREES, 1, entry="f")
    assert reconfirming.last((after, at_once)) == after


def test_whom_others_reasons_bar_is_not_asked() -> None:
    """What comes before `TO_ASK` is found first: nobody is disturbed for nothing."""
    assert [*Bar].index(Bar.TO_ASK) == len(Bar) - 2
