"""What a function of ODK XPath is, and the usual ways to make one from a plain Python function."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fieldkit.instruments.coercion import to_number, to_string
from fieldkit.instruments.context import Context
from fieldkit.instruments.tree import Value

ANY = 1_000
"""As many arguments as an expression can hold."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function: the numbers of arguments it takes and what it computes from their values."""

    least: int
    most: int
    run: Callable[[Context, list[Value]], Value]
    volatile: bool = False
    """The same arguments may give another value: never cached."""


def texts(values: list[Value]) -> Iterator[str]:
    """Texts of all arguments, nodes one by one."""
    for value in values:
        if isinstance(value, list):
            yield from (node.string() for node in value)
        else:
            yield to_string(value)


def numbers(context: Context, values: list[Value]) -> list[float]:
    """Numbers of all arguments, nodes one by one; an empty answer is none, so it is NaN."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found.extend(to_number(node.string(), context.world.zone) for node in value)
        else:
            found.append(to_number(value, context.world.zone))
    return found


def text_function(run: Callable[..., Value], least: int, most: int | None = None) -> Function:
    """A function of texts only."""
    return Function(least, least if most is None else most, lambda _, values: run(*map(to_string, values)))


def number_function(run: Callable[..., float], count: int = 1) -> Function:
    """A function of numbers only; NaN for NaN and outside its domain."""

    def call(context: Context, values: list[Value]) -> Value:
        wanted = [to_number(value, context.world.zone) for value in values]
        if any(math.isnan(number) for number in wanted):
            return math.nan
        try:
            return float(run(*wanted))
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    return Function(count, count, call)


def own_text(context: Context, values: list[Value]) -> str:
    """The argument as text, or that of the node where the function stands."""
    return to_string(values[0]) if values else context.node.string()
