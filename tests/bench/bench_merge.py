"""Taking bundles in at a supervisor's, against a bare executemany of the same rows into SQLCipher; memory as it grows."""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fieldkit.paths import VaultFiles
from fieldkit.services.bundling import Bundling
from fieldkit.services.forms import Forms
from fieldkit.services.workspace import Workspace
from fieldkit.store.database import Value
from fieldkit.store.store import Store
from tests import crowd, runners
from tests.bench.measure import Result
from tests.command import Office, opened

MONITORS, BUNDLES, RECORDS = 5, 4, 100
LEAST = 0.4
"""Part of the rows per second of the bare statement."""
MOST_BYTES = 1_000
"""Of memory for each record more; the budget of 600 MB for a million leaves no more than half of that."""
ROUNDS = 3
LONG = 90
"""Bundles of each monitor, where memory is watched: until the pages that an import holds have all come, and on."""
_TABLES = {
    "entry": "SELECT * FROM entry ORDER BY number",
    "revision": "SELECT revision.* FROM revision JOIN entry ON entry.hash = revision.entry ORDER BY number",
    "record": "SELECT * FROM record ORDER BY number",
    "facts": "SELECT * FROM facts ORDER BY record",
}
"""What each of them holds, as it came."""
Rows = dict[str, list[tuple[Value, ...]]]


def main() -> Iterator[Result]:
    """Processor time of all processes in both ways, in turns; then the memory of one long import."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office, stick = Office(folder / "office"), folder / "stick"
        stick.mkdir()
        with opened(office.vault) as workspace:
            Forms(workspace).install_shipped()
            people = crowd.gather(workspace, MONITORS)
        written = [[people.bundle(each, RECORDS, stick) for each in people.monitors] for _ in range(LONG)]
        bundles = [path for paths in written[:BUNDLES] for path in paths]
        rows: Rows = {}
        pairs = []
        for number in range(ROUNDS):
            ours, rows = _import(shutil.copytree(office.vault, folder / f"vault-{number}"), bundles)
            pairs.append((ours, _bare(folder / f"bare-{number}", rows)))
        mine, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
        records, count = len(bundles) * RECORDS, sum(len(each) for each in rows.values())
        note = f"{count / mine:.0f} rows/s against {count / bare:.0f}, {records / mine:.0f} records/s"
        yield Result("rows per second, of bare ones", bare / mine, "x", least=LEAST, note=note)
        yield Result("memory for one more record", _growth(office.vault, stick), "bytes", most=MOST_BYTES)


def _import(vault: Path, bundles: list[Path]) -> tuple[float, Rows]:
    """Seconds, and the rows that came of it."""
    with opened(vault) as workspace:
        bundling, start = Bundling(workspace), _seconds()
        assert bundling.import_files(bundles).new == len(bundles) * RECORDS
        return _seconds() - start, _rows(workspace)


def _rows(workspace: Workspace) -> Rows:
    """What the import wrote; the words of search are in no table and are made again."""
    database, refreshing = workspace.store._database, workspace.store.projection._refreshing
    rows: Rows = {table: list(database.plain(tuple[Value, ...], sql)) for table, sql in _TABLES.items()}
    words: list[tuple[Value, ...]] = []
    for number, record in database.rows(tuple[int, str], "SELECT number, id FROM record"):
        shown = next(workspace.store.projection.shown(record), None)
        assert shown is not None
        words.append((number, refreshing._words(shown)))
    return rows | {"search": words}


def _bare(folder: Path, rows: Rows) -> float:
    """Seconds of one statement for each table, in as many transactions as there were bundles."""
    folder.mkdir()
    store = Store.create(VaultFiles(folder), os.urandom(48))
    parts = MONITORS * BUNDLES
    start = _seconds()
    for part in range(parts):
        with store.transaction():
            for table, every in rows.items():
                names = "(rowid, stems)" if table == "search" else ""
                marks = ", ".join("?" * len(every[0]))
                store._database._connection.executemany(
                    f"INSERT INTO {table} {names} VALUES ({marks})", _part(every, part)
                )
    taken = _seconds() - start
    store.close()
    return taken


def _part(every: list[tuple[Value, ...]], number: int) -> list[tuple[Value, ...]]:
    """The rows that came with one bundle; what was there before comes with the first."""
    before = len(every) - MONITORS * BUNDLES * RECORDS
    first = before + number * RECORDS
    return every[first if number else 0 : first + RECORDS]


def _growth(vault: Path, stick: Path) -> float:
    """Bytes by which the memory of a process of its own grows with each record, after two thirds."""
    given = ("taking_in_all", str(vault), str(stick), str(MONITORS), str(LONG), "0")
    command = [sys.executable, "-m", "tests.soak.working", *given]
    told = subprocess.run(command, cwd=runners.ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    held = [json.loads(line)["kib now"] for line in told if "kib now" in line]
    first = len(held) * 2 // 3
    return (held[-1] - held[first]) * 1024 / ((len(held) - 1 - first) * RECORDS)


def _seconds() -> float:
    """Of processors, so far, in this process and in those that it waited for."""
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + theirs.ru_utime + theirs.ru_stime
