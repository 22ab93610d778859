"""The table "What a seizure surrenders" of SECURITY.md: each of its rows is built, and both columns are looked at.

A row that comes or goes needs a check here, and so does every file of a vault's folder and every table of its store.
"""

import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import recovery
from fieldkit.crypto.kdf import FIELD_COST
from fieldkit.domain.consent import Use
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import destroying, helping, rotating, vaults
from fieldkit.services.cards import Cards
from fieldkit.services.recording import Recording
from tests import runners
from tests.command import PHRASE, Office, Person, opened, run
from tests.flow import emptied, talk
from tests.flow.team import dump
from tests.flow.traces import Sweep
from tests.rules.tree import ROOT
from tests.soak import working

CLOCK, CHEAP = SystemClock(), vaults.TEST_COST
NEW_PHRASE = "другие пять слов для входа в хранилище"
TOLD = "Кварлитумбожский рассказ zyxquorbelwick"
OTHERS = "Ошмурглявица видела blorvexatundrick"
LATER = "Зибрюхонтавр сказал хмурдоватенция"
TITLE = "Мурзелькаванский проект"
WORDS = ("Кварлитумбож", "zyxquorbelwick", "Ошмурглявица", "blorvexatundrick", "Зибрюхонтавр", "Мурзелькаван")
OFF, OPEN, OFFICE, STICK = (
    "Laptop switched off, or fieldkit ended",
    "fieldkit open, or the passphrase given away under pressure",
    "Laptop of a supervisor, officer or analyst, open",
    "USB stick",
)

FILES = {
    "slots_a": OFF,
    "slots_b": OFF,
    "store": OFF,
    "unfinished": "Laptop after `vault destroy`",
    "next_store": "Vault after `vault rotate`, with the old recovery code or old slots",
    "rotating": "Vault after `vault rotate`, with the old recovery code or old slots",
    "signs": OFF,
    "lock": "fieldkit locked",
    "backups": OFF,
    "blobs": OFF,
}
"""Files of a vault's folder, and the row that covers them."""
TABLES = {
    "keyring": OFFICE,
    "roster": OPEN,
    **dict.fromkeys(("setting", "entry", "head", "draft", "instrument", "withdrawal", "revision", "record"), OPEN),
    **dict.fromkeys(("closed_use", "product", "product_part", "product_table", "pending_card"), OPEN),
    **dict.fromkeys(("arrival", "gap", "waypoint"), OPEN),
    "waiting": OFFICE,
    **dict.fromkeys(("facet", "record_facet", "facet_count"), OPEN),
    **dict.fromkeys(("facts", "search", "publication", "quarantine", "attachment", "joined", "stub"), OPEN),
}
"""Tables of the store, and the row that tells who reads them."""


@dataclass
class Project:
    """An officer, two monitors, what they carry; the first monitor is the one who is searched."""

    office: Office
    monitor: Person
    other: Person
    papers: Path
    stick: Path
    record: str
    others: str
    later: str
    """The first monitor's record that was not handed over."""

    @property
    def files(self) -> VaultFiles:
        return VaultFiles(self.monitor.vault)

    def copy(self, place: Path) -> VaultFiles:
        """The first monitor's vault, to do to it what is done."""
        return VaultFiles(Path(shutil.copytree(self.monitor.vault, place / "vault")))

    def secrets(self) -> Sweep:
        """Words, ids and keys that nobody may find."""
        ids, keys = [TITLE, self.record, self.others, self.later], []
        for person in (self.office, self.monitor, self.other):
            with opened(person.vault) as workspace:
                ids += [workspace.identity.device, workspace.identity.epoch]
                keys += [workspace.identity.sign_seed, workspace.identity.age_identity.encode()]
                roster = workspace.require_roster()
        ids += [device.recipient for device in roster.devices] + [device.sign_key for device in roster.devices]
        return Sweep((*WORDS, *ids), keys)


