"""What is proposed in place of what gives somebody away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.linting import Kind, Mark
from fieldkit.privacy.proposing import marks
from fieldkit.privacy.scanning import scan
from fieldkit.privacy.tongue import Tongue, tongue
from tests.unit.privacy import corpus

_LINES = [*corpus.read("tuning"), *corpus.read("held_out")]


def _marks(text: str) -> tuple[Mark, ...]:
    return marks(text, scan(text))


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Въехал 12.06.2009 через мост", ["июнь 2009"]),
        ("Въехал 12.06.09 через мост", ["июнь 2009"]),
        ("Въехал 12 июня 2009 через мост", ["июня 2009"]),
        ("He came on 12 June 2009 with the others", ["June 2009"]),
        ("Он уехал, звонить 0555 12 34 56", ["[телефон]"]),
        ("Call him at +996 555 12 34 56", ["[phone]"]),
        ("Азамат ждал, с Азаматом была Гүлнара, а Азамата увели", ["[A]", "[A]", "[B]", "[A]"]),
        ("[A] ждал, потом пришёл Азамат", ["[B]"]),
    ],
)
def test_a_find_has_its_proposal(text: str, proposed: list[str]) -> None:
    assert [mark.proposals[0] for mark in _marks(text)] == proposed


@given(st.sampled_from(_LINES))
def test_every_find_of_the_corpus_has_a_proposal_that_tells_nothing_of_it(line: corpus.Line) -> None:
    for mark in _marks(line.text):
        assert mark.words == line.text[mark.start : mark.end]
        for proposal in mark.proposals:
            assert proposal.strip()
            if mark.kind is not Kind.EXACT_DATE:
                assert mark.words not in proposal
            assert not [span for span in scan(proposal) if span.kind is mark.kind], proposal


def test_the_language_of_a_line_is_told_by_its_letters() -> None:
    read = [line for line in corpus.rows() if line["lang"] in set(Tongue) and len(str(line["text"])) > 60]
    right = sum(tongue(str(line["text"])) == line["lang"] for line in read)
    assert right >= 0.8 * len(read)


def test_a_text_that_says_nothing_is_taken_for_russian() -> None:
    assert tongue("") is Tongue.RU
    assert tongue("12 34") is Tongue.RU
