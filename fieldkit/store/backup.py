"""Copies of an open store under the same key: written beside, read back, then named; the older ones are pruned."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from fieldkit import durable
from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store import whole_file
from fieldkit.store.database import Database
from fieldkit.store.files import make_backups_folder, refusal_of
from fieldkit.store.log import Log
from fieldkit.store.reasons import check_not_plain

KEPT = 10
"""So many automatic copies stay, the newest ones."""
KEPT_BYTES = 1024**3
"""Beyond this all of them together lose the oldest, but for the last two."""
_NAME = "%Y%m%dT%H%M%S"


def copy_to(database: Database, path: Path) -> None:
    """Write a verified copy to `path`, which appears only when it is whole.

    Raises Refusal: FILE_EXISTS, VAULT_STORE_DAMAGED if what is read back is not the same, or the disk's reason.
    """
    if path.exists():
        raise Refusal(Code.FILE_EXISTS)
    part = path.with_name(path.name + ".part")
    _discard(part)
    try:
        database.copy_whole(part)
        check_not_plain(part)
        _verify(database, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        durable.put(part, path)
    except OSError as error:
        raise refusal_of(error) from None
    finally:
        _discard(part)


def keep(database: Database, files: VaultFiles, clock: Clock, reason: str) -> None:
    """Make an automatic copy in the vault's folder, after pruning the older ones. Raises Refusal like `copy_to`."""
    make_backups_folder(files)
    stem = clock.now().astimezone(UTC).strftime(_NAME)
    taken = sum(path.name.startswith(stem) for path in kept(files))
    copy_to(database, files.backups / f"{stem}-{taken}-{reason}.db")
    prune(files)


def kept(files: VaultFiles) -> tuple[Path, ...]:
    """The automatic copies, oldest first."""
    try:
        return tuple(sorted(files.backups.glob("*.db")))
    except OSError:
        return ()


def made_at(path: Path) -> datetime | None:
    """When an automatic copy was made, by the claim in its name."""
    try:
        return datetime.strptime(path.name.partition("-")[0], _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def prune(files: VaultFiles, *, most: int = KEPT, most_bytes: int = KEPT_BYTES) -> None:
    """Remove the oldest copies until number and size are within bounds; two always stay."""
    left = list(kept(files))
    with suppress(OSError):
        while len(left) > 2 and (len(left) > most or sum(path.stat().st_size for path in left) > most_bytes):
            left.pop(0).unlink()


def discard(files: VaultFiles) -> None:
    """Remove all automatic copies, as far as the disk lets us: after a change of the key they are of no use."""
    for path in (*kept(files), *files.backups.glob("*.part*")):
        with suppress(OSError):
            path.unlink()


def _verify(database: Database, path: Path) -> None:
    copy = database.open_copy(path)
    try:
        same = (copy.version(), Log(copy).count(), Log(copy).heads()) == (
            database.version(),
            Log(database).count(),
            Log(database).heads(),
        )
        if not same or not whole_file.hold(path, database.key):
            raise Refusal(Code.VAULT_STORE_DAMAGED)
    finally:
        copy.close()


def _discard(part: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
