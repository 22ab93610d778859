"""Sounds that are a row of frames: MPEG audio, AAC in ADTS, AMR. Whole frames are kept, whatever is between them goes.

Tags at the front (ID3v2), at the end (ID3v1, APE, Lyrics3) and between are no frames. The frame in which encoders of
MP3 write their name and table of contents holds no sound and goes too. Frame lengths: ISO/IEC 11172-3 and 13818-3;
ISO/IEC 14496-3, 1.A; RFC 4867, 5.3.
"""

from collections.abc import Callable

from fieldkit.errors import Code, Refusal

_V1_L1 = (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448)
_V1_L2 = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_V1_L3 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_V2_L1 = (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)
_V2_L23 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_BITRATES = {(True, 1): _V1_L1, (True, 2): _V1_L2, (True, 3): _V1_L3, (False, 1): _V2_L1}
"""Kilobits by (version 1, layer)."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples per second by the bits of the version."""
_NARROW = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)
_WIDE = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)
"""Bytes of an AMR frame by its type; 0 for types that are not used."""
_INFO_MARKS = (b"Xing", b"Info", b"VBRI")
_INFO_REACH = 64
_TAGS_AT_THE_END = (b"TAG", b"APETAGEX", b"LYRICSBEGIN")


def mpeg(data: bytes) -> bytes:
    """An MP3 without tags. Raises Refusal(MEDIA_UNREADABLE)."""
    frames = _walk(data, _mpeg_length, _after_id3(data))
    if any(mark in frames[0][:_INFO_REACH] for mark in _INFO_MARKS):
        del frames[0]
    return b"".join(frames)


def adts(data: bytes) -> bytes:
    """AAC without tags. Raises Refusal(MEDIA_UNREADABLE)."""
    return b"".join(_walk(data, _adts_length, _after_id3(data)))


def amr(data: bytes) -> bytes:
    """AMR, narrow or wide, up to the first place where no frame begins. Raises Refusal(MEDIA_UNREADABLE)."""
    start = at = data.index(b"\n") + 1
    sizes = _WIDE if b"WB" in data[:start] else _NARROW
    while at < len(data) and data[at] & 0x83 == 0:
        size = sizes[data[at] >> 3]
        if size == 0 or at + size > len(data):
            break
        at += size
    if at == start:
        raise Refusal(Code.MEDIA_UNREADABLE)
    return data[:at]


def _walk(data: bytes, length: Callable[[bytes, int], int], start: int) -> list[bytes]:
    """All frames. A first frame counts only if another follows it; a cut last one is left out."""
    frames: list[bytes] = []
    at = start
    while at + 4 <= len(data):
        size = length(data, at)
        follows = at + size
        if size and follows <= len(data) and (frames or follows + 4 > len(data) or length(data, follows)):
            frames.append(data[at:follows])
            at = follows
        elif data.startswith(_TAGS_AT_THE_END, at):
            break
        else:
            at = data.find(b"\xff", at + 1)
            if at < 0:
                break
    if not frames:
        raise Refusal(Code.MEDIA_UNREADABLE)
    return frames


def _after_id3(data: bytes) -> int:
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = 0
        for each in data[at + 6 : at + 10]:
            size = size << 7 | each & 127
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _mpeg_length(data: bytes, at: int) -> int:
    """Bytes of the frame that begins here; 0 if none does."""
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer = head >> 19 & 3, 4 - (head >> 17 & 3)
    bits, rate, padding = head >> 12 & 15, head >> 10 & 3, head >> 9 & 1
    if head >> 21 != 0x7FF or version == 1 or layer == 4 or bits in {0, 15} or rate == 3:
        return 0
    kilobits = _BITRATES.get((version == 3, layer), _V2_L23)[bits]
    hertz = _RATES[version][rate]
    if layer == 1:
        return (12_000 * kilobits // hertz + padding) * 4
    factor = 72_000 if layer == 3 and version != 3 else 144_000
    return factor * kilobits // hertz + padding


def _adts_length(data: bytes, at: int) -> int:
    if at + 7 > len(data) or data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0:
        return 0
    size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    return size if size > 7 else 0
