"""Repeats: instances come, go and move up; counts; and random histories equal to a form loaded from its draft."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Kind, Session
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.reading import read_form
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument, session

PAYMENTS = """
| type         | name    | label              | relevant      | required | constraint | calculation                                | repeat_count | choice_filter |
| integer      | limit   | Limit              |               |          |            |                                            |              |               |
| begin repeat | pay     | Payment            | ${limit} != 9 |          |            |                                            |              |               |
| integer      | sum     | Sum                |               | yes      | . < 100    |                                            |              |               |
| text         | why     | Why ${sum}         | ${sum} > 10   | yes      |            |                                            |              |               |
| calculate    | place   |                    |               |          |            | position(..)                               |              |               |
| calculate    | double  |                    |               |          |            | if(${sum} = '', '', ${sum} * 2)            |              |               |
| begin repeat | part    | Part               |               |          |            |                                            |              |               |
| integer      | amount  | Amount             |               |          |            |                                            |              |               |
| calculate    | share   |                    |               |          |            | ${amount} + ${sum}                         |              |               |
| end repeat   |         |                    |               |          |            |                                            |              |               |
| calculate    | parts   |                    |               |          |            | sum(${amount})                             |              |               |
| end repeat   |         |                    |               |          |            |                                            |              |               |
| calculate    | total   |                    |               |          |            | sum(${sum})                                |              |               |
| calculate    | many    |                    |               |          |            | count(${pay})                              |              |               |
| note         | said    | Total ${total}     | ${total} > 20 |          |            |                                            |              |               |
| begin repeat | visit   | Visit              |               |          |            |                                            | ${limit}     |               |
| select_one t | town    | Town               |               |          |            |                                            |              | region = ${limit} or ${total} > 30 |
| calculate    | second  |                    |               |          |            | indexed-repeat(${sum}, ${pay}, position(..)) |              |               |
| end repeat   |         |                    |               |          |            |                                            |              |               |
"""
TOWNS = """
| list_name | name | label | region |
| t         | a    | A     | 1      |
| t         | b    | B     | 2      |
"""


def payments() -> Session:
    return session(PAYMENTS, TOWNS)


def test_a_repeat_stands_before_its_instances() -> None:
    form = payments()
    kinds = [(state.ref, state.kind, state.count) for state in form.nodes() if state.ref.endswith("pay")]
    assert kinds == [("/small/pay", Kind.REPEAT, 1), ("/small/pay", Kind.INSTANCE, 0)]


def test_instances_come_and_sums_follow() -> None:
    form = payments()
    form.set("/small/pay/sum", "5")
    assert form.add_repeat("/small/pay") == "/small/pay[2]"
    changed = form.set("/small/pay[2]/sum", "20")
    assert {"/small/pay[2]/sum", "/small/pay[2]/why", "/small/pay[2]/double", "/small/total", "/small/said"} <= changed
    assert "/small/pay/double" not in changed
    assert form.node("/small/total").value == "25"
    assert form.node("/small/many").value == "2"
    assert form.node("/small/pay").count == 2
    assert form.node("/small/pay[2]/why").label == "Why 20"
    assert form.node("/small/pay[2]/place").value == "2"


def test_later_instances_move_up_and_keep_their_identity() -> None:
    form = payments()
    form.add_repeat("/small/pay")
    form.add_repeat("/small/pay")
    for position, value in (("", "1"), ("[2]", "2"), ("[3]", "3")):
        form.set(f"/small/pay{position}/sum", value)
    before = {key.ref: key.uid for key in form.draft().repeats}
    form.remove_repeat("/small/pay", 1)
    after = {key.ref: key.uid for key in form.draft().repeats}
    assert form.node("/small/pay[2]/sum").value == "3"
    assert form.node("/small/pay[2]/place").value == "2"
    assert form.node("/small/total").value == "4"
    assert after["/small/pay[2]"] == before["/small/pay[3]"]
    with pytest.raises(Refusal):
        form.node("/small/pay[3]/sum")


def test_every_instance_has_an_identity_of_its_own_also_inside_others() -> None:
    form = payments()
    form.add_repeat("/small/pay")
    form.add_repeat("/small/pay[2]/part")
    uids = [key.uid for key in form.draft().repeats]
    assert len(uids) == len(set(uids)) == 4


def test_the_form_counts_its_own_instances() -> None:
    form = payments()
    assert form.node("/small/visit").count == 0
    form.set("/small/limit", "3")
    assert form.node("/small/visit").count == 3
    form.set("/small/visit[2]/town", "")  # still a question
    form.set("/small/limit", "1")
    assert form.node("/small/visit").count == 1
    with pytest.raises(Refusal) as caught:
        form.add_repeat("/small/visit")
    assert caught.value.code is Code.ANSWER_READ_ONLY


def test_an_irrelevant_repeat_counts_nothing_and_hands_nothing_over() -> None:
    form = payments()
    form.set("/small/pay/sum", "50")
    form.set("/small/limit", "9")
    assert form.node("/small/total").value == ""
    assert not form.node("/small/pay").relevant
    assert form.answers().get("/small/pay/sum") == ""
    assert all(not key.ref.startswith("/small/pay") for key in form.answers().repeats)
    form.set("/small/limit", "1")
    assert form.node("/small/total").value == "50"


@pytest.mark.parametrize(("ref", "index"), [("/small/pay", 1), ("/small/pay", -1), ("/small/limit", 0), ("x", 0)])
def test_instances_that_are_not_there_cannot_be_removed(ref: str, index: int) -> None:
    with pytest.raises(Refusal) as caught:
        payments().remove_repeat(ref, index)
    assert caught.value.code is Code.ANSWER_UNKNOWN_QUESTION


STEPS = st.lists(
    st.tuples(st.sampled_from(["set", "set", "set", "add", "remove"]), st.integers(0, 1_000), st.integers(0, 1_000)),
    max_size=14,
)
NUMBERS = ("", "0", "1", "2", "9", "11", "40", "120")


def take(form: Session, step: tuple[str, int, int]) -> None:
    """One step of a person: which one is told by the numbers, whatever the form looks like by now."""
    what, first, second = step
    states = form.nodes()
    if what == "set":
        questions = [state for state in states if state.kind in (Kind.INTEGER, Kind.TEXT, Kind.SELECT_ONE)]
        state = questions[first % len(questions)]
        values = ("", *(choice.value for choice in state.choices)) if state.choices is not None else NUMBERS
        before = {each.ref: each for each in states if each.kind is not Kind.REPEAT}
        changed = form.set(state.ref, values[second % len(values)])
        after = {each.ref: each for each in form.nodes() if each.kind is not Kind.REPEAT}
        assert {ref for ref in {*before, *after} if before.get(ref) != after.get(ref)} <= changed
        return
    repeats = [state for state in states if state.kind is Kind.REPEAT and not state.readonly]
    state = repeats[first % len(repeats)]
    if what == "add":
        form.add_repeat(state.ref)
    elif state.count:
        form.remove_repeat(state.ref, second % state.count)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_what_was_recomputed_step_by_step_equals_a_form_loaded_anew(steps: list[tuple[str, int, int]]) -> None:
    form = payments()
    for step in steps:
        take(form, step)
    again = load(instrument(PAYMENTS, TOWNS), clock=SteppingClock(), answers=form.draft())
    assert again.nodes() == form.nodes()
    assert again.problems() == form.problems()
    assert again.answers() == form.answers()
    assert again.draft() == form.draft()


UNTIL = """
| type         | name    | label | calculation      | repeat_count |
| calculate    | persons |       | count(${person}) |              |
| begin_repeat | person  | P     |                  | if(${persons} = 0 or indexed-repeat(${more}, ${person}, ${persons}) = 'yes', ${persons} + 1, ${persons}) |
| text         | more    | More? |                  |              |
| end_repeat   |         |       |                  |              |
"""


def test_a_form_asks_until_there_are_no_more() -> None:
    form = session(UNTIL)
    assert form.node("/small/person").count == 1
    form.set("/small/person/more", "yes")
    assert form.node("/small/person").count == 2
    form.set("/small/person[2]/more", "no")
    assert (form.node("/small/person").count, form.node("/small/persons").value) == (2, "2")


def test_a_count_that_never_has_enough_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        session(UNTIL.replace("'yes'", "''"))
    assert (caught.value.code, caught.value.params["ref"]) == (Code.FORM_CYCLE, "/small/person")


@pytest.mark.parametrize("row", ["| calculate | a | | ${b} + 1 | |", "| calculate | a | | ${persons} + ${b} | |"])
def test_a_count_in_the_circle_hides_no_other_circle(row: str) -> None:
    with pytest.raises(Refusal) as caught:
        session(f"{UNTIL.strip()}\n{row}\n| calculate | b | | ${{a}} + ${{persons}} | |")
    assert caught.value.code is Code.FORM_CYCLE


def test_instances_of_the_form_come_with_its_count_and_new_ones_are_empty() -> None:
    document = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
     xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model><instance><data id="t"><n>1</n>
     <r><a>first</a></r><r><a>second</a></r><s><a>own</a></s></data></instance></model></h:head><h:body>
     <input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/></repeat>
     <repeat nodeset="/data/s"><input ref="/data/s/a"/></repeat></h:body></h:html>"""
    form = load(read_form(document.encode(), "t.xml"), clock=SteppingClock())

    def values(name: str) -> list[str]:
        return [
            state.value for state in form.nodes() if state.ref.startswith(f"/data/{name}") and state.kind is Kind.TEXT
        ]

    assert values("r") == ["first"]
    form.set("/data/n", "3")
    assert values("r") == ["first", "second", ""]
    form.add_repeat("/data/s")
    assert values("s") == ["own", ""]
