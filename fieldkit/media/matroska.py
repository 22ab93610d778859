"""WebM and Matroska (RFC 8794, RFC 9559): elements that are not needed to see and hear become empty where they stand.

Nothing moves, so the index stays true. Kept are the elements named here, of tracks with pictures and sound in codecs
whose set-up data is known to hold no text; blocks of other tracks, tags, attachments, chapters, dates and the names
of programs go.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from fieldkit.errors import Code, Refusal
from fieldkit.media.orders import Done

Kept: TypeAlias = Mapping[int, "Kept | None"]
_EBML, _SEGMENT, _CLUSTER, _INFO, _TRACKS = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B
_ENTRY, _NUMBER, _TYPE, _CODEC, _SETUP, _DOCTYPE = 0xAE, 0xD7, 0x83, 0x86, 0x63A2, 0x4282
_BLOCK, _SIMPLE, _GROUP, _VOID = 0xA1, 0xA3, 0xA0, 0xEC
_MUXER, _WRITER = 0x4D80, 0x5741


def _all(*ids: int) -> Kept:
    return dict.fromkeys(ids)


_HEAD: Kept = _all(0x4286, 0x42F7, 0x42F2, 0x42F3, _DOCTYPE, 0x4287, 0x4285)
_VIDEO: Kept = _all(0xB0, 0xBA, 0x9A, 0x9D, 0x53B8, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2)
_AUDIO: Kept = _all(0xB5, 0x78B5, 0x9F, 0x6264)
_TRACK: Kept = {
    **_all(_NUMBER, 0x73C5, _TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383, _CODEC, _SETUP, 0x56AA, 0x56BB),
    0xE0: _VIDEO,
    0xE1: _AUDIO,
}
_POINT: Kept = {0xB3: None, 0xB7: _all(0xF7, 0xF1, 0xF0, 0xB2, 0x5378)}
_INSIDE: Kept = {
    0x114D9B74: {0x4DBB: _all(0x53AB, 0x53AC)},
    _INFO: _all(0x2AD7B1, 0x4489, _MUXER, _WRITER),
    _TRACKS: {_ENTRY: _TRACK},
    _CLUSTER: {**_all(0xE7, 0xA7, 0xAB, _SIMPLE), _GROUP: _all(_BLOCK, 0x9B, 0xFB, 0x75A2)},
    0x1C53BB6B: {0xBB: _POINT},
}
_FILE: Kept = {_EBML: _HEAD, _SEGMENT: _INSIDE}
_TOP_OF_SEGMENT = frozenset({*_INSIDE, 0x1254C367, 0x1941A469, 0x1043A770})
_PICTURES, _SOUND = 1, 2
_CODECS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4/ISO/AVC", b"V_MPEGH/ISO/HEVC", b"A_OPUS", b"A_AAC", b"A_PCM")


class Element(NamedTuple):
    """Where an element stands: its beginning, its content, its end."""

    id: int
    start: int
    body: int
    end: int


def matroska(data: bytes) -> Done:
    """Raises Refusal (MEDIA_UNREADABLE, MEDIA_NOT_CLEANABLE for codecs whose set-up data is not known)."""
    film = bytearray(data)
    top = list(_elements(film, 0, len(film), set(_FILE)))
    if [element.id for element in top if element.id in _FILE] != [_EBML, _SEGMENT]:
        raise Refusal(Code.MEDIA_UNREADABLE)
    shown: dict[int, int] = {}
    for entry in _find(film, top, (_SEGMENT, _TRACKS, _ENTRY)):
        shown |= _judged(film, entry)
    if not shown:
        raise Refusal(Code.MEDIA_UNREADABLE)
    _prune(film, top, _FILE, frozenset(shown))
    for element in _find(film, top, (_SEGMENT, _INFO)):
        for text in _elements(film, element.body, element.end, set()):
            if text.id in {_MUXER, _WRITER}:
                film[text.body : text.end] = bytes(text.end - text.body)
    has_pictures = _PICTURES in shown.values()
    kinds = {bytes(film[each.body : each.end]).rstrip(b"\0") for each in _find(film, top, (_EBML, _DOCTYPE))}
    form = "webm" if kinds == {b"webm"} else "x-matroska"
    extension = "webm" if kinds == {b"webm"} else "mkv" if has_pictures else "mka"
    return Done(data=bytes(film), media_type=f"{'video' if has_pictures else 'audio'}/{form}", extension=extension)


def _elements(film: bytearray, start: int, end: int, ending: set[int]) -> Iterator[Element]:
    """The elements between two places; one of unknown size ends before the first whose id is in `ending`."""
    at = start
    while at < end:
        width = 9 - film[at].bit_length()
        if width > 4:
            raise Refusal(Code.MEDIA_UNREADABLE)
        name, size_at = int.from_bytes(film[at : at + width], "big"), at + width
        size, body = _size(film, size_at)
        after = _end_of_unknown(film, name, body, end, ending) if size is None else body + size
        if after > end:
            raise Refusal(Code.MEDIA_UNREADABLE)
        yield Element(name, at, body, after)
        at = after


def _end_of_unknown(film: bytearray, name: int, body: int, end: int, ending: set[int]) -> int:
    """Only segments and clusters may have an unknown size; a cluster ends where the next part of a segment begins."""
    if name == _SEGMENT:
        return end
    if name != _CLUSTER or not ending:
        raise Refusal(Code.MEDIA_UNREADABLE)
    at = body
    while at < end:
        width = 9 - film[at].bit_length()
        if int.from_bytes(film[at : at + width], "big") in _TOP_OF_SEGMENT:
            break
        size, inner = _size(film, at + width)
        if size is None:
            raise Refusal(Code.MEDIA_UNREADABLE)
        at = inner + size
    return at


def _size(film: bytearray, at: int) -> tuple[int | None, int]:
    """A size, None if it is unknown, and where the content begins."""
    if at >= len(film) or not film[at]:
        raise Refusal(Code.MEDIA_UNREADABLE)
    width = 9 - film[at].bit_length()
    value = int.from_bytes(film[at : at + width], "big") & (1 << 7 * width) - 1
    return None if value == (1 << 7 * width) - 1 else value, at + width


def _find(film: bytearray, found: list[Element], path: tuple[int, ...]) -> Iterator[Element]:
    for element in found:
        if element.id != path[0]:
            continue
        if len(path) == 1:
            yield element
        else:
            yield from _find(film, list(_elements(film, element.body, element.end, set(_INSIDE))), path[1:])


def _judged(film: bytearray, entry: Element) -> dict[int, int]:
    """The number and type of a track that is kept; nothing for one that goes. Raises Refusal(MEDIA_NOT_CLEANABLE)."""
    parts = {each.id: bytes(film[each.body : each.end]) for each in _elements(film, entry.body, entry.end, set())}
    if not {_NUMBER, _TYPE, _CODEC} <= set(parts):
        raise Refusal(Code.MEDIA_UNREADABLE)
    kind = int.from_bytes(parts[_TYPE], "big")
    if kind not in {_PICTURES, _SOUND}:
        return {}
    if not parts[_CODEC].startswith(_CODECS):
        raise Refusal(Code.MEDIA_NOT_CLEANABLE)
    return {int.from_bytes(parts[_NUMBER], "big"): kind}


def _prune(film: bytearray, found: list[Element], kept: Kept, tracks: frozenset[int]) -> None:
    for element in found:
        if element.id not in kept or not _belongs(film, element, tracks):
            _empty(film, element)
        elif (inner := kept[element.id]) is not None:
            _prune(film, list(_elements(film, element.body, element.end, set(_INSIDE))), inner, tracks)


def _belongs(film: bytearray, element: Element, tracks: frozenset[int]) -> bool:
    """Whether it is no part of a track that goes."""
    if element.id == _ENTRY:
        return bool(_judged(film, element))
    if element.id in {_BLOCK, _SIMPLE}:
        return _size(film, element.body)[0] in tracks
    return True


def _empty(film: bytearray, element: Element) -> None:
    """An element of the same length that says nothing."""
    length = element.end - element.start
    width = 8 if length > 8 else 1
    size = length - 1 - width
    film[element.start : element.end] = bytes([_VOID]) + (size | 1 << 7 * width).to_bytes(width, "big") + bytes(size)
