"""The archive: what it shows, what its own verifier notices without fieldkit, and what fieldkit notices."""

import json
import shutil
import subprocess
import sys
import unicodedata
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import canonical
from fieldkit.cli.archive_readme import text as readme
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import load
from fieldkit.paths import resources
from fieldkit.services import archiving
from tests.command import Office, Person
from tests.unit.services.photos import FORM, PHOTO, file_of

VERIFIER = resources() / "archive" / "verify.py"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two devices, three records: one accepted, one withdrawn, one of a monitor."""
    root = tmp_path_factory.mktemp("archive")
    office, monitor = Office(root / "office"), Person(root / "monitor")
    office.enrol(monitor, "M01", "monitor", root)
    for record in ("R-1", "R-2"):
        office.add(record)
    monitor.add("R-3")
    monitor.do("bundle", "write", "--out", root / "stick")
    office.do("bundle", "import", *(root / "stick").glob("*.fkb"))
    office.do("review", "accept", "R-1", "--reason", "Ясно")
    office.do("review", "withdraw", "R-2")
    assert office.do("export", "archive", "--out", root / "archive")["records"] == 3
    return root / "archive"


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    """The same, to be tampered with."""
    return Path(shutil.copytree(archive, tmp_path / "copy"))


def check(folder: Path, *more: str) -> tuple[int, str]:
    """The verifier in the folder itself, by an interpreter that cannot see fieldkit."""
    command = [sys.executable, "-I", "-c", ALONE, str(folder / "verify.py"), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd="/")
    assert done.stderr == ""
    return done.returncode, done.stdout


ALONE = """
import importlib.abc, runpy, sys
class Without(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {'fieldkit', 'msgspec', 'zstandard', 'pyrage', 'sqlcipher3'}:
            raise ImportError(name)
sys.meta_path.insert(0, Without())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')
"""


def logs_of(folder: Path) -> list[Path]:
    return sorted((folder / "logs").iterdir(), key=lambda path: -path.stat().st_size)


def change(path: Path, old: str, new: str) -> None:
    told = path.read_text("utf-8")
    assert old in told
    path.write_text(told.replace(old, new, 1), "utf-8")


def test_an_archive_holds_together_without_fieldkit(archive: Path) -> None:
    code, said = check(archive)
    assert (code, said.splitlines()[-1]) == (0, "Everything holds together.")
    assert "3 records" not in said  # one was withdrawn: its content is gone, its line stays
    assert "2 records" in said
    assert archiving.verify(archive).ok
    assert len(archiving.verify(archive).logs) == 2


def test_records_are_told_in_words(archive: Path) -> None:
    told = json.loads((archive / "records" / "R-1.json").read_text("utf-8"))
    assert (told["state"], told["events"][0]["note"], told["events"][0]["by"]) == ("accepted", "Ясно", "O1")
    (revision,) = told["revisions"]
    answers = [answer for section in revision["sections"] for answer in section["answers"]]
    assert len(answers) > 10
    assert all(answer["question"] and answer["answer"] for answer in answers)
    gone = json.loads((archive / "records" / "R-2.json").read_text("utf-8"))
    assert (gone["state"], gone["revisions"]) == ("withdrawn", [])


def test_readme_is_there_in_the_persons_language(archive: Path, tmp_path: Path) -> None:
    assert "NOT encrypted" in (archive / "README.txt").read_text("utf-8")
    assert readme(load("ru")) != readme(load("en"))


def test_another_project_key_is_noticed(archive: Path) -> None:
    key = json.loads((archive / "roster.json").read_bytes())["roster"]["project_key"]
    assert check(archive, "--project-key", key)[0] == 0
    assert check(archive, "--project-key", "00" + key[2:])[0] == 1


def test_files_of_answers_are_in_it_and_their_hashes_are_checked(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    form, answers, out = tmp_path / "photos.md", tmp_path / "answers.json", tmp_path / "out"
    form.write_text(FORM, "utf-8")
    answers.write_text("{}", "utf-8")
    office.do("form", "import", form)
    give = ("--attach", f"{PHOTO}={file_of(tmp_path)}", "--id", "R-1", "--submit")
    office.do("record", "add", "--form", "photos", "--answers", answers, *give)
    assert office.do("export", "archive", "--out", out)["attachments"] == 1
    [photo] = (out / "attachments" / "R-1").iterdir()
    [told] = office.do("record", "show", "R-1")["attachments"]
    assert (photo.name, photo.stat().st_size) == (told["name"], told["bytes"])
    assert check(out)[0] == 0
    photo.write_bytes(photo.read_bytes() + b"x")
    code, said = check(out)
    assert (code, "is not the file that was recorded" in said) == (1, True)
    photo.rename(photo.with_name("other.jpg"))
    assert "is not an attachment of these logs" in check(out)[1]


def drop_last(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))


def swap(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    path.write_bytes(b"".join(lines))


@pytest.mark.parametrize(
    ("name", "tamper", "noticed_by_fieldkit"),
    [
        ("an answer in a log", lambda folder: change(logs_of(folder)[0], '\\"value\\":\\"', '\\"value\\":\\"x'), True),
        ("a claimed time", lambda folder: change(logs_of(folder)[1], '"at":"2', '"at":"1'), True),
        ("the last line", lambda folder: drop_last(logs_of(folder)[0]), True),
        ("the order", lambda folder: swap(logs_of(folder)[0]), True),
        ("a head", lambda folder: change(logs_of(folder)[0], '"signature":"', '"signature":"0'), True),
        ("a role", lambda folder: change(folder / "roster.json", '"role":"monitor"', '"role":"officer"'), True),
        (
            "an answer in words",
            lambda folder: change(folder / "records" / "R-1.json", '"value": "', '"value": "x'),
            False,
        ),
        ("a record", lambda folder: (folder / "records" / "R-3.json").unlink(), False),
        (
            "a record's name",
            lambda folder: (folder / "records" / "R-3.json").rename(folder / "records" / "R-4.json"),
            False,
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_what_was_changed_is_noticed(copy: Path, name: str, tamper, noticed_by_fieldkit: bool) -> None:
    tamper(copy)
    code, said = check(copy)
    assert (code, "WRONG" in said) == (1, True), name
    if noticed_by_fieldkit:
        try:
            assert not archiving.verify(copy).ok
        except Refusal as refusal:
            assert refusal.code in {Code.ARCHIVE_NOT_ONE, Code.ARCHIVE_BAD_SIGNATURE}  # noqa: PT017  either will do


def test_what_is_no_archive_is_refused(tmp_path: Path, copy: Path) -> None:
    for folder, wanted in ((tmp_path / "none", Code.FILE_MISSING), (tmp_path, Code.ARCHIVE_NOT_ONE)):
        with pytest.raises(Refusal) as caught:
            archiving.verify(folder)
        assert caught.value.code is wanted
    (copy / "roster.json").unlink()
    assert check(copy)[0] == 2


def test_a_folder_with_something_in_it_is_left_alone(own_office: Office, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    assert own_office.run("export", "archive", "--out", tmp_path / "full").refused == "file.exists"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]
    said = own_office.say("log", "verify", tmp_path / "full")
    assert (said.code, "no archive" in said.err) == (1, True)


@pytest.fixture
def own_office(tmp_path: Path) -> Office:
    return Office(tmp_path / "own")


def test_a_person_without_a_vault_can_verify(archive: Path, tmp_path: Path, own_office: Office) -> None:
    said = own_office.say("log", "verify", archive)
    assert (said.code, said.out.splitlines()[-1]) == (0, "All logs hold together.")


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40).map(partial(unicodedata.normalize, "NFC"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_verifier_spells_values_as_fieldkit_does(value) -> None:
    spelt = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    assert 'separators=(",", ":")' in VERIFIER.read_text("utf-8")
    assert spelt == canonical.encode(value)


def test_only_a_project_has_an_archive(tmp_path: Path) -> None:
    alone = Person(tmp_path / "alone")
    assert alone.run("export", "archive", "--out", tmp_path / "out").refused == "project.missing"
