"""A store's file as bytes: what was changed, cut, exchanged or comes from elsewhere is noticed; a copy is the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.crypto.pages import PAGE
from fieldkit.store import free_pages, whole_file
from fieldkit.store.database import Database

KEY = bytes(range(48))
ROWS = 300


@pytest.fixture(scope="module", name="path")
def _path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "store.db"
    database = Database(path, KEY)
    database.run("CREATE TABLE line (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    database.run_many("INSERT INTO line VALUES (?, ?)", ((row, f"{row} " * 400) for row in range(ROWS)))
    database.truncate_wal()
    database.close()
    return path


@pytest.fixture(name="database")
def _database(path: Path, tmp_path: Path) -> Iterator[Database]:
    whole_file.copy(path, tmp_path / "store.db")
    database = Database(tmp_path / "store.db", KEY)
    yield database
    database.close()


def test_a_file_holds_as_it_was_written_and_under_its_own_key(path: Path) -> None:
    assert free_pages._is_settled(path)
    assert whole_file.hold(path, KEY)
    assert not whole_file.hold(path, bytes(48))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_t8_each_flipped_bit_is_noticed(path: Path, tmp_path: Path, at: float, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * len(data))] ^= 1 << bit
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(data)
    if int(at * len(data)) >= 16:  # the salt is part of the key, which is handed in
        assert not whole_file.hold(damaged, KEY)


@pytest.mark.parametrize("left", [-1, -PAGE, -2 * PAGE, 1, PAGE])
def test_a_file_that_is_cut_or_grew_is_noticed(path: Path, tmp_path: Path, left: int) -> None:
    data = path.read_bytes()
    changed = tmp_path / "changed.db"
    changed.write_bytes(data[:left] if left < 0 else data + bytes(left))
    assert not whole_file.hold(changed, KEY)


def test_pages_that_changed_their_places_are_noticed(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    changed = tmp_path / "changed.db"
    changed.write_bytes(data[:PAGE] + data[2 * PAGE : 3 * PAGE] + data[PAGE : 2 * PAGE] + data[3 * PAGE :])
    assert not whole_file.hold(changed, KEY)


def test_the_page_of_locks_is_left_out(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(path.read_bytes())
    data[4 * PAGE : 5 * PAGE] = bytes(PAGE)
    empty = tmp_path / "empty.db"
    empty.write_bytes(data)
    assert not whole_file.hold(empty, KEY)
    monkeypatch.setattr(whole_file, "_LOCKED", 5)
    assert whole_file.hold(empty, KEY)


def test_a_copy_has_what_waits_in_the_log_ahead_too(database: Database, tmp_path: Path) -> None:
    database.run("INSERT INTO line VALUES (-1, 'new')")
    assert not free_pages._is_settled(tmp_path / "store.db")
    database.copy_whole(tmp_path / "copy.db")
    assert whole_file.hold(tmp_path / "copy.db", KEY)
    copy = database.open_copy(tmp_path / "copy.db")
    assert copy.rows(tuple[int], "SELECT count(*) FROM line") == [(ROWS + 1,)]
    copy.close()


def test_a_copy_is_made_beside_somebody_who_reads(database: Database, tmp_path: Path) -> None:
    reader = database.open_copy(tmp_path / "store.db")
    reading = reader.stream(tuple[int], "SELECT one.number FROM line AS one JOIN line AS other")
    database.run("INSERT INTO line VALUES (-1, 'new')")
    next(reading)
    database.run("INSERT INTO line VALUES (-2, 'newer')")
    database.copy_whole(tmp_path / "copy.db")  # what came since cannot be moved as long as somebody reads
    assert database.frames_ahead()
    copy = database.open_copy(tmp_path / "copy.db")
    assert copy.rows(tuple[int], "SELECT count(*) FROM line") == [(ROWS + 2,)]
    copy.close()
    assert sum(1 for _ in reading) == (ROWS + 1) ** 2 - 1
    reader.close()
