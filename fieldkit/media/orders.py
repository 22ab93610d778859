"""What the program asks of the child that handles media, and what it answers."""

from enum import StrEnum

import msgspec

from fieldkit.domain.media import Area, MediaKind


class Task(StrEnum):
    """What shall be done with the bytes that follow."""

    CLEAN = "clean"
    THUMBNAIL = "thumbnail"
    BLUR = "blur"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One task; the bytes of the file follow it."""

    task: Task
    kind: MediaKind = MediaKind.IMAGE
    edge: int = 0
    areas: tuple[Area, ...] = ()


class Done(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A file."""

    data: bytes
    media_type: str
    extension: str


class Seen(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A small picture as bare pixels, so that nothing that a child encoded is ever decoded by the program."""

    pixels: bytes
    width: int
    height: int
    channels: int
    whole_width: int
    whole_height: int


class Found(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Areas in which something was found."""

    areas: tuple[Area, ...]


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why there is none."""

    code: str
    limit: int = 0
