"""Other programs read what ours wrote: the store with its raw key, a bundle with the identity of its receiver."""

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import apsw
import pytest
import zstandard

from fieldkit.crypto import slots
from fieldkit.crypto.slots import SlotType
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.store.deflated import inflate
from tests.command import PHRASE, Office, Person, opened

WORDS = "водитель собрал деньги"
"""Part of the sample interview."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A vault with three records, closed."""
    office = Office(tmp_path_factory.mktemp("readers") / "office")
    for number in range(3):
        office.add(f"O-{number}")
    return office


@pytest.fixture(scope="module")
def key(office: Office) -> bytes:
    """The 48 bytes that an officer could derive with the passphrase and these notes alone."""
    file = slots.decode(VaultFiles(office.vault).slots_a.read_bytes())
    return slots.unlock(file, SlotType.PASSPHRASE, PHRASE, vaults.TEST_COST).database()


def reader(store: Path, key: bytes | None) -> apsw.Connection:
    """Another implementation of SQLCipher 4, on a store that it may only read."""
    connection = apsw.Connection(str(store), flags=apsw.SQLITE_OPEN_READONLY)
    connection.pragma("cipher", "sqlcipher")
    connection.pragma("legacy", 4)
    if key is not None:
        connection.pragma("key", f"x'{key.hex()}'")
    return connection


def test_another_sqlcipher_reads_every_row_with_the_raw_key(office: Office, key: bytes) -> None:
    store = VaultFiles(office.vault).store
    with opened(office.vault) as workspace:
        lines = [line.body.content for line in workspace.store.log.all_lines() if line.body]
    other = reader(store, key)
    assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert [inflate(row[0]) for row in other.execute("SELECT content FROM entry ORDER BY number")] == lines
    assert other.execute("SELECT id, state FROM record ORDER BY id").fetchall() == [
        ("O-0", "submitted"),
        ("O-1", "submitted"),
        ("O-2", "submitted"),
    ]
    assert sum(WORDS in content.decode() for content in lines) == 3
    other.close()


@pytest.mark.parametrize("wrong", ["none", "another", "another salt", "one bit"])
def test_it_reads_nothing_without_the_right_key(office: Office, key: bytes, tmp_path: Path, wrong: str) -> None:
    store = tmp_path / "store.db"
    shutil.copyfile(VaultFiles(office.vault).store, store)
    offered = {
        "none": None,
        "another": os.urandom(48),
        "another salt": key[:32] + os.urandom(16),
        "one bit": bytes([key[0] ^ 1]) + key[1:],
    }[wrong]
    if wrong == "another salt":  # the salt stands at the head of the file and in the key; either alone is not enough
        store.write_bytes(os.urandom(16) + store.read_bytes()[16:])
    other = reader(store, offered)
    with pytest.raises(apsw.NotADBError):
        other.execute("SELECT count(*) FROM sqlite_master").fetchall()
    other.close()


def test_the_store_is_no_sqlite_file(office: Office) -> None:
    store = VaultFiles(office.vault).store
    data = store.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in data
    assert WORDS.encode() not in data
    plain = sqlite3.connect(store)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


def test_age_opens_a_bundle_for_its_receiver_only(office: Office, tmp_path: Path) -> None:
    monitor = Person(tmp_path / "monitor")
    office.enrol(monitor, "M1", "monitor", tmp_path)
    monitor.add("M-1")
    (tmp_path / "stick").mkdir()
    [bundle] = monitor.do("bundle", "write", "--out", tmp_path / "stick")["files"]
    opens = {}
    for name, vault in (("office", office.vault), ("monitor", monitor.vault)):
        identity = tmp_path / f"{name}.key"
        with opened(vault) as workspace:
            identity.write_text(workspace.identity.age_identity + "\n")
        opens[name] = subprocess.run(["age", "-d", "-i", identity, bundle], capture_output=True, check=False)
    assert opens["monitor"].returncode != 0
    assert opens["monitor"].stdout == b""
    assert opens["office"].returncode == 0
    payload = opens["office"].stdout
    start = payload.index(zstandard.FRAME_HEADER)
    told = zstandard.ZstdDecompressor().decompressobj().decompress(payload[start:])
    assert payload.startswith(b"FKB1")
    assert all(isinstance(json.loads(line), dict) for line in told.splitlines())
    assert WORDS.encode() in told
    assert WORDS.encode() not in Path(bundle).read_bytes()
