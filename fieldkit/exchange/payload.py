"""The payload of a bundle: one preface line, then the lines of each log in turn, JSON Lines inside one zstd frame."""

import base64
import binascii
import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Annotated, TypeVar

import msgspec
import zstandard

from fieldkit import canonical
from fieldkit.domain import bodies
from fieldkit.domain.ids import Hash
from fieldkit.domain.log import Body, Entry, EntryKind, Line, SignedHead
from fieldkit.domain.people import SignedRoster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_EXPANDED, MAX_LINE, MAX_LOGS, MAX_RATIO, MAX_SEALED, MAX_WINDOW

_LEVEL = 3
_PIECE = 1 << 20


class LogHeading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One log of the payload: its lines run from `first` to the signed head."""

    head: SignedHead
    first: Annotated[int, msgspec.Meta(ge=1, le=2**40)] = 1

    @property
    def size(self) -> int:
        """Number of lines; less than one if the heading contradicts itself."""
        return self.head.head.seq - self.first + 1


class Preface(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line: the sender's newest roster and what logs follow, in this order."""

    roster: SignedRoster
    logs: Annotated[tuple[LogHeading, ...], msgspec.Meta(min_length=1, max_length=MAX_LOGS)]


class WireLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A log line as it travels; the content stays text so that it compresses. Salt and content come together."""

    entry: Entry
    salt: Hash | None = None
    """32 bytes in hex."""
    content: str | None = None
    sealed: Annotated[str, msgspec.Meta(min_length=4, max_length=4 * MAX_SEALED)] | msgspec.UnsetType = msgspec.UNSET
    """In place of both: the sealed body in base64."""


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A compressed payload and its measures."""

    data: bytes
    expanded: int
    entries: int
    bodies: int
    sealed: int = 0
    """Bodies that are sealed on their own; counted among the bodies too."""
    reference: bool = False
    """There are entries on sites and code lists, with their bodies or without."""
    cards: int = 0
    """Lines that a program without identity cards does not know."""
    reconfirmations: bool = False
    """There are entries on people who were asked again."""


def compress(preface: Preface, lines: Iterable[Line]) -> Packed:
    """Write the payload. Raises Refusal (BUNDLE_TOO_LARGE) for a line or a sum that no reader would take."""
    target = io.BytesIO()
    expanded = entries = with_body = sealed = cards = 0
    reference = reconfirmations = False
    with zstandard.ZstdCompressor(level=_LEVEL).stream_writer(target, closefd=False) as writer:
        expanded += _put(writer, canonical.encode(preface))
        for line in lines:
            expanded += _put(writer, canonical.encode(to_wire(line)))
            entries += 1
            with_body += line.body is not None or bool(line.sealed)
            sealed += bool(line.sealed)
            reference |= line.entry.kind is EntryKind.REFERENCE
            cards += bodies.is_about_cards(line)
            reconfirmations |= line.entry.kind is EntryKind.RECONFIRMATION
            if expanded > MAX_EXPANDED:
                raise Refusal(Code.BUNDLE_TOO_LARGE)
    return Packed(
        data=target.getvalue(),
        expanded=expanded,
        entries=entries,
        bodies=with_body,
        sealed=sealed,
        reference=reference,
        cards=cards,
        reconfirmations=reconfirmations,
    )


class PayloadReader:
    """Reads a payload line by line, never more than the manifest promised."""

    def __init__(self, data: bytes, *, expanded: int, sha256: str) -> None:
        """Check measures and hash. Raises Refusal (BUNDLE_TOO_LARGE, BUNDLE_DAMAGED)."""
        if expanded > MAX_EXPANDED or expanded > MAX_RATIO * len(data):
            raise Refusal(Code.BUNDLE_TOO_LARGE)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Refusal(Code.BUNDLE_DAMAGED)
        self._lines = _lines(data, expanded)

    def preface(self) -> Preface:
        """The first line."""
        return _decode(self._next(), Preface)

    def line(self) -> Line:
        """The next log line. Raises Refusal (BUNDLE_DAMAGED), also if there is none."""
        return from_wire(_decode(self._next(), WireLine))

    def finish(self) -> None:
        """Raise Refusal (BUNDLE_DAMAGED) unless everything was read."""
        if next(self._lines, None) is not None:
            raise Refusal(Code.BUNDLE_DAMAGED)

    def _next(self) -> bytes:
        line = next(self._lines, None)
        if line is None:
            raise Refusal(Code.BUNDLE_DAMAGED)
        return line


def _lines(data: bytes, expanded: int) -> Iterator[bytes]:
    """Lines without their line ends; refuses as soon as the stream is longer, shorter or cut otherwise."""
    rest = b""
    for piece in _expand(data, expanded):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
        if len(rest) > MAX_LINE:
            raise Refusal(Code.BUNDLE_TOO_LARGE)
    if rest:
        raise Refusal(Code.BUNDLE_DAMAGED)


def _expand(data: bytes, expanded: int) -> Iterator[bytes]:
    """Exactly `expanded` bytes, in pieces. A stream_reader has no trust in sizes that a frame states about itself."""
    reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(data)
    left = expanded
    try:
        while left and (piece := reader.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
        beyond = reader.read(1)
    except zstandard.ZstdError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    if left or beyond:
        raise Refusal(Code.BUNDLE_DAMAGED)


T = TypeVar("T", Preface, WireLine)


def _decode(untrusted: bytes, kind: type[T]) -> T:
    if len(untrusted) > MAX_LINE:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    try:
        return canonical.decode(untrusted, kind)
    except canonical.NotCanonicalError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None


def _put(writer: zstandard.ZstdCompressionWriter, line: bytes) -> int:
    if len(line) > MAX_LINE:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    writer.write(line)
    writer.write(b"\n")
    return len(line) + 1


def to_wire(line: Line) -> WireLine:
    """A line as it travels."""
    if line.sealed:
        return WireLine(entry=line.entry, sealed=base64.b64encode(line.sealed).decode())
    if line.body is None:
        return WireLine(entry=line.entry)
    return WireLine(entry=line.entry, salt=line.body.salt.hex(), content=line.body.content.decode("utf-8"))


def from_wire(wire: WireLine) -> Line:
    """The line that came. Raises Refusal (BUNDLE_DAMAGED)."""
    if wire.salt is None and wire.content is None:
        return Line(entry=wire.entry, sealed=b"" if wire.sealed is msgspec.UNSET else _sealed(wire.sealed))
    if wire.sealed is not msgspec.UNSET:
        raise Refusal(Code.BUNDLE_DAMAGED)
    if wire.salt is None or wire.content is None:
        raise Refusal(Code.BUNDLE_DAMAGED)
    return Line(entry=wire.entry, body=Body(salt=bytes.fromhex(wire.salt), content=wire.content.encode("utf-8")))


def _sealed(text: str) -> bytes:
    """The bytes of their one spelling in base64."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    if base64.b64encode(data).decode() != text:
        raise Refusal(Code.BUNDLE_DAMAGED)
    return data
