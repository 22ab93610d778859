"""Files of answers at full size (T9, T15, T30): 2 GB of them in a vault, on sticks, in a backup, and 10,000 bit flips.

Times are told, and budgets are for tests/bench on a quiet machine; what may fail is the content: nothing lost, nothing
wrong, every flip noticed.
"""

import hashlib
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import BLOBS_PER_BUNDLE
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, vaults
from fieldkit.services.attachments import Attachments
from fieldkit.services.bundling import Bundling
from fieldkit.services.workspace import Workspace
from tests.flow import team as people
from tests.flow.enclosed import contents, file_of
from tests.flow.team import Team
from tests.soak.outcome import Outcome

BYTES = 2 * 1024**3
FLIPS = 10_000
SAVES = 200


def main(seed: int, share: float) -> Outcome:
    """Fill a monitor's vault, hand everything over, restore a backup, and flip bits; `share` scales bytes and flips."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as place:
        team = Team(Path(place), ("S1", "M1"))
        try:
            kept = _fill(team, chance, int(BYTES * share), outcome)
            _save(team, outcome)
            _hand_over(team, kept, outcome)
            _back_up(team, kept, Path(place), outcome)
            _flip(team["M1"], chance, max(20, int(FLIPS * share)), outcome)
        finally:
            team.close()
    return outcome


def _fill(team: Team, chance: random.Random, total: int, outcome: Outcome) -> dict[tuple[str, str], str]:
    """Files from one byte to the largest; gives record and name of each with the hash of its content."""
    kept: dict[tuple[str, str], str] = {}
    for content in contents(chance, total):
        kept[file_of(team, "M1", content)] = hashlib.sha256(content).hexdigest()
        outcome.count("files given")
    outcome.counts["MB given"] = total // 10**6
    return kept


def _save(team: Team, outcome: Outcome) -> None:
    """How long saves take with so much beside the store."""
    times = sorted(_timed(lambda: team.record("M1", "said")) for _ in range(SAVES))
    outcome.counts["ms for 95 of 100 saves"] = round(times[int(0.95 * SAVES)])


def _hand_over(team: Team, kept: dict[tuple[str, str], str], outcome: Outcome) -> None:
    written = Bundling(team["M1"]).write(team.folder / "stick")
    outcome.counts["bundles"] = len(written.files)
    largest = max(path.stat().st_size for path in written.files)
    if largest > 3 * BLOBS_PER_BUNDLE:
        outcome.failures.append(f"a bundle of {largest} bytes")
    order = list(written.files)
    random.Random(len(order)).shuffle(order)
    report = Bundling(team["S1"]).import_files(order)
    if report.attachments != len(kept) or report.refused:
        outcome.failures.append(f"{report.attachments} of {len(kept)} files came, {len(report.refused)} refused")
    for path in order:
        path.unlink()
    _compare("handed over", team["S1"], kept, outcome)


def _back_up(team: Team, kept: dict[tuple[str, str], str], place: Path, outcome: Outcome) -> None:
    backups.write(team["M1"], place / "one")
    missing = backups.restore(
        place / "one", VaultFiles(place / "back"), people.PHRASE, team.clock, floor=vaults.TEST_COST
    )
    (place / "one").unlink()
    outcome.counts["ms to open"] = round(_timed(lambda: people.unlock(place / "back", team.clock).close()))
    with people.unlock(place / "back", team.clock) as workspace:
        _compare("restored", workspace, kept, outcome)
        if missing or not vaults.check(workspace).ok:
            outcome.failures.append(f"restored with {missing} files missing, or not in order")


def _flip(workspace: Workspace, chance: random.Random, flips: int, outcome: Outcome) -> None:
    """One bit at a time in one of the smaller blobs; reading must refuse, and take it back once it is whole again."""
    rows = [row for row in workspace.store.attachments.all() if row.size <= 3_000_000]
    for number in range(flips):
        row = chance.choice(rows)
        bit = chance.randrange(8 * row.sealed_size)
        _turn(workspace.files.blob(row.blob), bit)
        try:
            Attachments(workspace).read(row.owner, row.name)
        except Refusal as refusal:
            outcome.count(f"flips: {refusal.code.value}")
            if refusal.code is not Code.ATTACHMENT_DAMAGED:
                outcome.failures.append(f"flip {number}: {refusal.code.value}")
        else:
            outcome.failures.append(f"flip {number} at bit {bit} was not noticed")
        _turn(workspace.files.blob(row.blob), bit)
    if not vaults.check(workspace).ok:
        outcome.failures.append("the vault is not in order after all flips were taken back")


def _turn(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        [byte] = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def _compare(what: str, workspace: Workspace, kept: dict[tuple[str, str], str], outcome: Outcome) -> None:
    files = Attachments(workspace)
    for (record, name), wanted in kept.items():
        digest = hashlib.sha256()
        for piece in files.pieces(record, name):
            digest.update(piece)
        outcome.count(what)
        if digest.hexdigest() != wanted:
            outcome.failures.append(f"{what}: {name} is another file")


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.monotonic()
    work()
    return (time.monotonic() - start) * 1000
