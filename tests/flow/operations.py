"""What people do with a vault, each in a folder of its own and with the same chance every time, to be broken on purpose.

An operation is done in a process that may die or meet a failing disk; the folder is then looked at with the eyes of a
person: what is there, and what opens it. Two folders in the same state look equal.
"""

import atexit
import random
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fieldkit.clock import SteppingClock
from fieldkit.crypto import sealing
from fieldkit.crypto.slots import SlotType
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.frames import Context
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.reading import read
from fieldkit.media.cleaning import Cleaned
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, keyslots, rotating, vaults, wholeness
from fieldkit.services.attachments import Attachments
from fieldkit.services.bundling import Bundling
from fieldkit.services.forms import Forms
from fieldkit.services.projects import Projects
from fieldkit.services.recording import Recording
from fieldkit.services.travelling import Travelling
from fieldkit.services.workspace import Workspace
from fieldkit.store import migrate
from fieldkit.store.database import Database
from tests.flow.team import dump
from tests.flow.watching import Say
from tests.unit.services import helpers
from tests.unit.services.helpers import PHRASE
from tests.unit.store.old_stores import fill, make_old

CHEAP = vaults.TEST_COST
NEW_PHRASE = "другие пять слов для входа в хранилище"
DRAFT = "D-1"
WITH_FILE = "D-2"
_JPEG = {"media_type": "image/jpeg", "extension": "jpg"}
OLDER = range(1, migrate.migrations()[-1][0])
"""Schemas of the past."""
Seen = tuple[object, ...]
"""What a person finds; equal for equal states."""


class SameChance(SteppingClock):
    """A clock whose time, ids and keys are the same in every process."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self._chance = random.Random(4)

    def new_id(self) -> str:
        """The next id."""
        return str(uuid.UUID(bytes=self.random_bytes(16), version=4))

    def random_bytes(self, count: int) -> bytes:
        """The next bytes."""
        return self._chance.randbytes(count)


@dataclass(frozen=True)
class Operation:
    """Something that is to happen as a whole or not at all."""

    act: Callable[[Path, Say], None]
    """Does it in a copy of the folder that `prepared` gives; says a line for each thing that it tells to be kept."""
    look: Callable[[Path], Seen]
    """What is there afterwards."""


@cache
def prepared() -> Path:
    """The folder that all operations start from, made once in a process; copy it, and put nothing into it."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / "base").mkdir()
    _prepare(place / "base")
    return place / "base"


def _prepare(folder: Path) -> None:
    """The laptops of an officer (O1) and a monitor (M1), a bundle for O1, a stick, and O1 with each older schema.

    O2 is O1 with the shipped questionnaires, which an import would bring first. O3 is O2 with a bundle of M2, which
    waited there until M2 was enrolled.
    """
    with helpers.new_vault(folder / "O1") as office:
        Projects(office).create("Sample", "O1")
    request = _prepare_early(folder)
    office, monitor = helpers.unlock(folder / "O1"), helpers.new_vault(folder / "M1")
    with office, monitor:
        form = helpers.form_file(folder)
        Forms(office).import_file(form)
        Projects(monitor).join(Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR))
        Forms(monitor).import_file(form)
        for number in range(3):
            helpers.submit(monitor, f"said {number}")
        Recording(monitor).submit(_begin_with_file(monitor))
        helpers.submit(office, "before")
        Recording(office).start(helpers.FORM, DRAFT)
        helpers.fill(office, DRAFT, story="half")
        _begin_with_file(office)
        [bundle] = Bundling(monitor).write(folder / "post").files
        bundle.rename(_bundle(folder))
    for version in OLDER:
        shutil.copytree(folder / "O1", folder / f"old {version}")
        _age(VaultFiles(folder / "O1"), VaultFiles(folder / f"old {version}"), version)
    shutil.copytree(folder / "O1", folder / "O2")
    with opened(folder / "O2") as workspace:
        Forms(workspace).install_shipped()
    shutil.copytree(folder / "O2", folder / "O3")
    with opened(folder / "O3") as workspace:
        Bundling(workspace).import_files([_early(folder)])
        Projects(workspace).enrol(request, Role.MONITOR)
    (folder / "stick").mkdir()


def _prepare_early(folder: Path) -> bytes:
    """A bundle of M2, whom the officer enrolled in a vault that is gone; what M2 asked for then."""
    shutil.copytree(folder / "O1", folder / "gone")
    with helpers.unlock(folder / "gone") as gone, helpers.new_vault(folder / "M2") as early:
        request = Projects(early).request("M2")
        Projects(early).join(Projects(gone).enrol(request, Role.MONITOR))
        Forms(early).import_file(helpers.form_file(folder))
        helpers.submit(early, "early")
        [bundle] = Bundling(early).write(folder / "post").files
        bundle.rename(_early(folder))
    shutil.rmtree(folder / "gone")
    shutil.rmtree(folder / "M2")
    return request


