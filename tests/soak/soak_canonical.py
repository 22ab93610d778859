"""Damaged canonical JSON: every change of bytes is refused or is the canonical form of the value that was read."""

import random

from fieldkit import canonical
from tests.soak.outcome import Outcome

CASES = 200_000
SPECIAL = (
    b"\x00",
    b"\xff",
    b'"',
    b"\\u0000",
    b"e\xcc\x81",
    b"-0",
    b"1.0",
    b"1e9",
    b"{",
    b"]",
    b" ",
    b"\xed\xa0\x80",
    b",",
)


def main(seed: int, share: float) -> Outcome:
    """Mutate a body 200,000 times (times `share`) and read it."""
    chance = random.Random(seed)
    whole = canonical.encode({"answers": {f"q{n}": [n, "Ош", None, True] for n in range(12)}, "kind": "revision"})
    outcome = Outcome()
    for case in range(int(CASES * share)):
        data = mutated(whole, chance)
        try:
            value = canonical.decode(data, dict[str, object])
        except canonical.NotCanonicalError:
            outcome.count("refused")
            continue
        outcome.count("read")
        if canonical.encode(value) != data:
            outcome.failures.append(f"case {case}: {data!r} was read but is not canonical")
    return outcome


def mutated(whole: bytes, chance: random.Random) -> bytes:
    """`whole` after one to three small changes."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data))
        change = chance.randrange(4)
        if change == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif change == 1:
            data[at:at] = chance.choice(SPECIAL)
        elif change == 2:
            del data[at : at + chance.randint(1, 9)]
        else:
            data[at:at] = data[at : at + chance.randint(1, 40)]
    return bytes(data)
