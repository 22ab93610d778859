"""The program's side of the importer: opens the seal, feeds a child process, takes back checked values or a refusal."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from fieldkit import apart
from fieldkit.crypto import sealing
from fieldkit.domain.log import Line, SignedHead
from fieldkit.domain.people import SignedRoster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.frames import (
    BlobPlace,
    Blobs,
    Closing,
    Context,
    Frame,
    FrameError,
    Lines,
    LogEnd,
    Opening,
    Refused,
    Stranger,
    Verdicts,
    decode_all,
    encode,
    encode_opened,
)
from fieldkit.exchange.limits import MAX_FILE
from fieldkit.exchange.manifest import Manifest

T = TypeVar("T")
TIME_LIMIT = 120.0
"""Seconds of wall time; the child's own limit of processor time is half of it."""
_CHILD = "fieldkit.exchange.child"


class LogSlice(msgspec.Struct, frozen=True, kw_only=True):
    """Checked lines of one log up to its signed head, from `first` on."""

    head: SignedHead
    first: int
    lines: tuple[Line, ...]


class RefusedLog(msgspec.Struct, frozen=True, kw_only=True):
    """A log of the bundle that does not hold together, or is nobody's."""

    device: str
    code: Code


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a bundle brings, checked but not yet compared with what is held."""

    manifest: Manifest
    roster: SignedRoster | None
    logs: tuple[LogSlice, ...]
    refused: tuple[RefusedLog, ...]
    blobs: tuple[BlobPlace, ...] = ()
    plaintext: bytes = b""
    """In which the blobs lie; none without blobs."""

    def blob(self, place: BlobPlace) -> bytes:
        """One blob, as it is to be kept."""
        return self.plaintext[place.start : place.start + place.size]


class UnknownSender(Refusal):
    """The bundle is whole and signed, but by a device that is in no roster here: it may be kept until it is."""

    def __init__(self, stranger: Stranger) -> None:
        super().__init__(Code.BUNDLE_UNKNOWN_DEVICE, device=stranger.manifest.device)
        self.stranger = stranger


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """The bytes of a file. Raises Refusal (FILE_MISSING, FILE_UNREADABLE, BUNDLE_TOO_LARGE)."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
    if len(data) > limit:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    return data


class Ask(Protocol):
    """Has an importer process look at data, and takes its answer."""

    def __call__(self, context: Context, data: bytes, take: Callable[[Iterable[Frame]], T], /) -> T:
        """Raises Refusal with a BUNDLE_… code."""
        ...


def ask_child(
    context: Context, data: bytes, take: Callable[[Iterable[Frame]], T], *, time_limit: float = TIME_LIMIT
) -> T:
    """What a fresh importer process makes of `data`."""
    with apart.started(_CHILD, (encode(context), data), time_limit=time_limit) as child:
        try:
            return take(decode_all(child.read))
        except FrameError:
            raise Refusal(Code.BUNDLE_IMPORTER_FAILED) from None


def open_bundle(sealed: bytes, identity: str, context: Context) -> Parcel:
    """Open and check a bundle. Raises Refusal with a BUNDLE_… code; a bundle never ends the program."""
    return read_plaintext(unseal(sealed, identity), context)


def read_plaintext(plaintext: bytes, context: Context, *, ask: Ask = ask_child) -> Parcel:
    """Check a decrypted bundle in a process of its own. Raises Refusal with a BUNDLE_… code."""
    parcel = ask(context, plaintext, collect)
    return msgspec.structs.replace(parcel, plaintext=plaintext) if parcel.blobs else parcel


def judge(lines: tuple[Line, ...], context: Context, *, ask: Ask = ask_child) -> tuple[Code | None, ...]:
    """Check opened bodies in a process of its own: for each None, or why it is refused.

    Raises Refusal(BUNDLE_IMPORTER_FAILED).
    """
    context = msgspec.structs.replace(context, opened=True)
    return ask(context, encode_opened(lines), partial(_verdicts, expected=len(lines)))


def collect(frames: Iterable[Frame]) -> Parcel:
    """Put frames together.

    Raises Refusal: the one that the importer reports, UnknownSender, or BUNDLE_IMPORTER_FAILED.
    """
    opening: Opening | None = None
    logs: list[LogSlice] = []
    refused: list[RefusedLog] = []
    lines: list[Line] = []
    blobs: tuple[BlobPlace, ...] = ()
    for frame in frames:
        match frame:
            case Opening():
                opening = frame
            case Stranger():
                raise UnknownSender(frame)
            case Lines():
                lines.extend(frame.lines)
            case LogEnd(code=""):
                logs.append(LogSlice(head=frame.head, first=frame.first, lines=tuple(lines)))
                lines = []
            case LogEnd():
                refused.append(RefusedLog(device=frame.head.head.device, code=_code(frame.code)))
                lines = []
            case Blobs():
                blobs = frame.places
            case Refused():
                raise Refusal(_code(frame.code))
            case Closing() if opening is not None:
                return Parcel(
                    manifest=opening.manifest,
                    roster=opening.roster,
                    logs=tuple(logs),
                    refused=tuple(refused),
                    blobs=blobs,
                )
    raise Refusal(Code.BUNDLE_IMPORTER_FAILED)


def unseal(sealed: bytes, identity: str) -> bytes:
    """The plaintext of a bundle. Raises Refusal (BUNDLE_NOT_A_BUNDLE, …_NOT_FOR_YOU, …_TOO_LARGE, …_DAMAGED)."""
    try:
        return sealing.open_sealed(sealed, identity)
    except sealing.NotSealed:
        raise Refusal(Code.BUNDLE_NOT_A_BUNDLE) from None
    except sealing.NotForYou:
        raise Refusal(Code.BUNDLE_NOT_FOR_YOU) from None
    except sealing.TooLarge:
        raise Refusal(Code.BUNDLE_TOO_LARGE) from None
    except sealing.Damaged:
        raise Refusal(Code.BUNDLE_DAMAGED) from None


def _verdicts(frames: Iterable[Frame], *, expected: int) -> tuple[Code | None, ...]:
    for frame in frames:
        if isinstance(frame, Verdicts) and len(frame.codes) == expected:
            return tuple(_code(code) if code else None for code in frame.codes)
    raise Refusal(Code.BUNDLE_IMPORTER_FAILED)


def _code(text: str) -> Code:
    try:
        return Code(text)
    except ValueError:
        return Code.BUNDLE_IMPORTER_FAILED