def _begin_with_file(workspace: Workspace) -> str:
    """A draft that names a file: its two hundred thousand bytes are a blob beside the store."""
    draft = Recording(workspace).start(helpers.FORM, WITH_FILE if workspace.role is Role.OFFICER else "")
    helpers.fill(workspace, draft, story=_attach(workspace, draft))
    return draft


def _attach(workspace: Workspace, draft: str) -> str:
    content = workspace.clock.random_bytes(200_000)
    row = Attachments(workspace)._write(draft, "photo.jpg", Cleaned(**_JPEG, data=content), "0" * 64)
    return row.name


def _bundle(folder: Path) -> Path:
    return folder / "post" / "one.fkb"


def _early(folder: Path) -> Path:
    return folder / "post" / "two.fkb"


def _age(today: VaultFiles, old: VaultFiles, version: int) -> None:
    """Put the rows of today's store into one of an older schema."""
    _, master = keyslots.unlock(today, SlotType.PASSPHRASE, PHRASE, CHEAP)
    source = Database(today.store, master.database())
    old.store.unlink()
    target = Database(old.store, master.database())
    make_old(target, version)
    fill(target, source)
    for database in (target, source):
        database.truncate_wal()
        database.close()


def opened(vault: Path) -> Workspace:
    """A vault, with the same chance as everywhere."""
    return vaults.unlock(VaultFiles(vault), PHRASE, SameChance(), floor=CHEAP)


def contents(workspace: Workspace) -> Seen:
    """What a vault holds, and what its checks find.

    That something saved last cannot be read is true after a power cut in the midst of saving, and makes no other state.
    """
    wholeness.sweep(workspace.store)
    store = workspace.store
    files = tuple(store.attachments.all()), store.waiting.all(), store.blobs.names()
    findings = tuple(code for code in vaults.check(workspace).findings if code != Code.VAULT_CHANGES_UNREAD)
    return dump(workspace), workspace.store.drafts.all(), files, findings


