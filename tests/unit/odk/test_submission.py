"""Submission XML out of a filled form: what ODK's tools write, node by node."""

import re
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fieldkit.clock import SteppingClock
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.forms import Session
from fieldkit.instruments import submission
from fieldkit.instruments.reading import read_form
from fieldkit.instruments.session import load
from fieldkit.instruments.submission import Heading
from tests.unit.instruments.forms import instrument

ME = "uuid:11111111-2222-4333-8444-555555555555"
FORMER = "uuid:99999999-2222-4333-8444-555555555555"
ORX = "{http://openrosa.org/xforms}"
SURVEY = """
| type                | name    | label   | relevant        | calculation |
| start               | start   |         |                 |             |
| text                | words   | Words   |                 |             |
| select_one yn       | paid    | Paid    |                 |             |
| begin_group         | money   | Money   | ${paid} = 'yes' |             |
| decimal             | amount  | Amount  |                 |             |
| end_group           |         |         |                 |             |
| begin_repeat        | pay     | Payment |                 |             |
| text                | what    | What    |                 |             |
| begin_repeat        | part    | Part    |                 |             |
| integer             | size    | Size    |                 |             |
| end_repeat          |         |         |                 |             |
| end_repeat          |         |         |                 |             |
| select_multiple yn  | many    | Many    |                 |             |
| calculate           | twice   |         |                 | ${amount}*2 |
"""
CHOICES = """
| list_name | name | label |
| yn        | yes  | Yes   |
| yn        | no   | No    |
"""


def filled() -> Session:
    return load(instrument(SURVEY, CHOICES), clock=SteppingClock())


def written(session: Session, **named: str) -> etree._Element:
    document = submission.write(session, session.answers(), Heading(instance_id=ME, **named), UTC)
    return etree.fromstring(document)


def test_a_new_form_has_its_relevant_nodes_and_no_template() -> None:
    root = written(filled())
    assert (root.tag, dict(root.attrib)) == ("small", {"id": "small", "version": "1"})
    assert [child.tag for child in root] == ["start", "words", "paid", "pay", "many", "twice", f"{ORX}meta"]
    assert root.nsmap == {"orx": "http://openrosa.org/xforms"}
    assert re.fullmatch(r"2026-01-05T09:00:\d\d\.000\+00:00", root.findtext("start") or "")


def test_what_is_not_asked_is_left_out_and_comes_back_when_asked() -> None:
    session = filled()
    session.set("/small/paid", "yes")
    session.set("/small/money/amount", "500")
    assert written(session).find("money/amount") is not None
    session.set("/small/paid", "no")
    assert written(session).find("money") is None
    assert session.node("/small/money/amount").value != ""


def test_repeats_are_siblings_and_nest() -> None:
    session = filled()
    counts = [1, 2, 3]
    for index, count in enumerate(counts):
        outer = "/small/pay" if index == 0 else f"/small/pay[{index + 1}]"
        while session.node("/small/pay").count <= index:
            session.add_repeat("/small/pay")
        while session.node(f"{outer}/part").count < count:
            session.add_repeat(f"{outer}/part")
    session.set("/small/pay[2]/what", "x")
    session.set("/small/pay[2]/part[2]/size", "7")
    root = written(session)
    assert [len(pay.findall("part")) for pay in root.findall("pay")] == counts
    assert root.findtext("pay[2]/part[2]/size") == "7"
    session.remove_repeat("/small/pay", 0)
    assert [len(pay.findall("part")) for pay in written(session).findall("pay")] == counts[1:]


def test_the_identity_stands_in_meta_once() -> None:
    root = written(filled(), deprecated_id=FORMER)
    meta = root.find(f"{ORX}meta")
    assert meta is not None
    assert [(node.tag, node.text) for node in meta] == [(f"{ORX}instanceID", ME), (f"{ORX}deprecatedID", FORMER)]


def test_the_storage_of_briefcase_has_its_namespace_and_attributes() -> None:
    root = written(filled(), submitted="2026-01-05T09:00:00+00:00")
    assert root.tag == "{http://opendatakit.org/submissions}small"
    assert root.get("instanceID") == ME
    assert root.get("submissionDate") == root.get("markedAsCompleteDate") == "2026-01-05T09:00:00+00:00"
    assert root.get("isComplete") == "true"
    assert {etree.QName(node).namespace for node in root.iter()} == {ORX[1:-1], "http://opendatakit.org/submissions"}


