"""T12: 500 records of which none, one or many cannot be read; T13: backups of 10,000 records, restored within 30 s."""

import random
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from fieldkit.domain.listing import RecordFilter
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, soundness, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.store import backup
from tests.flow import team
from tests.flow.team import Team, dump, unlock
from tests.flow.test_quarantine import write_later
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T12": 12, "T13": 10}
RECORDS, MANY = 500, 10_000
SLOW = 30.0


def main(seed: int, share: float) -> Outcome:
    """Twelve vaults with unreadable records, ten backups of a large one (the number of records times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    jobs = [
        (_unreadable, (chance.getrandbits(32), max(10, round(RECORDS * share)), number))
        for number in range(FIGURES["T12"])
    ]
    for found in pool.spread([*jobs, (_restores, (max(20, round(MANY * share)),))]):
        for ended, wrong in found:
            outcome.take(ended, wrong)
    return outcome


def _unreadable(seed: int, records: int, number: int) -> list[tuple[str, list[str]]]:
    """One vault, with no, one or up to half of its records unreadable."""
    chance = random.Random(seed)
    count = number if number < 2 else chance.randint(2, records // 2)
    with tempfile.TemporaryDirectory() as place:
        people = Team(Path(place), ("S1", "M1"))
        monitor, wrong = people["M1"], []
        with monitor.store.transaction():
            for _ in range(records):
                people.record("M1")
            for each in range(count):
                write_later(monitor, f"LATER-{each}")
        browsing = Browsing(monitor)
        if browsing.total(RecordFilter()) != records or len(list(monitor.store.facts.all())) != records:
            wrong.append("a record that can be read is hidden")
        if browsing.counts().unreadable != count:
            wrong.append(f"{count} are unreadable and {browsing.counts().unreadable} are counted")
        if vaults.check(monitor).findings != (soundness.UNREADABLE,) * count:
            wrong.append("not all are told of")
        report = people.send("M1", "S1")
        if (report.new, report.refused) != (records, ()):
            wrong.append("the others do not travel")
        people.close()
    return [(f"T12 {'none' if not count else 'one' if count == 1 else 'many'}", wrong)]


def _restores(records: int) -> list[tuple[str, list[str]]]:
    """The last ten backups of a vault that grows to so many records."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        people = Team(place, ("M1",))
        vault, expected = people["M1"], []
        for day in range(12):
            with vault.store.transaction():
                for number in range(records - 11 if day == 0 else 1):
                    people.record("M1", f"words {day} {number}")
            people.clock.set(people.clock.now() + timedelta(days=1))
            backups.daily(vault)
            expected.append(dump(vault))
        kept = backup.kept(vault.files)
        people.close()
        for path, content in zip(kept, expected[-len(kept) :], strict=True):
            start, folder = time.monotonic(), place / "back"
            backups.restore(path, VaultFiles(folder), team.PHRASE, people.clock, floor=vaults.TEST_COST)
            taken, wrong = time.monotonic() - start, []
            with unlock(folder, people.clock) as restored:
                if dump(restored) != content:
                    wrong.append("what comes back is something else")
            if taken > SLOW:
                wrong.append(f"took {taken:.0f} s")
            shutil.rmtree(folder)
            found.append(("T13 restored", wrong))
    return found
