"""Files to instruments: workbooks, tables, XForm documents; what is no form, broken, endless or unknown is refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import shipped
from fieldkit.instruments.reading import read_form
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument

XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:fk="https://fieldkit.invalid/xforms"
        xmlns:odk="http://www.opendatakit.org/xforms">
  <h:head>
    <h:title>Plain document</h:title>
    <model>
      {itext}
      <instance><data id="plain" version="v2">
        <a/><b>4</b><r jr:template=""><n/><m/></r><seen/><copy/>
      </data></instance>
      <bind nodeset="/data/a" type="int" {bind}/>
      <bind nodeset="/data/b" type="int"/>
      <bind nodeset="/data/r/n" type="int"/>
      <setvalue event="odk-instance-first-load" ref="/data/seen" value="/data/b + 1"/>
      {model}
    </model>
  </h:head>
  <h:body>
    <input ref="/data/a"><label>A is <output value="/data/b"/></label>
      <setvalue event="xforms-value-changed" ref="/data/copy" value="concat('a', /data/a)"/>
    </input>
    <input ref="/data/b"><label>B</label></input>
    <group ref="/data/r"><label>R</label>
      <repeat nodeset="/data/r">
        <input ref="/data/r/n"><label>N</label></input>
        <input ref="/data/r/m"><label>M</label></input>
        <setvalue event="odk-new-repeat" ref="/data/r/m" value="position(..)"/>
      </repeat>
    </group>
    {body}
  </h:body>
</h:html>"""


def document(*, itext: str = "", bind: str = "", model: str = "", body: str = "") -> bytes:
    return XFORM.format(itext=itext, bind=bind, model=model, body=body).encode("utf-8")


def refused(data: bytes, name: str = "form.xml") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_form(data, name)
    return caught.value


def test_a_document_is_read_as_it_stands() -> None:
    found = read_form(document(bind='fk:privacy="open" fk:fact="record.date"'), "anything.xml")
    assert (found.form, found.version, found.title, found.languages) == ("plain", "v2", "Plain document", ())
    questions = {question.path: question for question in found.questions}
    assert (questions["/data/a"].kind, questions["/data/a"].privacy, questions["/data/a"].role) == (
        Kind.INTEGER,
        "open",
        "record.date",
    )
    assert questions["/data/r"].kind is Kind.REPEAT
    assert questions["/data/seen"].kind is Kind.HIDDEN


def test_actions_templates_and_outputs() -> None:
    form = load(read_form(document(), "plain.xml"), clock=SteppingClock())
    assert form.node("/data/seen").value == "5"
    assert form.node("/data/r").count == 0
    assert form.node("/data/a").label == "A is 4"
    assert "/data/copy" in form.set("/data/a", "7")
    assert form.node("/data/copy").value == "a7"
    form.add_repeat("/data/r")
    assert form.node("/data/r/m").value == "1"
    form.set("/data/b", "9")
    again = load(form.instrument, clock=SteppingClock(), answers=form.draft())
    assert again.node("/data/seen").value == "5"
    assert again.nodes() == form.nodes()


def test_the_default_language_leads() -> None:
    itext = """<itext>
      <translation lang="English (en)"><text id="x"><value>One</value></text></translation>
      <translation lang="Русский (ru)" default="true()"><text id="x"><value>Один</value></text></translation>
    </itext>"""
    assert read_form(document(itext=itext), "f.xml").languages == ("Русский (ru)", "English (en)")


@pytest.mark.parametrize("form_id", shipped.shipped_ids())
def test_a_shipped_workbook_gives_the_same_questions_as_its_document(form_id: str) -> None:
    from_workbook = read_form(shipped.xlsx(form_id), f"{form_id}.xlsx")
    from_document = read_form(shipped.xform(form_id), f"{form_id}.xml")
    assert from_workbook.questions == from_document.questions
    assert (from_workbook.form, from_workbook.version) == (form_id, from_document.version)
    assert {question.privacy for question in from_document.questions if question.role} <= {
        "open",
        "quasi",
        "sensitive",
        "identifying",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n ",
        b"\x00\x01\x02",
        b"PK\x03\x04not really",
        b"<?xml version='1.0'?><a/>",
        b"<h:html",
        b"a,b,c\n1,2,3\n",
        "just words".encode("utf-16"),
        b"%PDF-1.7",
    ],
)
def test_other_files_are_no_forms(data: bytes) -> None:
    assert refused(data, "form.xlsx").code is Code.FORM_NOT_A_FORM


def test_entities_and_document_types_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + document().partition(b"?>")[2].strip()
    outside = b'<!DOCTYPE x SYSTEM "https://example.org/x.dtd">' + document().partition(b"?>")[2].strip()
    for data in (bomb, outside):
        assert refused(b'<?xml version="1.0"?>' + data).code is Code.FORM_NOT_A_FORM


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"bind": 'calculate="/data/a + 1"'}, Code.FORM_CYCLE),
        (
            {"bind": 'relevant="/data/b = 1"', "model": '<bind nodeset="/data/copy" relevant="/data/copy = 1"/>'},
            Code.FORM_CYCLE,
        ),
        (
            {
                "bind": 'calculate="/data/copy"',
                "model": '<bind nodeset="/data/copy" calculate="/data/seen"/>'
                '<bind nodeset="/data/seen" calculate="/data/a"/>',
            },
            Code.FORM_CYCLE,
        ),
        ({"bind": 'calculate="nothing()"'}, Code.FORM_EXPRESSION),
        ({"bind": 'relevant="1 +"'}, Code.FORM_EXPRESSION),
        ({"bind": 'constraint="("'}, Code.FORM_EXPRESSION),
        ({"body": '<input ref="/data/gone"><label>X</label></input>'}, Code.FORM_BROKEN),
        ({"model": '<bind nodeset="/data/gone" type="int"/>'}, Code.FORM_BROKEN),
        ({"bind": 'fk:fact="no.such.role"'}, Code.FORM_UNKNOWN_ROLE),
        ({"model": '<instance id="x" src="jr://file-csv/x.csv"/>'}, Code.FORM_UNSUPPORTED),
    ],
)
def test_broken_documents_are_refused_with_their_reason(parts: dict[str, str], code: Code) -> None:
    assert refused(document(**parts)).code is code


def test_a_constraint_may_read_its_own_question() -> None:
    read_form(document(bind='constraint=". &lt; 10 and /data/a &gt; 1"'), "f.xml")


def test_broken_tables_are_refused() -> None:
    for survey in ("| type | name | label |\n| nonsense | a | A |", "| type | name | label |\n| text | a | ${gone} |"):
        with pytest.raises(Refusal) as caught:
            instrument(survey)
        assert caught.value.code is Code.FORM_BROKEN


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_documents_are_forms_or_refused(data: st.DataObject) -> None:
    whole = bytearray(document(bind='relevant="/data/b = 4"'))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole) - 1))
        end = data.draw(st.integers(start, min(len(whole), start + 40)))
        whole[start:end] = data.draw(st.binary(max_size=8) | st.sampled_from([b"<", b"/", b'"', b"jr:count='/data/b'"]))
        if not whole:
            return
    try:
        found = read_form(bytes(whole), "f.xml")
        load(found, clock=SteppingClock()).nodes()
    except Refusal:
        return
