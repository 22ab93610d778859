"""T19: the cost of a guess is tuned to about a second of the laptop on which the vault is made, never below the floor."""

import itertools

import pytest
from cryptography.hazmat.primitives.kdf import argon2
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf
from fieldkit.crypto.kdf import FIELD_COST, SMALL_COST, TEST_COST, Cost
from fieldkit.errors import Code, Refusal
from fieldkit.services import tuning

GIB = 1024 * 1024


class Timed(SystemClock):
    """A clock by which the next piece of work takes so many seconds."""

    def __init__(self, seconds):
        self._moments = itertools.count(10.0, seconds)

    def monotonic(self):
        return next(self._moments)


@pytest.mark.parametrize(
    ("base", "seconds", "memory", "chosen"),
    [
        (FIELD_COST, 0.8, 16 * GIB, Cost(m=262_144, t=4, p=4)),
        (FIELD_COST, 1.0, 16 * GIB, FIELD_COST),
        (FIELD_COST, 2.2, 16 * GIB, FIELD_COST),
        (FIELD_COST, 0.25, 16 * GIB, Cost(m=262_144, t=12, p=4)),
        (FIELD_COST, 0.1, 16 * GIB, Cost(m=524_288, t=15, p=4)),
        (FIELD_COST, 0.05, 16 * GIB, Cost(m=1_048_576, t=15, p=4)),
        (FIELD_COST, 0.001, 64 * GIB, Cost(m=1_048_576, t=20, p=4)),
        (FIELD_COST, 0.1, 3 * GIB, Cost(m=262_144, t=20, p=4)),
        (FIELD_COST, 0.1, 0, Cost(m=262_144, t=20, p=4)),
        (SMALL_COST, 0.4, 2 * GIB, Cost(m=65_536, t=15, p=4)),
        (SMALL_COST, 3.0, 1 * GIB, SMALL_COST),
        (FIELD_COST, 0.0, 16 * GIB, Cost(m=1_048_576, t=20, p=4)),
    ],
)
def test_t19_what_is_fast_gets_more_passes_then_more_memory(base, seconds, memory, chosen):
    assert tuning.choose(base, seconds, memory) == chosen


@given(st.sampled_from([FIELD_COST, SMALL_COST]), st.floats(0, 100), st.integers(0, 2**40))
def test_t19_no_choice_is_below_the_floor_or_beyond_what_unlocking_accepts(base, seconds, memory):
    chosen = tuning.choose(base, seconds, memory)
    assert chosen.reaches(base)
    assert chosen.is_bearable
    assert kdf.is_enough(kdf.floor_below(chosen), FIELD_COST)
    assert chosen.m <= max(base.m, memory // 8)


def test_t19_a_real_guess_is_measured(monkeypatch):
    monkeypatch.setattr(tuning, "memory_kib", lambda: 8 * GIB)
    stretched = []
    monkeypatch.setattr(kdf, "stretch", lambda _secret, _salt, cost: stretched.append(cost))
    assert tuning.cost_here(FIELD_COST, Timed(0.5)) == Cost(m=262_144, t=6, p=4)
    monkeypatch.setattr(tuning, "memory_kib", lambda: 2 * GIB)
    small = tuning.cost_here(FIELD_COST, Timed(0.5))
    assert small == Cost(m=65_536, t=12, p=4)
    assert stretched == [FIELD_COST, SMALL_COST]
    assert tuning.is_small(small)
    assert not tuning.is_small(FIELD_COST)
    assert not tuning.is_small(TEST_COST)


def test_samples_and_tests_measure_nothing(monkeypatch):
    monkeypatch.setattr(kdf, "stretch", None)
    assert tuning.cost_here(TEST_COST, SystemClock()) == TEST_COST


def test_this_machine_says_how_much_memory_it_has():
    assert tuning.memory_kib() > 256 * 1024


class Poor:
    """The library's Argon2id where memory is short."""

    def __init__(self, **_given):
        pass

    def derive(self, _data):
        raise MemoryError


def test_a_laptop_without_the_memory_says_so(monkeypatch):
    monkeypatch.setattr(argon2, "Argon2id", Poor)
    with pytest.raises(Refusal) as caught:
        kdf.stretch("x", bytes(16), TEST_COST)
    assert caught.value.code is Code.VAULT_NO_MEMORY
