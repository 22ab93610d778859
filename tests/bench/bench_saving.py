"""Saving an interview of 67 answers, durable when it returns, against a bare SQLCipher commit of the same bytes."""

import itertools
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from fieldkit import canonical
from fieldkit.domain.bodies import Revision
from fieldkit.domain.log import EntryKind
from fieldkit.services.journal import Journal
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.bench.measure import Result, Work, medians, seconds
from tests.command import DATA, Office, opened

ANSWERS = DATA / "long_interview.json"
WORDS = "/data/account/monitor_note"
ROUNDS = 100
MOST, SLOWEST = 8.0, 20.0
"""Times the bare commit in the median; milliseconds that 95 of 100 saves may take."""


def main() -> Iterator[Result]:
    """Submitting with all checks, which has the targets; and of what it consists or what happens more often."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office(folder / "office")
        with opened(office.vault) as workspace:
            recording = Recording(workspace)
            draft = recording.add("interview", ANSWERS.read_bytes()).id
            form = recording.resume(draft)
            revision = Revision(record=draft, author="O1", at=workspace.now(), answers=form.answers())
            bare = _Bare(folder / "bare.db", canonical.encode(revision))
            numbers = itertools.count()

            def autosave() -> None:
                form.set(WORDS, f"fictional words {next(numbers)}")  # the same bytes again would write nothing
                recording.save(draft, form.draft())

            yield from _against("answer and autosave", autosave, bare)
            yield from _against("log, sign, index, commit", lambda: _journal(workspace, revision), bare)
            waiting = iter([recording.add("interview", ANSWERS.read_bytes()).id for _ in range(2 * ROUNDS + 2)])
            yield from _against("submit", lambda: recording.submit(next(waiting)), bare, most=MOST)
            bare.close()


def _against(what: str, ours: Work, bare: "_Bare", most: float | None = None) -> Iterator[Result]:
    mine, theirs = medians(ours, bare.commit, ROUNDS)
    note = f"{mine * 1000:.3f} ms against {theirs * 1000:.3f} ms"
    yield Result(f"{what}, over a bare commit", mine / theirs, "x", most=most, note=note)
    slow = statistics.quantiles([seconds(ours) for _ in range(ROUNDS)], n=20)[-1]
    yield Result(f"{what}, 95 of 100 within", slow * 1000, "ms", most=SLOWEST)


def _journal(workspace: Workspace, revision: Revision) -> None:
    record = workspace.clock.new_id()
    Journal(workspace).append(EntryKind.REVISION, record, msgspec.structs.replace(revision, record=record))


class _Bare:
    """An encrypted database of one table, with the settings that decide what a commit costs."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._connection = sqlcipher.connect(str(path), isolation_level=None)
        for statement in (
            "PRAGMA cipher_memory_security=ON",
            f"PRAGMA key=\"x'{'5a' * 48}'\"",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA secure_delete=ON",
            "CREATE TABLE record (number INTEGER PRIMARY KEY, body BLOB NOT NULL)",
        ):
            self._connection.execute(statement)
        self._data = data

    def commit(self) -> None:
        """Insert the bytes and make them durable."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO record (body) VALUES (?)", (self._data,))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
