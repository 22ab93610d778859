"""Operators of XPath 1.0 on ODK's values."""

import math
import operator
from collections.abc import Callable

from fieldkit.instruments.coercion import to_boolean, to_nodes, to_number
from fieldkit.instruments.context import Closure, Context
from fieldkit.instruments.tree import Value


def build(sign: str, left: Closure, right: Closure) -> Closure:
    """The closure of `left sign right`."""
    if sign == "and":
        return lambda context: to_boolean(left(context)) and to_boolean(right(context))
    if sign == "or":
        return lambda context: to_boolean(left(context)) or to_boolean(right(context))
    if sign in _EQUAL:
        return lambda context: _equality(context, left(context), right(context), _EQUAL[sign])
    if sign in _ORDER:
        return lambda context: _any_number(context, left(context), right(context), _ORDER[sign])
    if sign == "|":
        return lambda context: _union(context, left(context), right(context))
    compute = _ARITHMETIC[sign]
    return lambda context: compute(
        to_number(left(context), context.world.zone), to_number(right(context), context.world.zone)
    )


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    """The sign of the result is that of the left operand, as in XPath."""
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.fmod(left, right)


_EQUAL: dict[str, Callable[[object, object], bool]] = {"=": operator.eq, "!=": operator.ne}
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _remainder,
}


def _candidates(value: Value) -> list[Value]:
    """The values to compare one by one; nodes as texts, and where there are none nothing compares."""
    if not isinstance(value, list):
        return [value]
    return [node.string() for node in value]


def _equality(context: Context, left: Value, right: Value, compare: Callable[[object, object], bool]) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return compare(to_boolean(left), to_boolean(right))
    if isinstance(left, float) or isinstance(right, float):
        return _any_number(context, left, right, compare)
    if isinstance(left, str) and isinstance(right, str):
        return compare(left, right)
    others = _candidates(right)
    return any(compare(one, other) for one in _candidates(left) for other in others)


def _any_number(context: Context, left: Value, right: Value, compare: Callable[[float, float], bool]) -> bool:
    zone = context.world.zone
    others = [to_number(other, zone) for other in _candidates(right)]
    return any(compare(to_number(one, zone), other) for one in _candidates(left) for other in others)


def _union(context: Context, left: Value, right: Value) -> Value:
    """Each node once, in document order; nodes of choice lists after those of the form."""
    found = {id(node): node for node in (*to_nodes(left), *to_nodes(right))}
    in_form = [node for node in context.world.root.descendants() if found.pop(id(node), None) is not None]
    return in_form + list(found.values())
