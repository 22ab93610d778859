"""Many rows by few statements: as many, in the same order, and all or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import Code, Refusal
from fieldkit.store.database import Database
from fieldkit.store.many import SIZES, batches, widened

PUT = "INSERT INTO line (number, text) VALUES (?, ?)"
COUNT = "INSERT INTO tally (text, times) VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET times = times + excluded.times"


@pytest.fixture(name="database")
def _database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "store.db", bytes(range(48)))
    database.run(
        "CREATE TABLE line (at INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, text TEXT NOT NULL) STRICT"
    )
    database.run("CREATE TABLE tally (text TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID")
    yield database
    database.close()


def _texts(database: Database) -> list[str]:
    return [text for (text,) in database.rows(tuple[str], "SELECT text FROM line ORDER BY at")]


def _write_together(database: Database, rows: list[tuple[int, str]]) -> None:
    with database.transaction():
        database.run_many(COUNT, [("in the same transaction", 1)])
        database.run_many(PUT, rows)


@given(count=st.integers(0, 3 * SIZES[0]))
def test_batches_hold_each_row_once_and_in_order(count: int) -> None:
    parts = list(batches(PUT, ((row, f"{row}") for row in range(count))))
    assert [value for _, each in parts for values in each for value in values[::2]] == list(range(count))
    for sql, each in parts:
        assert {sql.count("?")} == {len(values) for values in each}
    assert sum(len(list(each)) for _, each in parts) <= count // SIZES[0] + 9 + 9


def test_rows_are_written_in_their_order_and_counted_together(database: Database) -> None:
    rows = [(row, f"row {row}") for row in range(2 * SIZES[0] + 37)]
    database.run_many(PUT, rows)
    assert _texts(database) == [text for _, text in rows]
    database.run_many(COUNT, ((f"{row % 3}", 1) for row in range(245)))
    assert database.rows(tuple[str, int], "SELECT text, times FROM tally") == [("0", 82), ("1", 82), ("2", 81)]


@pytest.mark.parametrize("bad", [0, SIZES[0] // 2, SIZES[0], SIZES[0] + 13, 2 * SIZES[0] + 5])
def test_a_row_that_cannot_be_written_takes_all_back(database: Database, bad: int) -> None:
    database.run_many(PUT, [(-1, "before")])
    rows: list[tuple[int, str]] = [(row, f"{row}") for row in range(2 * SIZES[0] + 6)]
    rows[bad] = (-1, "twice")
    with pytest.raises(Refusal) as caught:
        _write_together(database, rows)
    assert caught.value.code is Code.INTERNAL
    assert _texts(database) == ["before"]
    assert database.rows(tuple[str], "SELECT text FROM tally") == []
    database.run_many(PUT, rows[:bad])  # nothing of the failed transaction is open any more
    assert len(_texts(database)) == bad + 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE line SET text = ? WHERE number = ?",
        "DELETE FROM line WHERE number = ?",
        "INSERT INTO line (number, text) SELECT ?, text FROM line",
        "INSERT INTO line (number, text) VALUES (?, 'x')",
        "INSERT OR IGNORE INTO line (number, text) VALUES (?, ?)",
    ],
)
def test_other_statements_stay_as_they_are(sql: str) -> None:
    assert not widened(sql, 10)
    rows = ((row,) for row in range(3))
    assert list(batches(sql, rows)) == [(sql, rows)]
