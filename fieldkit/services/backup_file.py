"""The one file of a backup: key slots, the store, then the blobs of files that answers name.

"fieldkit-backup-2" and a line end | u32 length | key slots | u64 length | store | u32 number | for each blob: name in
hex, 32 letters, u64 length, the blob. Format 1 ended with the store, which had no length. Nothing in it can be read
without the secrets; what a blob should hold, the store knows.
"""

import os
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fieldkit import durable
from fieldkit.crypto import blobs as crypto
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_FILE
from fieldkit.paths import VaultFiles
from fieldkit.store import files as disk
from fieldkit.store.blobs import BlobFiles

_MAGIC = b"fieldkit-backup-2\n"
_WITHOUT_BLOBS = b"fieldkit-backup-1\n"
_U32, _U64 = struct.Struct(">I"), struct.Struct(">Q")
_MOST_SLOTS = 16 * 1024
_MOST_BLOB = crypto.sealed_size(MAX_FILE)
"""Bundles that wait for a device to be enrolled are the largest."""
_PIECE = 1024 * 1024
_NAME = re.compile(rb"[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class Front:
    """The first part of a backup: the key slots, where the store begins, and its length if the file says it."""

    keys: bytes
    begin: int
    length: int | None


def write(path: Path, keys: bytes, store: Path, blobs: tuple[Path, ...]) -> None:
    """Write a new file, which appears when it is whole and was read back.

    Raises Refusal: FILE_FULL, FILE_CANNOT_WRITE.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as target:  # what a backup that was cut short left goes
            for piece in _content(keys, store, blobs):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        if not _is_same(part, _content(keys, store, blobs)):
            raise Refusal(Code.FILE_CANNOT_WRITE)
        durable.put(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        full = disk.refusal_of(error).code is Code.VAULT_DISK_FULL
        raise Refusal(Code.FILE_FULL if full else Code.FILE_CANNOT_WRITE) from None


def read_front(source: Path) -> Front | None:
    """The front of a backup; None if the file is none of this kind.

    Raises Refusal: FILE_MISSING, FILE_UNREADABLE, BACKUP_NOT_ONE for one that was cut.
    """
    try:
        with source.open("rb") as file:
            magic = file.read(len(_MAGIC))
            if magic not in (_MAGIC, _WITHOUT_BLOBS):
                return None
            keys = _exactly(file, min(_number(file, _U32), _MOST_SLOTS + 1))
            length = _number(file, _U64) if magic == _MAGIC else None
            if len(keys) > _MOST_SLOTS:
                raise Refusal(Code.BACKUP_NOT_ONE)
            return Front(keys, file.tell(), length)
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None


def unpack(source: Path, front: Front, files: VaultFiles) -> None:
    """Write store and blobs into a vault's folder. Raises Refusal: BACKUP_NOT_ONE, or the disk's reason."""
    try:
        with source.open("rb") as file:
            file.seek(front.begin)
            with files.store.open("xb") as target:
                for piece in _pieces(file, front.length):
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            if front.length is not None:
                _unpack_blobs(file, BlobFiles(files))
    except OSError as error:
        raise disk.refusal_of(error) from None


def _unpack_blobs(file: BinaryIO, blobs: BlobFiles) -> None:
    for _ in range(_number(file, _U32)):
        name = _exactly(file, 32)
        size = _number(file, _U64)
        if not _NAME.match(name) or size > _MOST_BLOB:
            raise Refusal(Code.BACKUP_NOT_ONE)
        blobs.write(name.decode("ascii"), _pieces(file, size))
    if file.read(1):
        raise Refusal(Code.BACKUP_NOT_ONE)


def _content(keys: bytes, store: Path, blobs: tuple[Path, ...]) -> Iterator[bytes]:
    yield _MAGIC + _U32.pack(len(keys)) + keys
    yield _U64.pack(store.stat().st_size)
    yield from _file(store)
    yield _U32.pack(len(blobs))
    for blob in blobs:
        yield blob.stem.encode("ascii") + _U64.pack(blob.stat().st_size)
        yield from _file(blob)


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _is_same(part: Path, content: Iterator[bytes]) -> bool:
    with part.open("rb") as written:
        return all(written.read(len(piece)) == piece for piece in content) and not written.read(1)


def _pieces(file: BinaryIO, length: int | None) -> Iterator[bytes]:
    """Exactly `length` bytes, or all that is left if no length is told."""
    left = length
    while left is None or left:
        piece = file.read(_PIECE if left is None else min(_PIECE, left))
        if not piece:
            if left is None:
                return
            raise Refusal(Code.BACKUP_NOT_ONE)
        left = None if left is None else left - len(piece)
        yield piece


def _number(file: BinaryIO, shape: struct.Struct) -> int:
    (number,) = shape.unpack(_exactly(file, shape.size))
    return int(number)


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise Refusal(Code.BACKUP_NOT_ONE)
    return data
