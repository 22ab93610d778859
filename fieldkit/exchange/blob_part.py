"""Blobs in a bundle: a table of hashes and sizes that the manifest signs for, then the blobs one after the other.

Blobs travel as they lie in the vault, encrypted; their keys are in the bodies of the log. Nothing here names a path.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, TypeAlias

import msgspec

from fieldkit import canonical
from fieldkit.domain.attachments import MAX_SEALED
from fieldkit.domain.ids import Hash
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.frames import BlobPlace
from fieldkit.exchange.limits import MAX_BLOBS
from fieldkit.exchange.manifest import BlobPart


class BlobLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One blob of the table."""

    sha256: Hash
    size: Annotated[int, msgspec.Meta(ge=1, le=MAX_SEALED)]


_Table: TypeAlias = Annotated[tuple[BlobLine, ...], msgspec.Meta(min_length=1, max_length=MAX_BLOBS)]


class _Wrapped(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    blobs: _Table


def table_of(blobs: tuple[bytes, ...]) -> tuple[bytes, BlobPart]:
    """The table of some blobs, and what the manifest says of it. Raises Refusal (BUNDLE_TOO_LARGE)."""
    if len(blobs) > MAX_BLOBS:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    lines = tuple(BlobLine(sha256=hashlib.sha256(blob).hexdigest(), size=len(blob)) for blob in blobs)
    table = canonical.encode(_Wrapped(blobs=lines))
    total = sum(line.size for line in lines)
    digest = hashlib.sha256(table).hexdigest()
    return table, BlobPart(count=len(lines), table=len(table), total=total, sha256=digest)


def read(plaintext: bytes, start: int, said: BlobPart) -> tuple[BlobPlace, ...]:
    """Where the blobs lie that begin, with their table, at `start`. Raises Refusal (BUNDLE_DAMAGED)."""
    view = memoryview(plaintext)
    table = bytes(view[start : start + said.table])
    if hashlib.sha256(table).hexdigest() != said.sha256:
        raise Refusal(Code.BUNDLE_DAMAGED)
    try:
        lines = canonical.decode(table, _Wrapped).blobs
    except canonical.NotCanonicalError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    measures = (len(lines), sum(line.size for line in lines), len({line.sha256 for line in lines}))
    if measures != (said.count, said.total, said.count):
        raise Refusal(Code.BUNDLE_DAMAGED)
    places = tuple(_places(lines, start + said.table))
    if not all(is_whole(plaintext, place) for place in places):
        raise Refusal(Code.BUNDLE_DAMAGED)
    return places


def is_whole(plaintext: bytes, place: BlobPlace) -> bool:
    """Whether the blob at that place has the hash that it should have."""
    piece = memoryview(plaintext)[place.start : place.start + place.size]
    return len(piece) == place.size and hashlib.sha256(piece).hexdigest() == place.sha256


def _places(lines: tuple[BlobLine, ...], start: int) -> Iterator[BlobPlace]:
    for line in lines:
        yield BlobPlace(sha256=line.sha256, start=start, size=line.size)
        start += line.size
