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
    """The result."""

    data: bytes
    media_type: str
    extension: str
    width: int = 0
    height: int = 0
    """Of the whole picture, where a small one of it was asked for."""


class Found(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Areas in which something was found."""

    areas: tuple[Area, ...]


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why there is none."""

    code: str
    limit: int = 0
