"""Opening a large vault, without the key derivation that is slow on purpose, and what the window then waits for."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.crypto.slots import SlotType
from fieldkit.gui import standing
from fieldkit.paths import VaultFiles
from fieldkit.services import keyslots, vaults
from tests import large_vault
from tests.bench.measure import Result, seconds
from tests.command import PHRASE, Office, opened

RECORDS = int(os.environ.get("FIELDKIT_BENCH_RECORDS", "100000"))
MOST_MS, MOST_STANDING_MS = 300.0, 300.0
ROUNDS = 9


def main() -> Iterator[Result]:
    """Medians of whole openings; every page is read later, behind the open window."""
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name) / "office")
        with opened(office.vault) as workspace:
            made = seconds(lambda: large_vault.fill(workspace, RECORDS))
        files = VaultFiles(office.vault)
        note = f"{files.store.stat().st_size / 2**20:.0f} MiB"
        yield Result(f"writing {RECORDS} records", made / RECORDS * 1000, "ms each", note=note)
        file, master = keyslots.unlock(files, SlotType.PASSPHRASE, PHRASE, vaults.TEST_COST)
        opening: list[float] = []
        reading: list[float] = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            with vaults.open_with(files, file, master, SystemClock()) as workspace:
                opened_at = time.perf_counter()
                standing.read(workspace)
                opening.append(opened_at - start)
                reading.append(time.perf_counter() - opened_at)
        yield Result(f"opening {RECORDS} records", _middle(opening), "ms", most=MOST_MS, note=note)
        yield Result("what the first page needs", _middle(reading), "ms", most=MOST_STANDING_MS)


def _middle(times: list[float]) -> float:
    """Milliseconds."""
    return sorted(times)[len(times) // 2] * 1000
