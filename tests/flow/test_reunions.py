"""T30 in the small: 300 stories of 3 to 5 devices; whatever way their bundles meet, all see the same, nothing is lost."""

import secrets

import pytest

from tests.soak import pool, soak_orders

STORIES = 100
"""In each of three processes."""
ORDERS = 24
"""Tried of the 120 that five bundles have; of fewer bundles all."""


@pytest.mark.parametrize("part", [1, 2, 3])
def test_t30_devices_that_meet_again_see_the_same(part: int) -> None:
    seed = f"{part} {secrets.randbelow(2**32)}"
    [told] = pool.spread([(soak_orders.stories, (seed, STORIES, ORDERS))])
    assert [fault for _, wrong in told for fault in wrong] == []
    assert len(told) == STORIES
    happened = {what for what, _ in told}
    assert happened > {"3 devices", "4 devices", "5 devices"}, "no conflict at all"
