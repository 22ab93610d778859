"""Answers as scripts write them: nested, flat, by bare name; and every way in which they may be wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.forms import Session
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.answers_json import fill
from tests.unit.instruments.forms import session

SURVEY = """
| type                  | name    | label   | relevant         | choice_filter   | repeat_count | calculation |
| begin_group           | place   | Place   |                  |                 |              |             |
| select_one kind       | kind    | Kind    |                  |                 |              |             |
| select_one site       | site    | Site    |                  | type = ${kind}  |              |             |
| end_group             |         |         |                  |                 |              |             |
| select_multiple kind  | many    | Many    |                  |                 |              |             |
| select_one yn         | paid    | Paid    |                  |                 |              |             |
| decimal               | amount  | Amount  | ${paid} = 'yes'  |                 |              |             |
| integer               | rows    | Rows    |                  |                 |              |             |
| acknowledge           | agreed  | Agreed  |                  |                 |              |             |
| calculate             | twice   |         |                  |                 |              | ${rows} * 2 |
| begin_repeat          | pay     | Payment |                  |                 |              |             |
| text                  | words   | Words   |                  |                 |              |             |
| begin_repeat          | part    | Part    |                  |                 |              |             |
| integer               | size    | Size    |                  |                 |              |             |
| end_repeat            |         |         |                  |                 |              |             |
| end_repeat            |         |         |                  |                 |              |             |
| begin_repeat          | counted | Counted |                  |                 | ${rows}      |             |
| text                  | named   | Named   |                  |                 |              |             |
| end_repeat            |         |         |                  |                 |              |             |
"""
CHOICES = """
| list_name | name   | label  | type   |
| kind      | market | Market |        |
| kind      | post   | Post   |        |
| site      | big    | Big    | market |
| site      | small  | Small  | post   |
| yn        | yes    | Yes    |        |
| yn        | no     | No     |        |
"""


def filled(document: object) -> Session:
    form = session(SURVEY, CHOICES)
    fill(form, json.dumps(document, ensure_ascii=False).encode())
    return form


def answers(document: object) -> dict[str, str]:
    kept = filled(document).draft().items
    return {item.ref.removeprefix("/small/"): item.value for item in kept if "meta" not in item.ref}


def refusal(document: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        filled(document)
    return caught.value


@pytest.mark.parametrize(
    "document",
    [
        {"place": {"kind": "market", "site": "big"}},
        {"small": {"place": {"kind": "market", "site": "big"}}},
        {"site": "big", "kind": "market"},
        {"/small/place/site": "big", "/small/place/kind": "market"},
        {"place": {"site": "big"}, "kind": "market", "many": [], "amount": None},
    ],
)
def test_all_spellings_say_the_same_in_any_order(document: object) -> None:
    assert answers(document) == {"place/kind": "market", "place/site": "big"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"many": ["market", "post"]}, {"many": "market post"}),
        ({"many": "post  market"}, {"many": "market post"}),
        ({"paid": True, "amount": 1200}, {"paid": "yes", "amount": "1200"}),
        ({"paid": True, "amount": 1200.50}, {"paid": "yes", "amount": "1200.5"}),
        ({"paid": False}, {"paid": "no"}),
        ({"agreed": True}, {"agreed": "OK"}),
        ({"agreed": False}, {}),
        ({"rows": 1, "named": "a"}, {"rows": "1", "twice": "2", "counted/named": "a"}),
        (
            {"pay": [{"words": "a", "part": [{"size": 1}, {"size": 2}]}, {"words": "b"}]},
            {"pay/words": "a", "pay/part/size": "1", "pay/part[2]/size": "2", "pay[2]/words": "b"},
        ),
        ({"/small/pay[3]/words": "c", "/small/pay[1]/words": "a"}, {"pay/words": "a", "pay[3]/words": "c"}),
        (
            {"counted": [{"named": "a"}, {"named": "b"}], "rows": 2},
            {"rows": "2", "twice": "4", "counted/named": "a", "counted[2]/named": "b"},
        ),
    ],
)
def test_values_become_the_texts_that_answers_are(document: object, expected: dict[str, str]) -> None:
    assert answers(document) == expected


def test_a_list_gives_a_repeat_as_many_instances_as_it_has() -> None:
    assert filled({"pay": []}).node("/small/pay").count == 0
    assert filled({"pay": [{}, {}, {}]}).node("/small/pay").count == 3


@pytest.mark.parametrize(
    ("document", "code", "ref"),
    [
        ({"nothing": "1"}, Code.ANSWER_UNKNOWN_QUESTION, "nothing"),
        ({"place": {"paid": "yes"}}, Code.ANSWER_UNKNOWN_QUESTION, "paid"),
        ({"/small/nothing": "1"}, Code.ANSWER_UNKNOWN_QUESTION, "/small/nothing"),
        ({"/small": {"rows": 1}}, Code.ANSWER_UNKNOWN_QUESTION, "/small"),
        ({"/small/pay[2001]/words": "a"}, Code.ANSWER_UNKNOWN_QUESTION, None),
        ({"/small/place[2]/site": "big"}, Code.ANSWER_UNKNOWN_QUESTION, None),
        ({"kind": "market", "site": "small"}, Code.ANSWER_UNKNOWN_CHOICE, "/small/place/site"),
        ({"kind": "market", "site": "gone"}, Code.ANSWER_UNKNOWN_CHOICE, "/small/place/site"),
        ({"paid": "no", "amount": 5}, Code.ANSWER_NOT_RELEVANT, "/small/amount"),
        ({"rows": "many"}, Code.ANSWER_WRONG_TYPE, "/small/rows"),
        ({"rows": 1.5}, Code.ANSWER_WRONG_TYPE, "/small/rows"),
        ({"rows": [1]}, Code.ANSWER_WRONG_TYPE, "/small/rows"),
        ({"rows": {"a": 1}}, Code.ANSWER_WRONG_TYPE, "/small/rows"),
        ({"place": "market"}, Code.ANSWER_WRONG_TYPE, "/small/place"),
        ({"pay": ["a"]}, Code.ANSWER_WRONG_TYPE, "/small/pay"),
        ({"twice": 4}, Code.ANSWER_READ_ONLY, "/small/twice"),
        ({"rows": 1, "counted": [{"named": "a"}, {"named": "b"}]}, Code.ANSWER_UNKNOWN_QUESTION, None),
    ],
)
def test_wrong_answers_are_refused_with_their_question(document: object, code: Code, ref: str | None) -> None:
    caught = refusal(document)
    assert caught.code is code
    if ref:
        assert caught.params["ref"] == ref


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe\x00",
        b'{"rows": 1, "rows": 2}',
        b'{"amount": NaN}',
        b'{"amount": 1e99999}',
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_object_of_json_is_unreadable(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        fill(session(SURVEY, CHOICES), data)
    assert caught.value.code is Code.ANSWERS_UNREADABLE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["pay", "place", "site", "rows", "/small/pay[2]", "words", "x"]), inner)
    ),
    max_leaves=12,
)


def outcome(data: bytes) -> str:
    """The code of the refusal, or nothing."""
    try:
        fill(session(SURVEY, CHOICES), data)
    except Refusal as refused:
        return refused.code.value
    return ""


@given(JSON)
def test_any_json_is_taken_or_refused_with_a_code(document: object) -> None:
    code = outcome(json.dumps(document).encode())
    assert not code or code.startswith("answer")


@given(st.binary(max_size=60))
def test_any_bytes_but_an_object_are_refused_with_a_code(data: bytes) -> None:
    assert outcome(data) == Code.ANSWERS_UNREADABLE or data.lstrip().startswith(b"{")


SITES = """
| type            | name | label | bind::fk:fact |
| select_one site | spot | Spot  | record.site   |
| select_one kind | kind | Kind  |               |
"""


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"spot": "nowhere"}, Code.SITE_UNKNOWN),
        ({"spot": "market"}, Code.ANSWER_UNKNOWN_CHOICE),
        ({"kind": "nowhere"}, Code.ANSWER_UNKNOWN_CHOICE),
    ],
)
def test_a_site_that_is_nowhere_listed_is_told_from_a_wrong_choice(document: object, code: Code) -> None:
    form = session(SITES, CHOICES, 'namespaces=fk="https://fieldkit.invalid/xforms"')
    with pytest.raises(Refusal) as caught:
        fill(form, json.dumps(document).encode())
    assert caught.value.code is code


@pytest.mark.parametrize("key", ["Имя человека", "a name", "x" * 81, "/small/a b", ""])
def test_what_is_no_name_does_not_reach_the_message(key: str) -> None:
    caught = refusal({key: "1"})
    assert (caught.code, caught.params.get("ref", "")) == (Code.ANSWER_UNKNOWN_QUESTION, "")


def test_a_file_out_of_all_measure_is_not_read() -> None:
    with pytest.raises(Refusal) as caught:
        fill(session(SURVEY, CHOICES), b'{"rows": 1' + b" " * 5_000_000 + b"}")
    assert caught.value.code is Code.ANSWERS_UNREADABLE
