"""T26 in small: good bytes changed by chance make every parser refuse or accept, and nothing else."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.soak.parsers import PARSERS, REFUSALS
from tests.soak.soak_fuzz import PARSERS as FUZZED
from tests.soak.soak_fuzz import examples

EXAMPLES = examples()
LONG = 200
Change = tuple[float, int, bytes]
"""Where, by parts of the whole, how many bytes go, and what comes there."""


def changed(good: bytes, changes: list[Change]) -> bytes:
    for part, gone, put in changes:
        at = round(part * len(good))
        good = good[:at] + put + good[at + gone :]
    return good


changes = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, LONG),
        st.one_of(
            st.binary(max_size=LONG), st.sampled_from([b"null", b"{}", b"[]", b"1e999", b"\xff", b'""', b"[" * LONG])
        ),
    ),
    min_size=1,
    max_size=4,
)


def test_t26_every_parser_is_fuzzed_and_takes_its_example() -> None:
    assert set(PARSERS) == set(FUZZED) == set(EXAMPLES)
    for name, given_ in EXAMPLES.items():
        for example in given_:
            PARSERS[name](example)


@pytest.mark.parametrize("name", sorted(PARSERS))
@settings(max_examples=60)
@given(changes=changes, which=st.integers(0, 9))
def test_t26_changed_bytes_are_refused_or_taken(name: str, changes: list[Change], which: int) -> None:
    good = EXAMPLES[name]
    with contextlib.suppress(*REFUSALS):
        PARSERS[name](changed(good[which % len(good)], changes))
