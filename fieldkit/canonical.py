"""Canonical JSON: one byte string per value, so that hashes and signatures mean something.

Sorted keys, UTF-8, NFC, no white space, no floats. What is read must re-encode to the very same bytes; that refuses
duplicate keys, other number forms and other spellings, which JSON parsers let through.
"""

import unicodedata
from typing import TypeVar

import msgspec

T = TypeVar("T")


class NotCanonicalError(ValueError):
    """The bytes are not the canonical form of a value of the wanted type."""


def encode(value: object) -> bytes:
    """Canonical bytes of a struct, dict, list, str, int, bool or None.

    Raises NotCanonicalError for floats and for text that is not NFC.
    """
    data = msgspec.json.encode(value, order="sorted")
    if not data.isascii() and not unicodedata.is_normalized("NFC", data.decode("utf-8")):
        msg = "text is not NFC"
        raise NotCanonicalError(msg)
    return data


def decode(untrusted: bytes, kind: type[T]) -> T:
    """A value of `kind` from its canonical bytes; raises NotCanonicalError for anything else."""
    try:
        value = msgspec.json.decode(untrusted, type=kind, strict=True)
        again = encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, NotCanonicalError) as error:
        raise NotCanonicalError(type(error).__name__) from None
    if again != untrusted:
        msg = "not in canonical form"
        raise NotCanonicalError(msg)
    return value
