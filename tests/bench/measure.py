"""Measuring two ways of doing a thing side by side, so that the ratio holds on any machine."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One figure of a benchmark; with `most` or `least` it has a target."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the figure is within its target; without one there is nothing to miss."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def target(self) -> str:
        """The target in words."""
        if self.most is not None:
            return f"<= {self.most:g}"
        return f">= {self.least:g}" if self.least is not None else ""


def seconds(work: Work) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(ours: Work, theirs: Work, rounds: int = 30) -> tuple[float, float]:
    """Median seconds of both, called in turns after one round to warm up: what disturbs one disturbs the other."""
    seconds(ours)
    seconds(theirs)
    gc.collect()
    gc.disable()
    try:
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    finally:
        gc.enable()
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def ratio(what: str, ours: Work, theirs: Work, *, most: float, rounds: int = 30) -> Result:
    """Our time divided by theirs, at most `most`."""
    mine, other = medians(ours, theirs, rounds)
    note = f"{mine * 1000:.3f} ms against {other * 1000:.3f} ms"
    return Result(what, mine / other, "x", most=most, note=note)
