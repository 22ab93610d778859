"""The plan: what a slice adds to what is held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.log import entry_hash
from fieldkit.errors import Code
from fieldkit.exchange.plan import NOTHING_HELD, HeldLog, LogPlan, plan_log
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

SIZE = 6
WRITER = Laptop("M1")
for _ in range(SIZE):
    WRITER.record()


def held(count: int, laptop: Laptop = WRITER, bodiless: frozenset[str] = frozenset()) -> HeldLog:
    if not count:
        return NOTHING_HELD
    names = [entry_hash(line.entry) for line in laptop.lines[:count]]
    return HeldLog(reached=count, ends=frozenset(names[-1:]), holds=set(names).__contains__, bodiless=bodiless)


@given(count=st.integers(0, SIZE), ends=st.tuples(st.integers(1, SIZE), st.integers(1, SIZE)))
def test_a_slice_adds_what_is_not_held_or_shows_the_gap(count: int, ends: tuple[int, int]) -> None:
    first, last = min(ends), max(ends)
    plan = plan_log(WRITER.slice(first, last), held(count), revoked=False)
    if first > count + 1:
        assert plan == LogPlan(device=WRITER.id, code=Code.BUNDLE_GAP, missing=(count + 1, first - 1))
        return
    assert plan.code is None
    assert [line.entry.seq for line in plan.new] == list(range(max(first, count + 1), last + 1))
    assert plan.identical + len(plan.new) == last - first + 1
    assert (plan.head is not None) == bool(plan.new)
    assert not plan.fills


def _cloned(common: int, extra: int) -> Laptop:
    """A second laptop that goes on from the same image."""
    other = Laptop("M1", id=WRITER.id, epoch=WRITER.epoch, seed=WRITER.seed, lines=WRITER.lines[:common])
    for _ in range(extra):
        other.record()
    return other


@pytest.mark.parametrize(("count", "common", "extra"), [(6, 3, 1), (6, 3, 3), (4, 3, 3), (6, 0, 6), (1, 0, 1)])
def test_t31_two_laptops_that_write_as_one_device_are_a_fork_and_both_are_kept(
    count: int, common: int, extra: int
) -> None:
    came = _cloned(common, extra).slice()
    plan = plan_log(came, held(count), revoked=False)
    assert (plan.code, plan.forks, plan.identical) == (None, True, common)
    assert (plan.new, plan.head) == (came.lines[common:], came.head)


def test_a_forked_slice_without_the_lines_that_it_goes_on_from() -> None:
    plan = plan_log(_cloned(2, 3).slice(4, 5), held(3), revoked=False)
    assert plan == LogPlan(device=WRITER.id, code=Code.BUNDLE_FORK)


def test_a_log_that_goes_on_behind_a_fork_is_no_new_one() -> None:
    clone = _cloned(3, 2)
    names = {entry_hash(line.entry) for line in (*WRITER.lines, *clone.lines)}
    ends = frozenset(entry_hash(laptop.lines[-1].entry) for laptop in (WRITER, clone))
    both = HeldLog(reached=SIZE, ends=ends, holds=names.__contains__)
    assert plan_log(clone.slice(), both, revoked=False).new == ()
    clone.record()
    plan = plan_log(clone.slice(5), both, revoked=False)
    assert (plan.forks, len(plan.new), plan.identical) == (False, 1, 1)


def test_a_revoked_device_adds_nothing_but_takes_nothing_back() -> None:
    assert plan_log(WRITER.slice(), held(3), revoked=True).code is Code.BUNDLE_REVOKED_DEVICE
    assert plan_log(WRITER.slice(), NOTHING_HELD, revoked=True).code is Code.BUNDLE_REVOKED_DEVICE
    again = plan_log(WRITER.slice(1, 3), held(3), revoked=True)
    assert (again.code, again.identical) == (None, 3)


def test_bodies_fill_lines_held_without_them() -> None:
    came = WRITER.slice()
    lines = (*came.lines[:3], made.without_body(came.lines[3]), *came.lines[4:])
    partly = type(came)(head=came.head, first=1, lines=lines)
    bodiless = frozenset(entry_hash(WRITER.lines[number].entry) for number in (1, 3))
    plan = plan_log(partly, held(SIZE, bodiless=bodiless), revoked=False)
    assert plan.fills == (WRITER.lines[1],)
