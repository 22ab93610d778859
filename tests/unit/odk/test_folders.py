"""What is found in folders, and what is written into them."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import odk_folders
from fieldkit.exchange.odk_storage import folder_title, new_storage


def put(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return root


def found(root):
    result = odk_folders.search(root)
    return {(each.path / each.document).relative_to(root).as_posix(): each.attachments for each in result.instances}, [
        path.relative_to(root).as_posix() for path in result.forms
    ]


def refused(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


BRIEFCASE = (
    "forms/Title/Title.xml",
    "forms/Title/Title-media/list.csv",
    "forms/Title/instances/uuid1/submission.xml",
    "forms/Title/instances/uuid1/photo.jpg",
    "forms/Title/instances/uuid2/submission.xml",
    "forms/Title/instances/uuid2/submission.xml.enc",
    "forms/Title/instances/uuid2/photo.jpg.enc",
)


def test_briefcase(tmp_path):
    put(tmp_path / "Storage", *BRIEFCASE)
    instances = {"uuid1/submission.xml": 1, "uuid2/submission.xml": 1}
    for inner in ("Storage", "Storage/forms", "Storage/forms/Title", "Storage/forms/Title/instances", "."):
        root = (tmp_path / inner).resolve()
        documents, forms = found(root)
        assert {name.rpartition("instances/")[2]: files for name, files in documents.items()} == instances
        assert [name.rpartition("/")[2] for name in forms] == ([] if inner.endswith("instances") else ["Title.xml"])


def test_collect(tmp_path):
    root = put(
        tmp_path,
        "forms/Title.xml",
        "forms/Title-media/list.xml",
        "instances/Title_1/Title_1.xml",
        "instances/Title_1/1.jpg",
        "instances/Title_2/Title_2.xml",
        "instances/Title_2/submission.xml",
        "instances/Title_2/submission.xml.enc",
        "instances/Title_3/renamed.xml",
        "metadata/instances.db",
    )
    (root / "instances" / "empty").mkdir()
    documents, forms = found(root)
    assert documents == {
        "instances/Title_1/Title_1.xml": 1,
        "instances/Title_2/Title_2.xml": 0,
        "instances/Title_3/renamed.xml": 0,
    }
    assert "forms/Title.xml" in forms


def test_a_folder_that_could_be_anything_is_reported_and_not_guessed(tmp_path):
    put(tmp_path, "instances/a/one.xml", "instances/a/two.xml", "instances/b/photo.jpg")
    assert [each.document for each in odk_folders.search(tmp_path).instances] == ["", ""]


def test_where_nothing_is_to_be_found(tmp_path):
    assert refused(odk_folders.search, tmp_path) is Code.ODK_NOTHING_FOUND
    assert refused(odk_folders.search, tmp_path / "absent") is Code.FILE_MISSING
    put(tmp_path, "notes/a.xml", "forms/Title.xml")
    assert refused(odk_folders.search, tmp_path) is Code.ODK_NOTHING_FOUND
    assert refused(odk_folders.search, tmp_path / "notes/a.xml") is Code.FILE_UNREADABLE


def test_links_and_pipes_are_passed_over(tmp_path):
    put(tmp_path / "elsewhere", "instances/a/submission.xml")
    root = put(tmp_path / "odk", "instances/b/submission.xml")
    (root / "instances" / "a").symlink_to(tmp_path / "elsewhere/instances/a")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "instances" / "b" / "pipe")
    assert found(root)[0] == {"instances/b/submission.xml": 0}
    (root / "instances" / "c").mkdir()
    os.mkfifo(root / "instances" / "c" / "submission.xml")
    assert "instances/c/submission.xml" not in found(root)[0]
    assert refused(odk_folders.read, root / "instances" / "c" / "submission.xml", 10) is Code.FILE_UNREADABLE


def test_a_file_is_read_up_to_its_limit(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 10)
    assert odk_folders.read(path, 10) == b"x" * 10
    assert refused(odk_folders.read, path, 9) is Code.ODK_TOO_LARGE
    assert refused(odk_folders.read, tmp_path / "absent", 9) is Code.FILE_MISSING
    assert refused(odk_folders.read, tmp_path, 9) is Code.FILE_UNREADABLE


def test_too_many_folders_and_too_deep_ones(tmp_path, monkeypatch):
    put(tmp_path, "/".join(["deep"] * 12) + "/submission.xml", "instances/a/submission.xml")
    assert found(tmp_path)[0] == {"instances/a/submission.xml": 0}
    monkeypatch.setattr(odk_folders, "MOST_FOLDERS", 5)
    assert refused(odk_folders.search, tmp_path) is Code.ODK_TOO_LARGE


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Encrypted Form", "Encrypted Form"),
        ("Site visit / Посещение", "Site visit _ Посещение"),
        ("  a\tb\n", "a b"),
        ("../../etc", "______etc"),
        ("a:b*c?d.", "a_b_c_d_"),
    ],
)
def test_titles_as_briefcase_spells_them(title, expected):
    assert folder_title(title) == expected


@given(st.text(max_size=120))
def test_any_title_is_a_plain_name(title):
    name = folder_title(title)
    assert not set(name) & set("/\\:\0.")
    assert name == name.strip()
    assert len(name) <= 100


def test_forms_of_one_title_do_not_mix(tmp_path):
    with new_storage(tmp_path / "out", SystemClock()) as storage:
        for form, title in (("one", "Title"), ("two", "TITLE"), ("three", "title"), ("four", "")):
            storage.add_form(form, title, form.encode())
            storage.add_submission(form, "uuid:1-2", "record", b"<x/>")
            storage.add_submission(form, "../../odd", "odd-record", b"<y/>")
    assert {path.name: next(path.glob("*.xml")).read_text() for path in (tmp_path / "out/forms").iterdir()} == {
        "Title": "one",
        "TITLE 2": "two",
        "title 3": "three",
        "four": "four",
    }
    assert sorted(path.name for path in (tmp_path / "out/forms/Title/instances").iterdir()) == ["odd-record", "uuid1-2"]


def test_after_a_failure_nothing_is_left(tmp_path):
    with pytest.raises(KeyError), new_storage(tmp_path / "out", SystemClock()) as storage:
        _write_half(storage)
    assert list(tmp_path.iterdir()) == []


def _write_half(storage):
    storage.add_form("one", "Title", b"<x/>")
    storage.add_submission("another", "uuid:1", "record", b"<x/>")


def test_nobody_else_may_look_into_the_folder(tmp_path):
    with new_storage(tmp_path / "out", SystemClock()) as storage:
        storage.add_form("one", "Title", b"<x/>")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert (tmp_path / "out/forms/Title/Title.xml").stat().st_mode & 0o077 == 0
