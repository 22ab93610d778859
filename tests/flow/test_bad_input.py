"""Everything that goes wrong in the field is refused with a coded sentence and exit code 1, and changes nothing."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.crypto import sealing
from fieldkit.domain.people import SignedRoster
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.services.workspace import Workspace
from tests.command import ANSWERS, Done, Office, Person, opened, run
from tests.flow.hardships import (
    can_mount,
    contents,
    held_open,
    read_only,
    small_disk,
    unprivileged,
    with_small_files,
)

ADD = ("record", "add", "--form", "interview_short", "--answers")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vaults of an officer and a monitor with one record each, and the monitor's bundle."""
    folder = tmp_path_factory.mktemp("base")
    office, monitor = Office(folder / "office"), Person(folder / "monitor")
    office.enrol(monitor, "M1", "monitor", folder)
    office.add("O-1")
    monitor.add("M-1")
    (folder / "stick").mkdir()
    monitor.do("bundle", "write", "--out", folder / "stick")
    return folder


@pytest.fixture
def office(base: Path, tmp_path: Path) -> Iterator[Office]:
    """The officer's vault, of which the test must leave the content as it was."""
    shutil.copytree(base / "office", tmp_path / "office")
    office = object.__new__(Office)
    office.vault = tmp_path / "office"
    before = contents(office.vault)
    yield office
    assert contents(office.vault) == before


@pytest.fixture
def bundle(base: Path) -> Path:
    [path] = (base / "stick").glob("*.fkb")
    return path


def refused_file(done: Done) -> str:
    """The code of the one file that an import refused, told in words as well."""
    [item] = done.json["refused"]
    assert done.code == 1
    assert item["what"] in done.err
    assert done.err.rstrip().endswith((".", ")"))
    assert "Traceback" not in done.err
    return str(item["code"])


def answers(folder: Path, **changed: object) -> Path:
    """The sample answers with some places or dates changed."""
    document = json.loads(ANSWERS.read_text(encoding="utf-8"))
    document["person"] |= changed
    path = folder / "answers.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def fill(filler: Path) -> None:
    """Use up the disk to the last byte."""
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


def test_a_wrong_passphrase(office: Office) -> None:
    assert office.run(*ADD, ANSWERS, phrase="words that nobody chose").refused == "vault.wrong_passphrase"


def test_a_vault_that_is_open_already(office: Office) -> None:
    with held_open(office.vault):
        assert office.run(*ADD, ANSWERS, "--submit").refused == "vault.in_use"


def test_a_folder_that_is_read_only(office: Office) -> None:
    with read_only(office.vault):
        done = unprivileged("--vault", office.vault, "--json", *ADD, ANSWERS, "--submit")
    assert done.refused == "vault.read_only"


def test_a_file_that_may_not_grow(office: Office) -> None:
    done = with_small_files(20_000, "--vault", office.vault, "--json", *ADD, ANSWERS, "--submit")
    assert done.refused in {"vault.disk_error", "vault.disk_full"}


@pytest.mark.parametrize("size", ["6m", "8m"] if can_mount() else [])
def test_a_full_disk(base: Path, tmp_path: Path, size: str) -> None:
    with small_disk(tmp_path / "disk", size):
        vault = tmp_path / "disk" / "vault"
        shutil.copytree(base / "office", vault)
        before = contents(vault)
        fill(tmp_path / "disk" / "filler")
        assert run("--vault", vault, "--json", *ADD, ANSWERS, "--submit").refused == "vault.disk_full"
        (tmp_path / "disk" / "filler").unlink()
        assert contents(vault) == before
        assert run("--vault", vault, "--json", *ADD, ANSWERS, "--submit").code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xlsx", b"Dear officer,"),
        ("letter.xml", b"<letter/>"),
        ("letter.docx", b"PK\3\4"),
        ("x.md", b"\xff\xfe"),
    ],
)
def test_a_file_that_is_no_form(office: Office, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert office.run("form", "import", tmp_path / name).refused.startswith("form.")


def test_an_answer_that_breaks_its_constraint(office: Office, tmp_path: Path) -> None:
    path = answers(tmp_path, event_date="2999-01-01")
    assert office.run(*ADD, path, "--submit").refused == "answer.problems"


def test_an_answer_of_the_wrong_type(office: Office, tmp_path: Path) -> None:
    assert office.run(*ADD, answers(tmp_path, event_date="yesterday")).refused == "answer.wrong_type"


def test_an_unknown_site(office: Office, tmp_path: Path) -> None:
    assert office.run(*ADD, answers(tmp_path, site="atlantis")).refused == "site.unknown"
    assert office.run("stats", "--site", "atlantis").refused == "site.unknown"


def test_an_unknown_question(office: Office, tmp_path: Path) -> None:
    assert office.run(*ADD, answers(tmp_path, shoe_size="43")).refused == "answer.unknown_question"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000])
def test_answers_that_are_no_json_object(office: Office, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "answers.json").write_bytes(content)
    assert office.run(*ADD, tmp_path / "answers.json").refused == "answers.unreadable"


