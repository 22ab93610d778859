"""T30: 10,000 stories of 3 to 5 devices; whatever way their bundles meet, all see the same and nothing is missing.

Vaults, logs, signatures, seals and imports are real. Left out are what other runs look at: the disk that a bundle lies
on, the process that reads it, and the wiping of memory that SQLCipher lets go, which takes a third of the time.
"""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import sqlcipher3.dbapi2 as sqlcipher

from fieldkit.store import database
from tests.flow import orders
from tests.flow.reunion import Reunion
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T30": 10_000}
PART = 250
MOST_STEPS = 18
_DEVICES = (3, 3, 3, 3, 3, 4, 4, 4, 5, 5)
"""Stories of five devices have twenty times as many ways as those of three."""


def main(seed: int, share: float) -> Outcome:
    """Play 10,000 stories (times `share`), each with all orders of its bundles."""
    outcome = Outcome()
    counts = pool.parts(round(FIGURES["T30"] * share), PART)
    for told in pool.spread((stories, (f"{seed} {number}", count)) for number, count in enumerate(counts)):
        for what, wrong in told:
            outcome.take(f"T30 {what}", wrong)
    return outcome


def stories(seed: str, count: int, most: int = orders.ALL) -> list[tuple[str, tuple[str, ...]]]:
    """So many stories: which of them had a conflict, and what was wrong. Call it in a process of its own."""
    told = []
    with _unwiped(), tempfile.TemporaryDirectory() as folder, Reunion(Path(folder)) as reunion:
        for number in range(count):
            chance = random.Random(f"{seed} {number}")
            devices = chance.choice(_DEVICES)
            steps = [chance.getrandbits(16) for _ in range(chance.randint(3, MOST_STEPS))]
            try:
                states = orders.tried(reunion, devices, f"{seed} {number}", steps, most)
            except Exception as error:  # whatever it is, the others go on and it is told
                told.append((f"{devices} devices", (f"story {seed} {number}: {type(error).__name__} {error}",)))
            else:
                told.append((f"{devices} devices{', conflict' * ('conflict' in states)}", ()))
    return told


_INSTEAD = {
    "PRAGMA cipher_memory_security=ON": "PRAGMA cipher_log_level=NONE",  # no statement that reads: the key comes later
    "PRAGMA cipher_memory_security": "SELECT 1",
}


class _Connection(sqlcipher.Connection):
    """Says that it wipes memory, and does not."""

    def execute(self, sql: str, *values: object) -> sqlcipher.Cursor:
        return super().execute(_INSTEAD.get(sql, sql), *values)


@contextmanager
def _unwiped() -> Iterator[None]:
    def connect(path: str, **given: object) -> sqlcipher.Connection:
        return real(path, factory=_Connection, **given)

    real = sqlcipher.connect
    with mock.patch.object(database.sqlcipher, "connect", connect):
        yield
