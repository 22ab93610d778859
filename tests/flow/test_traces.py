"""A whole session of two people leaves no word of a testimony, no passphrase and no key in the clear anywhere.

Neither below the homes, the settings, the temporary folders, the vaults and the stick, nor in what commands print that
have no reason to repeat it, nor in what the system shows of the importer's process.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import slots
from fieldkit.crypto.slots import SlotType
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from tests.command import DATA
from tests.flow.seized import Laptop
from tests.flow.traces import Sweep

TOLD = {
    "narrative": "Кварлитумбожский рассказ о том, как zyxquorbelwick взяли на посту.",
    "perceived_reason": "Сказали: хмурдоватенция, так быстрее.",
    "monitor_note": "Blorvexatundrick was said twice.",
    "contact_route": "через знакомую по слову ошмурглявица",
    "pay_as_told": "по шесть друмбельсотен",
}
LATER = TOLD["narrative"] + " Поправлено: зибрюхонтавр видел то же самое."
WORDS = (
    "Кварлитумбож",
    "zyxquorbelwick",
    "хмурдоватенц",
    "Blorvexatundrick",
    "ошмургляви",
    "друмбельсот",
    "зибрюхонтавр",
)
"""What no stemmer would shorten further."""
LEFT_OUT = "ошмургляви"
"""One of them, said as a way to reach somebody: the project keeps none."""
PHRASES = ("тройквандерп лежит под мостом", "никакой форзубильник не поможет", "другой глюпшандар для входа")
TITLE = "Мурзелькаванский проект"
SECRET = ("тройквандерп", "форзубильник", "глюпшандар", "Мурзелькаван")
"""Words of the passphrases, and of the title, which commands may print."""

PAPERS = """
| survey |
|        | type | name  | label | required |
|        | file | paper | Paper | yes      |
| settings |
|          | form_id | name   | form_title | version |
|          | papers  | papers | Papers     | 1       |
"""
"""A questionnaire that is answered by a document."""

AUTOSAVE = """
import os, signal, sys
from pathlib import Path
from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.recording import Recording
vault, draft, words, phrase = sys.argv[1], *sys.argv[2:4], os.environ["FIELDKIT_PASSPHRASE"]
workspace = vaults.unlock(VaultFiles(Path(vault)), phrase, SystemClock(), floor=vaults.TEST_COST)
recording = Recording(workspace)
form = recording.resume(draft)
for length in range(1, len(words) + 1, 7):
    form.set("/data/account/narrative", words[:length])
    recording.save(draft, form.draft())
