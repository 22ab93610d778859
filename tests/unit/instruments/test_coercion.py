"""Conversions between kinds of values, as ODK does them."""

import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.instruments import coercion
from fieldkit.instruments.tree import Node

ALMATY = timezone(timedelta(hours=5))


def leaf(value: str, *, relevant: bool = True) -> Node:
    node = Node("leaf", None)
    node.value = value
    node.relevant = relevant
    return node


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.5, "-0.5"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (math.nan, ""),
        (math.inf, "Infinity"),
        (True, "true"),
        ("01", "01"),
        ([], ""),
    ],
)
def test_texts(value: float | str | list[Node], text: str) -> None:
    assert coercion.to_string(value).rstrip("0" if text.startswith("0.") else "") == text


def test_an_irrelevant_node_reads_as_empty() -> None:
    assert coercion.to_string([leaf("x")]) == "x"
    assert coercion.to_string([leaf("x", relevant=False)]) == ""
    assert coercion.to_boolean([leaf("x", relevant=False)]) is True
    assert coercion.to_boolean([]) is False


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12), (" -1.5 ", -1.5), (".5", 0.5), ("1970-01-02", 1), ("1970-01-01T12:00:00Z", 0.5), (True, 1)],
)
def test_numbers(value: str | bool, number: float) -> None:
    assert coercion.to_number(value, UTC) == number


@pytest.mark.parametrize("value", ["", "abc", "1e5", "1,5", "2026-02-30", "0x1f", "--1", "nan", "inf", "١٢x"])
def test_everything_else_is_not_a_number(value: str) -> None:
    assert math.isnan(coercion.to_number(value, UTC))


def test_a_moment_without_offset_is_in_the_zone_of_the_session() -> None:
    assert coercion.to_number("1970-01-01T05:00:00", ALMATY) == 0


@pytest.mark.parametrize(
    ("value", "truth"), [("", False), ("false", True), ("0", True), (0.0, False), (math.nan, False), (2.0, True)]
)
def test_booleans(value: str | float, truth: bool) -> None:
    assert coercion.to_boolean(value) is truth


@given(st.dates(date(1800, 1, 1), date(2300, 1, 1)))
def test_dates_and_days_are_the_same_thing(day: date) -> None:
    assert coercion.date_of(coercion.days(day.isoformat(), UTC)) == day.isoformat()


@given(st.datetimes(datetime(1800, 1, 1), datetime(2300, 1, 1)))  # noqa: DTZ001  Hypothesis wants naive bounds
def test_moments_survive_being_numbers_to_the_millisecond(moment: datetime) -> None:
    text = coercion.format_moment(moment.replace(tzinfo=ALMATY))
    back = coercion.parse_moment(coercion.moment_of(coercion.days(text, UTC), ALMATY), UTC)
    original = coercion.parse_moment(text, UTC)
    assert back is not None
    assert original is not None
    assert abs(back - original) <= timedelta(milliseconds=1)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_breaks_the_conversions(number: float) -> None:
    text = coercion.format_number(number)
    assert "e" not in text.removeprefix("-").replace("Infinity", "").lower()
    for made in (coercion.date_of(number), coercion.moment_of(number, ALMATY)):
        assert made == "" or not math.isnan(coercion.days(made, UTC))


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    coercion.parse_date(text)
    coercion.parse_time(text)
    coercion.parse_moment(text, UTC)
    assert isinstance(coercion.to_number(text, UTC), float)


@given(st.floats(-1e12, 1e12).map(lambda number: round(number, 6)))
def test_numbers_survive_being_texts(number: float) -> None:
    assert coercion.to_number(coercion.format_number(number), UTC) == pytest.approx(number, abs=1e-12)
