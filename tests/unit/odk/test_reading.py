"""Answers out of submissions: what was written comes back, whatever the writer's namespaces; the rest is named."""

from datetime import UTC
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Instrument
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import submission, submission_heading, submission_reading
from fieldkit.instruments.session import load
from fieldkit.instruments.submission import Heading
from fieldkit.instruments.submission_reading import Reading
from fieldkit.instruments.submission_values import say_the_same
from fieldkit.services import forms
from tests.unit.instruments.forms import instrument
from tests.unit.odk import chance
from tests.unit.odk.test_submission import CHOICES, FORMER, ME, SURVEY

SHIPPED = forms.shipped_ids()


@cache
def small() -> Instrument:
    return instrument(SURVEY, CHOICES)


def read(document: bytes | str, form: Instrument | None = None) -> Reading:
    data = document.encode() if isinstance(document, str) else document
    return submission_reading.read(data, form or small(), SteppingClock().new_id, UTC)


def values(answers: Answers) -> dict[str, str]:
    return {item.ref: item.value for item in answers.items if "instanceID" not in item.ref}


def refusal(call, document: str | bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(document.encode() if isinstance(document, str) else document)
    return caught.value


@pytest.mark.parametrize("storage", ["", "2026-01-05T09:00:00+00:00"])
@pytest.mark.parametrize("form", SHIPPED)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=8, deadline=None)
def test_what_was_answered_comes_back(form: str, storage: str, seed: int) -> None:
    shipped = forms.builtin(form)
    session = load(shipped, clock=SteppingClock())
    chance.fill(session, seed)
    told = session.answers()
    document = submission.write(session, told, Heading(instance_id=ME, submitted=storage), UTC)
    reading = read(document, shipped)
    assert values(reading.answers) == values(told)
    assert reading.answers.get("/data/meta/instanceID") == ME
    assert [key.ref for key in reading.answers.repeats] == [key.ref for key in told.repeats]
    assert [item.ref for item in reading.answers.items] == [item.ref for item in told.items]
    assert reading.unknown == ()
    assert say_the_same(reading.answers, told, shipped, UTC)


def test_other_answers_do_not_say_the_same() -> None:
    one = read("<d id='small'><words>a</words><pay/></d>").answers
    for different in ("<words>b</words><pay/>", "<words>a</words>", "<words>a</words><paid>yes</paid><pay/>"):
        assert not say_the_same(one, read(f"<d id='small'>{different}</d>").answers, small(), UTC)
    assert say_the_same(one, read("<d id='small'><pay/><words>a</words></d>").answers, small(), UTC)


TEMPLATE = """<small xmlns='http://www.w3.org/2002/xforms' xmlns:j='http://openrosa.org/javarosa' id='small'>
 <pay j:template=''><part><size>9</size></part></pay>
 <pay>
  <part>
   <size>7</size>
  </part>
 </pay>
 <words>sa<!-- no -->id</words></small>"""
WIDE = """<?xml version='1.0' encoding='utf-16'?>
<small id='small'><words><![CDATA[said]]></words><pay><part><size>7</size></part></pay></small>"""


@pytest.mark.parametrize(
    "document",
    [
        "<small id='small'><words>said</words><pay><part><size>07</size></part></pay></small>",
        "<x:s xmlns:x='urn:x' x:id='small'><x:words>said</x:words><x:pay><x:part><x:size> 7 </x:size></x:part></x:pay></x:s>",
        TEMPLATE,
        WIDE.encode("utf-16"),
    ],
)
def test_all_spellings_of_a_document_say_the_same(document: str | bytes) -> None:
    reading = read(document)
    assert values(reading.answers) == {"/small/words": "said", "/small/pay/part/size": "7"}
    assert [key.ref for key in reading.answers.repeats] == ["/small/pay", "/small/pay/part"]


def test_what_the_form_does_not_know_is_named_and_the_rest_read() -> None:
    reading = read(
        "<s id='small'><words>a</words><words>b</words><new>1</new><empty/><pay><also><deep>x</deep></also></pay>"
        "<pay><also><deep>y</deep></also></pay><paid><inner>z</inner></paid><many q='1'/>"
        "<meta><instanceID>i</instanceID><deprecatedID>d</deprecatedID><userID>u</userID></meta></s>"
    )
    assert values(reading.answers) == {"/small/words": "a"}
    assert set(reading.unknown) == {
        "/small/words",
        "/small/new",
        "/small/pay/also/deep",
        "/small/paid/inner",
        "/small/many/@q",
        "/small/meta/userID",
    }


def test_a_value_that_no_form_can_have_taken_is_refused_by_name() -> None:
    found = refusal(read, "<s id='small'><pay/><pay><part><size>many</size></part></pay></s>")
    assert (found.code, found.params) == (Code.ANSWER_WRONG_TYPE, {"ref": "/small/pay[2]/part/size"})


def test_more_than_a_record_may_have_is_refused() -> None:
    assert refusal(read, f"<s id='small'>{'<pay/>' * 5_001}</s>").code is Code.ODK_TOO_LARGE
    large = b"<s id='small'><words>" + b"x" * submission_heading.LARGEST + b"</words></s>"
    assert refusal(read, large).code is Code.ODK_TOO_LARGE


HOSTILE = [
    "",
    "words",
    "<s id='small'>",
    "<s><words>no form</words></s>",
    "<html xmlns='http://www.w3.org/1999/xhtml' id='small'/>",
    "<!DOCTYPE s [<!ENTITY a 'x'>]><s id='small'><words>&a;</words></s>",
    "<!DOCTYPE s SYSTEM 'file:///etc/passwd'><s id='small'/>",
    "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><s id='small'><words>&a;</words></s>",
    "<s id='small'>" + "<a>" * 5_000 + "</a>" * 5_000 + "</s>",
    "<s id='small'><words>\x01</words></s>",
]


@pytest.mark.parametrize("document", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_documents_are_refused(document: str) -> None:
    for call in (read, submission_heading.read):
        assert refusal(call, document).code is Code.ODK_NOT_A_SUBMISSION


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"<s id='small'>{text}</s>".encode()))
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    for call in (read, submission_heading.read):
        code = ""
        try:
            call(document)
        except Refusal as refused:
            code = refused.code.value
        assert not code or code.startswith(("odk.", "answer."))


def test_the_heading_tells_form_and_identity() -> None:
    told = submission_heading.read(
        f"<s id='small' version='2' xmlns:o='http://openrosa.org/xforms/'><o:meta><o:instanceID> {ME} </o:instanceID>"
        f"<o:deprecatedID>{FORMER}</o:deprecatedID><rootUuid>{FORMER}</rootUuid></o:meta></s>".encode()
    )
    assert (told.form, told.version, told.instance_id) == ("small", "2", ME)
    assert told.deprecated_id == told.root_id == FORMER
    assert told.envelope is None


def test_the_storage_may_tell_the_identity_alone() -> None:
    assert submission_heading.read(f"<s id='small' instanceID='{ME}'/>".encode()).instance_id == ME
    for nobody in ("<s id='small'/>", "<s id='small'><meta><instanceID> </instanceID></meta></s>"):
        assert refusal(submission_heading.read, nobody).code is Code.ODK_NO_INSTANCE_ID
    endless = f"<s id='small' instanceID='{'x' * 201}'/>"
    assert refusal(submission_heading.read, endless).code is Code.ODK_NOT_A_SUBMISSION