def say(person: Person, words: str, *, submit: bool = True) -> str:
    with opened(person.vault) as workspace:
        return Recording(workspace).add(working.FORM, working.answers(words), submit=submit).id


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("threats")
    stick, papers = folder / "stick", folder / "papers"
    papers.mkdir()
    office = Office(folder / "office", TITLE)
    monitor, other = Person(folder / "monitor"), Person(folder / "other")
    office.enrol(monitor, "M1", "monitor", papers)
    office.enrol(other, "M2", "monitor", papers)
    monitor.do("vault", "escrow")
    record, others = say(monitor, TOLD), say(other, OTHERS)
    for person in (monitor, other):
        office.do("bundle", "import", *person.do("bundle", "write", "--out", stick)["files"])
    later = say(monitor, LATER)
    say(monitor, LATER, submit=False)
    return Project(office, monitor, other, papers, stick, record, others, later)


def shown(vault: Path) -> str:
    """Everything that an open vault tells."""
    with opened(vault) as workspace:
        lines = [line.body.content.decode() for line in workspace.store.log.all_lines() if line.body]
        return repr((dump(workspace), workspace.store.drafts.all(), lines))


def nothing_in(project: Project, *folders: Path) -> None:
    assert project.secrets().below(*folders) == []


def check_off(project: Project, place: Path) -> None:
    files = project.copy(place)
    told = json.loads(run("vault", "info", "--vault", files.folder, "--json", phrase=None).out)
    assert {"passphrase", "recovery"} <= set(told["slots"])
    assert any("escrow" in slot or "officer" in slot for slot in told["slots"])
    assert files.store.stat().st_size == told["store_bytes"]
    assert FIELD_COST.m == 256 * 1024
    for maker in (vaults.unlock, vaults.change_passphrase, rotating.rotate):
        assert FIELD_COST in {each.default for each in inspect.signature(maker).parameters.values()}
    nothing_in(project, files.folder)


def check_locked(project: Project, place: Path) -> None:
    files = project.copy(place)
    command = [sys.executable, "-c", _LOCKS, str(files.folder), str(place / "flag")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=runners.ROOT, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(PHRASE.encode() + b"\n")
        assert process.stdout.readline() == b"open\n"
        assert {word for word in WORDS if word.encode() in _memory(process.pid)} >= {"Кварлитумбож", "zyxquorbelwick"}
        process.stdin.write(b"lock\n")
        assert process.stdout.readline() == b"locked\n"
        held = _memory(process.pid)
        assert [word for word in (*WORDS, PHRASE) for way in ("utf-8", "utf-16-le") if word.encode(way) in held] == []
    nothing_in(project, files.folder)


_LOCKS = """
import sys
from pathlib import Path
from fieldkit.gui.locking import replace_process
vault, flag = Path(sys.argv[1]), Path(sys.argv[2])
if flag.exists():
    print("locked", flush=True)
    sys.stdin.buffer.raw.read(1)
else:
    flag.touch()
    from fieldkit.clock import SystemClock
    from fieldkit.paths import VaultFiles
    from fieldkit.services import vaults
    phrase = sys.stdin.buffer.raw.read(200).decode().strip()
    workspace = vaults.unlock(VaultFiles(vault), phrase, SystemClock(), floor=vaults.TEST_COST)
    held = [line.body.content.decode() for line in workspace.store.log.all_lines() if line.body]
    print("open", flush=True)
    sys.stdin.buffer.raw.read(5)
    workspace.close()
    replace_process()
"""


def _memory(process: int) -> bytes:
    """What is in the memory of a process, as somebody outside of it reads it."""
    found = []
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(each, 16) for each in span.split("-"))
                try:
                    memory.seek(start)
                    found.append(memory.read(end - start))
                except OSError:
                    continue
    return b"\n".join(found)


def check_open(project: Project, place: Path) -> None:
    told = shown(project.monitor.vault)
    assert {TOLD, LATER} <= {words for words in (TOLD, LATER, OTHERS) if words in told}
    with opened(project.monitor.vault) as workspace:
        assert {"O1", "M1"} <= {member.code for member in workspace.require_roster().members}
        assert workspace.identity.sign_seed
        assert workspace.store.drafts.count() == 1
        assert workspace.store.records.row(project.others) is None
    assert OTHERS not in told


