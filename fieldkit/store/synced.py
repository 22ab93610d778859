"""Folders that a program copies to somebody's computers on the internet: no place for a vault."""

from pathlib import Path

_NAMES = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "мой диск",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "cloudstorage",
    "yandex.disk",
    "yandexdisk",
    "яндекс.диск",
    "mail.ru cloud",
    "cloud mail.ru",
    "облако mail.ru",
    "nextcloud",
    "owncloud",
    "pclouddrive",
    "megasync",
)
"""How such folders are called when nobody renames them; more may follow: `OneDrive - Work`, `Nextcloud2`."""
_SIGNS = (".dropbox", ".owncloudsync.log", ".sync_*.db", "._sync_*.db", ".tmp.drivedownload", ".stfolder")
"""What they keep at the top of such a folder, whatever its name. A folder `.dropbox` in a home is only settings."""
_AFTER = frozenset(" -_.(0123456789")


def is_synced(folder: Path) -> bool:
    """Whether a folder, or one above it, is one that a known program copies to the internet."""
    places = (folder.resolve(), *folder.resolve().parents)
    return any(_has_name(place.name.casefold()) or _has_sign(place) for place in places)


def _has_name(name: str) -> bool:
    return any(name.startswith(known) and (name == known or name[len(known)] in _AFTER) for known in _NAMES)


def _has_sign(place: Path) -> bool:
    return any(path.is_file() or path.name == ".stfolder" for sign in _SIGNS for path in place.glob(sign))
