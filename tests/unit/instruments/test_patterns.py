"""Patterns of forms: whole matches, Java's classes, and an end for those that have none."""

import time

import pytest

from fieldkit.instruments.patterns import is_pattern, matches


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("12345", r"\d{5}", True),
        ("123456", r"\d{5}", False),
        ("٣", r"\d", False),
        ("Өмүр", r"\p{L}+", True),
        ("Өмүр1", r"\p{L}+", False),
        ("Ж", r"\p{Lu}", True),
        ("a\nb", "a.b", False),
        ("TRY", "^[A-Z]{3}$", True),
        ("x", "(", False),
        ("", "", True),
    ],
)
def test_a_pattern_fits_the_whole_text(text: str, pattern: str, fits: bool) -> None:
    assert matches(text, pattern) is fits


def test_what_is_no_pattern_is_known() -> None:
    assert is_pattern("^[0-9]+$")
    assert not is_pattern("[0-9")


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*a){25}$"])
def test_a_pattern_without_end_is_given_up(pattern: str) -> None:
    before = time.process_time()
    assert not matches("a" * 60 + "!", pattern)
    assert time.process_time() - before < 5
