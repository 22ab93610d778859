"""T25, T27 and T28 in the small: bundles that were changed, cut, or made to exhaust whoever reads them."""

import secrets

import pytest

from tests.soak import pool, soak_bundles, soak_cuts

MUTATIONS = 2_000
EVERY = 40
"""Bytes between two cuts; the long run cuts at each."""


@pytest.mark.parametrize("kind", soak_bundles.KINDS)
def test_t25_no_mutation_crashes_or_is_read_as_something_else(kind: str) -> None:
    [told] = pool.spread([(soak_bundles.mutations, (kind, f"{secrets.randbelow(2**32)}", MUTATIONS))])
    assert [fault for _, wrong in told for fault in wrong] == []
    assert len(told) == MUTATIONS
    assert any("read" in what for what, _ in told) == (kind in {"signed", "manifest"})


def test_t27_every_cut_is_refused() -> None:
    told = soak_cuts.cuts(0, 1, EVERY)
    assert [fault for _, wrong in told for fault in wrong] == []
    assert len(told) > 1_600


def test_t28_bombs_are_refused_in_little_time_and_memory() -> None:
    [told] = pool.spread([(soak_cuts.bombs, ())])
    assert [fault for _, wrong in told for fault in wrong] == []
    assert len(told) == soak_cuts.BOMBS
