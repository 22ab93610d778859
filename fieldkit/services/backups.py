"""Backups: automatic ones inside the vault's folder, one file to keep elsewhere, and restoring either into a new vault.

A file to keep elsewhere begins with the key slots, so that passphrase and recovery code of that day open it. Automatic
ones hold the store alone: the vault's own slots open them, and a passphrase that was changed opens none of them. Blobs
never change and lie beside them; one that was removed since is missing after restoring, and that is told.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.crypto import slots
from fieldkit.crypto.kdf import FIELD_COST, Cost
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import backup_file, epochs, soundness, wholeness
from fieldkit.services.backup_file import Front
from fieldkit.services.workspace import Workspace
from fieldkit.store import backup
from fieldkit.store import files as disk
from fieldkit.store.blobs import BlobFiles
from fieldkit.store.erasing import STALE
from fieldkit.store.store import Store

PASSPHRASE, RECOVERY = SlotType.PASSPHRASE, SlotType.RECOVERY
"""What opens a backup that is restored."""
EVERY = timedelta(days=1)


def daily(workspace: Workspace) -> Code | None:
    """Make the backup of the day, unless there is one.

    A failure, of this one or of the last one tried, stops nothing and comes back as BACKUP_NOT_MADE.
    """
    forget(workspace)
    made = [backup.made_at(path) for path in backup.kept(workspace.files)]
    now = workspace.clock.now().astimezone(UTC)
    if any(moment and timedelta(0) <= now - moment < EVERY for moment in made):
        return workspace.backup
    return automatic(workspace, "daily")


def automatic(workspace: Workspace, reason: str) -> Code | None:
    """Make a backup before something that changes much. A failure stops nothing and comes back as BACKUP_NOT_MADE."""
    if not workspace.store.log.count():
        return None  # nothing to lose yet
    try:
        workspace.store.keep_copy(workspace.clock, reason)
    except Refusal as refusal:
        logs.event("backup.refused", full=int(refusal.code is Code.VAULT_DISK_FULL))
        workspace.backup = Code.BACKUP_NOT_MADE
        return workspace.backup
    workspace.backup = None
    logs.event("backup.made")
    return None


@contextmanager
def forgetting(workspace: Workspace) -> Iterator[None]:
    """Around work in which testimony may leave the store: older automatic backups, which still hold it, go too.

    Not within a transaction.
    """
    try:
        yield
    finally:
        forget(workspace)


def mark_stale(workspace: Workspace) -> None:
    """Note, in the transaction that lets testimony go, that older copies have to follow even if the program dies."""
    workspace.store.settings.put(STALE, "1")


def forget(workspace: Workspace) -> None:
    """Remove copies that hold what was let go, and the pages of before; a copy of today's store replaces them."""
    if not workspace.store.settings.get(STALE):
        return
    backup.discard(workspace.files)
    try:
        workspace.store.sweep()
        if backup.kept(workspace.files):  # the disk would not let them go
            return
        workspace.store.settings.put(STALE, "")
    except Refusal as refusal:  # tried again at the next opening
        logs.event("backup.not_forgotten", full=int(refusal.code is Code.VAULT_DISK_FULL))
        return
    automatic(workspace, "forgotten")


def write(workspace: Workspace, path: Path) -> int:
    """Write one file with everything that restoring needs; returns its size in bytes.

    Raises Refusal: FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE, or VAULT_… if the vault's own disk is full.
    """
    if path.exists():
        raise Refusal(Code.FILE_EXISTS)
    keys = slots.encode(
        max((slots.decode(data) for data in disk.read_slots(workspace.files)), key=lambda file: file.gen)
    )
    store = workspace.files.backups / "whole.part"  # removed with the others, should the program die
    try:
        disk.make_backups_folder(workspace.files)
        workspace.store.copy_to(store)
        backup_file.write(path, keys, store, tuple(_blobs_of(workspace)))
    finally:
        with suppress(OSError):
            store.unlink(missing_ok=True)
    logs.event("backup.written")
    return path.stat().st_size


def restore(
    source: Path,
    files: VaultFiles,
    secret: str,
    clock: Clock,
    *,
    kind: SlotType = SlotType.PASSPHRASE,
    floor: Cost = FIELD_COST,
) -> int:
    """Make a vault of a backup in a new folder; returns how many files of answers it names that are not there.

    Passphrase or recovery code of its day open it, as `kind` says.

    Its device starts a new log, so that what it and the first vault write from now on never collide. Raises Refusal:
    FILE_MISSING, FILE_UNREADABLE, BACKUP_NOT_ONE, VAULT_EXISTS, VAULT_FOLDER_NOT_EMPTY, what unlocking refuses, or the
    disk's reason; the folder is then empty.
    """
    front = backup_file.read_front(source)
    vault = None
    if front is None:
        vault = _vault_around(source)
        front = Front(_keys_of(vault), 0, None)
    master = slots.unlock(slots.decode(front.keys), kind, secret, floor)
    disk.make_folder(files)
    try:
        backup_file.unpack(source, front, files)
        with Workspace(Store.open(files, master.database(), clock=clock), files, clock) as workspace:
            soundness.require_ends(workspace)
            epochs.begin(workspace)
            if vault is not None:
                _fetch_blobs(workspace, BlobFiles(vault))
            wholeness.clear(workspace.store)
            missing = wholeness.missing(workspace.store)
        disk.write_slots(files, front.keys)
        disk.finish_folder(files)
    except BaseException:
        disk.empty_folder(files)
        raise
    logs.event("backup.restored", missing=missing)
    return missing


def _blobs_of(workspace: Workspace) -> Iterator[Path]:
    """The blobs that the store names, as far as they are there."""
    for name in sorted(wholeness.blobs_of(workspace.store)):
        if workspace.store.blobs.is_there(name):
            yield workspace.files.blob(name)


def _fetch_blobs(workspace: Workspace, source: BlobFiles) -> None:
    """Copy the blobs that the store names from the folder of another vault, as far as they are there."""
    for name in sorted(wholeness.blobs_of(workspace.store)):
        if source.is_there(name):
            workspace.store.blobs.write(name, source.pieces(name))


def _vault_around(source: Path) -> VaultFiles:
    """The vault in whose folder an automatic backup lies. Raises Refusal(BACKUP_NOT_ONE)."""
    vault = VaultFiles(source.resolve().parent.parent)
    if source.resolve().parent != vault.backups.resolve() or source.suffix != ".db":
        raise Refusal(Code.BACKUP_NOT_ONE)
    return vault


def _keys_of(vault: VaultFiles) -> bytes:
    """The newest readable key slots of a vault."""
    good = []
    for data in disk.read_slots(vault):
        try:
            good.append(slots.decode(data))
        except Refusal:
            logs.event("vault.slots_copy_damaged")
    if not good:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    return slots.encode(max(good, key=lambda file: file.gen))
