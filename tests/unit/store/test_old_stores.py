"""T14: a store of every schema that was ever committed opens with this program and shows the same.

The old stores are made from the SQL files up to their version, with the rows of a real history; the files themselves
are pinned here, because one that was changed after its release would make other stores than those in the field.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services.merging import merge_by_form
from fieldkit.services.recording import Recording
from fieldkit.store import backup, migrate
from fieldkit.store.agreement import disagreements
from fieldkit.store.database import Database, Value
from fieldkit.store.store import Store
from tests.unit.services import helpers
from tests.unit.services.helpers import amend, diverge, fork, reviewing, submit
from tests.unit.store.old_stores import fill, make_old
from tests.unit.store.test_projection import dump

COMMITTED = {
    1: "dc5206a1856dbf8ddbdef68a5fd51edf10d41e75d06ce0e3e78e3741a36f02a5",
    2: "03d683f75cf838c3d46d72441d8b64392574594e01bb846104b6398300d2e0d8",
    3: "b42b1075d21dc55c861c056c221aa97b8dcca68f05fa652d5c20abbab818e457",
    4: "98888ae5313eed0fd5b8021534f0f9cc656efc6992c1cccd09b26844eef0b581",
    5: "7e1bcf56749255f965e3471402b4fbaae3a599fa18176e2ca2d77fc6b341e63b",
    6: "8f41f3a85151863ca322277ee59a7b295c7bac691d01a25c59f52fcd9dbf4fea",
    7: "36202a2d83927c0320f56275bb33cf254e1cccbd0cad94a00d977776fc7a6d44",
    8: "922df4ac08dbbd4e06af6f893c673894ada97030b7108ba6e9084b9bc663e1ab",
    9: "0d200610603586ce812dbd336d5d27f7c66ccf671cfb8488e956ab1abbb74318",
    10: "04eeda99a06beb58a306089f856e8ef452ab5d9d17039bd3dfcd849c131cda9a",
    11: "e85ae9b71701368af7a306234173c6e256619f076c7969c377b5a8202d45be77",
    12: "af21bb33008778066858b193ee890d42a17c02d85c8093112b7a733549c6c222",
    13: "983c147e38469e8a83f62577d145989a573f44964bbf58688ed52db94bd4f7f4",
    14: "9213fcdc50d0269558435c38de08207ec129685b08deafa59f321d30fc9c3023",
    15: "7b33f1456d7d2852e6d17da90fb7e49de3feef1dcd6c4b81373b139ff5887230",
    16: "120f5f18ee4a305ff341a783f2dcfa31ce344f065f8724fdfa90278855369cce",
    17: "c5d798993467fe2e14b11aed931e64c591b003f83e09ebf3833bbc52760f7756",
    18: "afc47623e347995a5cfa56ac506b964a4e60d64fe212d4ffe4fafa5550e121d5",
    19: "fce10353dd08e5aeb875959e176a94a1feeec0c1c8623bf16f063caf5fd144bf",
    20: "379e8f69bd6017efeaf8d1480456286a818d5960b42a95ae1e2e6ab9ce382b08",
    21: "2d693a88aef8db9f817444ae6ea8a167488bb56f443612dc4111660ba9abfed7",
    22: "df9d49e994b4097bce61b837f352cff0d36d729e5876a1e7fca71dbaa14e979c",
    23: "7e161ce100e7da461fb108012977040e54e502aa9b451563425a6f37c68da2db",
}
"""SHA-256 of each migration. Add a line for a new one; never change a line."""
OLD = sorted(COMMITTED)[:-1]
KEY = os.urandom(48)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of an officer with records in every state, and a draft."""
    folder = tmp_path_factory.mktemp("history")
    with helpers.office(folder) as workspace:
        desk = reviewing(workspace)
        words = ("штраф", "ящик", "мост", "ветер", "папка")
        accepted, excluded, conflict, gone, joined = (submit(workspace, word) for word in words)
        desk.accept(accepted)
        desk.exclude(excluded, "Hearsay")
        amend(workspace, accepted, "окно")
        fork(workspace, conflict, "окно слева", "окно справа")
        diverge(workspace, joined, "окно", "2026-01-06")
        desk.withdraw(gone)
        Recording(workspace).start(helpers.FORM)
        workspace.store.settings.put("bundle.number", "3")
        yield workspace.store