form.set("/data/account/narrative", words)
recording.save(draft, form.draft())
print("saved", flush=True)
sys.stdin.read()
"""


@dataclass
class Session:
    """What two people did, and all that they left."""

    monitor: Laptop
    office: Laptop
    stick: Path
    report: str
    shown: str
    """What `record show` printed in the office: the proof that there was something to leak."""

    @property
    def folders(self) -> tuple[Path, ...]:
        return self.monitor.folder, self.office.folder, self.stick


def said(told: dict[str, str]) -> str:
    """The answers of a long interview as JSON, with these words."""
    document = json.loads((DATA / "long_interview.json").read_text(encoding="utf-8"))
    for group in ("account", "remedy"):
        document[group] |= {name: words for name, words in told.items() if name in document[group]}
    document["payment"][0]["pay_as_told"] = told["pay_as_told"]
    return json.dumps(document, ensure_ascii=False)


def sweep(*laptops: Laptop) -> Sweep:
    """Everything that must be nowhere, the keys of the vaults included."""
    return Sweep((*WORDS, *SECRET), [key for laptop in laptops for key in keys(laptop)])


def keys(laptop: Laptop) -> Iterator[bytes]:
    """The secrets of a vault: the key of its database, and those that it holds."""
    files = VaultFiles(laptop.vault)
    file = slots.decode(files.slots_a.read_bytes())
    yield slots.unlock(file, SlotType.PASSPHRASE, laptop.passphrase, vaults.TEST_COST).database()[:32]
    with vaults.unlock(files, laptop.passphrase, SystemClock(), floor=vaults.TEST_COST) as workspace:
        identity = workspace.identity
        yield identity.sign_seed
        yield identity.age_identity.encode()
        seed = workspace.store.keyring.project_seed()
        if seed is not None:
            yield seed


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Everything that two people do in a day."""
    folder = tmp_path_factory.mktemp("session")
    monitor, office = Laptop(folder / "monitor", PHRASES[0]), Laptop(folder / "office", PHRASES[1])
    stick = folder / "stick"
    stick.mkdir()
    nowhere = Sweep((*WORDS, *SECRET[:3]))

    def quiet(laptop: Laptop, *arguments: object, code: int = 0, **named: str) -> str:
        """A command that prints nothing of what it was told."""
        done = laptop.run(*arguments, **named)
        assert done.code == code, done.err
        assert nowhere.in_text(done.out + done.err) == [], arguments
        return done.out

    def made(laptop: Laptop, *arguments: object, **named: str) -> Any:
        return json.loads(quiet(laptop, "--json", *arguments, **named))

    for laptop in (monitor, office):
        quiet(laptop, "vault", "create")
    quiet(office, "project", "create", "--title", TITLE, "--code", "O1")
    quiet(monitor, "project", "enrol-request", "--code", "M1", "--out", stick / "M1.request")
    quiet(office, "project", "enrol", stick / "M1.request", "--role", "monitor", "--out", stick / "M1.answer", "--yes")
    quiet(monitor, "project", "join", stick / "M1.answer")

    draft = made(monitor, "record", "add", "--form", "interview", "--answers", "/dev/stdin", given=said(TOLD))["id"]
    quiet(monitor, "record", "list", passphrase=PHRASES[1], code=1)
    whole = json.loads(said(TOLD))
    for wrong in (
        *(json.dumps(whole | changed) for changed in ({"event_date": WORDS[0]}, {"site": WORDS[1]}, {WORDS[2]: "yes"})),
        said(TOLD)[:-3],
    ):
        quiet(monitor, "record", "add", "--form", "interview", "--answers", "/dev/stdin", given=wrong, code=1)

    record = made(monitor, "record", "submit", draft)["id"]
    amended = made(monitor, "record", "amend", record)["id"]
    with monitor.start(AUTOSAVE, amended, LATER) as typing:
        assert typing.stdout is not None
        assert typing.stdout.readline() == "saved\n"
        quiet(monitor, "record", "submit", amended, code=1)  # the vault is open in the other process
        assert sweep_of_open(monitor) == []
        typing.kill()
    quiet(monitor, "record", "submit", amended)
    quiet(monitor, "record", "list")
    quiet(monitor, "record", "history", record)
    assert record in quiet(monitor, "search", "кварлитумбожского")
    assert record in quiet(monitor, "search", "зибрюхонтавры")

    camera = folder / "camera"  # somebody else's: what lies there in the clear is not ours
    camera.mkdir()
    paper, form = camera / "Blorvexatundrick.txt", camera / "papers.md"
    paper.write_text(LATER * 2_000, "utf-8")
    form.write_text(PAPERS, "utf-8")
    quiet(monitor, "form", "import", form)
    give = ("--answers", "/dev/stdin", "--attach", f"/papers/paper={paper}")
    thrown_away = made(monitor, "record", "add", "--form", "papers", *give, given="{}")["id"]
    quiet(monitor, "record", "show", thrown_away)
    given = made(monitor, "record", "add", "--form", "papers", "--submit", *give, given="{}")["id"]

    file = made(monitor, "bundle", "write", "--out", stick)["files"][0]
    quiet(office, "bundle", "inspect", file)
    assert made(office, "bundle", "import", file)["attachments"] == 1
    [attached] = made(office, "record", "show", given)["attachments"]
    quiet(office, "record", "attachment", attached["name"], "--out", camera / "copy.txt")
    assert (camera / "copy.txt").read_bytes() == paper.read_bytes()
    quiet(monitor, "vault", "backup", "--out", stick / "backup")
    assert made(office, "bundle", "import", file)["new"] == 0
    shown = office.run("record", "show", record).out
    quiet(office, "review", "accept", record)
    quiet(office, "stats")
    quiet(office, "stats", "--json", "--level", "public")
    report = office.folder / "home" / "report.pdf"
    quiet(office, "report", "pdf", "--kind", "summary", "--lang", "ru", "--out", report)
    printed = subprocess.run(["pdftotext", report, "-"], capture_output=True, text=True, check=True).stdout
    quiet(office, "log", "verify")
    quiet(monitor, "vault", "passphrase", "--new-passphrase-file", "/dev/stdin", given=PHRASES[2] + "\n")
    monitor.passphrase = PHRASES[2]
    quiet(monitor, "vault", "check")
    quiet(monitor, "vault", "info")
    return Session(monitor, office, stick, printed, shown)


