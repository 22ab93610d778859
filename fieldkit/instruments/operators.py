"""Operators of XPath 1.0 on ODK's values."""

import math
import operator
from collections.abc import Callable

from fieldkit.instruments.coercion import to_boolean, to_nodes, to_number
from fieldkit.instruments.context import Closure, Context
from fieldkit.instruments.tree import Value

Right = tuple[str, Closure]
"""An operator and what stands right of it."""


def build(first: Closure, rights: list[Right]) -> Closure:
    """The closure of `first sign right sign right …`, each operator applied to all that is left of it.

    A loop and no recursion: forms add up hundreds of answers in one expression.
    """
    steps = [(_APPLY.get(sign) or _arithmetic(_ARITHMETIC[sign]), right) for sign, right in rights]
    if len(steps) == 1:
        ((apply, only),) = steps
        return lambda context: apply(context, first(context), only)

    def run(context: Context) -> Value:
        value = first(context)
        for apply, right in steps:
            value = apply(context, value, right)
        return value

    return run


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
_Apply = Callable[[Context, Value, Closure], Value]


def _arithmetic(compute: Callable[[float, float], float]) -> _Apply:
    def apply(context: Context, left: Value, right: Closure) -> Value:
        zone = context.world.zone
        return compute(to_number(left, zone), to_number(right(context), zone))

    return apply


def _and(context: Context, left: Value, right: Closure) -> Value:
    return to_boolean(left) and to_boolean(right(context))


def _or(context: Context, left: Value, right: Closure) -> Value:
    return to_boolean(left) or to_boolean(right(context))


def _equal(compare: Callable[[object, object], bool]) -> _Apply:
    return lambda context, left, right: _equality(context, left, right(context), compare)


def _ordered(compare: Callable[[float, float], bool]) -> _Apply:
    return lambda context, left, right: _any_number(context, left, right(context), compare)


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


_APPLY: dict[str, _Apply] = {
    "and": _and,
    "or": _or,
    "|": lambda context, left, right: _union(context, left, right(context)),
    **{sign: _equal(compare) for sign, compare in _EQUAL.items()},
    **{sign: _ordered(compare) for sign, compare in _ORDER.items()},
}
