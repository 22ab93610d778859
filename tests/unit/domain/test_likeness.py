"""Proposals of duplicates: rare agreement counts, usual agreement does not, contradictions take away."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.facts import Fact, RecordFacts
from fieldkit.domain.folding import fold
from fieldkit.domain.likeness import likely
from fieldkit.services.likeness import alike

TOLD = "Инспектор забрал паспорт и потребовал тысячу тенге, сидели в машине у рынка"


def record(name: str, **told: str) -> RecordFacts:
    """Underscores stand for dots in the names of roles: `payment__amount_low`."""
    facts = tuple(Fact(role.replace("__", "."), 0, value) for role, value in told.items())
    return RecordFacts(record=name, instrument="interview", state="accepted", author="M1", facts=facts)


def crowd(number: int = 60) -> list[RecordFacts]:
    """Many people at one post on few days, asked for the usual sums."""
    chance = random.Random(7)
    return [
        record(
            f"R{each:03}",
            record__date=f"2009-06-{chance.randint(1, 10):02}",
            record__site="post",
            payment__amount_low=chance.choice(["100", "200", "500"]),
            person__sex=chance.choice(["female", "male"]),
            person__age_band=chance.choice(["a18_29", "a30_45", "a46_60"]),
            person__citizenship=chance.choice(["UZ", "KG", "TJ"]),
        )
        for each in range(number)
    ]


TWIN = {
    "record__date": "2009-07-12",
    "record__site": "market",
    "payment__amount_low": "4250",
    "person__sex": "female",
    "person__age_band": "a30_45",
    "person__citizenship": "UZ",
}


def names(one: RecordFacts, others: list[RecordFacts]) -> list[str]:
    return [each.record for each in likely(one, others, alike)]


def test_what_is_rare_and_shared_is_proposed() -> None:
    one, other = record("A", **TWIN), record("B", **TWIN)
    assert names(one, [one, other, *crowd()]) == ["B"]
    (found,) = likely(one, [other, *crowd()], alike)
    assert {"record.date", "payment.amount_low"} <= set(found.shared)


def test_what_everybody_shares_says_nothing() -> None:
    queue = crowd()
    assert [each for each in queue if names(each, queue)] == []


def test_another_town_does_not_speak_against_it_but_another_person_does() -> None:
    one = record("A", **TWIN)
    elsewhere = record("B", **{**TWIN, "record__site": "square"})
    somebody = record("C", **{**TWIN, "person__sex": "male", "person__citizenship": "KG"})
    assert names(one, [elsewhere, *crowd()]) == ["B"]
    assert names(one, [somebody, *crowd()]) == []


def test_the_same_words_in_other_letters_are_the_same_words() -> None:
    one = record("A", record__date="2009-07-12", text__narrative=TOLD)
    other = record("B", record__date="2009-07-12", text__narrative=latin(TOLD))
    assert names(one, [other, *crowd()]) == ["B"]
    assert "text" in likely(one, [other, *crowd()], alike)[0].shared


def latin(text: str) -> str:
    table = dict(zip("абвгдеиклмнопрстуфзй", "abvgdeiklmnoprstufzy", strict=True))
    table |= {
        "ж": "zh",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ы": "y",
        "ь": "",
        "я": "ya",
        "ю": "yu",
        "х": "kh",
        "ц": "ts",
    }
    return "".join(table.get(letter, letter) for letter in text.lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Айгүл", "Aigul"),
        ("Айгүл", "Aygul"),
        ("Шухрат", "Shukhrat"),
        ("Жамшид", "Zhamshid"),
        ("Ғулом", "Gulom"),
        ("Ҷамшед", "Jamshed"),
        ("Қайрат", "Kairat"),
        ("Мухаммад", "Muhamad"),
        ("Cовет", "Совет"),
        ("ИСКАНДЕР", "iskander"),
    ],
)
def test_spellings_of_one_name_come_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Айгүл", "Азат"), ("рынок", "вокзал"), ("Бишкек", "Ташкент")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once_and_any_text_folds(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_closeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1


def test_the_order_of_records_does_not_matter() -> None:
    one, others = record("A", **TWIN), [record("B", **TWIN), *crowd()]
    assert likely(one, others, alike) == likely(one, list(reversed(others)), alike)
