"""T15: a vault of 100,000 records: how long saving, searching, opening, checking and letting go take there.

Times are those of this machine at this hour; `share` scales the number of records. Blobs join by `BLOB_BYTES`.
"""

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
BLOB_BYTES = 0
"""Bytes of attachments beside them."""
SAVES = SEARCHES = 100
MOST = {"save": 0.050, "search": 0.200, "open": 0.300, "check": 10.0, "close": 0.500}
"""Seconds; of saves and searches 95 in 100."""


def main(seed: int, share: float) -> Outcome:
    """Make the vault, then do with it what people do."""
    outcome, records = Outcome(), max(round(RECORDS * share), 200)
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name) / "office")
        with opened(office.vault) as workspace:
            large_vault.fill(workspace, records, seed)
        files = VaultFiles(office.vault)
        file, master = keyslots.unlock(files, SlotType.PASSPHRASE, PHRASE, vaults.TEST_COST)
        start = time.perf_counter()
        workspace = vaults.open_with(files, file, master, SystemClock())
        _told(outcome, "open", [time.perf_counter() - start])
        recording, browsing, data = Recording(workspace), Browsing(workspace), ANSWERS.read_bytes()
        saves = [_seconds(lambda: recording.add(large_vault.FORM, data, submit=True)) for _ in range(SAVES)]
        _told(outcome, "save", saves)
        searched = RecordFilter(text=large_vault.RARE)
        _told(outcome, "search", [_seconds(lambda: browsing.page(searched)) for _ in range(SEARCHES)])
        found = browsing.total(searched)
        if found != records // 1_000:
            outcome.failures.append(f"{found} records are found by a word that stands in {records // 1_000}")
        _told(outcome, "close", [_seconds(workspace.close)])
        start = time.perf_counter()
        with vaults.open_for_rescue(files, PHRASE, SystemClock(), floor=vaults.TEST_COST) as again:
            report = vaults.check(again)
        _told(outcome, "check", [time.perf_counter() - start])
        outcome.failures.extend(f"the check finds {code}" for code in report.findings)
        outcome.counts["records"] = records
        outcome.counts["MiB"] = files.store.stat().st_size // 2**20
    return outcome


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _told(outcome: Outcome, what: str, times: list[float]) -> None:
    """Count the cases, keep the figure in milliseconds, and complain of one beyond its bound."""
    outcome.cases += len(times)
    figure = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    outcome.counts[f"{what} ms"] = round(figure * 1000)
    if figure > MOST[what]:
        outcome.failures.append(f"{what}: {figure * 1000:.0f} ms, at most {MOST[what] * 1000:.0f}")
