"""Free pages are shown to be whole without reading all the others, and every flipped bit in one is noticed."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.store import free_pages
from fieldkit.store.database import Database
from fieldkit.store.migrate import migrate
from tests.flow.opened_pages import PAGE

KEY = os.urandom(48)
ROWS = 3_000
"""Of a kilobyte each: more free pages than one page can list."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that held much, with all of it in the file."""
    path = tmp_path / "store.db"
    database = Database(path, KEY)
    migrate(database)
    with database.transaction():
        database.run_many("INSERT INTO setting VALUES (?, ?)", ((f"{row}", "x" * 3_500) for row in range(ROWS)))
    database.run("DELETE FROM setting")
    database.truncate_wal()
    database.close()
    return path


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    database = Database(path, KEY)
    yield database
    database.close()


def test_free_pages_hold_as_they_were_written(path: Path, opened: Database) -> None:
    (free,) = next(opened.plain(tuple[int], "PRAGMA freelist_count"))
    assert free > PAGE // 4
    assert free_pages.hold(path, KEY)
    assert opened.checks.page_findings() == ()


def test_every_flipped_bit_of_a_free_page_is_noticed(path: Path, opened: Database) -> None:
    whole, chance = path.read_bytes(), random.Random(7)
    with path.open("r+b") as file:
        for number in range(40):
            at = chance.randrange(len(whole) // 2, len(whole))
            file.seek(at)
            file.write(bytes([whole[at] ^ 1 << chance.randrange(8)]))
            file.flush()
            assert not free_pages.hold(path, KEY), number
            file.seek(at)
            file.write(whole[at : at + 1])
            file.flush()
        assert free_pages.hold(path, KEY)
        file.seek(len(whole) - PAGE)
        file.write(bytes([whole[-PAGE] ^ 1]))
    assert opened.checks.structure_findings() == ()
    assert opened.checks.page_findings() == ("store.pages",)


def test_while_something_waits_in_a_log_ahead_the_engine_tells(path: Path, opened: Database) -> None:
    opened.run("INSERT INTO setting VALUES ('new', 'value')")
    assert not free_pages.hold(path, KEY)
    assert opened.checks.page_findings() == ()
    opened.truncate_wal()
    assert free_pages.hold(path, KEY)


def test_a_file_that_is_longer_than_it_says_or_cannot_be_read_is_left_to_the_engine(path: Path) -> None:
    with path.open("ab") as file:
        file.write(bytes(PAGE))
    assert not free_pages.hold(path, KEY)
    assert not free_pages.hold(path.with_name("no.db"), KEY)
