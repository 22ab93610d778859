"""Functions that need their arguments unevaluated or look at the place where they stand."""

import math
from collections.abc import Callable
from typing import TypeAlias

from fieldkit.instruments.coercion import to_boolean, to_nodes, to_number
from fieldkit.instruments.context import Closure, Context
from fieldkit.instruments.syntax import Expression, ExpressionError, Text
from fieldkit.instruments.tree import Node, Value

Compile: TypeAlias = Callable[[Expression], Closure]
Build: TypeAlias = Callable[[tuple[Expression, ...], Compile], Closure]
_MODULUS = 2**31 - 1


def _if(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    condition, then, otherwise = (compile_one(argument) for argument in arguments)
    return lambda context: then(context) if to_boolean(condition(context)) else otherwise(context)


def _once(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    value = compile_one(arguments[0])
    return lambda context: context.origin.value or value(context)


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
    del compile_one
    if not isinstance(arguments[0], Text):
        raise ExpressionError("instance() takes a name", "instance")
    name = arguments[0].value

    def run(context: Context) -> Value:
        found = context.world.instances.get(name)
        return [found] if found else []

    return run


def _randomize(arguments: tuple[Expression, ...], compile_one: Compile) -> Closure:
    """Nodes in an order that the seed decides; without one the session's, so that choices stay where they are."""
    nodes, *seeds = (compile_one(argument) for argument in arguments)

    def run(context: Context) -> Value:
        seed = to_number(seeds[0](context), context.world.zone) if seeds else float(context.world.seed)
        return _shuffled(to_nodes(nodes(context)), 0 if math.isnan(seed) or math.isinf(seed) else int(seed))

    return run


def _shuffled(nodes: list[Node], seed: int) -> list[Node]:
    """The inside-out shuffle of Fisher and Yates on the generator of Park and Miller: the order of ODK's own tools."""
    state = int(math.fmod(seed, _MODULUS))
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
