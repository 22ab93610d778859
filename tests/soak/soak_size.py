"""T15: 100,000 records and 2 GB of files: how long saving, searching, opening, checking and letting go take there.

Times are those of this machine at this hour; `share` scales the number of records and bytes, and every bound holds
for any share.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.crypto.slots import SlotType
from fieldkit.domain.listing import RecordFilter
from fieldkit.paths import VaultFiles
from fieldkit.services import keyslots, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.recording import Recording
from tests import large_vault
from tests.command import ANSWERS, PHRASE, Office, opened
from tests.soak.outcome import Outcome

RECORDS = 100_000
BLOB_BYTES = 2 * 1024**3
TIMES = {"save": 100, "search": 100, "open": 5, "check": 1, "close": 5}
"""How often each is done."""
MOST = {"save": 0.050, "search": 0.200, "open": 0.300, "check": 10.0, "close": 0.500}
"""Seconds; of saves and searches 95 in 100. A save makes a filled draft a record, with all checks."""
FIGURES = {"T15": sum(TIMES.values())}
SEARCHED = (large_vault.RARE, "в")
"""One record of a thousand has the first, nearly every second one a word that begins like the second."""


def main(seed: int, share: float) -> Outcome:
    """Make the vault, then do with it what people do."""
    outcome, chance, records = Outcome(), random.Random(seed), max(round(RECORDS * share), 200)
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name) / "office")
        with opened(office.vault) as workspace:
            large_vault.fill(workspace, records, seed)
            outcome.counts["files"] = large_vault.fill_files(workspace, round(BLOB_BYTES * share), chance)
        files = VaultFiles(office.vault)
        _come_and_go(outcome, files)
        with opened(office.vault) as workspace:
            recording, browsing, data = Recording(workspace), Browsing(workspace), ANSWERS.read_bytes()
            drafts = iter([recording.add(large_vault.FORM, data).id for _ in range(TIMES["save"])])
            _told(outcome, "save", lambda: recording.submit(next(drafts)))
            wanted = iter([RecordFilter(text=text) for text in SEARCHED] * TIMES["search"])
            _told(outcome, "search", lambda: browsing.page(next(wanted)))
            found = browsing.total(RecordFilter(text=large_vault.RARE))
        if found != records // 1_000:
            outcome.failures.append(f"{found} records are found by a word that stands in {records // 1_000}")
        with vaults.open_for_rescue(files, PHRASE, SystemClock(), floor=vaults.TEST_COST) as workspace:
            findings: list[str] = []
            _told(outcome, "check", lambda: findings.extend(vaults.check(workspace).findings))
        outcome.failures.extend(f"the check finds {code}" for code in findings)
        outcome.counts["records"] = records
        outcome.counts["MiB of store"] = files.store.stat().st_size // 2**20
        outcome.counts["MiB of files"] = sum(path.stat().st_size for path in files.blobs.iterdir()) // 2**20
    return outcome


def _come_and_go(outcome: Outcome, files: VaultFiles) -> None:
    """Open with a key that is derived already, and close."""
    file, master = keyslots.unlock(files, SlotType.PASSPHRASE, PHRASE, vaults.TEST_COST)
    opening, closing = list[float](), list[float]()
    for _ in range(TIMES["open"]):
        start = time.perf_counter()
        workspace = vaults.open_with(files, file, master, SystemClock())
        opening.append(time.perf_counter() - start)
        closing.append(_seconds(workspace.close))
    _judge(outcome, "open", opening)
    _judge(outcome, "close", closing)


def _told(outcome: Outcome, what: str, work: Callable[[], object]) -> None:
    _judge(outcome, what, [_seconds(work) for _ in range(TIMES[what])])


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _judge(outcome: Outcome, what: str, times: list[float]) -> None:
    """Count the cases, keep the figure in milliseconds, and complain of one beyond its bound."""
    outcome.cases += len(times)
    outcome.counts[f"T15 {what}"] = len(times)
    figure = statistics.quantiles(times, n=20)[-1] if len(times) > 20 else max(times)
    outcome.counts[f"ms to {what}"] = round(figure * 1000)
    if figure > MOST[what]:
        outcome.failures.append(f"{what}: {figure * 1000:.0f} ms, at most {MOST[what] * 1000:.0f}")
