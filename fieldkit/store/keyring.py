"""The device's own secrets and settings, inside the encrypted store and nowhere else."""

import msgspec

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import SignedRoster
from fieldkit.store.database import Database

_json = msgspec.json.Encoder()


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What makes this vault a device: ids and private keys. `epoch` is new at each install and each restore."""

    device: str
    epoch: str
    code: str = ""
    """The member's code; empty until the device asks to be enrolled or founds a project."""
    sign_seed: bytes
    """32 bytes, Ed25519."""
    age_identity: str
    """`AGE-SECRET-KEY-1…`."""
    request_nonce: str = ""
    """Ties the officer's answer to this device's request."""


class Keyring:
    """Private keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(self) -> Identity | None:
        """The device's identity; None only in a store that is being made."""
        data = self._get("identity")
        return None if data is None else msgspec.json.decode(data, type=Identity)

    def put_identity(self, identity: Identity) -> None:
        """Keep the identity."""
        self._put("identity", _json.encode(identity))

    def project_seed(self) -> bytes | None:
        """The project's Ed25519 seed; only the officer's vault has it."""
        return self._get("project_seed")

    def put_project_seed(self, seed: bytes) -> None:
        """Keep the project's seed."""
        self._put("project_seed", seed)

    def _get(self, name: str) -> bytes | None:
        row = self._database.row(tuple[bytes], "SELECT value FROM keyring WHERE name = ?", name)
        return row[0] if row else None

    def _put(self, name: str, value: bytes) -> None:
        self._database.run("INSERT OR REPLACE INTO keyring (name, value) VALUES (?, ?)", name, value)


class SettingTable:
    """Small texts: when the last bundle was written, how long until the lock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str:
        """The setting, or an empty text."""
        row = self._database.row(tuple[str], "SELECT value FROM setting WHERE name = ?", name)
        return row[0] if row else ""

    def put(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._database.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value)

    def delete(self, name: str) -> None:
        """Forget a setting."""
        self._database.run("DELETE FROM setting WHERE name = ?", name)


class People:
    """The rosters held, one per generation; the highest is in force."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current: SignedRoster | None = None

    def roster(self) -> SignedRoster | None:
        """The roster in force; None before a project is founded or joined."""
        if self._current is None:
            row = self._database.row(tuple[bytes], "SELECT body FROM roster ORDER BY generation DESC LIMIT 1")
            self._current = None if row is None else msgspec.json.decode(row[0], type=SignedRoster)
        return self._current

    def generations(self) -> tuple[int, ...]:
        """Generation numbers held, ascending."""
        return tuple(
            number for (number,) in self._database.rows(tuple[int], "SELECT generation FROM roster ORDER BY 1")
        )

    def put_roster(self, signed: SignedRoster) -> Changes:
        """Keep a verified roster; an older generation than the one in force is kept but changes nothing."""
        self._database.run(
            "INSERT OR IGNORE INTO roster (generation, body) VALUES (?, ?)",
            signed.roster.generation,
            _json.encode(signed),
        )
        self._current = None
        return Changes(project=True)

    def forget_cache(self) -> None:
        """Read the roster anew after a transaction was rolled back."""
        self._current = None
