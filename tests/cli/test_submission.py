"""`fieldkit form run --submission`: the document that ODK's tools would send."""

import json
import re

import pytest
from lxml import etree

from tests.command import run

ORX = "{http://openrosa.org/xforms}"


@pytest.mark.parametrize("form", ["visit", "interview", "interview_short", "observation"])
def test_a_tried_form_gives_a_submission(tmp_path, form) -> None:
    out = tmp_path / "out.xml"
    done = run("form", "run", form, "--submission", out, "--json")
    assert done.code == 0, done.err
    assert {node["ref"] for node in done.json["nodes"]} >= {"/data/meta/instanceID"}
    root = etree.fromstring(out.read_bytes())
    assert (root.tag, root.get("id")) == ("data", form)
    instance_id = root.findtext(f"{ORX}meta/{ORX}instanceID") or ""
    assert re.fullmatch(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", instance_id)
    values = {node["ref"]: node["value"] for node in done.json["nodes"]}
    assert values["/data/meta/instanceID"] == instance_id
    relevant = {node["ref"] for node in done.json["nodes"] if node["relevant"]}
    tree = root.getroottree()
    refs = {re.sub(r"\{[^}]*\}|\[1\]", "", f"/data/{tree.getelementpath(node)}") for node in root.iterdescendants()}
    assert refs == relevant | {"/data/meta", "/data/meta/instanceID"}
    assert run("form", "run", form, "--submission", out, "--json").refused == "file.exists"


def test_the_steps_stand_in_the_submission(tmp_path) -> None:
    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([{"set": ["/data/close/monitor_note", 'a < b & "c" ]]>']}]), "utf-8")
    out = tmp_path / "out.xml"
    assert run("form", "run", "visit", "--steps", steps, "--submission", out).code == 0
    assert etree.fromstring(out.read_bytes()).findtext("close/monitor_note") == 'a < b & "c" ]]>'
