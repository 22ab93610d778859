"""Pictures, sounds and videos changed at random places and cut at any: 10,000 in this process, 200 in the real child.

Every one must end as a working copy or as a named refusal, in at most five seconds, and none may end the process.
"""

import random
import resource
import time

import msgspec

from fieldkit.domain.media import MIB, MediaKind
from fieldkit.errors import Refusal
from fieldkit.media import asking
from fieldkit.media.orders import Order, Refused, Task
from tests.soak.outcome import Outcome
from tests.unit.media.test_child import CLEAN, SAMPLES, is_safe, served

IN_PROCESS, IN_CHILD = 10_000, 200
SLOWEST = 5.0
MOST_MEMORY = 1024 * MIB
TASKS = (CLEAN, CLEAN, CLEAN, Order(task=Task.THUMBNAIL, edge=96))


def main(seed: int, share: float) -> Outcome:
    """Run it."""
    chance = random.Random(seed)
    outcome = Outcome()
    originals = {name: make() for name, make in SAMPLES.items()}
    for number in range(int((IN_PROCESS + IN_CHILD) * share)):
        name = chance.choice(sorted(originals))
        data, task = _changed(originals[name], chance), chance.choice(TASKS)
        started = time.monotonic()
        if number < int(IN_PROCESS * share):
            answer = served(task, data)
            said = answer.code if isinstance(answer, Refused) else "working copies"
            if not is_safe(answer):
                outcome.failures.append(f"{name} {number}: {answer}")
        else:
            said = _asked(task, data)
            if said == "media.failed":
                outcome.failures.append(f"{name} {number}: the child failed")
        outcome.count(said)
        taken = time.monotonic() - started
        if taken > SLOWEST:
            outcome.failures.append(f"{name} {number}: {taken:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if memory > MOST_MEMORY:
        outcome.failures.append(f"{memory // MIB} MiB of memory")
    return outcome


def _asked(task: Order, data: bytes) -> str:
    try:
        asking.ask(msgspec.structs.replace(task, kind=MediaKind.FILE), data)
    except Refusal as refusal:
        return str(refusal)
    return "working copies"


def _changed(data: bytes, chance: random.Random) -> bytes:
    """Bytes replaced, doubled, removed, or the end cut off."""
    mutant = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(mutant))
        match chance.randrange(8):
            case 0:
                del mutant[at : at + chance.randint(1, 64)]
            case 1:
                mutant[at:at] = mutant[at : at + chance.randint(1, 64)]
            case 2:
                mutant[at : at + 4] = chance.choice(
                    [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1"]
                )
            case _:
                mutant[at] = chance.randrange(256)
        mutant = mutant or bytearray(b"\0")
    return bytes(mutant[: chance.randint(1, len(mutant))] if chance.random() < 0.1 else mutant)
