"""Expression trees to closures. Absolute paths into a repeat mean the instance in which the expression stands."""

from collections.abc import Callable
from functools import lru_cache, partial

from fieldkit.instruments import lookups, operators
from fieldkit.instruments.coercion import to_boolean, to_nodes, to_number, to_string
from fieldkit.instruments.context import Closure, Context
from fieldkit.instruments.definition import Formula, NodeDefinition
from fieldkit.instruments.functions import FUNCTIONS
from fieldkit.instruments.parsing import parse
from fieldkit.instruments.references import References
from fieldkit.instruments.special import SPECIAL
from fieldkit.instruments.syntax import (
    Axis,
    Binary,
    Call,
    Expression,
    ExpressionError,
    Filtered,
    Negative,
    Number,
    Path,
    Step,
    Text,
)
from fieldkit.instruments.tree import Node, Value


@lru_cache(maxsize=16_384)
def formula(source: str, home: NodeDefinition, focus: frozenset[NodeDefinition] = frozenset()) -> Formula:
    """An expression that stands at `home`, ready to run; relative paths begin at `focus`. Raises ExpressionError."""
    try:
        tree = _once_for_all(parse(source), home)
        references = References(tree, home, focus)
        run = compile_expression(tree, home)
    except RecursionError:
        raise ExpressionError("nested too deeply") from None
    return Formula(
        run=run,
        nodes=references.nodes,
        reads=frozenset(references.reads),
        siblings=frozenset(references.siblings),
        volatile=references.volatile,
        worded=references.worded,
        own=references.own,
        local=references.local,
    )


def _once_for_all(tree: Expression, home: NodeDefinition) -> Expression:
    """`coalesce(its own value, other)` is `once(other)` written out: what is there stays, so no node needs itself."""
    match tree:
        case Call("coalesce", (Path() as own, other)) if References(own, home).reads == {home}:
            return Call("once", (other,))
    return tree


def compile_expression(expression: Expression, home: NodeDefinition) -> Closure:
    """The closure of a tree. Raises ExpressionError for unknown functions and wrong numbers of arguments."""
    compile_one = partial(compile_expression, home=home)
    match expression:
        case Number(number):
            return lambda _: number
        case Text(text):
            return lambda _: text
        case Negative(operand):
            inner = compile_one(operand)
            return lambda context: -to_number(inner(context), context.world.zone)
        case Binary():
            first, rights = expression.spine()
            return operators.build(compile_one(first), [(sign, compile_one(right)) for sign, right in rights])
        case Call(name, arguments):
            return _call(name, arguments, home)
        case Filtered(base, predicates):
            nodes, keep = compile_one(base), _predicates(predicates, home)
            return lambda context: keep(context, to_nodes(nodes(context)))
        case Path(start, steps):
            return _path(start, steps, home)


def _call(name: str, arguments: tuple[Expression, ...], home: NodeDefinition) -> Closure:
    if name == "indexed-repeat":
        return _indexed_repeat(arguments, home)
    if name in SPECIAL:
        least, most, build = SPECIAL[name]
        _check_count(name, arguments, least, most)
        return build(arguments, partial(compile_expression, home=home))
    function = FUNCTIONS.get(name)
    if function is None:
        raise ExpressionError("unknown function", name)
    _check_count(name, arguments, function.least, function.most)
    run, closures = function.run, [compile_expression(argument, home) for argument in arguments]
    return lambda context: run(context, [closure(context) for closure in closures])


def _check_count(name: str, arguments: tuple[Expression, ...], least: int, most: int) -> None:
    if not least <= len(arguments) <= most:
        raise ExpressionError("wrong number of arguments", name)


def _path(start: "str | Expression", steps: tuple[Step, ...], home: NodeDefinition) -> Closure:
    begin, steps = _beginning(start, steps, home)
    moves = [_move(step, home) for step in steps]

    def run(context: Context) -> Value:
        nodes = begin(context)
        for move in moves:
            nodes = move(context, nodes)
        return nodes

    return run


def _beginning(
    start: "str | Expression", steps: tuple[Step, ...], home: NodeDefinition
) -> tuple[Callable[[Context], list[Node]], tuple[Step, ...]]:
    if start == "/":
        return _from_root(steps, home)
    if isinstance(start, str):
        return (lambda context: [context.node]), steps
    inner = compile_expression(start, home)
    return (lambda context: to_nodes(inner(context))), steps


