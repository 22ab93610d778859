"""The files of blobs in a vault's folder: written beside, read back, then named; a name says nothing of the content."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fieldkit import durable
from fieldkit.crypto import blobs as crypto
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.files import refusal_of

_PIECE = 256 * 1024
_SUFFIX = ".blob"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    size: int
    sha256: str


class BlobFiles:
    """Writes, reads and removes blobs; knows no keys and no table."""

    def __init__(self, files: VaultFiles) -> None:
        self._files = files

    def write(self, name: str, pieces: Iterable[bytes]) -> Written:
        """Keep a blob under a new random name; on the disk and read back when this returns.

        Raises Refusal: the disk's reason, and whatever `pieces` raises; nothing is left then.
        """
        target = self._files.blob(name)
        part = target.with_suffix(".part")
        digest, size = hashlib.sha256(), 0
        try:
            self._files.blobs.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                    digest.update(piece)
                    size += len(piece)
                file.flush()
                os.fsync(descriptor)
                if hasattr(os, "posix_fadvise"):  # what is read back shall come from the disk
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            if _digest(part) != digest.hexdigest():
                raise Refusal(Code.VAULT_DISK_ERROR)
            durable.put(part, target)
        except OSError as error:
            raise refusal_of(error) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return Written(size, digest.hexdigest())

    def pieces(self, name: str) -> Iterator[bytes]:
        """A blob as it lies there, piece by piece. Raises Refusal: ATTACHMENT_MISSING, or the disk's reason."""
        try:
            with self._files.blob(name).open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except FileNotFoundError:
            raise Refusal(Code.ATTACHMENT_MISSING) from None
        except OSError as error:
            raise refusal_of(error) from None

    def unseal(self, name: str, key: bytes, *, limit: int = crypto.MOST_PLAIN) -> Iterator[bytes]:
        """The content of a blob, at most `limit` bytes; whole only once this has ended.

        Raises Refusal: ATTACHMENT_MISSING, ATTACHMENT_DAMAGED, or the disk's reason.
        """
        try:
            with self._files.blob(name).open("rb") as file:
                yield from crypto.unseal(key, file, limit=limit)
        except crypto.BlobError:
            raise Refusal(Code.ATTACHMENT_DAMAGED) from None
        except FileNotFoundError:
            raise Refusal(Code.ATTACHMENT_MISSING) from None
        except OSError as error:
            raise refusal_of(error) from None

    def is_there(self, name: str) -> bool:
        """Whether a blob has its file."""
        return bool(name) and self._files.blob(name).is_file()

    def names(self) -> frozenset[str]:
        """Of all blobs in the folder."""
        try:
            return frozenset(path.stem for path in self._files.blobs.glob(f"*{_SUFFIX}"))
        except OSError:
            return frozenset()

    def remove(self, name: str) -> None:
        """Take a blob away, as far as the disk lets us: without its key it is noise."""
        with suppress(OSError):
            self._files.blob(name).unlink(missing_ok=True)

    def sweep(self, known: frozenset[str]) -> int:
        """Remove blobs that nothing names and what a write that was cut short has left; returns their number."""
        strange = self.names() - known
        for name in strange:
            self.remove(name)
        with suppress(OSError):
            for part in self._files.blobs.glob("*.part"):
                part.unlink()
        return len(strange)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