def test_a_missing_file(office: Office, tmp_path: Path) -> None:
    assert office.run(*ADD, tmp_path / "nothing.json").refused == "file.missing"
    assert office.run("form", "import", tmp_path / "nothing.xlsx").refused == "file.missing"
    assert office.run("bundle", "inspect", tmp_path / "nothing.fkb").refused == "file.missing"
    assert refused_file(office.run("bundle", "import", tmp_path / "nothing.fkb")) == "file.missing"
    assert office.run(*ADD, tmp_path).refused == "file.unreadable"


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99])
def test_a_bundle_that_was_cut(office: Office, bundle: Path, tmp_path: Path, kept: float) -> None:
    whole = bundle.read_bytes()
    cut = tmp_path / "cut.fkb"
    cut.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
    assert refused_file(office.run("bundle", "import", cut)) in {"bundle.damaged", "bundle.not_a_bundle"}


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.95])
def test_a_bundle_with_a_flipped_bit(office: Office, bundle: Path, tmp_path: Path, place: float) -> None:
    data = bytearray(bundle.read_bytes())
    data[int(len(data) * place)] ^= 1
    changed = tmp_path / "changed.fkb"
    changed.write_bytes(data)
    assert refused_file(office.run("bundle", "import", changed)) in {
        "bundle.damaged",
        "bundle.not_a_bundle",
        "bundle.not_for_you",
    }
    assert office.run("bundle", "inspect", changed).code == 1


def test_a_bundle_for_somebody_else(base: Path, bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(base / "monitor", tmp_path / "monitor")
    before = contents(tmp_path / "monitor")
    done = run("--vault", tmp_path / "monitor", "--json", "bundle", "import", bundle)
    assert refused_file(done) == "bundle.not_for_you"
    assert contents(tmp_path / "monitor") == before


def test_a_bundle_imported_twice(base: Path, bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(base / "office", tmp_path / "office")
    first = run("--vault", tmp_path / "office", "--json", "bundle", "import", bundle)
    assert (first.code, first.json["new"]) == (0, 1)
    before = contents(tmp_path / "office")
    again = run("--vault", tmp_path / "office", "--json", "bundle", "import", bundle)
    assert (again.code, again.json["new"], again.json["updated"], again.json["refused"]) == (0, 0, 0, [])
    assert again.json["identical"] >= 1
    assert contents(tmp_path / "office") == before


def sealed_by(sender: Workspace, roster: SignedRoster, reader: str) -> bytes:
    """A bundle with all of the sender's own log under that roster."""
    mine, store = sender.identity, sender.store
    head = store.log.head(mine.device, mine.epoch)
    assert head is not None
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=head.head, number=1)
    shipment = Shipment(roster=roster, logs=(LogHeading(head=head),))
    return packing.pack(shipment, store.log.lines(mine.device, mine.epoch), who, (reader,), SteppingClock()).sealed


@pytest.fixture
def stranger(tmp_path: Path) -> Person:
    """An officer of another project, who has got hold of our reader's address."""
    stranger = Office(tmp_path / "stranger", "Another project")
    stranger.add("X-1")
    return stranger


def bundle_of(stranger: Person, roster_of: Person, office: Office, path: Path) -> Path:
    """A bundle of somebody whom nobody enrolled, for our office, that passes off a roster as theirs."""
    with opened(office.vault) as workspace:
        reader = sealing.recipient_of(workspace.identity.age_identity)
    with opened(roster_of.vault) as workspace:
        roster = workspace.store.people.roster()
        assert roster is not None
    with opened(stranger.vault) as workspace:
        path.write_bytes(sealed_by(workspace, roster, reader))
    return path


def test_a_bundle_of_another_project(office: Office, stranger: Person, tmp_path: Path) -> None:
    theirs = bundle_of(stranger, stranger, office, tmp_path / "theirs.fkb")
    assert refused_file(office.run("bundle", "import", theirs)) == "bundle.other_project"


def test_a_bundle_of_a_stranger_is_kept_apart_and_can_be_discarded(
    office: Office, stranger: Person, tmp_path: Path
) -> None:
    theirs = bundle_of(stranger, office, office, tmp_path / "theirs.fkb")
    done = office.run("bundle", "import", theirs)
    assert (done.json["new"], done.json["refused"], len(done.json["kept"])) == (0, [], 1)
    assert office.run("bundle", "discard", "--all").json == {"discarded": 1}


def test_a_report_that_cannot_be_written(office: Office, tmp_path: Path) -> None:
    for out in (tmp_path / "no folder" / "report.pdf", tmp_path):
        refused = office.run("report", "pdf", "--kind", "summary", "--out", out).refused
        assert refused == "file.cannot_write"
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("largest", "command"),
    [(33_000, ("report", "pdf", "--kind", "summary", "--lang", "ru")), (5_000, ("form", "export", "visit"))],
)
def test_a_file_that_does_not_fit_leaves_nothing(
    office: Office, tmp_path: Path, largest: int, command: tuple[str, ...]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    done = with_small_files(largest, "--vault", office.vault, "--json", *command, "--out", stick / "file")
    assert done.refused == "file.full"
    assert list(stick.iterdir()) == []
