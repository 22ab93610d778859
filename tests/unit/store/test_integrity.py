"""How deep the pages of a store are looked at: fully up to a size, above it once a week; and beside the work."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldkit.clock import SteppingClock, SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.progress import Cancelled, Progress
from fieldkit.store.database import Database
from fieldkit.store.integrity import EVERY, FULL_EVERY, PARTS, Examination, Examined, examine, is_due, remember
from fieldkit.store.migrate import migrate

KEY = os.urandom(48)
SIZE = 5_000
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    found = Database(path, KEY)
    migrate(found)
    yield found
    found.close()


def looked_at(database: Database, clock: SteppingClock, full_bytes: int) -> Examined:
    """An examination that is remembered."""
    examined = examine(database, SIZE, clock, full_bytes=full_bytes)
    remember(database, examined, clock)
    return examined


def test_a_store_up_to_the_limit_is_read_fully_each_time_and_not_written(database: Database) -> None:
    clock = SteppingClock(START)
    for _ in range(3):
        examined = examine(database, SIZE, clock, full_bytes=SIZE)
        assert (examined.full, examined.findings) == (True, ())
        assert examined.seconds >= 0
    assert database.rows(tuple[str], "SELECT name FROM setting") == []


def test_a_larger_store_is_read_fully_once_a_week(database: Database) -> None:
    clock = SteppingClock(START)
    fully = []
    for later in (timedelta(), timedelta(hours=1), FULL_EVERY - timedelta(hours=1), FULL_EVERY + timedelta(hours=1)):
        clock.set(START + later)
        fully.append(looked_at(database, clock, SIZE - 1).full)
    assert fully == [True, False, False, True]


def test_a_clock_that_went_back_does_not_put_the_full_check_off(database: Database) -> None:
    clock = SteppingClock(START)
    assert looked_at(database, clock, 0).full
    clock.set(START - timedelta(days=900))
    assert looked_at(database, clock, 0).full
    assert not looked_at(database, clock, 0).full


def test_commands_look_once_a_day(database: Database) -> None:
    clock = SteppingClock(START)
    due = []
    for later in (timedelta(), timedelta(hours=1), EVERY - timedelta(hours=1), EVERY + timedelta(hours=1)):
        clock.set(START + later)
        due.append(is_due(database, clock))
        if due[-1]:
            looked_at(database, clock, SIZE)
    assert due == [True, False, False, True]


@pytest.mark.parametrize("full_bytes", [0, SIZE])
def test_damage_is_found_by_both_depths(path: Path, database: Database, full_bytes: int) -> None:
    clock = SteppingClock(START)
    database.run("INSERT INTO setting VALUES ('long', ?)", "x" * 40_000)
    assert examine(database, SIZE, clock, full_bytes=0).findings == ()
    database.truncate_wal()
    database.close()
    data = bytearray(path.read_bytes())
    data[-2_000] ^= 1  # in the last page, one of those that hold the long text
    path.write_bytes(data)
    damaged = Database(path, KEY)
    assert "store.structure" in examine(damaged, SIZE, clock, full_bytes=full_bytes).findings
    damaged.close()


def test_t3_a_page_torn_while_the_log_was_moved_into_the_file_comes_back_from_the_log(
    path: Path, database: Database, tmp_path: Path
) -> None:
    database.truncate_wal()
    database.run("INSERT INTO setting VALUES ('long', ?)", "x" * 40_000)
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    shutil.copy(f"{path}-wal", f"{copy}-wal")
    database.truncate_wal()
    old, new = copy.read_bytes(), path.read_bytes()
    torn = next(at for at in range(0, len(old), 4096) if old[at : at + 4096] != new[at : at + 4096])
    copy.write_bytes(old[:torn] + new[torn : torn + 512] + old[torn + 512 :])
    mended = Database(copy, KEY)
    assert mended.checks.cipher_findings() == ("store.pages",)
    assert examine(mended, SIZE, SteppingClock(START)).findings == ()
    assert mended.row(tuple[str], "SELECT value FROM setting") == ("x" * 40_000,)
    mended.close()


def test_the_pages_are_read_beside_the_work_and_the_work_goes_on(path: Path, database: Database) -> None:
    database.run("INSERT INTO setting VALUES ('long', ?)", "x" * 400_000)
    told: list[int] = []

    def work(done: int, total: int) -> None:
        assert total == PARTS
        told.append(done)
        database.run("INSERT OR REPLACE INTO setting VALUES ('told', ?)", str(len(told)))

    alarms: list[bool] = []
    examination = Examination(path, KEY, path.stat().st_size, SystemClock(), lambda: alarms.append(True))
    examined = examination.run(Progress(work))
    assert not alarms
    assert examined.findings == ()
    assert told == sorted(told)
    assert told[-1] == PARTS
    assert database.row(tuple[str], "SELECT value FROM setting WHERE name = 'told'") == (str(len(told)),)


def test_an_examination_ends_soon_after_it_was_asked_to_stop(path: Path, database: Database) -> None:
    with database.transaction():
        for number in range(20_000):
            database.run("INSERT INTO setting VALUES (?, 'few words')", f"name {number}")
    progress = Progress(lambda done, _total: progress.cancel() if done else None)
    with pytest.raises(Cancelled):
        Examination(path, KEY, path.stat().st_size, SystemClock(), database.stop_writing).run(progress)
    assert not database.stopped
    database.truncate_wal()  # nobody holds a page back any more
    assert path.with_name("store.db-wal").stat().st_size == 0


def test_nothing_is_written_into_a_store_that_is_known_to_be_damaged(database: Database) -> None:
    database.stop_writing()
    for write in (
        lambda: database.run("INSERT INTO setting VALUES ('a', 'b')"),
        lambda: database.insert("INSERT INTO setting VALUES ('a', 'b')"),
        lambda: database.run_many("INSERT INTO setting VALUES (?, ?)", [("a", "b")]),
    ):
        with pytest.raises(Refusal) as caught:
            write()
        assert caught.value.code is Code.VAULT_STORE_DAMAGED
    with pytest.raises(Refusal), database.transaction():
        raise AssertionError
    assert database.rows(tuple[str], "SELECT name FROM setting") == []
