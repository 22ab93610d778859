"""Small forms being filled: rules, choices, languages, values that are refused, problems, answers."""

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Kind, Session
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument, session

RULES = """
| type      | name  | label            | relevant     | required | constraint | constraint_message | calculation | readonly |
| start     | start |                  |              |          |            |                    |             |          |
| integer   | age   | Age              |              | yes      | . < 120    | Too old            |             |          |
| text      | name  | Name of ${age}   | ${age} >= 18 | yes      |            |                    |             |          |
| calculate | next  |                  |              |          |            |                    | ${age} + 1  |          |
| calculate | sum   |                  |              |          |            |                    | ${next} * 2 |          |
| text      | fixed | Fixed            |              |          |            |                    | ${sum}      | yes      |
| note      | told  | You said ${name} |              |          |            |                    |             |          |
"""
LISTS = """
| type                | name   | label  | choice_filter     |
| select_one place    | place  | Place  |                   |
| select_one town     | town   | Town   | region = ${place} |
| select_multiple any | things | Things |                   |
"""
CHOICES = """
| list_name | name  | label::English (en) | label::Русский (ru) | region |
| place     | north | North               | Север               |        |
| place     | south | South               | Юг                  |        |
| town      | n1    | N one               | С один              | north  |
| town      | s1    | S one               | Ю один              | south  |
| any       | a     | A                   | А                   |        |
| any       | b     | B                   | Б                   |        |
"""
LANGUAGES = """
| type             | name  | label::English (en) | label::Русский (ru) | hint::English (en) | constraint | constraint_message::English (en) | constraint_message::Русский (ru) | choice_filter     |
| select_one place | place | Place               | Место               | Where              |            |                                  |                                  |                   |
| select_one town  | town  | Town                | Город               |                    |            |                                  |                                  | region = ${place} |
| text             | note  | In ${place}         | В ${place}          |                    | . != 'no'  | Not no                           | Не нет                           |                   |
"""


def refused(form: Session, ref: str, value: str) -> Code:
    with pytest.raises(Refusal) as caught:
        form.set(ref, value)
    return caught.value.code


def test_an_answer_reaches_rules_calculations_and_texts() -> None:
    form = session(RULES)
    assert not form.node("/small/name").relevant
    assert form.node("/small/next").value == ""
    changed = form.set("/small/age", "20")
    assert {"/small/age", "/small/name", "/small/next", "/small/sum", "/small/fixed"} <= changed
    assert form.node("/small/name").relevant
    assert form.node("/small/name").label == "Name of 20"
    assert form.node("/small/sum").value == form.node("/small/fixed").value == "42"
    assert form.node("/small/age").kind is Kind.INTEGER
    assert form.node("/small/next").kind is Kind.HIDDEN
    assert form.node("/small/told").kind is Kind.NOTE


def test_irrelevant_answers_are_kept_read_as_empty_and_not_handed_over() -> None:
    form = session(RULES)
    form.set("/small/age", "20")
    form.set("/small/name", "Fictional")
    assert form.node("/small/told").label == "You said Fictional"
    changed = form.set("/small/age", "7")
    assert "/small/told" in changed
    assert form.node("/small/name").value == "Fictional"
    assert form.node("/small/told").label.rstrip() == "You said"
    assert form.answers().get("/small/name") == ""
    assert form.draft().get("/small/name") == "Fictional"
    assert [problem.ref for problem in form.problems()] == []


