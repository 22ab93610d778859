"""Files that are forms, files that are broken forms, and files that are no forms at all."""

import io
import zipfile

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.domain.findings import Flaw, Severity
from fieldkit.domain.forms import Kind, Question
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup, packages, shipped
from fieldkit.instruments.reading import examine, fact_roles, from_xform, read_form
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:fk="https://fieldkit.invalid/xforms">
<h:head><h:title>Plain</h:title><model><instance><data id="plain" version="3"><a/><b/></data></instance>{model}</model></h:head>
<h:body>{body}</h:body></h:html>"""
INPUTS = '<input ref="/data/a"><label>A</label></input><input ref="/data/b"><label>B</label></input>'


def refusal(data: bytes, name: str = "form") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_form(data, name)
    return caught.value


def xform(model: str = "", body: str = INPUTS) -> bytes:
    return XFORM.format(model=model, body=body).encode()


def zipped(**members: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.xlsx"),
        (b"  \n", "blank.csv"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "report.pdf"),
        (bytes(range(256)) * 4, "noise.bin"),
        (b"PK\x03\x04" + b"0" * 100, "cut.xlsx"),
        (zipped(readme=b"hello"), "other.zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "cut.xls"),
        (b"a,b,c\n1,2,3\n", "table.csv"),
        (b"hello", "words.md"),
        (b"<html><body>page</body></html>", "page.xml"),
        (b"<?xml version='1.0'?><data>", "cut.xml"),
        (b"<?xml version='1.0'?><data><a>1</a></data>", "submission.xml"),
    ],
)
def test_what_is_no_form_is_said_to_be_none(data: bytes, name: str) -> None:
    assert refusal(data, name).code is Code.FORM_NOT_A_FORM


def test_a_document_with_entities_is_refused_and_never_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xform().replace(
        b">A<", b">&b;<"
    )
    assert refusal(bomb).code is Code.FORM_NOT_A_FORM


def test_files_beyond_the_limits_are_refused_unread() -> None:
    assert refusal(b"x" * (markup.LARGEST + 1)).code is Code.FORM_TOO_LARGE


def test_a_workbook_that_unpacks_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_UNPACKED", 1_000)
    assert refusal(zipped(**{"sheet.xml": b"0" * 1_001}), "bomb.xlsx").code is Code.FORM_TOO_LARGE


@pytest.mark.parametrize(
    ("survey", "params"),
    [
        ("| type | name | label |\n| texxt | a | A |", {"place": "survey", "row": 2}),
        ("| type | name | label | relevant |\n| text | a | A | ${b} = 1 |", {"place": "survey", "row": 2}),
        ("| type | name | label |\n| text | a | A |\n| select_one missing | b | B |", {"place": "survey", "row": 3}),
    ],
)
def test_a_broken_workbook_names_the_place_and_quotes_nothing(survey: str, params: dict[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        instrument(survey)
    assert caught.value.code is Code.FORM_BROKEN
    assert caught.value.params.items() >= params.items()
    assert set(caught.value.params) == {"place", "row"}


@pytest.mark.parametrize(
    ("model", "code", "ref"),
    [
        ('<bind nodeset="/data/a" relevant="/data/b = "/>', Code.FORM_EXPRESSION, "/data/a"),
        ('<bind nodeset="/data/a" calculate="launch(1)"/>', Code.FORM_EXPRESSION, "/data/a"),
        ('<bind nodeset="/data/a" calculate="if(1)"/>', Code.FORM_EXPRESSION, "/data/a"),
        ('<bind nodeset="/data/a" fk:fact="payment.nothing"/>', Code.FORM_UNKNOWN_ROLE, "/data/a"),
        ('<bind nodeset="/data/a" calculate=". + 1"/>', Code.FORM_CYCLE, "/data/a"),
        ('<bind nodeset="/data/a" relevant=". = 1"/>', Code.FORM_CYCLE, None),
    ],
)
def test_a_form_that_cannot_run_is_refused_when_it_is_read(model: str, code: Code, ref: str | None) -> None:
    caught = refusal(xform(model))
    assert caught.code is code
    if ref:
        assert caught.params["ref"] == ref


def test_two_rules_that_need_each_other_are_a_cycle() -> None:
    model = '<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" relevant="/data/a = 1"/>'
    assert refusal(xform(model)).code is Code.FORM_CYCLE


def test_an_output_that_is_no_expression_is_refused() -> None:
    body = INPUTS.replace(">A<", '>A <output value="nothing(1)"/><')
    assert refusal(xform(body=body)).code is Code.FORM_EXPRESSION


def test_an_unknown_function_is_named() -> None:
    assert refusal(xform('<bind nodeset="/data/a" calculate="launch(1)"/>')).params["name"] == "launch"


def test_the_engine_itself_reaches_for_no_file() -> None:
    document = xform('<instance id="x" src="jr://file-csv/x.csv"/>').decode()
    with pytest.raises(Refusal) as caught:
        from_xform(document)
    assert caught.value.code is Code.FORM_UNSUPPORTED


def test_rules_of_attributes_are_left_to_other_tools() -> None:
    model = '<bind nodeset="/data/a/@id" type="string"/><setvalue ref="/data/a/@id" event="odk-instance-first-load" value="uuid()"/>'
    assert read_form(xform(model), "x.xml").form == "plain"


def test_an_xform_is_read_as_it_is() -> None:
    found = read_form(xform('<bind nodeset="/data/a" type="int" fk:privacy="quasi" fk:fact="count.raids"/>'), "x.xml")
    assert (found.form, found.version, found.title, found.languages) == ("plain", "3", "Plain", ())
    assert found.questions == (
        Question(path="/data/a", kind=Kind.INTEGER, privacy="quasi", role="count.raids"),
        Question(path="/data/b", kind=Kind.TEXT),
        Question(path="/data/meta/instanceID", kind=Kind.HIDDEN),
    )
    assert from_xform(found.xform) == found


def test_another_encoding_is_read_by_its_declaration() -> None:
    document = '<?xml version="1.0" encoding="utf-16"?>' + xform().decode().replace("Plain", "Простая")
    assert read_form(document.encode("utf-16"), "x.xml").title == "Простая"


@pytest.mark.parametrize("form", shipped.shipped_ids())
def test_a_shipped_workbook_gives_the_shipped_instrument(form: str) -> None:
    direct = from_xform(shipped.xform(form).decode())
    assert direct.form == form
    assert direct.languages[0] == "Русский (ru)"
    assert all(question.role in fact_roles() for question in direct.questions if question.role)
    read = examine(shipped.xlsx(form), f"{form}.xlsx")
    assert read.findings == ()
    assert read.instrument is not None
    assert (read.instrument.questions, read.instrument.languages) == (direct.questions, direct.languages)


def test_rules_of_a_node_that_is_gone_are_told_and_rule_nothing() -> None:
    document = xform('<bind nodeset="/data/gone" type="int"/>')
    assert [question.path for question in read_form(document, "x.xml").questions][:2] == ["/data/a", "/data/b"]
    [found] = examine(document, "x.xml").findings
    assert (found.flaw, found.severity, found.name) == (Flaw.REFERENCE_UNKNOWN, Severity.WARNING, "/data/gone")


def test_a_form_without_a_place_for_the_identity_gets_one() -> None:
    def identities(model: str) -> list[str]:
        session = load(read_form(xform(model), "x.xml"), clock=SteppingClock())
        return [item.value for item in session.answers().items if item.ref == "/data/meta/instanceID"]

    assert [value[:5] for value in identities("")] == ["uuid:"]
    assert identities('<bind nodeset="/data/meta/instanceID" calculate="\'mine\'"/>') == ["mine"]


def test_a_bind_may_be_named_by_its_id() -> None:
    model = '<bind id="first" nodeset="/data/a"/><setvalue bind="first" event="odk-instance-first-load">told</setvalue>'
    body = INPUTS.replace('ref="/data/a"', 'bind="first"')
    session = load(read_form(xform(model, body=body), "x.xml"), clock=SteppingClock())
    assert (session.node("/data/a").value, session.node("/data/a").label) == ("told", "A")


def test_prefixes_and_the_place_around_name_the_same_nodes() -> None:
    model = '<bind nodeset="/x:data/orx:a" type="int"/>'
    body = '<group ref="/data"><input ref="current()/a"><label>A</label></input><input ref="./../data/b"/></group>'
    found = read_form(xform(model, body=body), "x.xml").questions
    assert [question.kind for question in found][:2] == [Kind.INTEGER, Kind.TEXT]


@pytest.mark.parametrize("start", ["<!-- a word before -->\n", " \n", '<?xml version="1.0"?><!-- x -->', "\ufeff"])
def test_what_may_stand_before_a_form(start: str) -> None:
    assert read_form(start.encode() + xform(), "x.xml").form == "plain"


def test_the_name_of_a_choice_follows_what_it_shows() -> None:
    body = """<input ref="/data/a"/><select1 ref="/data/b"><label>B</label><item><label>All of <output value="/data/a"/></label>
    <value>all</value></item></select1>"""
    model = """<bind nodeset="/data/c" calculate="jr:choice-name(/data/b, '/data/b')"/>"""
    document = xform(model, body=body).replace(b"<b/>", b"<b>all</b><c/>")
    session = load(read_form(document, "x.xml"), clock=SteppingClock())
    session.set("/data/a", "Osh")
    assert session.node("/data/c").value == "All of Osh"


def test_what_repeats_may_be_named_by_a_plain_reference() -> None:
    document = xform(body='<group><repeat ref="/data/a"><input ref="/data/a/x"/></repeat></group>')
    session = load(read_form(document.replace(b"<a/>", b"<a><x/></a>"), "x.xml"), clock=SteppingClock())
    assert session.node(session.add_repeat("/data/a")).kind is Kind.INSTANCE