def _from_root(
    steps: tuple[Step, ...], home: NodeDefinition
) -> tuple[Callable[[Context], list[Node]], tuple[Step, ...]]:
    """JavaRosa gives the leading steps of an absolute path the positions of the node where it stands."""
    names, shared = home.names, 0
    while shared < min(len(steps) - 1, len(names)) and steps[shared] == Step(Axis.CHILD, names[shared]):
        shared += 1
    if shared:
        return partial(_above, levels=len(names) - shared), steps[shared:]
    if not steps or steps[0].axis is Axis.DESCENDANT:
        return (lambda context: [context.world.root]), steps
    first = steps[0].name
    return (lambda context: [context.world.root] if first in ("*", context.world.root.name) else []), steps[1:]


def _above(context: Context, levels: int) -> list[Node]:
    node = context.origin
    for _ in range(levels):
        if node.parent is None:
            return []
        node = node.parent
    return [node]


_Move = Callable[[Context, list[Node]], list[Node]]
_Keep = _Move


def _move(step: Step, home: NodeDefinition) -> _Move:
    walk = _walk(step)
    if not step.predicates:
        return lambda _, nodes: [found for node in nodes for found in walk(node)]
    keep = _predicates(step.predicates, home)
    key = lookups.key_of(step.predicates[0]) if step.axis is Axis.CHILD and step.name != "*" else None
    if key is not None:
        return _looked_up(step, key, keep, home)
    return lambda context, nodes: [found for node in nodes for found in keep(context, walk(node))]


def _looked_up(step: Step, key: lookups.Key, keep: _Keep, home: NodeDefinition) -> _Move:
    """As any other step, but rows of choice lists are found by the value of a column."""
    columns, walk = [(column, compile_expression(value, home)) for column, value in key.wanted], _walk(step)
    keep_rest = _predicates((*key.rest, *step.predicates[1:]), home)

    def move(context: Context, nodes: list[Node]) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            if node.definition is None:
                wanted = [(column, text) for column, value in columns for text in _texts(value(context))]
                found += keep_rest(context, lookups.rows(node, step.name, wanted))
            else:
                found += keep(context, walk(node))
        return found

    return move


def _texts(value: Value) -> list[str]:
    return [each.string() for each in value] if isinstance(value, list) else [to_string(value)]


def _walk(step: Step) -> Callable[[Node], list[Node]]:
    name = step.name
    match step.axis:
        case Axis.SELF:
            return lambda node: [node]
        case Axis.PARENT:
            return lambda node: [node.parent] if node.parent else []
        case Axis.DESCENDANT:
            return lambda node: [each for each in node.descendants() if name in ("*", each.name)]
        case Axis.CHILD if name == "*":
            return lambda node: [child for group in node.children.values() for child in group]
        case Axis.CHILD:
            return lambda node: node.children.get(name, [])


def _predicates(predicates: tuple[Expression, ...], home: NodeDefinition) -> _Move:
    closures = [compile_expression(predicate, home) for predicate in predicates]

    def keep(context: Context, nodes: list[Node]) -> list[Node]:
        for closure in closures:
            size, inner = len(nodes), Context(context.world, context.node, context.origin)
            inner.size = size
            kept = []
            for position, node in enumerate(nodes, 1):
                inner.node, inner.position = node, position
                value = closure(inner)
                if value == position if type(value) is float else to_boolean(value):
                    kept.append(node)
            nodes = kept
        return nodes

    return keep


def _indexed_repeat(arguments: tuple[Expression, ...], home: NodeDefinition) -> Closure:
    """`indexed-repeat(node, repeat, index, …)`: the node in the instances with these 1-based positions."""
    if len(arguments) not in (3, 5, 7):
        raise ExpressionError("wrong number of arguments", "indexed-repeat")
    target, *repeats = (_definition(argument, home) for argument in (arguments[0], *arguments[1::2]))
    indices = [compile_expression(argument, home) for argument in arguments[2::2]]
    chain = [target]
    while chain[0].parent is not None and chain[0].parent.parent is not None:
        chain.insert(0, chain[0].parent)

    def run(context: Context) -> Value:
        wanted = {
            repeat: to_number(index(context), context.world.zone)
            for repeat, index in zip(repeats, indices, strict=True)
        }
        around = set(_ancestors(context.origin))
        nodes = [context.world.root]
        for definition in chain:
            below = [child for node in nodes for child in node.children.get(definition.name, [])]
            if definition in wanted:
                nodes = [node for node in below if node.position == wanted[definition]]
            else:
                nodes = [node for node in below if node in around] or below
        return nodes

    return run


def _definition(argument: Expression, home: NodeDefinition) -> NodeDefinition:
    found = References(argument, home).nodes
    if len(found) != 1:
        raise ExpressionError("a node of the form expected", "indexed-repeat")
    return next(iter(found))


def _ancestors(node: Node) -> list[Node]:
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found
