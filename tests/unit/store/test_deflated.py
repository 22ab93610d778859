"""What lies in the store deflated comes back as it was, is weighed as it was, and harms nobody when it is damaged."""

import os

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.store.deflated import HEAD, deflate, inflate, size_of
from tests.flow.opened_pages import inflated

WORDS = "Эти слова сказал вымышленный человек, и никто другой. " * 5
contents = st.one_of(st.binary(max_size=300), st.binary(max_size=40).map(lambda piece: piece * 40), st.just(b"\x01"))


@given(contents)
def test_what_was_deflated_comes_back(content: bytes) -> None:
    kept = deflate(content)
    assert inflate(kept) == content
    assert size_of(kept[:HEAD], len(kept)) == len(content)


@given(contents)
def test_nothing_grows_but_what_would_be_taken_for_deflated(content: bytes) -> None:
    assert len(deflate(content)) <= len(content) or content.startswith(b"\x01")


@given(st.binary(max_size=60).map(lambda tail: b"\x01" + tail))
def test_damage_is_no_error_and_no_more_bytes_than_were_told(damaged: bytes) -> None:
    content = inflate(damaged)
    assert content == damaged or len(content) == size_of(damaged[:HEAD], len(damaged))


def test_a_body_of_an_older_program_is_as_it_was() -> None:
    assert inflate(b'{"words":"plain"}') == b'{"words":"plain"}'


def test_whoever_looks_for_words_in_pages_finds_deflated_ones_and_what_is_left_of_them() -> None:
    kept = deflate(WORDS.encode())
    assert WORDS.encode() not in kept
    assert WORDS.encode() in inflated(os.urandom(5_000) + kept + os.urandom(5_000))
    begin = " ".join(WORDS.split()[:3]).encode()
    assert begin in inflated(os.urandom(100) + kept[: len(kept) - 20] + bytes(3_000))
