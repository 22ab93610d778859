"""The only builder of paths: resources (checkout, wheel, frozen program), files of a vault, folders of the user."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _data_root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if isinstance(frozen, str):
        return Path(frozen)
    wheel = _PACKAGE / "_data"
    return wheel if wheel.is_dir() else _PACKAGE.parent


def resources() -> Path:
    """Folder of shipped data: instruments, code lists, sites, demo, icons, theme."""
    return _data_root() / "resources"


def translations() -> Path:
    """Folder of message catalogues."""
    return _data_root() / "translations"


@dataclass(frozen=True, slots=True)
class VaultFiles:
    """The files of one vault folder (security notes, section 3)."""

    folder: Path

    @property
    def slots_a(self) -> Path:
        """First copy of the key slots."""
        return self.folder / "slots.a"

    @property
    def slots_b(self) -> Path:
        """Second copy of the key slots."""
        return self.folder / "slots.b"

    @property
    def store(self) -> Path:
        """The SQLCipher database."""
        return self.folder / "store.db"

    @property
    def unfinished(self) -> Path:
        """There while the vault is being made; with it and without slots, nothing in the folder was ever a vault."""
        return self.folder / "unfinished"

    @property
    def next_store(self) -> Path:
        """The store under a new key, until it takes the place of the old one."""
        return self.folder / "store.new"

    @property
    def rotating(self) -> Path:
        """There while the vault gets a new key; with it, the copies of the slots may have to be made equal again."""
        return self.folder / "rotating"

    @property
    def signs(self) -> tuple[Path, ...]:
        """Empty files that ask galleries and desktop search to stay out of the folder."""
        return self.folder / ".nomedia", self.folder / ".metadata_never_index"

    @property
    def lock(self) -> Path:
        """Held by the one process that has the vault open."""
        return self.folder / "lock"

    @property
    def backups(self) -> Path:
        """Automatic copies of the store, under its key."""
        return self.folder / "backups"

    @property
    def blobs(self) -> Path:
        """Files that answers name, each encrypted under a key of its own."""
        return self.folder / "blobs"

    def blob(self, name: str) -> Path:
        """One of them, by its random name."""
        return self.blobs / f"{name}.blob"


def default_vault() -> Path:
    """Where the vault lies when nobody says otherwise: a neutral name in the user's data folder."""
    given = os.environ.get("FIELDKIT_VAULT")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share")))
    return base / "notes"


def settings_file() -> Path:
    """The only plain file of preferences: window geometry, language, vault folder; nothing else ever."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", str(Path.home())))
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config")))
    return base / "notes" / "settings.ini"