def test_t14_released_migrations_are_never_edited() -> None:
    found = {number: hashlib.sha256(sql.encode()).hexdigest() for number, sql in migrate.migrations()}
    assert found == COMMITTED


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, history: Store, tmp_path: Path) -> VaultFiles:
    """A vault folder with a store as the program of that schema left it."""
    files = VaultFiles(tmp_path / "old")
    files.folder.mkdir()
    database = Database(files.store, KEY)
    make_old(database, request.param)
    fill(database, history._database)
    database.truncate_wal()
    database.close()
    return files


def contents(store: Store) -> dict[str, object]:
    shown = dump(store)
    del shown["found"]  # the words of the old index were made up here
    drafts: list[tuple[Value, ...]] = store._database.rows(tuple[str, bytes], "SELECT id, body FROM draft ORDER BY 1")
    settings = store._database.rows(tuple[str, str], "SELECT name, value FROM setting ORDER BY 1")
    return shown | {"drafts": drafts, "settings": settings, "heads": store.log.heads()}


def schema(store: Store) -> list[tuple[str, str]]:
    sql = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1"
    return store._database.rows(tuple[str, str], sql)


def test_t14_a_store_of_every_committed_schema_opens_and_shows_the_same(old: VaultFiles, history: Store) -> None:
    store = Store.open(old, KEY, clock=SteppingClock(), merger=merge_by_form)
    try:
        assert contents(store) == contents(history)
        assert schema(store) == schema(history)
        assert store.findings() == ()
        assert disagreements(store) == 0
        [kept] = backup.kept(old)
        assert kept.name.endswith("-migration.db")
        store.projection.rebuild()
        assert dump(store) == dump(history)
    finally:
        store.close()


def test_t14_the_backup_of_before_the_migration_is_of_the_old_schema(old: VaultFiles, history: Store) -> None:
    before = Database(old.store, KEY)
    version = before.version()
    before.close()
    Store.open(old, KEY, clock=SteppingClock(), merger=merge_by_form).close()
    [kept] = backup.kept(old)
    copy = Database(kept, KEY)
    assert copy.version() == version < migrate.migrations()[-1][0]
    assert copy.checks.findings() == ()
    copy.close()


def test_t14_a_migration_that_dies_leaves_the_store_before_or_after_each_step(
    old: VaultFiles, history: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = migrate.script
    steps = len(migrate.migrations())
    for last in range(steps):
        ran: list[str] = []

        def script(database: Database, sql: str, ran: list[str] = ran, last: int = last) -> None:
            whole(database, sql)
            ran.append(sql)
            if len(ran) > last:
                raise KeyboardInterrupt

        monkeypatch.setattr(migrate, "script", script)
        try:
            Store.open(old, KEY, clock=SteppingClock(), merger=merge_by_form).close()
        except KeyboardInterrupt:
            continue
        break
    monkeypatch.setattr(migrate, "script", whole)
    store = Store.open(old, KEY, clock=SteppingClock(), merger=merge_by_form)
    assert contents(store) == contents(history)
    store.close()


def test_t14_a_store_of_a_later_schema_is_refused(tmp_path: Path) -> None:
    with helpers.office(tmp_path) as workspace:
        files = workspace.files
        workspace.store._database.set_version(len(COMMITTED) + 1)
    assert files.store.exists()
    with pytest.raises(Refusal) as caught:
        helpers.unlock(files.folder)
    assert caught.value.code is Code.VAULT_STORE_NEWER
