"""MP4, M4A, 3GP and QuickTime (ISO/IEC 14496-12): what is not needed to play it is overwritten in place.

Nothing moves, so the tables of places inside the file stay true. Kept are the boxes named here, of tracks with
pictures and sound, and the bytes that those tracks' samples take; every other box becomes empty space, every other
byte zero: places and owners (udta, meta, uuid), times, names, tracks of positions and speed, whatever lies between.
What an encoder hides in the coded pictures and sounds themselves is not looked at.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from fieldkit.errors import Code, Refusal
from fieldkit.media import samples
from fieldkit.media.orders import Done
from fieldkit.media.spans import keep_only

Kept: TypeAlias = Mapping[bytes, "Kept | None"]
_SAMPLES: Kept = dict.fromkeys((
    b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsc", b"stsz", b"stco", b"co64", b"sdtp", b"sbgp", b"sgpd",
))  # fmt: skip
_MEDIUM: Kept = {b"vmhd": None, b"smhd": None, b"dinf": {b"dref": None}, b"stbl": _SAMPLES}
_TRACK: Kept = {
    b"tkhd": None,
    b"edts": {b"elst": None},
    b"mdia": {b"mdhd": None, b"hdlr": None, b"minf": _MEDIUM},
}
_MOVIE: Kept = {b"mvhd": None, b"trak": _TRACK}
_FILE: Kept = {b"ftyp": None, b"moov": _MOVIE, b"mdat": None}
_TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_PICTURES, _SOUND = b"vide", b"soun"
_SHOWN = frozenset({_PICTURES, _SOUND})
_VENDOR = slice(12, 16)
_COMPRESSOR = slice(42, 74)
"""Inside a description of samples: who made the encoder; of pictures: its name, which may be that of the camera."""


class Box(NamedTuple):
    """Where a box stands: its beginning, its content, its end."""

    kind: bytes
    start: int
    body: int
    end: int


def iso(data: bytes) -> Done:
    """Raises Refusal (MEDIA_UNREADABLE, MEDIA_NOT_CLEANABLE for films in fragments and with outside parts)."""
    film = bytearray(data)
    top = boxes(film, 0, len(film))
    kinds = {box.kind for box in top}
    if b"moof" in kinds:
        raise Refusal(Code.MEDIA_NOT_CLEANABLE)
    if not {b"moov", b"mdat"} <= kinds:
        raise Refusal(Code.MEDIA_UNREADABLE)
    _prune(film, top, _FILE)
    [movie] = [box for box in top if box.kind == b"moov"]
    shown: set[bytes] = set()
    used: list[tuple[int, int]] = []
    for track in boxes(film, movie.body, movie.end):
        if track.kind == b"trak":
            handler, places = _track(film, track)
            if handler not in _SHOWN:
                _empty(film, track)
                continue
            shown.add(handler)
            used += places
    if not shown:
        raise Refusal(Code.MEDIA_UNREADABLE)
    keep_only(film, used, [(box.body, box.end) for box in top if box.kind == b"mdat"])
    return _done(bytes(film), has_pictures=_PICTURES in shown)


def boxes(data: bytes | bytearray, start: int, end: int) -> list[Box]:
    """The boxes between two places. Raises Refusal(MEDIA_UNREADABLE) if they do not fill it exactly."""
    found: list[Box] = []
    at = start
    while at < end:
        size, body = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        elif size == 0 and end == len(data):
            size = end - at
        if at + size > end or at + size < body:
            raise Refusal(Code.MEDIA_UNREADABLE)
        found.append(Box(bytes(data[at + 4 : at + 8]), at, body, at + size))
        at += size
    return found


def _prune(film: bytearray, found: list[Box], kept: Kept) -> None:
    """Empty what is not kept, and in what is kept the times, names and reserves."""
    for box in found:
        if box.kind not in kept:
            _empty(film, box)
            continue
        inner = kept[box.kind]
        if inner is not None:
            _prune(film, boxes(film, box.body, box.end), inner)
        elif box.kind in _TIMED:
            size = 16 if film[box.body] == 1 else 8
            _zero(film, box.body + 4, min(box.body + 4 + size, box.end))
        elif box.kind == b"hdlr":
            _zero(film, box.body + 12, box.end)


def _track(film: bytearray, track: Box) -> tuple[bytes, list[tuple[int, int]]]:
    """Its handler, and where its samples are. Outside parts are refused, names in descriptions removed."""
    found = _inside(film, track)
    handler = bytes(film[found[b"hdlr"].body + 8 : found[b"hdlr"].body + 12])
    if handler not in _SHOWN:
        return handler, []
    for reference in boxes(film, found[b"dref"].body + 8, found[b"dref"].end):
        if film[reference.body + 3] != 1 or reference.end - reference.body != 4:
            raise Refusal(Code.MEDIA_NOT_CLEANABLE)
    for entry in boxes(film, found[b"stsd"].body + 8, found[b"stsd"].end):
        _zero(film, entry.body + _VENDOR.start, min(entry.body + _VENDOR.stop, entry.end))
        if handler == _PICTURES:
            _zero(film, entry.body + _COMPRESSOR.start, min(entry.body + _COMPRESSOR.stop, entry.end))
    tables = {kind: bytes(film[box.body : box.end]) for kind, box in found.items()}
    return handler, samples.places(tables)


def _inside(film: bytearray, box: Box) -> dict[bytes, Box]:
    """The first box of each kind in a track. Raises Refusal(MEDIA_UNREADABLE) if one that is needed is missing."""
    found: dict[bytes, Box] = {}
    waiting = boxes(film, box.body, box.end)
    while waiting:
        each = waiting.pop()
        if each.kind in {b"mdia", b"minf", b"dinf", b"stbl"}:
            waiting += boxes(film, each.body, each.end)
        found.setdefault(each.kind, each)
    if not {b"hdlr", b"dref", b"stsd"} <= set(found):
        raise Refusal(Code.MEDIA_UNREADABLE)
    return found


def _empty(film: bytearray, box: Box) -> None:
    film[box.start + 4 : box.start + 8] = b"free"
    _zero(film, box.body, box.end)


def _zero(film: bytearray, start: int, end: int) -> None:
    film[start:end] = bytes(max(end - start, 0))


def _done(film: bytes, *, has_pictures: bool) -> Done:
    brand = film[8:12] if film[4:8] == b"ftyp" else b"qt  "
    if brand == b"qt  ":
        return Done(data=film, media_type="video/quicktime" if has_pictures else "audio/mp4", extension="mov")
    if brand.startswith(b"3g"):
        return Done(data=film, media_type="video/3gpp" if has_pictures else "audio/3gpp", extension="3gp")
    if has_pictures:
        return Done(data=film, media_type="video/mp4", extension="mp4")
    return Done(data=film, media_type="audio/mp4", extension="m4a")
