"""Backups: automatic ones inside the vault's folder, one file to keep elsewhere, and restoring either into a new vault.

A file to keep elsewhere begins with the key slots, so that passphrase and recovery code of that day open it. Automatic
ones hold the store alone: the vault's own slots open them, and a passphrase that was changed opens none of them.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.crypto import slots
from fieldkit.crypto.kdf import FIELD_COST, Cost
from fieldkit.crypto.slots import MasterKey, SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import soundness
from fieldkit.services.merging import merge_by_form
from fieldkit.services.workspace import Workspace
from fieldkit.store import backup
from fieldkit.store import files as disk
from fieldkit.store.store import Store

PASSPHRASE, RECOVERY = SlotType.PASSPHRASE, SlotType.RECOVERY
"""What opens a backup that is restored."""
EVERY = timedelta(days=1)
_MAGIC = b"fieldkit-backup-1\n"
_MOST_SLOTS = 16 * 1024
_PIECE = 1024 * 1024
_OF_THE_EPOCH = ("bundle.number", "bundle.previous", "bundle.last_seq")
"""Settings that count what the log of one epoch handed over."""


def daily(workspace: Workspace) -> Code | None:
    """Make the backup of the day, unless there is one.

    A failure, of this one or of the last one tried, stops nothing and comes back as BACKUP_NOT_MADE.
    """
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
    """Around work in which a withdrawal may erase testimony: older automatic backups, which still hold it, go too."""
    store = workspace.store
    before = store.records.withdrawals()
    try:
        yield
    finally:
        if store.records.withdrawals() > before:
            backup.discard(workspace.files)
            automatic(workspace, "withdrawal")


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
        _join(path, _MAGIC + struct.pack(">I", len(keys)) + keys, store)
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
) -> None:
    """Make a vault of a backup in a new folder; passphrase or recovery code of its day open it, as `kind` says.

    Its device starts a new log, so that what it and the first vault write from now on never collide. Raises Refusal:
    FILE_MISSING, FILE_UNREADABLE, BACKUP_NOT_ONE, VAULT_EXISTS, VAULT_FOLDER_NOT_EMPTY, what unlocking refuses, or the
    disk's reason; the folder is then empty.
    """
    keys, begin = _keys_of(source)
    master = slots.unlock(slots.decode(keys), kind, secret, floor)
    disk.make_folder(files)
    try:
        _split(source, begin, files.store)
        _begin_epoch(files, master, clock)
        disk.write_slots(files, keys)
        disk.finish_folder(files)
    except BaseException:
        disk.empty_folder(files)
        raise
    logs.event("backup.restored")


def _begin_epoch(files: VaultFiles, master: MasterKey, clock: Clock) -> None:
    with Workspace(Store.open(files, master.database(), clock=clock, merger=merge_by_form), files, clock) as workspace:
        soundness.require_ends(workspace)
        store = workspace.store
        with store.transaction():
            store.keyring.put_identity(msgspec.structs.replace(workspace.identity, epoch=clock.new_id()))
            for name in _OF_THE_EPOCH:
                store.settings.put(name, "")


def _keys_of(source: Path) -> tuple[bytes, int]:
    """The key slots that open a backup, and where in it the store begins."""
    try:
        with source.open("rb") as file:
            if file.read(len(_MAGIC)) == _MAGIC:
                (size,) = struct.unpack(">I", file.read(4).rjust(4, b"\xff"))
                keys = file.read(min(size, _MOST_SLOTS))
                if len(keys) != size:
                    raise Refusal(Code.BACKUP_NOT_ONE)
                return keys, file.tell()
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
    vault = VaultFiles(source.resolve().parent.parent)
    if source.resolve().parent != vault.backups.resolve() or source.suffix != ".db":
        raise Refusal(Code.BACKUP_NOT_ONE)
    good = []
    for data in disk.read_slots(vault):
        try:
            good.append(slots.decode(data))
        except Refusal:
            logs.event("vault.slots_copy_damaged")
    if not good:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    return slots.encode(max(good, key=lambda file: file.gen)), 0


def _join(path: Path, head: bytes, store: Path) -> None:
    """Write `head` and the store to a file that appears when it is whole and was read back."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as target, store.open("rb") as file:  # what a backup that was cut short left goes
            target.write(head)
            while piece := file.read(_PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        if not _is_same(part, head, store):
            raise Refusal(Code.FILE_CANNOT_WRITE)
        part.replace(path)
        disk.sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        full = disk.refusal_of(error).code is Code.VAULT_DISK_FULL
        raise Refusal(Code.FILE_FULL if full else Code.FILE_CANNOT_WRITE) from None


def _is_same(part: Path, head: bytes, store: Path) -> bool:
    with part.open("rb") as written, store.open("rb") as file:
        if written.read(len(head)) != head:
            return False
        while piece := file.read(_PIECE):
            if written.read(_PIECE) != piece:
                return False
        return not written.read(1)


def _split(source: Path, begin: int, store: Path) -> None:
    try:
        with source.open("rb") as file, store.open("xb") as target:
            file.seek(begin)
            while piece := file.read(_PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise disk.refusal_of(error) from None
