"""The only source of time, ids and randomness; everything else gets one of these as an argument."""

import hashlib
import os
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Time and chance, replaceable in tests."""

    def now(self) -> datetime:
        """Local time with its UTC offset; claimed, never trusted for order."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, from an arbitrary start."""
        ...

    def new_id(self) -> str:
        """A fresh random UUID v4 in its 36-character text form."""
        ...

    def random_bytes(self, count: int) -> bytes:
        """`count` bytes fit for keys and salts."""
        ...


class SystemClock:
    """The machine's clock and the operating system's randomness."""

    def now(self) -> datetime:
        """Local time to the second: a finer claim would only help to single out a machine."""
        return datetime.now().astimezone().replace(microsecond=0)

    def monotonic(self) -> float:
        """Seconds of the machine's monotonic clock."""
        return time.monotonic()

    def new_id(self) -> str:
        """A UUID v4 from the operating system's randomness."""
        return str(uuid.UUID(bytes=os.urandom(16), version=4))

    def random_bytes(self, count: int) -> bytes:
        """Bytes from the operating system."""
        return os.urandom(count)


class SteppingClock(SystemClock):
    """A clock that starts at a given time and moves by `step` at each reading; for samples and tests."""

    def __init__(self, start: datetime | None = None, step: timedelta = timedelta(seconds=1)) -> None:
        self._now = start or datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
        self._step = step

    def now(self) -> datetime:
        """The next reading."""
        self._now += self._step
        return self._now

    def set(self, moment: datetime) -> None:
        """Jump to `moment`, forwards or back."""
        self._now = moment


class StillClock:
    """A moment that does not pass, and chance that a seed decides: for what must come out the same on every device."""

    def __init__(self, moment: datetime, seed: bytes) -> None:
        self._moment = moment
        self._seed = seed
        self._drawn = 0

    def now(self) -> datetime:
        """The moment."""
        return self._moment

    def monotonic(self) -> float:
        """Always zero."""
        return 0.0

    def new_id(self) -> str:
        """The next UUID of the seed."""
        return str(uuid.UUID(bytes=self.random_bytes(16), version=4))

    def random_bytes(self, count: int) -> bytes:
        """The next bytes of the seed. They are no secret: never a key or a salt."""
        self._drawn += 1
        return hashlib.shake_256(self._seed + self._drawn.to_bytes(8, "big")).digest(count)
