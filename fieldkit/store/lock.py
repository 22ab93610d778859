"""The process lock: one vault is open in one process. The system drops it when the process ends, however it ends."""

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from fieldkit.errors import Code, Refusal
from fieldkit.store.files import refusal_of

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class ProcessLock:
    """Holds `path` locked until closed. Raises Refusal(VAULT_IN_USE) if another process holds it."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("ab")
        except OSError as error:
            raise refusal_of(error) from None
        try:
            _take(self._file)
        except OSError:
            self._file.close()
            raise Refusal(Code.VAULT_IN_USE) from None

    def close(self) -> None:
        """Let the vault go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
