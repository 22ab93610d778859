"""What passes between the importer and the program through two pipes: length-prefixed MessagePack of frozen values."""

import struct
from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec

from fieldkit.domain.log import Line, SignedHead
from fieldkit.domain.people import Signature, SignedRoster
from fieldkit.exchange.limits import MAX_EXPANDED, MAX_LINE
from fieldkit.exchange.manifest import Manifest

LENGTH = struct.Struct(">I")
_MAX_FRAME = 2 * MAX_LINE
_MAX_OUTPUT = 2 * MAX_EXPANDED


class FrameError(ValueError):
    """The pipe does not hold what an importer in good health writes."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """All that the importer is told: public values only."""

    fingerprint: str
    """Of the own recipient."""
    roster: SignedRoster
    """The newest one known; its project and project key are the ones that count."""
    opened: bool = False
    """Whether opened bodies follow instead of a bundle."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Instead of a bundle: lines of it whose sealed bodies the program has opened and nobody has looked at yet."""

    lines: tuple[Line, ...]


class Opening(msgspec.Struct, frozen=True, kw_only=True, tag="opening"):
    """The bundle is signed by a device of the project and addressed to us."""

    manifest: Manifest
    roster: SignedRoster | None
    """A newer roster than the known one, verified; None if the bundle brings none."""


class Stranger(msgspec.Struct, frozen=True, kw_only=True, tag="stranger"):
    """The bundle is whole, addressed to us and signed by the key that it names; but its sender is in no roster here."""

    manifest: Manifest
    signature: Signature
    """Of the manifest."""
    roster: SignedRoster
    """The one that the bundle brings, signed by the project; it may name the sender, and is none of the newer ones."""


class Lines(msgspec.Struct, frozen=True, kw_only=True, tag="lines"):
    """Some lines of the log that is being read."""

    lines: tuple[Line, ...]


class LogEnd(msgspec.Struct, frozen=True, kw_only=True, tag="log_end"):
    """A log is over. `code` is empty if its lines hold together and its head is signed, else why it is refused."""

    head: SignedHead
    first: int
    code: str = ""


class BlobPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a blob lies in the plaintext, which the program has already."""

    sha256: str
    start: int
    size: int


class Blobs(msgspec.Struct, frozen=True, kw_only=True, tag="blobs"):
    """The blobs of the bundle; each has the hash that the signed table says."""

    places: tuple[BlobPlace, ...]


class Verdicts(msgspec.Struct, frozen=True, kw_only=True, tag="verdicts"):
    """For each of the opened bodies in turn: empty if it is in order, else why not."""

    codes: tuple[str, ...]


class Closing(msgspec.Struct, frozen=True, kw_only=True, tag="closing"):
    """The payload was read to its end."""


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """Nothing of the bundle is to be used."""

    code: str


Frame: TypeAlias = Opening | Stranger | Lines | LogEnd | Blobs | Verdicts | Closing | Refused
_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)


def encode(value: Frame | Context) -> bytes:
    """A length and the value."""
    data = _encoder.encode(value)
    return LENGTH.pack(len(data)) + data


def encode_opened(lines: tuple[Line, ...]) -> bytes:
    """What the importer gets instead of a bundle."""
    return _encoder.encode(Opened(lines=lines))


def decode_opened(data: bytes) -> Opened:
    """The same back."""
    return msgspec.msgpack.decode(data, type=Opened)


def decode_all(read: Callable[[int], bytes]) -> Iterator[Frame]:
    """Frames until the end of the pipe. Raises FrameError for anything else, and for an endless flow."""
    total = 0
    while prefix := read(LENGTH.size):
        if len(prefix) < LENGTH.size:
            raise FrameError
        (length,) = LENGTH.unpack(prefix)
        total += length
        if length > _MAX_FRAME or total > _MAX_OUTPUT:
            raise FrameError
        try:
            yield _decoder.decode(read(length))
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            raise FrameError from None