def test_problems_are_what_is_missing_and_what_breaks_a_constraint() -> None:
    form = session(RULES)
    assert [(each.ref, each.missing) for each in form.problems()] == [("/small/age", True)]
    form.set("/small/age", "130")
    state = form.node("/small/age")
    assert (state.value, state.valid, state.message) == ("130", False, "Too old")
    assert [(each.ref, each.missing) for each in form.problems()] == [("/small/age", False), ("/small/name", True)]
    form.set("/small/age", "30")
    form.set("/small/name", "Fictional")
    assert form.problems() == ()


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ("0", "-12", "007"), ("1.5", "x", "1e3", "١2x")),
        ("decimal", ("1.5", "-2", ".5"), ("1,5", "x", "nan", "inf")),
        ("date", ("2026-02-28",), ("2026-02-30", "28.02.2026", "2026-02-28T10:00:00")),
        ("time", ("10:00", "23:59:59.000+05:00"), ("25:00", "10")),
        ("dateTime", ("2026-02-28T10:00:00+05:00",), ("2026-02-28", "tomorrow")),
        ("geopoint", ("43.2 76.9 0 0", "43.2 76.9"), ("north", "91 0", "1")),
        ("text", ("anything\nat all",), ()),
    ],
)
def test_values_must_be_of_the_type_of_the_question(kind: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    form = session(f"| type | name | label |\n| {kind} | q | Q |")
    for value in good:
        form.set("/small/q", value)
        assert form.node("/small/q").value != ""
    kept = form.node("/small/q").value
    for value in bad:
        assert refused(form, "/small/q", value) is Code.ANSWER_WRONG_TYPE
    assert form.node("/small/q").value == kept
    form.set("/small/q", "")
    assert form.node("/small/q").value == ""


def test_choices_follow_their_filter() -> None:
    form = session(LISTS, CHOICES)
    assert form.node("/small/town").choices == ()
    changed = form.set("/small/place", "north")
    assert "/small/town" in changed
    assert [choice.value for choice in form.node("/small/town").choices or ()] == ["n1"]
    assert refused(form, "/small/town", "s1") is Code.ANSWER_UNKNOWN_CHOICE
    form.set("/small/town", "n1")
    assert form.node("/small/town").valid
    form.set("/small/place", "south")
    town = form.node("/small/town")
    assert (town.value, town.valid) == ("", True)
    assert form.answers().get("/small/town") == ""
    assert form.draft().get("/small/town") == "n1"
    form.set("/small/place", "north")
    assert form.node("/small/town").value == form.answers().get("/small/town") == "n1"


def test_several_choices_are_checked_one_by_one() -> None:
    form = session(LISTS, CHOICES)
    form.set("/small/things", "b a")
    assert set(form.node("/small/things").value.split()) == {"a", "b"}
    assert refused(form, "/small/things", "a c") is Code.ANSWER_UNKNOWN_CHOICE
    assert refused(form, "/small/place", "north south") is Code.ANSWER_WRONG_TYPE


def test_what_cannot_be_answered_is_refused() -> None:
    form = session(RULES)
    assert refused(form, "/small/nothing", "1") is Code.ANSWER_UNKNOWN_QUESTION
    assert refused(form, "/small", "1") is Code.ANSWER_UNKNOWN_QUESTION
    assert refused(form, "/small/fixed", "1") is Code.ANSWER_READ_ONLY
    assert refused(form, "/small/next", "1") is Code.ANSWER_READ_ONLY
    with pytest.raises(Refusal):
        form.node("/small/nothing")


def test_languages_of_labels_choices_hints_and_messages() -> None:
    form = load(instrument(LANGUAGES, CHOICES, "default_language=English (en)"), clock=SteppingClock())
    assert form.instrument.languages == ("English (en)", "Русский (ru)")
    assert form.language == "English (en)"
    form.set("/small/place", "north")
    form.set("/small/note", "no")
    assert form.node("/small/place").label == "Place"
    assert form.node("/small/place").hint == "Where"
    assert form.node("/small/note").message == "Not no"
    form.set_language("Русский (ru)")
    assert form.node("/small/place").label == "Место"
    assert [choice.label for choice in form.node("/small/town").choices or ()] == ["С один"]
    assert form.node("/small/note").message == "Не нет"
    assert form.node("/small/note").label == "В north"
    assert form.translated_label("/small/note", "English (en)") == "In north"
    with pytest.raises(Refusal) as caught:
        form.set_language("Deutsch (de)")
    assert caught.value.code is Code.FORM_LANGUAGE_UNKNOWN


def test_draft_and_answers_come_back_as_they_were() -> None:
    first = session(RULES)
    first.set("/small/age", "20")
    first.set("/small/name", "Fictional")
    first.set("/small/age", "7")
    again = load(first.instrument, clock=SteppingClock(), answers=first.draft())
    assert again.nodes() == first.nodes()
    assert again.draft() == first.draft()
    assert again.answers() == first.answers()


def test_answers_of_another_form_are_refused_and_unknown_questions_if_strict() -> None:
    small = instrument(RULES)
    form = load(small, clock=SteppingClock())
    draft = form.draft()
    stranger = Answers(form="small", version="1", items=(*draft.items, *_item("/small/gone", "1")))
    with pytest.raises(Refusal) as caught:
        load(small, clock=SteppingClock(), answers=stranger)
    assert caught.value.code is Code.ANSWER_UNKNOWN_QUESTION
    lenient = load(small, clock=SteppingClock(), answers=stranger, strict=False)
    assert lenient.draft().get("/small/gone") == ""


def test_metadata_is_filled_once() -> None:
    form = session(RULES)
    started = form.draft().get("/small/start")
    assert started.startswith("2026-")
    assert form.draft().get("/small/meta/instanceID").startswith("uuid:")
    again = load(form.instrument, clock=SteppingClock(), answers=form.draft())
    assert again.draft() == form.draft()


def test_the_title_is_the_instance_name_if_the_form_has_one() -> None:
    assert session(RULES).title() == "Small form"
    named = session("| type | name | label |\n| text | q | Q |", "", "instance_name=concat('About ', ${q})")
    named.set("/small/q", "x")
    assert named.title() == "About x"


def test_defaults_static_and_computed() -> None:
    form = session("| type | name | label | default |\n| integer | a | A | 5 |\n| integer | b | B | 2 + 3 |")
    assert form.node("/small/a").value == "5"
    assert form.node("/small/b").value == "5"
    form.set("/small/b", "9")
    again = load(form.instrument, clock=SteppingClock(), answers=form.draft())
    assert again.node("/small/b").value == "9"


def test_relevance_is_inherited_by_everything_in_a_group() -> None:
    form = session(
        "| type | name | label | relevant |\n"
        "| integer | a | A | |\n"
        "| begin group | g | G | ${a} = 1 |\n"
        "| begin group | h | H | |\n"
        "| text | q | Q | |\n"
        "| end group | | | |\n"
        "| end group | | | |\n"
        "| calculate | c | | |\n".replace("| calculate | c | | |\n", "")
    )
    assert not form.node("/small/g/h/q").relevant
    changed = form.set("/small/a", "1")
    assert {"/small/g", "/small/g/h", "/small/g/h/q"} <= changed
    assert form.node("/small/g/h/q").relevant


def _item(ref: str, value: str) -> tuple:  # type: ignore[type-arg]
    from fieldkit.domain.answers import Answer

    return (Answer(ref=ref, value=value),)


ALTERNATIVES = """
| type             | name  | label | choice_filter                                           |
| select_one place | place | Place |                                                         |
| select_one town  | one   | Town  | region = ${place} or name = 'none' or also = ${place}   |
| select_one town  | two   | Town  | not(not(region = ${place} or name = 'none' or also = ${place})) |
| select_one town  | three | Town  | (name = 'none' or region = ${place}) and also != 'west' |
| select_one town  | four  | Town  | region = ${place} or position() = 2                     |
"""
TOWNS = """
| list_name | name  | label | region | also  |
| place     | north | North |        |       |
| place     | south | South |        |       |
| town      | s1    | S one | south  | north |
| town      | n1    | N one | north  | north |
| town      | none  | Other |        | west  |
| town      | n2    | N two | north  | west  |
"""


def offered(form: Session, ref: str) -> list[str]:
    return [choice.value for choice in form.node(ref).choices or ()]


def test_choices_found_by_one_of_several_columns_come_once_and_in_the_order_of_their_list() -> None:
    form = session(ALTERNATIVES, TOWNS)
    assert offered(form, "/small/one") == offered(form, "/small/two") == ["none"]
    form.set("/small/place", "north")
    assert offered(form, "/small/one") == offered(form, "/small/two") == ["s1", "n1", "none", "n2"]
    assert offered(form, "/small/three") == ["n1"]
    assert offered(form, "/small/four") == ["n1", "n2"]
    form.set("/small/place", "south")
    assert offered(form, "/small/one") == offered(form, "/small/two") == ["s1", "none"]
    assert offered(form, "/small/four") == ["s1", "n1"]


def test_lists_that_every_session_shares_are_those_that_nothing_of_a_session_decides() -> None:
    first, second = session(ALTERNATIVES, TOWNS), session(ALTERNATIVES, TOWNS)
    first.set("/small/place", "north")
    second.set("/small/place", "south")
    first.set("/small/one", "n2")
    assert refused(second, "/small/one", "n2") is Code.ANSWER_UNKNOWN_CHOICE
    assert offered(first, "/small/place") == offered(second, "/small/place") == ["north", "south"]
