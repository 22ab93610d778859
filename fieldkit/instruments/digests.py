"""Digests, base64 and signed texts, as forms use them to read codes from cards."""

import base64
import hashlib
import re
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldkit.instruments.function import Function, text_function

_ALGORITHMS: dict[str, Callable[[bytes], bytes]] = {
    # These two are weak; forms use them to compare with values made elsewhere, never to protect anything.
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).digest(),
    "SHA-1": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    "SHA-256": lambda data: hashlib.sha256(data).digest(),
    "SHA-384": lambda data: hashlib.sha384(data).digest(),
    "SHA-512": lambda data: hashlib.sha512(data).digest(),
}
_FOREIGN = re.compile(r"[^A-Za-z0-9+/]")
_SIGNATURE = 64
"""Bytes of an Ed25519 signature."""


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Empty for an algorithm or encoding that the specification does not know."""
    compute = _ALGORITHMS.get(algorithm.strip())
    if compute is None:
        return ""
    found = compute(text.encode("utf-8"))
    match encoding.strip():
        case "hex":
            return found.hex()
        case "base64":
            return base64.b64encode(found).decode("ascii")
    return ""


def _decoded(text: str) -> bytes:
    """Bytes of base64. Other signs are passed over and a rest that makes no byte is dropped, as in ODK's tools."""
    plain = _FOREIGN.sub("", text)
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def _base64_decode(text: str) -> str:
    """Bytes that are no text become replacement signs, as in ODK's tools."""
    return _decoded(text).decode("utf-8", errors="replace")


def _extract_signed(text: str, key: str) -> str:
    """What was signed, if the signature in front of it is by the holder of the key; else nothing."""
    message = _decoded(text)
    signature, content = message[:_SIGNATURE], message[_SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(key)).verify(signature, content)
        return content.decode("utf-8")
    except (InvalidSignature, ValueError):
        return ""


FUNCTIONS: dict[str, Function] = {
    "digest": text_function(_digest, 2, 3),
    "base64-decode": text_function(_base64_decode, 1),
    "extract-signed": text_function(_extract_signed, 2),
}
