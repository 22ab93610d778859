"""Answers that move to another version of their form: by path, then by name; what does not fit is listed."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.answers import Answer, Answers, RepeatKey
from fieldkit.domain.forms import Instrument
from fieldkit.domain.migration import Loss
from fieldkit.instruments.migrating import Migrated, migrate
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument

LISTS = """| list_name | name | label | of |
           | few       | a    | A     | x  |
           | few       | b    | B     | y  |
           | more      | a    | A     | x  |
           | more      | c    | C     | y  |"""


def form(*rows: str) -> Instrument:
    return instrument(
        "\n".join(("| type | name | label | calculation | choice_filter | required | repeat_count |", *rows)), LISTS
    )


def row(type_: str, name: str, **more: str) -> str:
    label = "" if type_.startswith("end") else name.upper()
    cells = (type_, name, label, *(more.get(key, "") for key in ("calculation", "choice_filter", "required", "count")))
    return "| " + " | ".join(cells) + " |"


def moved(older: Instrument, newer: Instrument, answers: dict[str, str], passes: tuple[str, ...] = ()) -> Migrated:
    return migrate(older, newer, given_answers(answers, passes), clock=SteppingClock())


def given_answers(answers: dict[str, str], passes: tuple[str, ...] = ()) -> Answers:
    return Answers(
        form="small",
        version="1",
        items=tuple(Answer(ref=f"/small/{ref}", value=value) for ref, value in answers.items()),
        repeats=tuple(RepeatKey(ref=f"/small/{ref}", uid=uid(number)) for number, ref in enumerate(passes)),
    )


def uid(number: int) -> str:
    return str(UUID(int=number, version=4))


def kept(done: Migrated) -> dict[str, str]:
    """Answers by ref, without what the form says of itself."""
    below = {item.ref.removeprefix("/small/"): item.value for item in done.answers.items}
    return {ref: value for ref, value in below.items() if not ref.startswith("meta/")}


def lost(done: Migrated) -> list[tuple[str, str, Loss]]:
    return [(each.ref.removeprefix("/small/"), each.value, each.why) for each in done.lost]


GROUP = (row("begin group", "g"), row("end group", ""))


def test_a_question_is_found_in_another_group_and_a_pass_in_another_repeat() -> None:
    pay = (row("begin repeat", "pay"), row("integer", "sum"), row("end repeat", ""))
    older = form(row("text", "story"), *pay)
    newer = form(GROUP[0], row("text", "story"), *pay, GROUP[1])
    done = moved(older, newer, {"story": "s", "pay/sum": "5", "pay[2]/sum": "7"}, ("pay", "pay[2]"))
    assert kept(done) == {"g/story": "s", "g/pay/sum": "5", "g/pay[2]/sum": "7"}
    assert [(key.ref, key.uid) for key in done.answers.repeats] == [
        ("/small/g/pay", uid(0)),
        ("/small/g/pay[2]", uid(1)),
    ]
    assert not done.lost


@pytest.mark.parametrize(
    ("older", "newer", "value", "rest", "gone", "why"),
    [
        (row("text", "q"), row("text", "other"), "words", "", "words", Loss.QUESTION),
        (row("text", "q"), row("integer", "q"), "many", "", "many", Loss.TYPE),
        (row("text", "q"), row("integer", "q"), "12", "12", "", None),
        (row("text", "q"), row("note", "q"), "words", "", "words", Loss.TYPE),
        (row("text", "q"), row("calculate", "q", calculation="1 + 1"), "words", "2", "words", Loss.TYPE),
        (row("image", "q"), row("text", "q"), "a.jpg", "", "a.jpg", Loss.TYPE),
        (row("select_one few", "q"), row("select_one more", "q"), "a", "a", "", None),
        (row("select_one few", "q"), row("select_one more", "q"), "b", "", "b", Loss.CHOICE),
        (row("select_multiple few", "q"), row("select_multiple more", "q"), "a b", "a", "b", Loss.CHOICE),
        (row("rank few", "q"), row("rank more", "q"), "b a", "", "b a", Loss.CHOICE),
        (row("select_multiple few", "q"), row("select_one few", "q"), "a b", "", "a b", Loss.TYPE),
        (row("calculate", "q", calculation="1"), row("calculate", "q", calculation="1 + 1"), "1", "2", "", None),
        (row("calculate", "q", calculation="1"), row("text", "other"), "1", "", "1", Loss.QUESTION),
    ],
)
def test_what_does_not_fit_is_listed(
    older: str, newer: str, value: str, rest: str, gone: str, why: Loss | None
) -> None:
    done = moved(form(older, row("text", "last")), form(newer, row("text", "last")), {"q": value, "last": "l"})
    assert kept(done) == ({"q": rest} if rest else {}) | {"last": "l"}
    assert lost(done) == ([("q", gone, why)] if why else [])


def test_a_name_decides_only_where_one_question_has_it() -> None:
    twice = (
        row("begin group", "g"),
        row("text", "q"),
        row("end group", ""),
        row("begin group", "h"),
        row("text", "q"),
        row("end group", ""),
    )
    done = moved(form(row("text", "q")), form(*twice), {"q": "words"})
    assert lost(done) == [("q", "words", Loss.QUESTION)]
    done = moved(
        form(*twice), form(row("begin group", "g"), row("text", "q"), row("end group", "")), {"g/q": "1", "h/q": "2"}
    )
    assert (kept(done), lost(done)) == ({"g/q": "1"}, [("h/q", "2", Loss.QUESTION)])


def test_an_answer_does_not_leave_or_enter_a_repeat() -> None:
    inside = form(row("begin repeat", "r"), row("text", "q"), row("end repeat", ""))
    outside = form(row("begin repeat", "r"), row("text", "p"), row("end repeat", ""), row("text", "q"))
    done = moved(inside, outside, {"r/q": "1", "r[2]/q": "2"}, ("r", "r[2]"))
    assert lost(done) == [("r/q", "1", Loss.PLACE), ("r[2]/q", "2", Loss.PLACE)]
    assert lost(moved(outside, inside, {"q": "1"})) == [("q", "1", Loss.PLACE)]


def test_what_the_engine_lets_go_is_listed_too() -> None:
    question = (row("text", "q"), row("end repeat", ""))
    older, newer = form(row("begin repeat", "r"), *question), form(row("begin repeat", "r", count="1"), *question)
    done = moved(older, newer, {"r/q": "1", "r[2]/q": "2"}, ("r", "r[2]"))
    assert kept(done)["r/q"] == "1"
    assert lost(done) == [("r[2]/q", "2", Loss.PLACE)]


def test_a_choice_that_the_other_answers_rule_out_stays_for_the_person_to_see() -> None:
    rest = row("text", "f")
    newer = form(row("select_one few", "s", choice_filter="of = ${f}"), rest)
    done = moved(form(row("select_one few", "s"), rest), newer, {"s": "a", "f": "y"})
    assert (kept(done), done.lost) == ({"s": "a", "f": "y"}, ())


def test_what_is_asked_now_and_stands_in_the_way_is_told() -> None:
    newer = form(row("text", "q"), row("text", "more"), row("text", "must", required="yes"))
    done = moved(form(row("text", "q")), newer, {"q": "words"})
    assert [(node.ref, node.required) for node in done.added] == [("/small/more", False), ("/small/must", True)]
    assert [(problem.ref, problem.missing) for problem in done.problems] == [("/small/must", True)]


def test_half_typed_words_go_with_their_question() -> None:
    older, newer = form(row("date", "day"), row("date", "gone")), form(GROUP[0], row("date", "day"), GROUP[1])
    typed = (Answer(ref="/small/day", value="5 Ja"), Answer(ref="/small/gone", value="6 Ja"))
    done = migrate(older, newer, given_answers({}), typed=typed, clock=SteppingClock())
    assert done.typed == (Answer(ref="/small/g/day", value="5 Ja"),)
    assert lost(done) == [("gone", "6 Ja", Loss.QUESTION)]


PLACES = ("top", "group", "repeat", "inner")
TYPES = (
    "text",
    "integer",
    "date",
    "select_one few",
    "select_multiple few",
    "select_multiple more",
    "rank more",
    "note",
)
VALUES = {"text": "some words", "integer": "12", "date": "2026-01-05", "note": "n"}
questions = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from(TYPES), st.sampled_from(PLACES)), min_size=1, max_size=6
)


@dataclass(frozen=True)
class Made:
    """A form by chance: its table, and where each question stands."""

    instrument: Instrument
    paths: dict[str, str]


def made(of: dict[str, tuple[str, str]]) -> Made:
    """Always a first question, so that no version is empty."""
    rows = {place: [row(type_, name) for name, (type_, where) in of.items() if where == place] for place in PLACES}
    inner = [row("begin group", "i"), *rows["inner"], row("end group", "")] if rows["inner"] else []
    around = [*rows["repeat"], *inner]
    instrument_ = form(
        row("text", "always"),
        *rows["top"],
        *([row("begin group", "g"), *rows["group"], row("end group", "")] if rows["group"] else []),
        *([row("begin repeat", "r"), *around, row("end repeat", "")] if around else []),
    )
    where = {"top": "", "group": "g/", "repeat": "r/", "inner": "r/i/"}
    return Made(instrument_, {name: where[place] + name for name, (_, place) in of.items()})


@given(before=questions, after=questions, passes=st.integers(1, 3), data=st.data())
def test_what_is_neither_carried_nor_lost_does_not_exist(
    before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]], passes: int, data: st.DataObject
) -> None:
    older, newer = made(before), made(after)
    answers: dict[str, str] = {"always": "yes"}
    keys = tuple(f"r[{number}]" if number > 1 else "r" for number in range(1, passes + 1))
    for name, path in older.paths.items():
        codes = st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True).map(" ".join)
        likely = VALUES.get(before[name][0])
        for ref in (path.replace("r/", f"{key}/", 1) for key in keys) if path.startswith("r/") else (path,):
            answers[ref] = data.draw(st.just(likely) if likely else codes)
    has_repeat = any(path.startswith("r/") for path in older.paths.values())
    done = moved(older.instrument, newer.instrument, answers, keys if has_repeat else ())
    gone: dict[str, set[str]] = {}
    for ref, value, _ in lost(done):
        gone.setdefault(ref, set()).update(value.split())
    by_name: dict[str, list[str]] = {}
    for ref, value in kept(done).items():
        by_name.setdefault(ref.rpartition("/")[2], []).append(value)
    for ref, value in answers.items():
        held = {word for each in by_name.get(ref.rpartition("/")[2], ()) for word in each.split()}
        assert set(value.split()) <= held | gone.get(ref, set())
        assert value in by_name.get(ref.rpartition("/")[2], ()) or gone.get(ref)
    carried = load(newer.instrument, clock=SteppingClock(), answers=done.answers)
    assert carried.draft() == done.answers


@given(of=questions, passes=st.integers(1, 3))
def test_to_the_same_version_everything_comes_along(of: dict[str, tuple[str, str]], passes: int) -> None:
    there = made(of)
    session = load(there.instrument, clock=SteppingClock())
    if any(path.startswith("r/") for path in there.paths.values()):
        for _ in range(passes):
            session.add_repeat("/small/r")
    for node in session.nodes():
        of_type = of.get(node.ref.rpartition("/")[2], ("", ""))[0]
        if of_type in ("text", "integer", "date"):
            session.set(node.ref, VALUES[of_type])
    done = migrate(there.instrument, there.instrument, session.draft(), clock=SteppingClock())
    assert (done.answers, done.lost) == (session.draft(), ())


def test_two_spellings_of_one_place_leave_the_second_answer_in_the_list() -> None:
    pay = (row("begin repeat", "r"), row("text", "q"), row("end repeat", ""))
    done = moved(form(*pay), form(*pay), {"r/q": "1", "r[1]/q": "2"}, ("r",))
    assert (kept(done), lost(done)) == ({"r/q": "1"}, [("r[1]/q", "2", Loss.PLACE)])
