"""Pictures, sound, film and files that answer a question: their kinds, their limits, and areas of a picture."""

from enum import StrEnum

import msgspec

MIB = 1024 * 1024
MAX_ATTACHMENT = 25 * MIB
"""Bytes of one attachment, before and after its details are removed."""
MAX_SIDE = 10_000
"""Pixels along one side of a picture (security notes, section 12)."""
MAX_PIXELS = 64_000_000
"""Pixels of a picture: more than the cameras of most phones make."""

_CLEANED = frozenset({"image", "audio", "video"})


class MediaKind(StrEnum):
    """What kind of file a question asks for."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    """Any file. A picture, sound or video among them is treated as such."""


class Area(msgspec.Struct, frozen=True, order=True):
    """A rectangle of a picture, in pixels from its top left corner."""

    left: int
    top: int
    width: int
    height: int


class View(msgspec.Struct, frozen=True):
    """A small copy of a picture, and the size of the whole."""

    png: bytes
    width: int
    height: int


def is_cleaned(media_type: str) -> bool:
    """Whether details inside working copies of this type were removed; documents keep their author and history."""
    return media_type.partition("/")[0] in _CLEANED
