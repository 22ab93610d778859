"""What people type: dates and places in their usual spellings; cards that go and come back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.answers import Answer, Answers, RepeatKey
from fieldkit.gui.form import cards
from fieldkit.gui.form.dates import Dates, Reading
from fieldkit.gui.form.points import read_point, read_points, shown_points

LANGUAGES = ("en", "ru", "ky", "kk")
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14.06.2009", Reading("2009-06-14", "exact_day")),
        ("14.6.2009", Reading("2009-06-14", "exact_day")),
        ("14/06/2009", Reading("2009-06-14", "exact_day")),
        ("14-06-2009", Reading("2009-06-14", "exact_day")),
        (" 2009-06-14 ", Reading("2009-06-14", "exact_day")),
        ("14 июня 2009 г.", Reading("2009-06-14", "exact_day")),
        ("14 June 2009", Reading("2009-06-14", "exact_day")),
        ("14. Jun 2009", Reading("2009-06-14", "exact_day")),
        ("June 2009", Reading("2009-06-01", "month")),
        ("июнь 2009", Reading("2009-06-01", "month")),
        ("мая 2009", Reading("2009-05-01", "month")),
        ("06.2009", Reading("2009-06-01", "month")),
        ("2009-06", Reading("2009-06-01", "month")),
        ("2009", Reading("2009-01-01", "year")),
        ("2009 год", Reading("2009-01-01", "year")),
        ("April - May 2009", Reading("2009-04-01", "range", "2009-05-31")),
        ("апрель или май 2009", Reading("2009-04-01", "range", "2009-05-31")),
        ("2005–2009", Reading("2005-01-01", "range", "2009-12-31")),
        ("14.06.2009 – 20.06.2009", Reading("2009-06-14", "range", "2009-06-20")),
    ],
)
def test_usual_spellings_of_dates_are_understood(typed: str, expected: Reading) -> None:
    assert Dates("ru").read(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("", "14", "14.06", "14.06.20", "14.06.09", "31.02.2009", "20008", "14.06.20091", "2009-06-1", "13.2009"),
        *("soon", "May 2009 - April 2009", "2009 - 2010 - 2011", "00.2009", "ию 2009"),
    ],
)
def test_half_a_date_and_an_impossible_one_are_no_dates(typed: str) -> None:
    assert Dates("ru").read(typed) is None


@given(day=DAYS, language=st.sampled_from(LANGUAGES), precision=st.sampled_from(["", "exact_day", "month", "year"]))
def test_what_is_shown_of_a_date_reads_as_the_same_date(day: dt.date, language: str, precision: str) -> None:
    dates = Dates(language)
    reading = dates.read(dates.shown(day.isoformat(), precision))
    assert reading is not None
    assert reading.value == day.isoformat()


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(typed: str) -> None:
    reading = Dates("en").read(typed)
    assert reading is None or dt.date.fromisoformat(reading.value)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("42.87 74.59", "42.87 74.59"),
        ("42.87, 74.59", "42.87 74.59"),
        ("42,87 74,59", "42.87 74.59"),
        ("42,87; 74,59", "42.87 74.59"),
        ("42.87N 74.59E", "42.87 74.59"),
        ("42.87° S, 74.59° W", "-42.87 -74.59"),
        ("-42.87 74.59 760 5", "-42.87 74.59 760 5"),
    ],
)
def test_usual_spellings_of_places_are_understood(typed: str, stored: str) -> None:
    assert read_point(typed) == stored


@pytest.mark.parametrize("typed", ["", "42.87", "95 74", "42 181", "42.87 north", "here", "1 2 3 4 5"])
def test_what_is_no_place_is_not_read(typed: str) -> None:
    assert read_point(typed) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_reads_as_itself(latitude: float, longitude: float) -> None:
    written = f"{latitude:.6f} {longitude:.6f}"
    assert read_point(written) == written


def test_a_line_and_an_area_are_read_line_by_line() -> None:
    line = read_points("42.87 74.59\n42.88, 74.60", closed=False)
    assert line == "42.87 74.59; 42.88 74.60"
    area = read_points("0 0; 0 1; 1 1", closed=True)
    assert area == "0 0; 0 1; 1 1; 0 0"
    assert read_points(shown_points(area), closed=True) == area
    assert read_points("0 0; 0 1", closed=True) is None


def form(counts: list[int]) -> Answers:
    """Instances of `/f/a`, each with a value and some instances of `b` inside."""
    items: list[Answer] = []
    keys: list[RepeatKey] = []
    for position, count in enumerate(counts, 1):
        outer = "/f/a" if position == 1 else f"/f/a[{position}]"
        keys.append(RepeatKey(ref=outer, uid=_uid(position, 0)))
        items.append(Answer(ref=f"{outer}/x", value=f"x{position}"))
        for inner in range(1, count + 1):
            ref = f"{outer}/b" if inner == 1 else f"{outer}/b[{inner}]"
            keys.append(RepeatKey(ref=ref, uid=_uid(position, inner)))
            items.append(Answer(ref=f"{ref}/y", value=f"y{position}.{inner}"))
    items.append(Answer(ref="/f/after", value="1"))
    return Answers(form="f", version="1", items=tuple(items), repeats=tuple(keys))


def _uid(outer: int, inner: int) -> str:
    return f"{outer:08x}-{inner:04x}-0000-0000-000000000000"


def without(answers: Answers, removed: cards.Removed) -> Answers:
    """The answers after the form took the instance out."""
    at = removed.index + 1
    return Answers(
        form=answers.form,
        version=answers.version,
        items=tuple(
            Answer(ref=cards.moved(item.ref, removed.repeat, at + 1, -1), value=item.value)
            for item in answers.items
            if item not in removed.items
        ),
        repeats=tuple(
            RepeatKey(ref=cards.moved(key.ref, removed.repeat, at + 1, -1), uid=key.uid)
            for key in answers.repeats
            if key not in removed.keys
        ),
    )


@given(counts=st.lists(st.integers(0, 3), min_size=1, max_size=5), data=st.data())
def test_a_card_put_back_is_as_it_was(counts: list[int], data: st.DataObject) -> None:
    before = form(counts)
    removed = cards.taken(before, "/f/a", data.draw(st.integers(0, len(counts) - 1)))
    gone = without(before, removed)
    assert len(gone.items) < len(before.items)
    after = cards.restored(gone, removed)
    assert after.repeats == before.repeats
    assert set(after.items) == set(before.items)


def test_refs_beside_a_repeat_are_left_alone() -> None:
    assert cards.moved("/f/abc/x", "/f/a", 1, 1) == "/f/abc/x"
    assert cards.moved("/f/a/x", "/f/a", 1, 1) == "/f/a[2]/x"
    assert cards.moved("/f/a[3]/b[2]/y", "/f/a", 2, -1) == "/f/a[2]/b[2]/y"
    assert cards.moved("/f/a[2]", "/f/a", 2, -1) == "/f/a"
