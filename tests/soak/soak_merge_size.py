"""T33: the bundles of 200 monitors, 50 each of 100 records, taken in at a supervisor's; killed on the way, and resumed.

Bundles are written while others are taken in, so that they need no room. The importing process is killed at random
points; the next one goes on with the files that were not acknowledged, and some that were. `share` scales the number
of monitors. Seconds are those of this machine at this hour; the budgets of lists, search and figures (design notes,
section 10) are judged by processor time, and told by a process of its own. Whoever runs this, bundles are taken in with
an ordinary user's rights.
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from fieldkit.domain.listing import Column, Order, RecordFilter
from fieldkit.services.figures import FigureBoard
from fieldkit.services.workspace import Workspace
from tests import crowd, large_vault, runners
from tests.command import Office, opened
from tests.crowd import Crowd
from tests.soak.outcome import Outcome
from tests.soak.working import LEFT

FIGURES = {"T33": 1_000_000}
MONITORS, BUNDLES, RECORDS = 200, 50, 100
KILLS = 5
AHEAD = 2 * BUNDLES
"""Bundles that may wait in the folder."""
TOLD_EVERY = 10_000
"""Records between two lines of the course."""
MOST_SECONDS = 1800.0
MOST_KIB = 600_000_000 // 1024
"""The budget of a merge; T33 itself would allow 1 GiB."""
MOST_MS = {
    "ms page by updated": 50,
    "ms jump by updated": 50,
    "ms page by happened": 50,
    "ms jump by happened": 50,
    "ms search p95": 100,
    "ms figures": 2_000,
}
"""Of processors, so that they hold on a busy machine."""
SEARCHES = 40
WORDS = (large_vault.RARE, "шаныр", "контроль")


@dataclass
class Course:
    """What the importing processes have told."""

    done: int = 0
    """Bundles."""
    kib: int = 0
    cpu: float = 0.0
    """Of the processes that ended."""
    now: float = 0.0
    """Of the one that runs."""
    seconds: float = 0.0
    end: dict[str, int] = field(default_factory=dict)

    def hear(self, line: str) -> None:
        """One line of the process that runs."""
        told = json.loads(line)
        if "new" in told:
            self.end = told
            return
        before = self.done * RECORDS // TOLD_EVERY
        self.done, self.kib = max(self.done, told["done"]), max(self.kib, told["kib"])  # some are taken in once more
        self.now = told["seconds"]
        if self.done * RECORDS // TOLD_EVERY > before:
            text = f"    {self.done * RECORDS:8} records, {self.cpu + self.now:8.1f} s of processors, {self.kib // 1024} MiB"
            print(text, flush=True)


def main(seed: int, share: float) -> Outcome:
    """Make the project, take everything in, and look at what is there."""
    chance, outcome = random.Random(seed), Outcome()
    monitors = max(round(MONITORS * share), 2)
    with tempfile.TemporaryDirectory() as name:
        vault, stick = Path(name) / "office", Path(name) / "stick"
        stick.mkdir()
        office = Office(vault)
        with opened(office.vault) as workspace:
            people = crowd.gather(workspace, monitors, seed)
        course = _take_in(vault, stick, people, chance, outcome)
        outcome.counts["T33 records"] = course.done * RECORDS
        outcome.cases += course.done * RECORDS
        outcome.counts |= {"MiB of memory": course.kib // 1024, "MiB": (vault / "store.db").stat().st_size // 2**20}
        outcome.counts |= {"seconds": round(course.seconds), "seconds of processors": round(course.cpu)}
        if course.kib > MOST_KIB:
            outcome.failures.append(f"{course.kib} KiB of memory, at most {MOST_KIB}")
        if share >= 1 and course.seconds > MOST_SECONDS:
            outcome.failures.append(f"{course.seconds:.0f} s, at most {MOST_SECONDS:.0f}")
        print("    all taken in", flush=True)
        with opened(vault) as workspace:
            outcome.failures.extend(_missing(workspace, people))
        _look(vault, outcome)
    return outcome


def _look(vault: Path, outcome: Outcome) -> None:
    """Have a process of its own look at what is there: what it needs too much of kills it and not the whole run."""
    command = [sys.executable, "-m", "tests.soak.soak_merge_size", str(vault)]
    done = subprocess.run(command, cwd=runners.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    for line in done.stdout.splitlines():
        what, _, told = line.rpartition(": ")
        outcome.counts[what] = int(told)
    if done.returncode:
        outcome.failures.append(f"the process that looks ended with {done.returncode} after: {done.stdout[-200:]!r}")
    found, wanted = outcome.counts.get("found", 0), outcome.counts["T33 records"] // 1_000
    if found != wanted:
        outcome.failures.append(f"{found} records are found by a word that stands in {wanted}")
    for what, most in MOST_MS.items():
        took = outcome.counts.get(what)
        if took is None or took > most:
            outcome.failures.append(f"{what}: {took}, at most {most}")
    if outcome.counts.get("MiB to look", 0) > MOST_KIB // 1024:
        outcome.failures.append(f"{outcome.counts['MiB to look']} MiB to look")


def _take_in(vault: Path, stick: Path, people: Crowd, chance: random.Random, outcome: Outcome) -> Course:
    """Write bundles and have them taken in, by a new process after each kill."""
    total = len(people.monitors) * BUNDLES
    course, kills = Course(), sorted(chance.sample(range(1, total), KILLS))
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(_write, people, stick, stop)
        try:
            while not course.end:
                point = kills.pop(0) if kills else total + 1
                delay = chance.uniform(0, 0.3)
                if _run(vault, stick, len(people.monitors), course, point, delay):
                    outcome.counts["kills"] = outcome.counts.get("kills", 0) + 1
                course.cpu, course.now = course.cpu + course.now, 0.0
        finally:
            stop.set()
            written.result()  # what went wrong there is the reason for whatever went wrong here
    if course.end["refused"]:
        outcome.failures.append(f"{course.end['refused']} refused")
    return course


def _run(vault: Path, stick: Path, monitors: int, course: Course, point: int, delay: float) -> bool:
    """One process, killed `delay` seconds after so many bundles were taken in; whether it was."""
    first = max(course.done - LEFT + 1, 0)
    command = [*runners.as_anybody(), sys.executable, "-m", "tests.soak.working", "taking_in_all"]
    given = (vault, stick, monitors, BUNDLES, first)
    start, killed = time.monotonic(), False
    with subprocess.Popen(
        [*command, *(str(each) for each in given)], stdout=subprocess.PIPE, text=True, cwd=runners.ROOT
    ) as process:
        for line in process.stdout or ():
            if line.startswith("{"):
                course.hear(line)
            if course.done >= point and not killed:
                time.sleep(delay)
                process.kill()
                killed = True
    course.seconds += time.monotonic() - start
    if process.returncode and not killed:
        raise RuntimeError(process.returncode)
    return killed


def _write(people: Crowd, stick: Path, stop: threading.Event) -> None:
    """The bundles of one monitor after the other, as long as few wait and nobody says that it is over."""
    for monitor in people.monitors:
        for _ in range(BUNDLES):
            if stop.is_set():
                return
            people.bundle(monitor, RECORDS, stick)
        while len(list(stick.iterdir())) > AHEAD and not stop.wait(0.05):
            pass


def _missing(workspace: Workspace, people: Crowd) -> list[str]:
    """What is not there of all that was written."""
    store, wrong = workspace.store, []
    for monitor in people.monitors:
        signed = store.log.head(monitor.device.id, monitor.epoch)
        if signed is None or signed.head != monitor.head:
            wrong.append(f"{monitor.device.member} ends at {signed.head.seq if signed else 0}")
    wanted = len(people.monitors) * BUNDLES * RECORDS
    if store.records.counts() != {"submitted": wanted}:
        wrong.append(f"{store.records.counts()} instead of {wanted}")
    if store.log.count() < wanted:
        wrong.append(f"{store.log.count()} lines")
    return wrong


def look(vault: Path) -> None:
    """Tell how long lists, search and figures take with so much in the vault, in milliseconds of processors."""
    with opened(vault) as workspace:
        records, everything, by_day = workspace.store.records, RecordFilter(), Order(column=Column.DATE)
        total = records.total(everything)
        for order in (Order(), by_day):
            deep = records.page(everything, max(total // 2, 1), "", order).next
            _tell(f"ms page by {order.column.value}", _page(workspace, order, ""))
            _tell(f"ms jump by {order.column.value}", _page(workspace, order, deep))
        times = [_ms(lambda word=word: records.page(RecordFilter(text=word), 200)) for word in WORDS * SEARCHES]
        _tell("ms search p95", round(statistics.quantiles(times, n=20)[-1]))
        _tell("ms figures", round(_ms(FigureBoard(workspace).compute)))
        _tell("found", records.total(RecordFilter(text=large_vault.RARE)))
    _tell("MiB to look", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _tell(what: str, value: int) -> None:
    print(f"{what}: {value}", flush=True)


def _page(workspace: Workspace, order: Order, after: str) -> int:
    """The median of some looks at a page, in milliseconds."""
    times = [_ms(lambda: workspace.store.records.page(RecordFilter(), 200, after, order)) for _ in range(9)]
    return round(statistics.median(times))


def _ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    look(Path(sys.argv[1]))
