"""T17: more than a hundred kinds of malformed, weakened and forged slot files, each made from fifty random vaults.

Each is refused with its code within 100 ms of processor time and 64 MiB, with at most one guess at the passphrase, and
with none where the file asks for too much.
"""

import itertools
import random
import time
import tracemalloc
from unittest import mock

from fieldkit.crypto import kdf, slots
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.crypto.hostile import MIB, PHRASE, Hostile

FIGURES = {"T17": 5_000}
VAULTS = 50
LONGEST = 0.1
MOST = 64 * MIB
PART = 5
_EXPECTED = (
    {Code.VAULT_SLOTS_DAMAGED},
    {Code.VAULT_KDF_REFUSED},
    {Code.VAULT_SLOTS_DAMAGED, Code.VAULT_WRONG_PASSPHRASE},
)
_NAMES = ("no slot file", "too cheap or too dear", "forged")

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Try all kinds on 50 vaults (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    jobs = [
        (_cases, ([chance.getrandbits(32) for _ in range(part)],))
        for part in pool.parts(max(round(VAULTS * share), 1), PART)
    ]
    for ended, wrong in itertools.chain.from_iterable(pool.spread(jobs)):
        outcome.take(ended, wrong)
    return outcome


def _cases(seeds: list[int]) -> list[Case]:
    return [_case(*each) for seed in seeds for each in Hostile(seed).all()]


def _case(name: str, data: bytes, kind: int) -> Case:
    """Refused three times: counting guesses, against the clock, and against the memory."""
    with mock.patch.object(kdf, "stretch", wraps=kdf.stretch) as stretch:
        found = _refused(data)
    wrong = [] if found in _EXPECTED[kind] else [f"{name}: {found}"]
    if stretch.call_count != (kind == 2) or any(not given.args[2].is_bearable for given in stretch.call_args_list):
        wrong.append(f"{name}: {stretch.call_count} guesses")
    began = time.process_time()
    _refused(data)
    taken = time.process_time() - began
    tracemalloc.start()
    _refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if taken > LONGEST or peak > MOST:
        wrong.append(f"{name}: {taken:.3f} s, {peak // MIB} MiB")
    return f"T17 {_NAMES[kind]}, {found}", wrong


def _refused(data: bytes) -> str:
    """The code of the refusal."""
    try:
        slots.unlock(slots.decode(data), SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST)
    except Refusal as refusal:
        return refusal.code
    return "opened"
