"""The register of what was given out: small sets of numbers that lose none and invent none."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.products import among, packed

numbers = st.sets(st.integers(1, 5_000))


@given(numbers, numbers)
def test_a_packed_set_holds_what_went_in_and_nothing_else(inside: set[int], asked: set[int]) -> None:
    assert among(packed(inside), asked) == len(inside & asked)


def test_a_million_records_take_little_room() -> None:
    every = packed(range(1, 1_000_001))
    third = packed(range(1, 3_000_001, 3))
    assert among(every, (1, 1_000_000, 1_000_001)) == 2
    assert max(len(every), len(third)) < 5_000
    assert len(zlib.decompress(third)) == 375_000
