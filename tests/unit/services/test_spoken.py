"""Numbers that are read aloud, and the same in words: neither says less than the other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import paths
from fieldkit.services import spoken, wordlists

numbers = st.integers(0, 10**30 - 1).map(lambda value: " ".join(re.findall(".{5}", f"{value:030}")))


def read(words: str, language: str) -> str:
    """What somebody makes of the words with the list in hand."""
    known = (paths.resources() / "words" / f"{language}.txt").read_text(encoding="utf-8").split()
    value = 0
    for word in words.split(" "):
        value = value * len(known) + known.index(word)
    return " ".join(re.findall(".{5}", f"{value:030}"))


@pytest.mark.parametrize("language", wordlists.LANGUAGES)
@given(told=numbers)
def test_ten_words_say_what_thirty_digits_say(language: str, told: str) -> None:
    words = spoken.words(told, language)
    assert len(words.split(" ")) == 10
    assert read(words, language) == told


def test_the_largest_number_has_room() -> None:
    for language in (*wordlists.LANGUAGES, "ky"):
        assert spoken.words(" ".join(["99999"] * 6), language)
    with pytest.raises(OverflowError):
        wordlists.spelled(10**40, 10, "en")


@given(st.binary(min_size=32, max_size=32))
def test_every_digest_has_words(digest: bytes) -> None:
    told = spoken.numbers(digest)
    assert re.fullmatch(r"(\d{5} ){5}\d{5}", told)
    assert read(spoken.words(told, "ru"), "ru") == told
