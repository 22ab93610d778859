"""`fieldkit privacy scan` on a file, on lines and on a record."""

import json
from pathlib import Path

from tests.command import Office

NOTE = "Азамат Токтосунов, тел. 0555 12 34 56, въехал 12.06.2009\n"


def test_a_text_file(own: Office, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    found = own.do("privacy", "scan", "--text", tmp_path / "note.txt")
    assert found["names"] in {"rules", "rules_and_model"}
    assert [(span["class"], span["text"]) for span in found["spans"]] == [
        ("person_name", "Азамат Токтосунов"),
        ("phone", "0555 12 34 56"),
        ("exact_date", "12.06.2009"),
    ]
    assert all(NOTE[span["start"] : span["end"]] == span["text"] for span in found["spans"])
    told = own.say("privacy", "scan", "--text", tmp_path / "note.txt")
    assert "24-37  telephone: 0555 12 34 56" in told.out


def test_json_lines(own: Office, tmp_path: Path) -> None:
    rows = [{"id": "a", "text": NOTE}, {"id": 7, "text": "Очередь, ждали два часа", "lang": "ru"}]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    told = own.say("privacy", "scan", "--jsonl", tmp_path / "in.jsonl")
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line["id"] for line in lines] == ["a", 7]
    assert [len(line["spans"]) for line in lines] == [3, 0]
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b"}\n', "utf-8")
    refused = own.run("privacy", "scan", "--jsonl", tmp_path / "in.jsonl")
    assert refused.refused == "file.line_unreadable"


def test_the_free_texts_of_a_record(own: Office, tmp_path: Path) -> None:
    form = "| survey |\n| | type | name | label |\n| | text | story | What was told |\n| | text | quote | In their words |\n"
    (tmp_path / "told.md").write_text(form + "| settings |\n| | form_id | version |\n| | told | 1 |\n", "utf-8")
    own.do("project", "publish", tmp_path / "told.md")
    (tmp_path / "answers").write_text(json.dumps({"story": NOTE.strip(), "quote": "Нас держали два часа"}), "utf-8")
    draft = own.do("record", "add", "--form", "told", "--answers", tmp_path / "answers")["id"]
    spans = own.do("privacy", "scan", "--record", draft)["spans"]
    assert [span["class"] for span in spans] == ["person_name", "phone", "exact_date"]
    assert {span["ref"] for span in spans} == {"/data/story"}
    assert own.run("privacy", "scan", "--record", "R-404").refused == "record.unknown"


def test_exactly_one_source_is_named(own: Office) -> None:
    assert own.say("privacy", "scan").code == 2