def check_destroyed(project: Project, place: Path) -> None:
    files = project.copy(place)
    slots = place / "same blocks"
    slots.hardlink_to(files.slots_a)
    store = Path(shutil.copy(files.store, place / "store"))
    copy = VaultFiles(Path(shutil.copytree(files.folder, place / "image")))
    destroying.destroy(files)
    assert not files.folder.exists()
    assert set(slots.read_bytes()) == {0}
    Person(files.folder)  # somebody else's keys open no store that was left
    shutil.copy(store, files.store)
    with pytest.raises(Refusal):
        opened(files.folder)
    opened(copy.folder).close()  # an image from before


def check_rotated(project: Project, place: Path) -> None:
    files = project.copy(place)
    image = Path(shutil.copytree(files.folder, place / "image"))
    rotating.rotate(files, PHRASE, CLOCK, cost=CHEAP)
    with pytest.raises(Refusal) as caught:
        vaults.unlock_with_recovery(files, project.monitor.recovery_code, CLOCK)
    assert caught.value.code is Code.VAULT_WRONG_RECOVERY_CODE
    for name in ("slots.a", "slots.b"):
        shutil.copy(image / name, files.folder / name)
    with pytest.raises(Refusal) as caught:
        opened(files.folder)
    assert caught.value.code is Code.VAULT_STORE_DAMAGED
    nothing_in(project, files.folder)
    vaults.unlock_with_recovery(VaultFiles(image), project.monitor.recovery_code, CLOCK).close()


def check_office(project: Project, place: Path) -> None:
    told = shown(project.office.vault)
    assert TOLD in told
    assert OTHERS in told
    assert LATER not in told
    with opened(project.office.vault) as office, opened(project.monitor.vault) as monitor:
        assert office.store.keyring.project_seed()
        assert monitor.store.keyring.project_seed() is None
    files = project.copy(place)
    with opened(project.office.vault) as office:  # the officer's device key opens a copied vault
        answer = helping.answer(office, helping.ask(files, NEW_PHRASE, CLOCK, floor=CHEAP).data)
    helping.recover(files, answer, NEW_PHRASE, CLOCK, floor=CHEAP)
    with vaults.unlock(files, NEW_PHRASE, CLOCK, floor=CHEAP) as workspace:
        assert workspace.store.records.row(project.record)


def check_identity_officer(project: Project, place: Path) -> None:
    """What is written on a card, and by whom its words are found: the officer of that day, not one of a later one."""
    office, later = Office(place / "office", TITLE), Person(place / "later")
    office.do("form", "import", talk.form_file(place))
    office.do("identity", "policy", "allow")
    office.do("identity", "officer", "O1")
    with opened(office.vault) as workspace:
        record = talk.tell(workspace, (*talk.AGREED, "again"))
        card = Cards(workspace).add(record, Use.RECONTACT, OTHERS)
    office.enrol(later, "O2", "officer", place)
    office.do("identity", "officer", "O2")
    later.do("bundle", "import", *office.do("bundle", "write", "--out", place / "stick")["files"])
    for person in (office, later):
        told = shown(person.vault)
        assert card.code in told
        assert OTHERS not in told
    refused = later.run("identity", "open", card.code, "--reason", "to ask her")
    assert refused.refused == Code.IDENTITY_NOT_FOR_YOU
    [words] = [each["words"] for each in office.do("identity", "open", card.code, "--reason", "to ask her")["cards"]]
    assert words == OTHERS


