"""T19: what guesses at a passphrase cost a thief, in processor time: at most two a second and core at the floor.

On laptops with little memory, whose owner is told, at most four (security notes, section 3).
"""

import random
import time

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf, recovery, slots
from fieldkit.crypto.kdf import Cost
from fieldkit.crypto.slots import SlotFile, SlotType
from fieldkit.errors import Code, Refusal
from tests.bench.bench_guesses import LEAST, LEAST_SMALL
from tests.soak.outcome import Outcome

GUESSES = 60
FIGURES = {"T19": 2 * GUESSES}
_FLOORS = {"the field": (kdf.FIELD_COST, LEAST), "small laptops": (kdf.SMALL_COST, LEAST_SMALL)}


def main(seed: int, share: float) -> Outcome:
    """Guess 60 times at each floor (times `share`), one after the other."""
    chance, outcome = random.Random(seed), Outcome()
    for name, (cost, least) in _FLOORS.items():
        file, count, spent = _slots(cost), max(round(GUESSES * share), 1), 0.0
        for _ in range(count):
            taken, wrong = _guess(file, f"догадка {chance.getrandbits(64)}")
            spent += taken
            outcome.take(f"T19 guess at the floor of {name}", wrong)
        if spent < least * count:
            outcome.failures.append(f"{count / spent:.1f} guesses a second and core at the floor of {name}")
        outcome.counts[f"ms of one processor for a guess at the floor of {name}"] = round(1000 * spent / count)
    return outcome


def _slots(cost: Cost) -> SlotFile:
    clock = SystemClock()
    return slots.create(slots.new_master_key(clock), "верная фраза", recovery.new_code(clock), cost, clock)


def _guess(file: SlotFile, phrase: str) -> tuple[float, list[str]]:
    """Seconds of all processors together, and what was wrong."""
    began = time.process_time()
    try:
        slots.unlock(file, SlotType.PASSPHRASE, phrase, kdf.FIELD_COST)
    except Refusal as refusal:
        wrong = [] if refusal.code is Code.VAULT_WRONG_PASSPHRASE else [refusal.code.value]
    else:
        wrong = ["it opened"]
    return time.process_time() - began, wrong
