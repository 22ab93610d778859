"""XForm documents on the engine: actions, templates, outputs, languages, cycles, and documents that were damaged."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.reading import read_form
from fieldkit.instruments.session import load

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


@pytest.mark.parametrize(
    ("bind", "model"),
    [
        ('relevant="/data/copy = 1"', '<bind nodeset="/data/copy" relevant="/data/a = 1"/>'),
        (
            'calculate="/data/copy"',
            '<bind nodeset="/data/copy" calculate="/data/seen"/><bind nodeset="/data/seen" calculate="/data/a"/>',
        ),
        ("", '<bind nodeset="/data/b" calculate="sum(/data/r/n)"/><bind nodeset="/data/r/n" calculate="/data/b"/>'),
    ],
)
def test_rules_that_need_each_other_are_refused(bind: str, model: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_form(document(bind=bind, model=model), "f.xml")
    assert caught.value.code is Code.FORM_CYCLE


def test_a_constraint_may_read_its_own_question() -> None:
    read_form(document(bind='constraint=". &lt; 10 and /data/a &gt; 1"'), "f.xml")


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
