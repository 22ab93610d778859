"""Pictures, sound, film and files that answer a question: their kinds, and areas of a picture."""

from enum import StrEnum

import msgspec


class MediaKind(StrEnum):
    """What kind of file a question asks for."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


class Area(msgspec.Struct, frozen=True):
    """A rectangle of a picture, in pixels from its top left corner."""

    left: int
    top: int
    width: int
    height: int
