"""Functions of numbers. Where mathematics has a limit (log of 0, powers too great) it is given, as IEEE 754 says."""

import math
from collections.abc import Callable

from fieldkit.instruments.coercion import to_nodes, to_number
from fieldkit.instruments.context import Context
from fieldkit.instruments.function import ANY, Function, number_function, numbers
from fieldkit.instruments.tree import Value

_MOST_PLACES = 30
_WHOLE = 2.0**52


def _round(context: Context, values: list[Value]) -> Value:
    """To a number of decimal places; halves go away from zero."""
    number = to_number(values[0], context.world.zone)
    places = to_number(values[1], context.world.zone) if len(values) > 1 else 0.0
    if math.isnan(places):
        return math.nan
    if math.isnan(number) or math.isinf(number) or abs(places) > _MOST_PLACES:
        return number
    scale = 10.0 ** int(places)
    scaled = abs(number) * scale
    # Numbers that great have no fraction left, and adding a half would move them.
    whole = scaled if scaled >= _WHOLE else math.floor(scaled + 0.5)
    return number if math.isinf(scaled) else math.copysign(whole / scale, number)


def _whole(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: number if math.isinf(number) else float(function(number))


def _logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else function(number)


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:
        # A negative power of zero is infinite; a root of a negative number is none.
        return math.inf if base == 0 else math.nan


def _exponential(number: float) -> float:
    try:
        return math.exp(number)
    except OverflowError:
        return math.inf


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    """NaN as soon as one of them is none, as in XPath's own arithmetic."""

    def run(context: Context, values: list[Value]) -> Value:
        found = numbers(context, values)
        return choose(found) if found and not any(map(math.isnan, found)) else math.nan

    return Function(1, ANY, run)


def _random(context: Context, _: list[Value]) -> Value:
    return int.from_bytes(context.world.clock.random_bytes(7), "big") / 256**7


FUNCTIONS: dict[str, Function] = {
    "number": Function(
        0, 1, lambda context, values: to_number(values[0] if values else [context.node], context.world.zone)
    ),
    "int": number_function(_whole(math.trunc)),
    "round": Function(1, 2, _round),
    "floor": number_function(_whole(math.floor)),
    "ceiling": number_function(_whole(math.ceil)),
    "abs": number_function(abs),
    "pow": number_function(_power, 2),
    "sqrt": number_function(math.sqrt),
    "exp": number_function(_exponential),
    "exp10": number_function(lambda number: _power(10.0, number)),
    "log": number_function(_logarithm(math.log)),
    "log10": number_function(_logarithm(math.log10)),
    "sin": number_function(math.sin),
    "cos": number_function(math.cos),
    "tan": number_function(math.tan),
    "asin": number_function(math.asin),
    "acos": number_function(math.acos),
    "atan": number_function(math.atan),
    "atan2": number_function(math.atan2, 2),
    "pi": Function(0, 0, lambda *_: math.pi),
    "count": Function(1, 1, lambda _, values: float(len(to_nodes(values[0])))),
    "count-non-empty": Function(
        1, 1, lambda _, values: float(sum(node.string() != "" for node in to_nodes(values[0])))
    ),
    "sum": Function(1, 1, lambda context, values: float(sum(numbers(context, values)))),
    "min": _extreme(min),
    "max": _extreme(max),
    "random": Function(0, 0, _random, volatile=True),
}
