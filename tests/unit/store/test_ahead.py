"""T9: what a damaged write-ahead log would have held is noticed; what a process that was killed left unfinished is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.store import ahead
from fieldkit.store.database import Database

KEY = bytes(range(48))
PAGE = 4096
FRAME = 24 + PAGE


class Left:
    """A store and its log, as a process that was killed leaves them."""

    def __init__(self, folder: Path, work: Callable[[Database], None]) -> None:
        self._live, self._copy = folder / "live.db", folder / "store.db"
        database = Database(self._live, KEY)
        database.run("CREATE TABLE t (n INTEGER PRIMARY KEY, words BLOB)")
        work(database)
        self.log = self._of(self._live, "-wal").read_bytes()
        self._whole = self._of(self._live, "").read_bytes()
        database.close()

    @staticmethod
    def _of(path: Path, suffix: str) -> Path:
        return path.with_name(path.name + suffix)

    def is_noticed(self, log: bytes) -> bool:
        """Whether this log makes it known that more was there."""
        self._copy.write_bytes(self._whole)
        self._of(self._copy, "-wal").write_bytes(log)
        self._of(self._copy, "-shm").unlink(missing_ok=True)
        ended = ahead.last_end(self._copy)
        database = Database(self._copy, KEY)
        try:
            return ended > database.frames_ahead()
        finally:
            database.close()


def flipped(log: bytes, bit: int) -> bytes:
    changed = bytearray(log)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def grow(database: Database, pages: int) -> None:
    """Let the database have so many pages, in transactions of their own."""
    while database.row(tuple[int], "PRAGMA page_count") != (pages,):
        database.run("INSERT INTO t (words) VALUES (randomblob(100))")


@pytest.fixture(scope="module", params=[8, 11])
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Left:
    return Left(tmp_path_factory.mktemp("left"), lambda database: grow(database, request.param))


def test_t9_every_bit_of_the_heads_of_a_log_counts_and_of_its_last_frame(left: Left) -> None:
    assert not left.is_noticed(left.log)
    assert len(left.log) % FRAME == 32
    for start, size in ((0, 32), (32, 24), (len(left.log) - FRAME, 24)):
        missed = [bit for bit in range(start * 8, (start + size) * 8) if not left.is_noticed(flipped(left.log, bit))]
        assert missed == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_t9_any_bit_of_a_log_is_noticed(left: Left, data: st.DataObject) -> None:
    assert left.is_noticed(flipped(left.log, data.draw(st.integers(0, len(left.log) * 8 - 1))))


def test_what_was_never_finished_is_not_missed(tmp_path: Path) -> None:
    def work(database: Database) -> None:
        grow(database, 9)
        database.run("PRAGMA cache_size=5")
        database.run("BEGIN IMMEDIATE")
        for _ in range(200):
            database.run("INSERT INTO t (words) VALUES (randomblob(1000))")
        database.run("UPDATE t SET words = randomblob(900)")

    left = Left(tmp_path, work)
    assert len(left.log) > 40 * FRAME
    for length in range(32, len(left.log), FRAME // 3):
        assert not left.is_noticed(left.log[:length])


def test_frames_of_a_transaction_that_was_taken_back_are_not_missed(tmp_path: Path) -> None:
    def work(database: Database) -> None:
        grow(database, 9)
        database.run("PRAGMA cache_size=5")
        database.run("BEGIN IMMEDIATE")
        for _ in range(200):
            database.run("INSERT INTO t (words) VALUES (randomblob(1000))")
        database.run("ROLLBACK")
        grow(database, 10)

    left = Left(tmp_path, work)
    assert len(left.log) > 40 * FRAME
    assert not left.is_noticed(left.log)


def test_frames_of_an_older_log_are_not_missed(tmp_path: Path) -> None:
    def work(database: Database) -> None:
        grow(database, 40)
        database.row(tuple[int, int, int], "PRAGMA wal_checkpoint(RESTART)")
        database.run("DELETE FROM t WHERE n = 1")

    left = Left(tmp_path, work)
    assert len(left.log) > 40 * FRAME
    assert not left.is_noticed(left.log)
    assert left.is_noticed(flipped(left.log, 32 * 8 + 100))


def test_without_a_log_nothing_is_missed(tmp_path: Path) -> None:
    left = Left(tmp_path, lambda database: grow(database, 9))
    assert not left.is_noticed(b"")
    assert not left.is_noticed(left.log[:31])
    assert ahead.last_end(tmp_path / "none.db") == 0
