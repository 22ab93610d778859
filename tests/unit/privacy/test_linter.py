"""The linter on the held-out half of the corpus, on anything at all, and on what it must see through."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.linting import Kind, Span, without_overlaps
from fieldkit.privacy import model
from fieldkit.privacy.scanning import scan
from tests.unit.privacy import corpus

_LETTERS = st.characters(codec="utf-8")
_PIECES = st.sampled_from(
    ["+996", " 555", "12", "-", "@", "t.me/", "паспорт", "AN", "ул. ", "Азамат", " уулу ", "А.", "12.06.2009", "\u200b", "«", "\n", "№", "e\u0301"]
)  # fmt: skip
_LONG = 12_000
_LINEAR = 4
"""Four times the text may take eight times as long on a noisy machine; sixteen times would be quadratic."""


def _found(text: str) -> list[tuple[str, str]]:
    return [(span.kind.value, text[span.start : span.end]) for span in scan(text)]


def test_the_corpus_is_large_and_its_halves_share_no_text() -> None:
    tuning, held_out = (corpus.read(half) for half in ("tuning", "held_out"))
    assert len(tuning) + len(held_out) >= 2000
    assert not {line.text for line in tuning} & {line.text for line in held_out}
    for line in (*tuning, *held_out):
        assert line.spans == without_overlaps(line.spans)
        assert all(line.text[span.start : span.end].strip() for span in line.spans)


def test_the_held_out_half_is_found_by_rules_alone() -> None:
    scores = corpus.measure(corpus.read("held_out"), scan)
    assert corpus.total(scores, corpus.CONTACTS_AND_NUMBERS).recall >= 0.95
    assert scores[Kind.PERSON_NAME].recall >= 0.75
    assert corpus.total(scores).precision >= 0.85
    for kind, score in scores.items():
        assert score.labelled, kind
        assert score.recall >= 0.75, (kind, score.missed)
        assert score.precision >= 0.85, (kind, score.wrong)


def test_the_model_is_asked_only_where_it_is_installed() -> None:
    def named(text: str) -> list[model.Found]:
        return [model.Found(0, len(text), Kind.PERSON_NAME)]

    assert [span.kind for span in scan("кто-то", named)] == [Kind.PERSON_NAME]
    assert scan("кто-то") == ()


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(st.text(_LETTERS, max_size=120), st.lists(st.one_of(_PIECES, st.text(_LETTERS, max_size=6))).map("".join))
)
def test_any_text_gives_spans_within_it_in_order_and_apart(text: str) -> None:
    spans = scan(text)
    reached = 0
    for span in spans:
        assert reached <= span.start < span.end <= len(text)
        reached = span.end
    assert scan(text) == spans


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "7",
        "1 ",
        "А",
        "Аб ",
        "@",
        "a@",
        "a.",
        "+",
        "(",
        "«",
        "№ ",
        "паспорт ",
        "ул. ",
        "А. ",
        "12 ",
        "5 мая ",
        "сто ",
        "\u200b1",
        "a-",
        "а'",
        "дом 1, ",
        "с. Аб, ул. ",
        "на Абской ",
        "Ким ",
        "студент КНУ ",
        "городской больницы ",
        "رى ",
    ],
)
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        scan(text)
        return time.process_time() - start

    seconds(1000)
    small, large = (min(seconds(size) for _ in range(3)) for size in (_LONG // 4, _LONG))  # the rest is other work
    assert large < 2 * _LINEAR * small + 0.2


@pytest.mark.parametrize("piece", ["7", "А", "@"])
def test_a_line_of_a_hundred_thousand_characters_comes_to_an_end(piece: str) -> None:
    start = time.process_time()
    scan(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("тел 0\u200b555 12 34 56", [("phone", "0\u200b555 12 34 56")]),
        ("звони О555 12 З4 56", [("phone", "О555 12 З4 56")]),
        ("0 5 5 5 1 2 3 4 5 6", [("phone", "0 5 5 5 1 2 3 4 5 6")]),
        ("тел +７ ７０１ １２３ ４５ ６７", [("phone", "+７ ７０１ １２３ ４５ ６７")]),
        ("это Aйгyль из села", [("person_name", "Aйгyль")]),
        ("машина А123ВС77", [("plate", "А123ВС77")]),
        ("машина A123BC77", [("plate", "A123BC77")]),
        ("ноль пятьсот пятьдесят пять, двенадцать, тридцать четыре, пятьдесят шесть", [("phone", "ноль пятьсот пятьдесят пять, двенадцать, тридцать четыре, пятьдесят шесть")]),
    ],
)  # fmt: skip
def test_disguises_are_seen_through(text: str, expected: list[tuple[str, str]]) -> None:
    assert _found(text) == expected


def test_of_spans_that_meet_the_longest_stays_and_then_the_earlier_class() -> None:
    spans = [Span(0, 5, Kind.PERSON_NAME), Span(3, 9, Kind.ADDRESS), Span(9, 12, Kind.PHONE), Span(9, 12, Kind.KZ_IIN)]
    assert without_overlaps(spans) == (Span(3, 9, Kind.ADDRESS), Span(9, 12, Kind.KZ_IIN))
    assert without_overlaps([Span(2, 2, Kind.PHONE)]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("رىشات ئابدۇللا ساقلىدى", [("person_name", "رىشات ئابدۇللا")]),
        ("ئۆچىرەتتە 40 ئادەم بار ئىدى", []),
        ("торгует Пак Лариса", [("person_name", "Пак Лариса")]),
        ("Пак – это болезнь, сказал он", []),
        ("пришёл Ойбек ака с поста Ойбек", [("person_name", "Ойбек")]),
        ("Zhivet ul. Toktogula 88 kv 12", [("address", "ul. Toktogula 88 kv 12")]),
        ("Priehali 5 maya 2025", [("exact_date", "5 maya 2025")]),
        ("с. Беловодское, пер. Садовый, 6", [("address", "с. Беловодское, пер. Садовый, 6")]),
        ("живёт на Советской 45", [("address", "Советской 45")]),
        ("на Советской 45 человек и 30 машин", []),
        ("прицеп АВ 4567 77", [("plate", "АВ 4567 77")]),
        ("ищите у неё @aziza.style", [("handle", "@aziza.style")]),
        ("преподаватель ОшГУ", [("school_or_workplace", "ОшГУ")]),
        ("студенты РФ и выпускники США", []),
        ("справка районной больницы № 2", [("school_or_workplace", "районной больницы № 2")]),
        ("больница 20 коек, поликлиника 3 врача", []),
        ("патент 77 № 0123456", [("passport", "77 № 0123456")]),
    ],
)
def test_what_border_monitors_type_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert _found(text) == expected