def test_the_same_answers_give_the_same_bytes() -> None:
    session = filled()
    answers = session.answers()
    heading = Heading(instance_id=ME)
    assert submission.write(session, answers, heading, UTC) == submission.write(session, answers, heading, UTC)


@given(words=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_words_come_through(words: str) -> None:
    session = filled()
    session.set("/small/words", words)
    expected = re.sub(
        "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", session.node("/small/words").value
    )
    assert (written(session).findtext("words") or "") == expected


def test_answers_that_the_form_would_not_ask_are_facts() -> None:
    """A calculation may have come out differently when the form was filled."""
    session = filled()
    session.set("/small/paid", "yes")
    session.set("/small/money/amount", "500")
    kept = session.answers()
    session.set("/small/paid", "no")
    root = etree.fromstring(submission.write(session, kept, Heading(instance_id=ME), UTC))
    assert (root.findtext("paid"), root.findtext("money/amount")) == ("yes", kept.get("/small/money/amount"))


FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms/" xmlns:jr="http://openrosa.org/javarosa" xmlns:o="urn:own"
 xmlns:entities="http://www.opendatakit.org/xforms/entities">
 <h:head><h:title>Trees</h:title><model entities:entities-version="2024.1.0"><instance>{instance}</instance>
  <bind nodeset="/data/when" type="dateTime"/><bind nodeset="/data/species" type="string"/>
 </model></h:head>
 <h:body><input ref="/data/when"><label>When</label></input><input ref="/data/species"><label>Kind</label></input>
 </h:body></h:html>"""
INSTANCE = """<data id="trees" orx:version="v &lt;2&gt;" o:tag="t"><when/><species/><o:mine o:a="1"/>
 <orx:meta><orx:instanceID/><orx:instanceName/>{entity}</orx:meta></data>"""
ENTITY = '<entity dataset="trees" create="1" id=""><label/></entity>'


def other(document: str, **answers: str) -> Session:
    session = load(read_form(document.encode(), "form.xml"), clock=SteppingClock())
    for name, value in answers.items():
        session.set(f"/data/{name}", value)
    return session


def test_what_the_form_declares_goes_through_as_it_is() -> None:
    root = written(other(FORM.format(instance=INSTANCE.format(entity=ENTITY)), species="oak"))
    assert (root.get("id"), root.get("version"), root.get("{urn:own}tag")) == ("trees", "v <2>", "t")
    mine = root.find("{urn:own}mine")
    assert mine is not None
    assert dict(mine.attrib) == {"{urn:own}a": "1"}
    meta = root.find(f"{ORX}meta")
    assert meta is not None
    assert [node.tag for node in meta] == [f"{ORX}instanceID", f"{ORX}instanceName", "entity"]
    assert dict(meta[2].attrib) == {"dataset": "trees", "create": "1", "id": ""}
    assert [node.tag for node in meta[2]] == ["label"]


def test_an_instance_in_a_namespace_of_its_own_keeps_it() -> None:
    own = '<data xmlns="urn:form" id="trees"><when/><species/></data>'
    root = written(other(FORM.format(instance=own), species="oak"))
    assert root.tag == "{urn:form}data"
    assert root.findtext("{urn:form}species") == "oak"
    assert root.findtext(f"{ORX}meta/{ORX}instanceID") == ME


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-01-05T09:00:00.000+06:00", "2026-01-05T09:00:00.000+06:00"),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z"),
        ("2026-01-05T09:00:00+0600", "2026-01-05T09:00:00.000+06:00"),
        ("2026-01-05T09:00:00", "2026-01-05T09:00:00.000+05:00"),
    ],
)
def test_moments_are_written_with_their_offset(told: str, expected: str) -> None:
    session = other(FORM.format(instance=INSTANCE.format(entity="")))
    answers = session.answers()
    held = Answers(form="trees", version=answers.version, items=(Answer(ref="/data/when", value=told),))
    zone = timezone(timedelta(hours=5))
    root = etree.fromstring(submission.write(session, held, Heading(instance_id=ME), zone))
    assert root.findtext("when") == expected