def _save(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        helpers.fill(workspace, DRAFT, story="whole " * 2_000)
        say("saved")


def _save_in_two_halves(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        for story in ("first half", "first half and second"):
            helpers.fill(workspace, DRAFT, story=story)
        say("saved")


def _submit(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        Recording(workspace).submit(DRAFT)
        say("submitted")


def _give_file(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        with workspace.store.transaction():  # as `record add --attach` does it
            helpers.fill(workspace, DRAFT, story=_attach(workspace, DRAFT))
        say("given")


def _submit_file(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        Recording(workspace).submit(WITH_FILE)
        say("submitted")


def _throw_file_away(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        Recording(workspace).discard(WITH_FILE)
        say("discarded")


def _export(folder: Path, say: Say) -> None:
    with helpers.unlock(folder / "M1") as workspace:  # a bundle has a name by chance
        Bundling(workspace).write(folder / "stick")
        say("written")


def _import(folder: Path, say: Say) -> None:
    with opened(folder / "O2") as workspace:
        report = Bundling(workspace).import_files([_bundle(folder)])
        if report.refused:  # what is wrong with a file stands in the report
            raise Refusal(report.refused[0].code)
        say("imported")


def _keep(folder: Path, say: Say) -> None:
    with opened(folder / "O2") as workspace:
        report = Bundling(workspace).import_files([_early(folder)])
        if report.refused:
            raise Refusal(report.refused[0].code)
        say("kept")


def _take_waiting(folder: Path, say: Say) -> None:
    with opened(folder / "O3") as workspace:
        report = Bundling(workspace).take_waiting()
        if report.refused:
            raise Refusal(report.refused[0].code)
        say("taken in")


def _change(folder: Path, say: Say) -> None:
    vaults.change_passphrase(VaultFiles(folder / "O1"), PHRASE, NEW_PHRASE, SameChance(), cost=CHEAP)
    say("changed")


def _rotate(folder: Path, say: Say) -> None:
    rotating.rotate(VaultFiles(folder / "O1"), PHRASE, SameChance(), cost=CHEAP)
    say("rotated")


def _migrate(version: int) -> Callable[[Path, Say], None]:
    def act(folder: Path, say: Say) -> None:
        with opened(folder / f"old {version}"):
            say("migrated")

    return act


def _back_up(folder: Path, say: Say) -> None:
    with opened(folder / "O1") as workspace:
        backups.write(workspace, folder / "stick" / "copy.backup")
        say("backed up")


def _travel(folder: Path, say: Say) -> None:
    with helpers.unlock(folder / "M1") as workspace:  # a bundle has a name by chance
        Travelling(workspace).depart(folder / "stick")
        say("departed")


def _look_at_traveller(folder: Path) -> Seen:
    """What the monitor's vault holds; once it let go, the stick has to hold it, and no older copy may."""
    with opened(folder / "M1") as workspace:
        wholeness.clear(workspace.store)  # as the next look at all pages does
        held, gone = contents(workspace), workspace.store.stubs.count()
        copies = {path.stem.rpartition("-")[2] for path in workspace.files.backups.glob("*.db")} - {"forgotten"}
    kept = [len(parcel.logs[0].lines) for parcel in _parcels(folder)]
    return (*held, gone, "nowhere" if gone and not kept else "", "in a copy" if gone and copies else "")


def _parcels(folder: Path) -> list[importer.Parcel]:
    """What the bundles on the stick bring to the officer."""
    with opened(folder / "O1") as office:
        signed, identity = office.store.people.roster(), office.identity.age_identity
    assert signed is not None
    context = Context(fingerprint=fingerprint(sealing.recipient_of(identity)), roster=signed)
    sealed = (importer.read_file(path) for path in (folder / "stick").glob("*.fkb"))
    return [importer.collect(read(importer.unseal(data, identity), context)) for data in sealed]


def _look_at(name: str) -> Callable[[Path], Seen]:
    def look(folder: Path) -> Seen:
        with opened(folder / name) as workspace:
            return contents(workspace)

    return look


def _look_at_stick(folder: Path) -> Seen:
    """Whether the bundle is there, and what is in it: one that was written and not remembered is sent once more."""
    found = [(parcel.logs, parcel.refused) for parcel in _parcels(folder)]
    with opened(folder / "M1") as monitor:
        remembered = monitor.store.settings.get("bundle.number") != "1"
        return (*found, "remembered and not there" if remembered and not found else "", contents(monitor))


def _look_at_keys(folder: Path) -> Seen:
    """The slots themselves, which hold what opens the vault, and what it holds then."""
    files = VaultFiles(folder / "O1")
    for phrase in (PHRASE, NEW_PHRASE):
        try:
            with vaults.unlock(files, phrase, SameChance(), floor=CHEAP) as workspace:
                held = contents(workspace)
        except Refusal as refusal:
            if refusal.code is not Code.VAULT_WRONG_PASSPHRASE:
                raise
        else:
            left = sorted(path.name for path in folder.glob("O1/*") if path.name in {"rotating", "store.new"})
            return phrase, files.slots_a.read_bytes(), files.slots_b.read_bytes(), held, left
    return ("nothing opens it",)


def _look_at_backup(folder: Path) -> Seen:
    """What comes back from the file of a backup, if it is there."""
    path = folder / "stick" / "copy.backup"
    held = _look_at("O1")(folder)
    if not path.exists():
        return (*held, "no backup")
    with tempfile.TemporaryDirectory() as place:
        backups.restore(path, VaultFiles(Path(place) / "back"), PHRASE, SameChance(), floor=CHEAP)
        with opened(Path(place) / "back") as workspace:
            return (*held, contents(workspace))


OPERATIONS = {
    "save": Operation(_save, _look_at("O1")),
    "submit": Operation(_submit, _look_at("O1")),
    "give a file": Operation(_give_file, _look_at("O1")),
    "submit a file": Operation(_submit_file, _look_at("O1")),
    "discard": Operation(_throw_file_away, _look_at("O1")),
    "export": Operation(_export, _look_at_stick),
    "import": Operation(_import, _look_at("O2")),
    "keep": Operation(_keep, _look_at("O2")),
    "take what waits": Operation(_take_waiting, _look_at("O3")),
    "passphrase": Operation(_change, _look_at_keys),
    "rotation": Operation(_rotate, _look_at_keys),
    "migration": Operation(_migrate(1), _look_at("old 1")),
    "backup": Operation(_back_up, _look_at_backup),
    "travel": Operation(_travel, _look_at_traveller),
}

MIGRATIONS = {
    f"migration from {version}": Operation(_migrate(version), _look_at(f"old {version}")) for version in OLDER
}
"""T14: from every schema that was committed."""
BROKEN = Operation(_save_in_two_halves, _look_at("O1"))
"""One that is not whole, to see that this is noticed."""
