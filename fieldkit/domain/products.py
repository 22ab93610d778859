"""What was given out of a vault: a register compact enough to name every record that each product rests on."""

import zlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from fieldkit.domain.consent import Use
from fieldkit.domain.query import Level

_MOST = 2**31
"""Bytes that a set takes at most; a packed one that says more is none of ours."""


class ProductKind(StrEnum):
    """What kind of file or folder it was."""

    REPORT = "report"
    FIGURES = "figures"
    ODK = "odk"
    ARCHIVE = "archive"
    ATTACHMENT = "attachment"
    MICRODATA = "microdata"


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """One file or folder that left the vault in the clear."""

    kind: ProductKind
    level: Level
    at: str
    name: str = ""
    """The last part of the path that was chosen; empty for what was printed."""
    sha256: str = ""
    """Of a file, to recognise it should it turn up."""


class GivenOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product with the uses that it makes of a record, or of records, that were asked about."""

    number: int
    """In the register of this vault."""
    product: Product
    uses: tuple[Use, ...]
    records: int
    """How many of those asked about are in it."""


def packed(numbers: Iterable[int]) -> bytes:
    """A set of small whole numbers, one bit for each number up to the largest, compressed.

    A million records take at most some 400 kB, and a few hundred bytes where they follow one another.
    """
    wanted = tuple(numbers)
    bits = bytearray(max(wanted, default=0) // 8 + 1)
    for number in wanted:
        bits[number >> 3] |= 1 << (number & 7)
    return zlib.compress(bits)


def bits(numbers: Iterable[int]) -> int:
    """A set of small whole numbers as one number, to compare sets with each other."""
    return int.from_bytes(zlib.decompress(packed(numbers)), "little")


def unpacked(members: bytes) -> int:
    """A packed set in the same way."""
    return int.from_bytes(zlib.decompressobj().decompress(members, _MOST), "little")


def among(members: bytes, numbers: Iterable[int]) -> int:
    """How many of the numbers are in a packed set."""
    bits = zlib.decompressobj().decompress(members, _MOST)
    end = len(bits) * 8
    return sum(number < end and bool(bits[number >> 3] >> (number & 7) & 1) for number in numbers)
