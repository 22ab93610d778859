"""Kinds of questions beyond text and number: how answers are spelled, what is refused, what is filled by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Kind, Session
from fieldkit.domain.media import MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.metadata import Origin
from fieldkit.instruments.reading import from_xform
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument, session

KINDS = """
| type        | name  | label | parameters             | default |
| integer     | whole | Whole |                        |         |
| decimal     | part  | Part  |                        | 01.50   |
| range       | ten   | Ten   | start=0 end=10 step=1  |         |
| range       | unit  | Unit  | start=-1 end=1 step=.1 |         |
| rank l      | order | Order |                        |         |
| acknowledge | read  | Read  |                        |         |
| time        | at    | At    |                        |         |
| dateTime    | when  | When  |                        |         |
| geopoint    | here  | Here  |                        |         |
| geotrace    | way   | Way   |                        |         |
| geoshape    | field | Field |                        |         |
"""
CHOICES = """
| list_name | name | label |
| l         | a    | A     |
| l         | b    | B     |
| l         | c    | C     |
"""
XFORM = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model><instance><data id="x">{nodes}</data>'
    "</instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"
)


def kinds(*, exact: bool = False) -> Session:
    return load(instrument(KINDS, CHOICES), clock=SteppingClock(), exact=exact)


@pytest.mark.parametrize(
    ("name", "value", "stored", "exact"),
    [
        ("whole", "+007", "7", "7"),
        ("whole", "-2147483648", "-2147483648", "-2147483648"),
        ("part", "5", "5", "5.0"),
        ("part", "5.50", "5.50", "5.5"),
        ("part", "-.5", "-0.5", "-0.5"),
        ("ten", "10", "10", "10"),
        ("unit", "-1", "-1", "-1.0"),
        ("order", "c a b", "c a b", "c a b"),
        ("read", "OK", "OK", "OK"),
        ("at", "08:30", "08:30:00", "08:30:00"),
        ("at", "08:30+06:00", "08:30:00+06:00", "08:30:00+06:00"),
        ("when", "2026-01-02T08:30Z", "2026-01-02T08:30:00Z", "2026-01-02T08:30:00Z"),
        ("here", "42.87  74.59", "42.87 74.59", "42.87 74.59"),
        ("here", "42 74 0 5", "42.0 74.0 0.0 5.0", "42.0 74.0 0.0 5.0"),
        ("here", "0 0 0 0", "", ""),
        ("way", "1 1; 1 2;", "1.0 1.0;1.0 2.0", "1.0 1.0;1.0 2.0"),
        ("field", "1 1;1 2;2 2;1 1", "1.0 1.0;1.0 2.0;2.0 2.0;1.0 1.0", "1.0 1.0;1.0 2.0;2.0 2.0;1.0 1.0"),
    ],
)
def test_answers_have_one_spelling(name: str, value: str, stored: str, exact: str) -> None:
    for form, expected in ((kinds(), stored), (kinds(exact=True), exact)):
        form.set(f"/small/{name}", value)
        assert form.node(f"/small/{name}").value == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("whole", "2147483648"),
        ("ten", "11"),
        ("ten", "2.5"),
        ("unit", "-1.1"),
        ("order", "a b"),
        ("read", "yes"),
        ("at", "8:30"),
        ("at", "25:00:00"),
        ("when", "2026-01-02"),
        ("here", "91 0"),
        ("here", "1"),
        ("here", "1 2 3 4 5"),
        ("way", "1 1"),
        ("way", "1 1;1 2;1 1"),
        ("field", "1 1;1 2;2 2"),
    ],
)
def test_other_answers_are_refused_and_change_nothing(name: str, value: str) -> None:
    form = kinds()
    before = form.draft()
    with pytest.raises(Refusal) as caught:
        form.set(f"/small/{name}", value)
    assert caught.value.code is Code.ANSWER_WRONG_TYPE
    assert form.draft() == before


def test_a_ranking_of_unknown_things_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        kinds().set("/small/order", "a b x")
    assert caught.value.code is Code.ANSWER_UNKNOWN_CHOICE


@given(
    st.sampled_from(["whole", "part", "ten", "at", "when", "here", "way", "field"]),
    st.text("0123456789.:-+TZ; ", max_size=30),
)
def test_what_is_stored_is_stored_the_same_again(name: str, value: str) -> None:
    form = kinds()
    try:
        form.set(f"/small/{name}", value)
    except Refusal:
        return
    once = form.node(f"/small/{name}").value
    form.set(f"/small/{name}", once)
    assert form.node(f"/small/{name}").value == once


def test_codes_of_device_and_member_are_filled_where_asked_for() -> None:
    made = instrument(
        "| type | name | label |\n| deviceid | d | |\n| username | u | |\n| phonenumber | p | |\n| text | t | T |"
    )
    form = load(made, clock=SteppingClock(), origin=Origin(device="D-7", member="M-3"))
    assert [form.node(f"/small/{name}").value for name in "dup"] == ["D-7", "M-3", ""]
    again = load(made, clock=SteppingClock(), answers=form.draft(), origin=Origin(device="D-8", member="M-4"))
    assert again.node("/small/d").value == "D-7"


def test_a_calculated_question_may_be_overwritten_until_it_is_computed_again() -> None:
    form = session("| type | name | label | calculation |\n| integer | a | A | |\n| integer | b | B | ${a} * 2 |")
    form.set("/small/a", "2")
    form.set("/small/b", "5")
    assert form.node("/small/b").value == "5"
    form.set("/small/a", "4")
    assert form.node("/small/b").value == "8"


def test_instances_written_into_a_form_keep_their_own_values() -> None:
    made = from_xform(
        XFORM.format(
            nodes='<r jr:template=""><a>new</a><in jr:template=""><b/></in></r>'
            "<r><a>one</a><in><b>x</b></in><in><b>y</b></in></r><r><a>two</a></r>",
            model="",
            body='<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/a"/>'
            '<repeat nodeset="/data/r/in"><input ref="/data/r/in/b"/></repeat></repeat></group>',
        )
    )
    form = load(made, clock=SteppingClock())
    form.add_repeat("/data/r")
    values = {state.ref: state.value for state in form.nodes() if state.kind is Kind.TEXT}
    assert values == {
        "/data/r/a": "one",
        "/data/r/in/b": "x",
        "/data/r/in[2]/b": "y",
        "/data/r[2]/a": "two",
        "/data/r[3]/a": "new",
    }


def test_instances_that_may_not_be_added_or_removed_are_counted_by_the_form() -> None:
    made = from_xform(
        XFORM.format(
            nodes="<r><a/></r><r><a/></r>",
            model="",
            body='<group ref="/data/r"><repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/a"/></repeat></group>',
        )
    )
    form = load(made, clock=SteppingClock())
    assert (form.node("/data/r").count, form.node("/data/r").readonly) == (2, True)
    with pytest.raises(Refusal):
        form.add_repeat("/data/r")


def test_texts_for_people_have_single_spaces_and_exact_ones_those_of_the_form() -> None:
    made = instrument("| type | name | label |\n| text | a | A |\n| note | b | Said ${a} here |")
    assert load(made, clock=SteppingClock()).node("/small/b").label == "Said here"
    assert load(made, clock=SteppingClock(), exact=True).node("/small/b").label == " Said  here "


def test_a_question_for_a_file_says_what_kind_of_file() -> None:
    asked = session(
        """
        | type  | name   | label  | body::mediatype |
        | image | photo  | Photo  |                 |
        | audio | voice  | Voice  |                 |
        | video | film   | Film   |                 |
        | file  | paper  | Paper  |                 |
        | file  | strange | Other | text/csv        |
        | text  | words  | Words  |                 |
        """
    )
    told = {state.ref.rpartition("/")[2]: state.upload for state in asked.nodes() if state.label}
    assert told == {
        "photo": MediaKind.IMAGE,
        "voice": MediaKind.AUDIO,
        "film": MediaKind.VIDEO,
        "paper": MediaKind.FILE,
        "strange": MediaKind.FILE,
        "words": None,
    }
    assert {state.kind for state in asked.nodes() if state.upload} == {Kind.FILE}
