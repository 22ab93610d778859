"""Reading many bundles: one importer process stays for all of them, so that none has to wait for an interpreter.

While the caller is busy with a bundle, the process may begin with the next one. Where the system cannot fork, each
bundle gets a process of its own as in `fieldkit.exchange.importer`.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
_MOST_AHEAD = 8 * 1024 * 1024
"""Bytes of a bundle that is begun ahead; of larger ones, two would lie in memory."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the process works on already, or has answered without anybody having read it."""

    sealed: bytes
    plaintext: bytes
    told: bytes
    """The context that it was told."""


class Readers:
    """Importer processes for the bundles of one import. Leave it by `with`."""

    def __init__(self, clock: Clock, *, time_limit: float = TIME_LIMIT, forks: bool = hasattr(os, "fork")) -> None:
        """`clock` gives chance; `time_limit`: seconds of wall time for one bundle."""
        self._clock = clock
        self._time_limit = time_limit
        self._forks = forks
        self._nursery: apart.Staying | None = None
        self._begun: _Begun | None = None

    def begin(self, sealed: bytes, identity: str, context: Context) -> None:
        """Have the process read a bundle that is opened next, as far as it can; what is wrong with it is told then."""
        if not self._forks or self._begun is not None or len(sealed) > _MOST_AHEAD:
            return
        try:
            plaintext, told = importer.unseal(sealed, identity), encode(context)
            self._write(told, plaintext)
        except Refusal:
            return
        except OSError:
            self.close()
            return
        self._begun = _Begun(sealed, plaintext, told)

    def open_bundle(self, sealed: bytes, identity: str, context: Context) -> Parcel:
        """As `importer.open_bundle`."""
        begun = self._begun
        plaintext = (
            begun.plaintext if begun is not None and begun.sealed == sealed else importer.unseal(sealed, identity)
        )
        return importer.read_plaintext(plaintext, context, ask=self._ask)

    def judge(self, lines: tuple[Line, ...], context: Context) -> tuple[Code | None, ...]:
        """As `importer.judge`."""
        return importer.judge(lines, context, ask=self._ask)

    def _ask(self, context: Context, data: bytes, take: Callable[[Iterable[Frame]], T]) -> T:
        if not self._forks:
            return importer.ask_child(context, data, take, time_limit=self._time_limit)
        told, begun = encode(context), self._begun
        if begun is not None and (begun.plaintext, begun.told) != (data, told):  # the roster is another one by now
            self.close()
        in_step = False
        try:
            nursery = self._write(told, data) if self._begun is None else self._staying()
            self._begun = None
            with nursery.hurried(self._time_limit):
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

    def _staying(self) -> apart.Staying:
        if self._nursery is None:
            self._nursery = apart.Staying(_NURSERY)
        return self._nursery

    def _write(self, told: bytes, data: bytes) -> apart.Staying:
        """Ask the process, which reads all of it before it answers. Raises OSError once it has ended."""
        nursery = self._staying()
        with nursery.hurried(self._time_limit):
            nursery.write(LENGTH.pack(len(told) + len(data)), told, data)
        return nursery

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
            self._nursery = self._begun = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
