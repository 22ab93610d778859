"""Cases of a soak run, spread over two processes without threads, so that they may fork."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

WORKERS = 2

T = TypeVar("T")


def spread(jobs: "Iterable[tuple[Callable[..., T], tuple[object, ...]]]") -> Iterator[T]:
    """What each of the calls gives, in their order."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        begun = [pool.submit(function, *given) for function, given in jobs]
        for job in begun:
            yield job.result()


def parts(count: int, most: int) -> list[int]:
    """A number of cases in parts of at most `most`."""
    whole, rest = divmod(count, most)
    return [most] * whole + [rest] * bool(rest)