def check_stick(project: Project, place: Path) -> None:
    bundles = list(project.stick.iterdir())
    assert len(bundles) == 2
    assert all(re.fullmatch(r"FK-[A-Z2-7]{8}\.fkb", path.name) for path in bundles)
    assert {int(path.stat().st_mtime) for path in bundles} == {315_619_200}
    assert len({path.stat().st_size // 65536 for path in bundles}) == 1  # a record more or less does not show
    assert {path.read_bytes().split(b"\n--- ")[0].count(b"\n-> ") for path in bundles} <= {1, 2}
    nothing_in(project, project.stick)


def asked(project: Project, place: Path) -> tuple[VaultFiles, bytes]:
    files = project.copy(place)
    return files, helping.ask(files, NEW_PHRASE, CLOCK, floor=CHEAP).data


def check_request(project: Project, place: Path) -> None:
    files, request = asked(project, place)
    assert project.secrets().in_bytes(request) == []
    link = json.loads(files.slots_a.read_bytes())["vault"]
    assert link.encode() in request  # a random number, which only somebody who has the laptop too has seen before
    assert not any(link in shown(person.vault) for person in (project.office, project.other))
    assert NEW_PHRASE.encode() not in request


def check_answer(project: Project, place: Path) -> None:
    files, request = asked(project, place)
    with opened(project.office.vault) as office:
        answer = helping.answer(office, request)
    assert project.secrets().in_bytes(answer) == []
    with pytest.raises(Refusal):
        helping.recover(files, answer, PHRASE + " falsch", CLOCK, floor=CHEAP)
    helping.recover(files, answer, NEW_PHRASE, CLOCK, floor=CHEAP)
    vaults.unlock(files, NEW_PHRASE, CLOCK, floor=CHEAP).close()


def check_code(project: Project, place: Path) -> None:
    code = project.monitor.recovery_code
    assert recovery.secret_of(code)
    assert project.secrets().in_text(code) == []
    with vaults.unlock_with_recovery(project.copy(place), code, CLOCK) as workspace:
        assert workspace.store.records.row(project.record)


def check_exported(project: Project, place: Path) -> None:
    office = Office(place / "office", TITLE)
    kept, gone = say(office, TOLD), say(office, OTHERS)
    office.do("review", "withdraw", gone)
    for kind in ("odk", "archive"):
        office.do("export", kind, "--out", place / kind)
        found = Sweep([TOLD, OTHERS]).below(place / kind)
        assert any(name.endswith(f"{TOLD}, utf-8") for name in found), kind
        assert not any(OTHERS in name for name in found)
    assert kept != gone


def check_report(project: Project, place: Path) -> None:
    pdf = place / "report.pdf"
    project.office.do("report", "pdf", "--kind", "summary", "--lang", "ru", "--level", "public", "--out", pdf)
    printed = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert len(printed) > 500  # anybody reads it
    assert Sweep(WORDS[:4]).in_text(printed) == []


CHECKS: dict[str, Callable[[Project, Path], None]] = {
    OFF: check_off,
    "fieldkit locked": check_locked,
    OPEN: check_open,
    "The same, on a monitor's laptop, where the project says *until receipt*": emptied.check_until_receipt,
    "The same, where it says *seal at submit*": emptied.check_sealed,
    "The same, after `vault travel`": emptied.check_travelled,
    "Laptop after `vault destroy`": check_destroyed,
    "Vault after `vault rotate`, with the old recovery code or old slots": check_rotated,
    OFFICE: check_office,
    "Laptop of an identity officer, open": check_identity_officer,
    STICK: check_stick,
    "Request for recovery, as a file": check_request,
    "Answer to such a request, as a file": check_answer,
    "Recovery code on paper": check_code,
    "Exported folder (`export odk`, `export archive`)": check_exported,
    "Printed or exported report": check_report,
}
"""What is done to see that a row is true."""


def test_every_row_of_the_table_has_a_check() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = text.split("## What a seizure surrenders")[1].split("\n## ")[0]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines() if line.startswith("| ")]
    assert rows[1:] == list(CHECKS)


@pytest.mark.parametrize("row", CHECKS)
def test_the_row_is_true(project: Project, tmp_path: Path, row: str) -> None:
    CHECKS[row](project, tmp_path)


def test_every_file_and_every_table_is_covered_by_a_row(project: Project) -> None:
    assert set(FILES) == {name for name, what in vars(VaultFiles).items() if isinstance(what, property)}
    with opened(project.monitor.vault) as workspace:
        names = workspace.store._database.rows(tuple[str], "SELECT name FROM sqlite_master WHERE type = 'table'")
        known = {getattr(project.files, name) for name in set(FILES) - {"signs"}} | set(project.files.signs)
        here = {path for path in project.files.folder.iterdir() if not path.name.startswith("store.db-")}
    assert {name for (name,) in names if not name.startswith(("sqlite_", "search_"))} == set(TABLES)
    assert here <= known
    assert {*FILES.values(), *TABLES.values()} <= set(CHECKS)