def sweep_of_open(laptop: Laptop) -> list[str]:
    """What is found while the vault is open and its write-ahead log is full."""
    assert (laptop.vault / "store.db-wal").stat().st_size > 0
    return Sweep((*WORDS, *SECRET)).below(laptop.folder)


@pytest.mark.slow
def test_the_session_held_the_testimony(session: Session) -> None:
    kept = Sweep(WORDS).in_text(session.shown)
    assert {name.partition(",")[0] for name in kept} == set(WORDS) - {LEFT_OUT}


def test_no_word_passphrase_or_key_is_left_in_any_file(session: Session) -> None:
    assert sweep(session.monitor, session.office).below(*session.folders) == []


def test_the_report_quotes_nobody_who_did_not_agree(session: Session) -> None:
    assert len(session.report) > 1000
    assert Sweep(WORDS).in_text(session.report) == []


def test_the_importer_gets_neither_words_nor_passphrase(session: Session) -> None:
    assert session.office.importers
    nowhere = sweep(session.monitor, session.office)
    for shown in session.office.importers:
        assert nowhere.in_bytes(shown) == []
        assert b"FIELDKIT" not in shown
        assert str(session.office.folder).encode() not in shown


def test_commands_write_where_they_were_asked_to_and_nowhere_else(session: Session) -> None:
    for laptop in (session.monitor, session.office):
        home, camera = laptop.folder / "home", session.stick.with_name("camera")
        allowed = (laptop.vault, session.stick, home / "report.pdf", camera)
        written = laptop.written - {Path(os.devnull)}
        assert written
        for path in written:
            asked = any(path.is_relative_to(place) for place in allowed)
            assert asked or (path.parent == home and path.suffix == ".part"), path
        for empty in ("tmp", "config", "cache", "state", "run"):
            assert list((laptop.folder / empty).iterdir()) == []
        names = sorted(path.name for path in laptop.vault.iterdir())
        assert names == [
            ".metadata_never_index",
            ".nomedia",
            "backups",
            "blobs",
            "lock",
            "slots.a",
            "slots.b",
            "store.db",
        ]
        assert {path.suffix for path in (laptop.vault / "backups").iterdir()} == {".db"}


@pytest.mark.parametrize("spelt", ["plain", "upper", "utf-16", "hex", "base64", "json", "name", "sqlite"])
def test_a_trace_would_be_found(tmp_path: Path, spelt: str) -> None:
    words = TOLD["narrative"]
    place = tmp_path / "deep" / "down"
    place.mkdir(parents=True)
    (place / "honest").write_bytes(os.urandom(100_000))
    assert Sweep(WORDS).below(tmp_path) == []
    match spelt:
        case "plain":
            (place / "x").write_text("..." + words, encoding="utf-8")
        case "upper":
            (place / "x").write_text(words.upper(), encoding="utf-8")
        case "utf-16":
            (place / "x").write_text(words, encoding="utf-16-be")
        case "hex":
            (place / "x").write_text(words.encode().hex())
        case "base64":
            coded = subprocess.run(["base64", "-w0"], input=("ab" + words).encode(), capture_output=True, check=True)
            (place / "x").write_bytes(coded.stdout)
        case "json":
            (place / "x").write_text(json.dumps({"narrative": words}))
        case "name":
            (place / f"{words}.txt").touch()
        case "sqlite":
            with sqlite3.connect(place / "x") as plain:
                plain.execute("CREATE TABLE record (words)")
                plain.execute("INSERT INTO record VALUES (?)", (words,))
            plain.close()
    found = Sweep(WORDS).below(tmp_path)
    assert any("Кварлитумбож" in line for line in found)
    assert any("zyxquorbelwick" in line for line in found)
    shutil.rmtree(place)
    assert Sweep(WORDS).below(tmp_path) == []
