"""`record add --attach`, `record show`, `record attachment`, and what a bundle says of files."""

import json
from pathlib import Path

import pytest

from tests.command import Office
from tests.unit.services.photos import FORM, PHOTO, file_of, picture


@pytest.fixture
def photos(own: Office, tmp_path: Path) -> Office:
    """An office that knows the questionnaire with photographs."""
    form = tmp_path / "photos.md"
    form.write_text(FORM, "utf-8")
    own.do("form", "import", form)
    (tmp_path / "answers.json").write_text(json.dumps({"/photos/story": "told"}), "utf-8")
    return own


def test_a_file_is_given_shown_and_written_out(photos: Office, tmp_path: Path) -> None:
    add = ("record", "add", "--form", "photos", "--answers", tmp_path / "answers.json", "--submit")
    assert photos.run(*add).refused == "answer.problems"
    record = photos.do(*add, "--attach", f"{PHOTO}={file_of(tmp_path)}")["id"]
    shown = photos.do("record", "show", record)
    [file] = shown["attachments"]
    assert (file["type"], file["here"]) == ("image/jpeg", True)
    assert file["name"] in [item["value"] for section in shown["sections"] for item in section["items"]]
    said = photos.say("record", "show", record)
    assert file["name"] in said.out.rpartition("Files")[2]

    out = tmp_path / "out.jpg"
    assert photos.do("record", "attachment", file["name"], "--out", out)["bytes"] == file["bytes"]
    assert out.stat().st_size == file["bytes"]
    assert b"MARKER" not in out.read_bytes()
    assert "not encrypted" in photos.say("record", "attachment", file["name"], "--out", tmp_path / "second.jpg").err
    assert photos.run("record", "attachment", file["name"], "--out", out).refused == "file.exists"
    assert photos.run("record", "attachment", "other.jpg", "--out", tmp_path / "x").refused == "attachment.unknown"
    assert photos.do("vault", "check")["ok"]


@pytest.mark.parametrize(
    ("ref", "data", "code"),
    [
        ("/photos/story", picture(), "attachment.not_asked"),
        (PHOTO, b"these are words", "media.wrong_kind"),
        (PHOTO, picture()[:300], "media.unreadable"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_no_record_is_kept(
    photos: Office, tmp_path: Path, ref: str, data: bytes, code: str
) -> None:
    add = ("record", "add", "--form", "photos", "--answers", tmp_path / "answers.json")
    assert photos.run(*add, "--attach", f"{ref}={file_of(tmp_path, data)}").refused == code
    assert photos.run(*add, "--attach", f"{ref}={tmp_path / 'absent.jpg'}").refused in (code, "file.missing")
    assert photos.run(*add, "--attach", "nothing").code == 2
    assert photos.do("record", "list")["records"] == []
    assert not (photos.vault / "blobs").exists() or not any((photos.vault / "blobs").iterdir())
