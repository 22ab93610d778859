"""`fieldkit form`: checking, importing, trying and exporting questionnaires."""

import json
from pathlib import Path

import pytest

from fieldkit.services import forms
from tests.command import Office, run

SURVEY = """| survey |         |      |                    |                |            |
|        | type    | name | label::English (en)| label::Русский (ru) | constraint |
|        | integer | age  | Age                | Возраст        | . < 120    |
|        | text    | why  | Why                | Почему         |            |
| settings |       |      |                    |                |            |
|        | form_id | version | default_language | form_title |           |
|        | small   | 1    | English (en)       | Small          |            |
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.md"
    path.write_text(SURVEY, encoding="utf-8")
    return path


def test_a_good_form_passes_the_check(small: Path) -> None:
    checked = run("form", "check", small, "--json").json
    assert checked["ok"] is True
    assert checked["id"] == "small"
    assert checked["findings"] == []


def test_a_broken_form_is_told_with_its_code(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text(SURVEY.replace(". < 120", ". <"), encoding="utf-8")
    done = run("form", "check", path, "--json")
    assert done.code == 1
    assert done.json["ok"] is False
    assert done.json["findings"][0]["code"].startswith("form.")
    assert done.err.strip()


def test_an_imported_form_is_listed_and_shown(own: Office, small: Path) -> None:
    assert own.do("form", "import", small)["id"] == "small"
    rows = {row["id"]: row for row in own.do("form", "list")["forms"]}
    assert {"small", "visit", "observation", "interview", "interview_short"} == set(rows)
    assert (rows["small"]["questions"], rows["small"]["shipped"]) == (2, False)
    assert [node["label"] for node in own.do("form", "show", "small")["nodes"] if node["label"]] == ["Age", "Why"]


def test_a_changed_form_needs_a_new_version(own: Office, small: Path) -> None:
    own.do("form", "import", small)
    small.write_text(SURVEY.replace("120", "130"), encoding="utf-8")
    assert own.run("form", "import", small).refused == "form.exists_different"


def test_run_names_pictures_and_guidance_beside_the_words(small: Path) -> None:
    small.write_text(
        """| survey |
        | | type | name | label | hint | guidance_hint | image |
        | | select_one sign | sign | | Look | Ask twice | signs.png |
        | choices |
        | | list_name | name | label | image |
        | | sign | stop | | stop.png |
        | | sign | go | Go | |
        """,
        encoding="utf-8",
    )
    [sign] = [node for node in run("form", "run", small, "--json").json["nodes"] if node["ref"] == "/data/sign"]
    assert (sign["label"], sign["guidance"], sign["media"]) == ("", "Ask twice", {"image": "signs.png"})
    assert sign["choices"] == [["stop", ""], ["go", "Go"]]
    assert sign["choice_media"] == {"stop": {"image": "stop.png"}}


def test_run_prints_nodes_in_the_shape_that_scripts_rely_on(small: Path, tmp_path: Path) -> None:
    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([{"set": ["/data/age", "130"]}, {"language": "Русский (ru)"}]), encoding="utf-8")
    printed = run("form", "run", small, "--steps", steps, "--set", "/data/why=x", "--json").json
    assert printed["languages"] == ["English (en)", "Русский (ru)"]
    nodes = {node["ref"]: node for node in printed["nodes"]}
    keys = {"ref", "type", "relevant", "required", "readonly", "value", "label", "choices", "valid", "message"}
    assert all(set(node) == keys for node in nodes.values())
    assert (nodes["/data/age"]["value"], nodes["/data/age"]["valid"]) == ("130", False)
    assert (nodes["/data/why"]["value"], nodes["/data/why"]["label"]) == ("x", "Почему")


def test_run_knows_shipped_forms_without_a_vault() -> None:
    done = run("form", "run", "interview_short", "--set", "/data/gate/safe_here=unsafe", "--json", phrase=None)
    nodes = {node["ref"]: node for node in done.json["nodes"]}
    assert nodes["/data/gate/unsafe_note"]["relevant"] is True
    assert nodes["/data/money_involved"]["relevant"] is False
    assert "safe" in [value for value, _ in nodes["/data/gate/safe_here"]["choices"]]


@pytest.mark.parametrize(
    "steps",
    [
        "[",
        "{}",
        '[{"set": ["/data/age"]}]',
        '[{"jump": "/data/age"}]',
        "[{}]",
        '[{"set": ["a", "b"], "language": "c"}]',
    ],
)
def test_steps_that_are_none_are_refused(small: Path, tmp_path: Path, steps: str) -> None:
    path = tmp_path / "steps.json"
    path.write_text(steps, encoding="utf-8")
    assert run("form", "run", small, "--steps", path, "--json").refused == "answers.unreadable"


def test_repeats_are_added_and_removed_by_steps(tmp_path: Path) -> None:
    steps = tmp_path / "steps.json"
    yes = [["/data/gate/safe_here", "safe"], ["/data/consent/consent_store", "yes"], ["/data/money_involved", "yes"]]
    given = [{"set": answer} for answer in yes] + [{"addRepeat": "/data/payment"}, {"addRepeat": "/data/payment"}]
    for removed, last in ((0, "/data/payment[3]"), (1, "/data/payment[2]")):
        steps.write_text(json.dumps(given + [{"removeRepeat": ["/data/payment", 0]}] * removed), encoding="utf-8")
        printed = run("form", "run", "interview_short", "--steps", steps, "--json").json
        assert [node["ref"] for node in printed["nodes"] if node["ref"].startswith("/data/payment")][-1].startswith(
            last
        )


def test_an_exported_form_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "visit.xlsx"
    assert run("form", "export", "visit", "--out", out, "--json").json == {"file": str(out)}
    assert forms.read_file(out).form == "visit"
    assert run("form", "export", "nothing", "--out", tmp_path / "x", "--json").refused == "form.unknown"


def test_a_form_that_cannot_be_used_is_told_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text(SURVEY.replace(". < 120", ". <").replace("| Почему  ", "|         "), encoding="utf-8")
    done = run("form", "check", path, "--json")
    assert done.code == 1
    found = {finding.pop("code"): finding for finding in done.json["findings"]}
    assert set(found) == {"form.expression", "form.translation_missing"}
    place = {"severity": "error", "sheet": "survey", "row": 2, "column": "constraint", "ref": ""}
    assert place.items() <= found["form.expression"].items()
    assert found["form.expression"]["message"].endswith(".")
    assert found["form.translation_missing"]["severity"] == "warning"
    assert done.err.startswith("Sheet survey, row 2, column constraint: ")


def test_import_refuses_with_the_findings_of_the_check(own: Office, tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text(SURVEY.replace(". < 120", "launch(.)"), encoding="utf-8")
    checked = run("form", "check", path, "--json").json["findings"]
    done = own.run("form", "import", path)
    assert done.refused == "form.expression"
    assert done.json["findings"] == checked
    assert [finding["code"] for finding in checked] == ["form.function_unknown"]


def test_files_beside_a_form_come_into_the_vault_with_it(own: Office, tmp_path: Path) -> None:
    path = tmp_path / "posts.md"
    path.write_text("| survey |\n| | type | name | label |\n| | select_one_from_file posts.csv | p | Post |", "utf-8")
    assert [each["code"] for each in run("form", "check", path, "--json").json["findings"]] == ["form.file_missing"]
    (tmp_path / "posts-media").mkdir()
    (tmp_path / "posts-media" / "posts.csv").write_text("name,label\nakjol,Ak-Jol\n", "utf-8")
    assert run("form", "check", path).out.splitlines()[-1] == "With the content of: posts.csv"
    taken = own.do("form", "import", path)
    assert (taken["id"], taken["files"], taken["findings"]) == ("posts", ["posts.csv"], [])
    (tmp_path / "posts-media" / "posts.csv").unlink()
    [node] = [node for node in own.do("form", "show", "posts")["nodes"] if node["ref"] == "/data/p"]
    assert node["choices"] == [["akjol", "Ak-Jol"]]


def test_versions_are_compared_from_files_and_from_the_vault(own: Office, small: Path, tmp_path: Path) -> None:
    own.do("form", "import", small)
    newer = tmp_path / "newer.md"
    newer.write_text(SURVEY.replace("120", "130").replace("| 1  ", "| 2  "), encoding="utf-8")
    own.do("form", "import", newer)
    change = {"change": "constraint", "ref": "/data/age", "name": "", "before": ". < 120", "after": ". < 130"}
    for older, other in ((small, newer), ("small@1", "small"), ("small@1", newer)):
        told = own.do("form", "diff", older, other)
        assert told["changes"] == [change]
        assert (told["older"], told["newer"]) == ({"id": "small", "version": "1"}, {"id": "small", "version": "2"})
    assert own.run("form", "diff", "small@7", "small").refused == "form.unknown"
    assert run("form", "diff", small, newer).out.splitlines() == ["/data/age", "  constraint: . < 120 → . < 130"]
