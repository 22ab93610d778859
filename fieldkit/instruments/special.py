"""Functions that need their arguments unevaluated or look at the place where they stand."""

import hashlib
import math
from collections.abc import Callable
from datetime import tzinfo
from typing import TypeAlias

from fieldkit.instruments.coercion import to_boolean, to_nodes, to_number, to_string
from fieldkit.instruments.context import Closure, Context
from fieldkit.instruments.syntax import Expression
from fieldkit.instruments.tree import Node, Value

Compile: TypeAlias = Callable[[Expression], Closure]
Build: TypeAlias = Callable[[tuple[Expression, ...], Compile], Closure]
_MODULUS = 2**31 - 1


def _if(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    condition, then, otherwise = (compile_one(argument) for argument in arguments)
    return lambda context: then(context) if to_boolean(condition(context)) else otherwise(context)


def _once(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    """The value that the node has already, else the argument."""
    value = compile_one(arguments[0])
    return lambda context: context.origin.value or to_string(value(context))


def _current(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    del arguments, compile_one
    return lambda context: [context.origin]


def _last(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    del arguments, compile_one
    return lambda context: float(context.size)


def _position(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    """Without an argument the place in a predicate; with one, the place of a node among its namesakes."""
    if not arguments:
        return lambda context: float(context.position)
    nodes = compile_one(arguments[0])

    def run(context: Context) -> Value:
        found = to_nodes(nodes(context))
        return float(found[0].position) if found else float("nan")

    return run


def _instance(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    name = compile_one(arguments[0])

    def run(context: Context) -> Value:
        found = context.world.instances.get(to_string(name(context)))
        return [found] if found else []

    return run


def _randomize(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    """Nodes in an order that the seed decides; without one the session's, so that choices stay where they are."""
    nodes, *seeds = (compile_one(argument) for argument in arguments)

    def run(context: Context) -> Value:
        seed = _seed(seeds[0](context), context.world.zone) if seeds else context.world.seed
        return _shuffled(to_nodes(nodes(context)), seed)

    return run


def _seed(value: Value, zone: tzinfo) -> int:
    """Numbers cut to what fits into 64 bits; other texts by the start of their digest, as ODK's tools do."""
    number = to_number(value, zone)
    if math.isnan(number):
        text = to_string(value)
        return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big", signed=True) if text else 0
    return int(max(-(2.0**63), min(number, 2.0**63 - 1)))


def _shuffled(nodes: list[Node], seed: int) -> list[Node]:
    """The inside-out shuffle of Fisher and Yates on the generator of Park and Miller: the order of ODK's own tools."""
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    if state <= 0:
        state += _MODULUS - 1
    found: list[Node] = []
    for node in nodes:
        state = state * 16_807 % _MODULUS
        place = (state - 1) * (len(found) + 1) // (_MODULUS - 1)
        found.append(node)
        found[-1], found[place] = found[place], node
    return found


SPECIAL: dict[str, tuple[int, int, Build]] = {
    "if": (3, 3, _if),
    "once": (1, 1, _once),
    "current": (0, 0, _current),
    "last": (0, 0, _last),
    "position": (0, 1, _position),
    "instance": (1, 1, _instance),
    "randomize": (1, 2, _randomize),
}
