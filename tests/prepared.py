"""What takes long to make, made once in a process: folders kept in memory and written out for each test that wants one.

A copy has the same keys, devices and ids as every other: whoever must not know it is made anew.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Kept:
    """All that lies in a folder; nothing is open there."""

    folders: tuple[tuple[str, int], ...]
    """Path and mode, those that hold others first."""
    files: tuple[tuple[str, int, bytes], ...]
    """Path, mode and content."""

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read a folder."""
        found = [(path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*"))]
        return cls(
            folders=tuple((name, path.stat().st_mode & 0o777) for name, path in found if path.is_dir()),
            files=tuple(
                (name, path.stat().st_mode & 0o777, path.read_bytes()) for name, path in found if path.is_file()
            ),
        )

    def put(self, folder: Path) -> Path:
        """Write it out; gives the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, mode in self.folders:
            (folder / name).mkdir()
            (folder / name).chmod(mode)
        for name, mode, content in self.files:
            path = folder / name
            path.write_bytes(content)
            path.chmod(mode)
        return folder
