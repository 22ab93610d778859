"""Files beside a form: choice lists, tables to look up, pictures. Only plain names, never outside these folders."""

from pathlib import Path
from typing import Protocol

from fieldkit.instruments.markup import LARGEST


class Beside(Protocol):
    """Where the files lie that a form names."""

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        ...

    def read(self, name: str) -> bytes | None:
        """Its content, at most one byte more than a form may have; nothing if there is none or it cannot be read."""
        ...


class Nothing:
    """A form without files beside it."""

    def has(self, name: str) -> bool:
        """Never."""
        del name
        return False

    def read(self, name: str) -> bytes | None:
        """Nothing."""
        del name
        return None


class Folder:
    """The folder of a form file and, as ODK's tools keep them, the folder `<form>-media` in it."""

    def __init__(self, form: Path) -> None:
        stems = (f"{form.stem}-media", f"{form.stem}_media", "media")
        self._folders = (form.parent, *(form.parent / stem for stem in stems))

    def has(self, name: str) -> bool:
        """Whether one of the folders has a file of that name."""
        return self._path(name) is not None

    def read(self, name: str) -> bytes | None:
        """The content of the first file of that name."""
        path = self._path(name)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError:
            return None

    def _path(self, name: str) -> Path | None:
        plain = name.strip()
        if not plain or plain in (".", "..") or any(sign in plain for sign in "/\\\0") or len(plain) > 255:
            return None
        return next((folder / plain for folder in self._folders if _is_file(folder / plain)), None)


NOTHING = Nothing()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
