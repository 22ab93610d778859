"""What people do with a vault, each in a folder of its own and with the same chance every time, to be broken on purpose.

An operation is done in a process that may die or meet a failing disk; the folder is then looked at with the eyes of a
person: what is there, and what opens it. Two folders in the same state look equal.
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fieldkit.crypto import sealing
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.frames import Context
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.reading import read
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, rotating, vaults, wholeness
from fieldkit.services.bundling import Bundling
from fieldkit.services.recording import Recording
from fieldkit.services.travelling import Travelling
from fieldkit.services.workspace import Workspace
from fieldkit.store.database import Database
from tests.flow.laptops import (
    CHEAP,
    DRAFT,
    OLDER,
    WITH_FILE,
    SameChance,
    Seen,
    attach,
    contents,
    early_bundle,
    first_bundle,
    opened,
)
from tests.flow.watching import Say
from tests.unit.services import helpers
from tests.unit.services.helpers import PHRASE

NEW_PHRASE = "другие пять слов для входа в хранилище"


@dataclass(frozen=True)
class Operation:
    """Something that is to happen as a whole or not at all."""

    act: Callable[[Path, Say], None]
    """Does it in a copy of the folder that `prepared` gives; says a line for each thing that it tells to be kept."""
    look: Callable[[Path], Seen]
    """What is there afterwards."""


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
            helpers.fill(workspace, DRAFT, story=attach(workspace, DRAFT))
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
        _take_in(workspace, first_bundle(folder))
        say("imported")


def _import_beside_a_reader(folder: Path, say: Say) -> None:
    """While all pages are looked at, as after each opening; what was just written cannot be moved into the file then.

    So the backup before it is a copy by the engine, page by page.
    """
    with opened(folder / "O2") as workspace, closing(_reader(workspace)) as reader:
        looking = reader.stream(tuple[str], "SELECT a.name FROM sqlite_master a, sqlite_master b, sqlite_master c")
        with closing(looking):
            next(looking)
            workspace.store.settings.put("tried", "beside a reader")
            _take_in(workspace, first_bundle(folder))
            say("imported")


def _reader(workspace: Workspace) -> Database:
    return workspace.store._database.open_copy(workspace.files.store)


def _take_in(workspace: Workspace, bundle: Path) -> None:
    report = Bundling(workspace).import_files([bundle])
    if report.refused:  # what is wrong with a file stands in the report
        raise Refusal(report.refused[0].code)


def _keep(folder: Path, say: Say) -> None:
    with opened(folder / "O2") as workspace:
        _take_in(workspace, early_bundle(folder))
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
    "import beside a reader": Operation(_import_beside_a_reader, _look_at("O2")),
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
