"""Identity cards: a name or a way to reach somebody, sealed to the identity officers as an age file.

Security notes, section 8: whoever writes one cannot read it back. What is inside says what it belongs to, so that a
sealed card cannot be moved to another person's record, and always takes as much room, so that its size tells nothing.
"""

from typing import Annotated, Literal

import msgspec

from fieldkit import canonical
from fieldkit.crypto import sealing

MAX_WORDS = 1_000
_ROOM = 8 * 1024
"""Bytes: more than the most words take in the longest spelling that JSON has for them."""
_Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]


class Inside(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What identity officers find inside."""

    magic: Literal["fieldkit-card"] = "fieldkit-card"
    v: Literal[1] = 1
    project: _Name
    record: _Name
    code: _Name
    """Of the person."""
    use: _Name
    """For which use of the record it is kept."""
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_WORDS)]


def seal(inside: Inside, recipients: tuple[str, ...]) -> bytes:
    """An age file that these open, and nobody else. Raises `sealing.BadRecipient`, also if there are none."""
    return sealing.seal(canonical.encode(inside).ljust(_ROOM, b"\0"), recipients)


def open_(untrusted: bytes, identity: str) -> Inside:
    """What is on a card. Raises `sealing.SealError`: NotForYou, or Damaged for anything else."""
    try:
        padded = sealing.open_sealed(untrusted, identity, limit=_ROOM)
    except sealing.NotForYou:
        raise
    except sealing.SealError:
        raise sealing.Damaged from None
    said = padded.rstrip(b"\0")
    try:
        if len(padded) != _ROOM:
            raise sealing.Damaged
        return canonical.decode(said, Inside)
    except canonical.NotCanonicalError:
        raise sealing.Damaged from None
