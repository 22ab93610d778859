"""Folders of ODK's tools, Briefcase's storage and Collect's device, searched for submissions and forms.

Nothing is believed but that files lie where they lie: which submission a folder holds is told by its XML, never by its
name. Links and everything else that is no plain file are passed over.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from fieldkit.errors import Code, Refusal

MOST_FOLDERS = 200_000
MOST_FILES = 2_000
"""In one folder of a submission."""
DEEPEST = 8
"""Folders above a submission."""
_PIECE = 1024 * 1024
_SUBMISSION = "submission.xml"
_ENCRYPTED = ".enc"


class InstanceFolder(msgspec.Struct, frozen=True, kw_only=True):
    """One folder that should hold a submission."""

    path: Path
    document: str
    """Name of the file with the submission; empty if no file can be it."""
    files: tuple[str, ...]
    """Names of other files."""

    @property
    def attachments(self) -> int:
        """Number of other files."""
        return len(self.files)


class OdkFolder(msgspec.Struct, frozen=True, kw_only=True):
    """What lies below one folder, sorted by path."""

    instances: tuple[InstanceFolder, ...]
    forms: tuple[Path, ...]


def search(folder: Path) -> OdkFolder:
    """Find submissions and forms in `folder` and below.

    Raises Refusal: FILE_MISSING, FILE_UNREADABLE, ODK_NOTHING_FOUND, ODK_TOO_LARGE.
    """
    if not folder.exists():
        raise Refusal(Code.FILE_MISSING)
    instances: list[InstanceFolder] = []
    forms: list[Path] = []
    for path, names, below in _walk(folder):
        xml = [name for name in names if name.lower().endswith(".xml")]
        if _is_instance(path, names, below):
            instances.append(_instance(path, names, xml))
        elif path.name == "forms" or path.parent.name == "forms" or "instances" in below:
            forms.extend(path / name for name in xml)
    if not instances:
        raise Refusal(Code.ODK_NOTHING_FOUND)
    return OdkFolder(instances=tuple(instances), forms=tuple(forms))


def read(path: Path, limit: int) -> bytes:
    """A plain file of at most `limit` bytes. Raises Refusal: FILE_MISSING, FILE_UNREADABLE, ODK_TOO_LARGE."""
    data = bytearray()
    for piece in pieces(path):
        data += piece
        if len(data) > limit:
            raise Refusal(Code.ODK_TOO_LARGE, limit=limit)
    return bytes(data)


def pieces(path: Path) -> Iterator[bytes]:
    """A plain file piece by piece. Raises Refusal: FILE_MISSING, FILE_UNREADABLE."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Refusal(Code.FILE_UNREADABLE)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None


def beside(folder: Path, name: str) -> Path:
    """The file `name`, which a document wrote, in `folder` and nowhere else. Raises Refusal(ODK_DAMAGED)."""
    if not name or name in (".", "..") or set(name) & set("/\\:\0"):
        raise Refusal(Code.ODK_DAMAGED)
    return folder / name


def _walk(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Every folder with the names of its plain files and of the folders below, without following links."""
    seen = 0
    waiting = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        seen += 1
        if seen > MOST_FOLDERS:
            raise Refusal(Code.ODK_TOO_LARGE, limit=MOST_FOLDERS)
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
            files = [entry.name for entry in found if entry.is_file(follow_symlinks=False)]
            folders = [entry.name for entry in found if entry.is_dir(follow_symlinks=False)]
        except OSError:
            raise Refusal(Code.FILE_UNREADABLE) from None
        yield path, files, folders
        if depth < DEEPEST:
            waiting.extend((path / name, depth + 1) for name in reversed(folders))


def _is_instance(path: Path, names: list[str], below: list[str]) -> bool:
    if _SUBMISSION in names:
        return True
    in_place = path.parent.name == "instances" or f"{path.name}.xml" in names
    return in_place and bool(names) and "instances" not in below and path.parent.name != "forms"


def _instance(path: Path, names: list[str], xml: list[str]) -> InstanceFolder:
    """Collect's older versions keep the whole submission under the folder's name, and beside it what they sent."""
    own = f"{path.name}.xml"
    document = own if own in xml else _SUBMISSION if _SUBMISSION in xml else xml[0] if len(xml) == 1 else ""
    if len(names) > MOST_FILES:
        document = ""
    passed = {document, _SUBMISSION, f"{_SUBMISSION}{_ENCRYPTED}", f"{document}{_ENCRYPTED}"}
    return InstanceFolder(path=path, document=document, files=tuple(name for name in names if name not in passed))
