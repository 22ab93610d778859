"""T20: our ciphers against known answers: those of Wycheproof, of Argon2's authors, and of plain code from the RFCs.

Wycheproof's vectors are not part of the project: `FIELDKIT_WYCHEPROOF` names a checkout of C2SP/wycheproof, or one lies
beside this project. Without it the outcome says so, and the other answers still have to be given.
"""

import io
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fieldkit.crypto import blobs, kdf, signing
from fieldkit.crypto.kdf import Cost
from fieldkit.crypto.master import MasterKey
from tests import runners
from tests.soak import references
from tests.soak.outcome import Outcome
from tests.unit.crypto.test_known_answers import PASSPHRASES

CHECKOUT = Path(os.environ.get("FIELDKIT_WYCHEPROOF") or runners.ROOT.parent / "wycheproof") / "testvectors_v1"
RANDOM = {"HKDF": 1_000, "ChaCha20-Poly1305": 300, "blob": 100, "Ed25519": 400}
FIGURES = {"T20": sum(RANDOM.values()) + len(PASSPHRASES)}

Case = tuple[str, bool]
"""What was asked, and whether our answer was right."""


def main(seed: int, share: float) -> Outcome:
    """All known answers, and as many random questions as `RANDOM` says (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    for m, t, p, phrase, salt, key in PASSPHRASES:
        right = kdf.stretch(phrase, salt.encode(), Cost(m=m, t=t, p=p)).hex() == key
        outcome.take("T20 Argon2id, its authors' answers", [] if right else [f"m={m}, t={t}, p={p}"])
    asked = {"HKDF": _hkdf, "ChaCha20-Poly1305": _wrap, "blob": _blob, "Ed25519": _signature}
    for what, count in RANDOM.items():
        for _ in range(round(count * share)):
            outcome.take(f"T20 {what}, by chance", [] if asked[what](chance) else ["another answer"])
    if not CHECKOUT.is_dir():
        outcome.count("Wycheproof is not here")
        return outcome
    for name, judge in {"chacha20_poly1305": _aead, "ed25519": _verified, "hkdf_sha512": _expanded}.items():
        for number, right in _vectors(name, judge):
            outcome.take(f"T20 {name} of Wycheproof", [] if right else [f"vector {number}"])
    return outcome


def _hkdf(chance: random.Random) -> bool:
    secret, length = chance.randbytes(32), chance.randint(1, 300)
    purpose = "".join(chance.choices("abc v1", k=chance.randint(0, 40)))
    expected = references.hkdf_sha512(secret, b"", b"fieldkit " + purpose.encode(), length)
    return kdf.expand(secret, purpose, length) == expected


def _wrap(chance: random.Random) -> bool:
    key, nonce, context = chance.randbytes(32), chance.randbytes(12), chance.randbytes(chance.randint(0, 100))
    secret = chance.randbytes(chance.randint(0, 300))
    sealed = references.chacha20_poly1305(key, nonce, secret, context)
    return _both_ways(secret, key, nonce, context, sealed)


def _both_ways(secret: bytes, key: bytes, nonce: bytes, context: bytes, sealed: bytes) -> bool:
    wrapped = MasterKey(secret).wrap(key, nonce, context)
    opened = MasterKey.unwrapped(key, (nonce + sealed).hex(), context)
    return wrapped == (nonce + sealed).hex() and opened is not None and opened.reveal() == secret


def _blob(chance: random.Random) -> bool:
    """One chunk: nonce and all but the last byte are zero (age.md, section "Payload")."""
    key, content = chance.randbytes(32), chance.randbytes(chance.randint(0, 2_000))
    sealed = references.chacha20_poly1305(key, bytes(11) + b"\1", content, b"")
    opened = b"".join(blobs.unseal(key, io.BytesIO(sealed)))
    return b"".join(blobs.seal(key, io.BytesIO(content))) == sealed and opened == content


def _signature(chance: random.Random) -> bool:
    """What a seed signs fits its key, and nothing that differs in one bit does."""
    seed, message = chance.randbytes(32), chance.randbytes(chance.randint(1, 300))
    public, made = signing.public_key(seed), signing.sign(seed, message)
    given = [bytes.fromhex(public), message, bytes.fromhex(made)]
    at = chance.randrange(3)
    flipped = bytearray(given[at])
    flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    given[at] = bytes(flipped)
    return signing.verify(public, message, made) and not signing.verify(given[0].hex(), given[1], given[2].hex())


def _vectors(name: str, judge) -> Iterator[tuple[int, bool]]:
    document = json.loads((CHECKOUT / f"{name}_test.json").read_text("utf-8"))
    for group in document["testGroups"]:
        for each in group["tests"]:
            yield each["tcId"], judge(group, each) == (each["result"] == "valid")


def _bytes(each: dict[str, Any], *names: str) -> list[bytes]:
    return [bytes.fromhex(each[name]) for name in names]


def _aead(_group: dict[str, Any], each: dict[str, Any]) -> bool:
    key, nonce, context, secret, cipher, tag = _bytes(each, "key", "iv", "aad", "msg", "ct", "tag")
    opened = MasterKey.unwrapped(key, (nonce + cipher + tag).hex(), context)
    if opened is None:
        return False
    return _both_ways(secret, key, nonce, context, cipher + tag)


def _verified(group: dict[str, Any], each: dict[str, Any]) -> bool:
    return signing.verify(group["publicKey"]["pk"], *_bytes(each, "msg"), each["sig"])


def _expanded(_group: dict[str, Any], each: dict[str, Any]) -> bool:
    """Ours has no salt and a purpose of its own, so that the plain code is proved here, which ours equals by chance."""
    secret, salt, info, expected = _bytes(each, "ikm", "salt", "info", "okm")
    if each["size"] > 255 * 64:
        return False
    return references.hkdf_sha512(secret, salt, info, each["size"]) == expected
