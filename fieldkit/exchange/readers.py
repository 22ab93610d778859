"""Reading many bundles: one importer process stays for all of them, so that none has to wait for an interpreter.

Where the system cannot fork, each bundle gets a process of its own as in `fieldkit.exchange.importer`.
"""

import os
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self, TypeVar

from fieldkit import apart
from fieldkit.clock import Clock
from fieldkit.domain.log import Line
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.frames import LENGTH, Context, Frame, FrameError, decode_all, encode
from fieldkit.exchange.importer import TIME_LIMIT, Parcel
from fieldkit.exchange.nursery import WORD

T = TypeVar("T")
_NURSERY = "fieldkit.exchange.nursery"


class Readers:
    """Importer processes for the bundles of one import. Leave it by `with`."""

    def __init__(self, clock: Clock, *, time_limit: float = TIME_LIMIT, forks: bool = hasattr(os, "fork")) -> None:
        """`clock` gives chance; `time_limit`: seconds of wall time for one bundle."""
        self._clock = clock
        self._time_limit = time_limit
        self._forks = forks
        self._nursery: apart.Staying | None = None

    def open_bundle(self, sealed: bytes, identity: str, context: Context) -> Parcel:
        """As `importer.open_bundle`."""
        return importer.read_plaintext(importer.unseal(sealed, identity), context, ask=self._ask)

    def judge(self, lines: tuple[Line, ...], context: Context) -> tuple[Code | None, ...]:
        """As `importer.judge`."""
        return importer.judge(lines, context, ask=self._ask)

    def _ask(self, context: Context, data: bytes, take: Callable[[Iterable[Frame]], T]) -> T:
        if not self._forks:
            return importer.ask_child(context, data, take, time_limit=self._time_limit)
        if self._nursery is None:
            self._nursery = apart.Staying(_NURSERY)
        nursery, told = self._nursery, encode(context)
        in_step = False
        try:
            with nursery.hurried(self._time_limit):
                nursery.write(LENGTH.pack(len(told) + len(data)), told, data)
                try:
                    taken = take(decode_all(nursery.read))
                except Refusal:
                    in_step = self._is_in_step(nursery)
                    raise
                in_step = self._is_in_step(nursery)
                return taken
        except (FrameError, OSError):
            raise Refusal(Code.BUNDLE_IMPORTER_FAILED) from None
        finally:
            if not in_step:
                self.close()

    def _is_in_step(self, nursery: apart.Staying) -> bool:
        """Whether all that the process for a bundle wrote was read, and it ended well."""
        word = self._clock.random_bytes(WORD)
        try:
            nursery.write(word)
        except OSError:
            return False
        return nursery.read(WORD) == word

    def close(self) -> None:
        """End the process that stays, if there is one; the next bundle gets another."""
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
