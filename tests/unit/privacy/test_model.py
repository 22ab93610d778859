"""The extra `fieldkit[names]`: many lines at once are judged as if each had been asked about alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.linting import Span
from fieldkit.privacy import model
from fieldkit.privacy.model import Part
from fieldkit.privacy.scanning import scan
from tests.unit.privacy import corpus

_RUSSIAN = [line.text for line in corpus.read("tuning") if "\n" not in line.text]
_LONGEST = 4000


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, _LONGEST), max_size=200))
def test_every_line_is_in_one_batch_and_no_batch_is_large(lengths: list[int]) -> None:
    parts = [Part(number * _LONGEST, "а" * length) for number, length in enumerate(lengths)]
    batches = list(model.batches(parts))
    assert sorted(part for batch in batches for part in batch) == sorted(parts)
    for batch in batches:
        assert len(batch) <= 64
        assert len(batch) == 1 or len(batch) * max(len(part.text) for part in batch) <= 16_000


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(_RUSSIAN), min_size=1, max_size=12))
def test_names_in_a_text_are_those_of_its_lines(lines: list[str]) -> None:
    if not model.available():
        return  # the extra may be left out
    find = model.load()
    text = "\n".join(lines)
    one_by_one, start = [], 0
    for line in lines:
        one_by_one += [(start + found.start, start + found.end) for found in find(line)]
        start += len(line) + 1
    together = [(found.start, found.end) for found in find(text)]
    assert sorted(together) == sorted(one_by_one)
    for start, end in together:
        assert text[start:end].strip()
        assert "\n" not in text[start:end]
    assert all(isinstance(span, Span) and span.end <= len(text) for span in scan(text, find))


def test_a_verb_that_begins_a_line_is_nobody() -> None:
    if not model.available():
        return  # the extra may be left out
    find = model.load()
    assert list(find("Говорила спокойно")) == []
    text = "Вера говорила спокойно"
    assert "Вера" in {text[found.start : found.end] for found in find(text)}
