"""T15 in small: what the figures of a large vault rest on, counted and not timed."""

from pathlib import Path

import pytest

from fieldkit.domain.listing import RecordFilter
from fieldkit.services import vaults
from fieldkit.services.browsing import Browsing
from fieldkit.store.database import Database
from fieldkit.store.projection import Projection
from tests import large_vault
from tests.command import Office, opened

RECORDS = 300


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("size") / "office")
    with opened(office.vault) as workspace:
        large_vault.fill(workspace, RECORDS)
    return office.vault


def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries from now on."""
    asked: list[str] = []
    whole = Database.plain

    def plain(self: Database, shape: type[object], sql: str, *values: object) -> object:
        asked.append(sql)
        return whole(self, shape, sql, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "plain", plain)
    return asked


def test_t15_a_filled_vault_is_one_that_the_program_itself_would_have_made(vault: Path) -> None:
    with opened(vault) as workspace:
        assert vaults.check(workspace).ok
        assert Browsing(workspace).total(RecordFilter()) == RECORDS
        assert Browsing(workspace).counts().not_handed_over == RECORDS
        before = list(workspace.store.imprints.all())
        workspace.store.projection.rebuild()
        assert list(workspace.store.imprints.all()) == before


def test_t15_a_check_asks_few_questions_however_many_records_there_are(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closely: list[str] = []
    whole = Projection.shown
    monkeypatch.setattr(Projection, "shown", lambda self, *records: closely.extend(records) or whole(self, *records))
    with opened(vault) as workspace:
        asked = statements(monkeypatch)
        assert vaults.check(workspace).ok
    assert closely == []
    assert len(asked) < 60


def test_t15_opening_and_the_first_page_read_no_line_of_the_log(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = statements(monkeypatch)
    with opened(vault) as workspace:
        Browsing(workspace).counts()
    assert len(asked) < 60
    assert not [sql for sql in asked if "content" in sql]
