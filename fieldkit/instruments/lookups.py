"""Choice lists by the value of a column, so that a filter `[column = answer]` does not read every row.

Only lists of the form are looked up: they never change. Everything else is filtered row by row in `compiling`.
"""

from fieldkit.instruments.syntax import Axis, Binary, Call, Expression, Path, Step, Text
from fieldkit.instruments.tree import Node

_ALWAYS_TEXT = frozenset(
    {
        "concat",
        "coalesce",
        "join",
        "selected-at",
        "string",
        "substr",
        "substring-after",
        "substring-before",
        "translate",
    }
)
"""Functions whose result is a text; a number or a truth value would be compared in another way."""
_OF_PLACE = frozenset({"position", "last"})


def key_of(predicate: Expression) -> tuple[str, Expression, tuple[Expression, ...]] | None:
    """The column that a predicate asks for, what its value must be, and the rest of the predicate.

    Nothing if it asks for anything else, or if the rest counts the rows that come before it.
    """
    if isinstance(predicate, Binary) and predicate.operator == "and":
        found = key_of(predicate.left)
        if found is None or _counts_rows(predicate.right):
            return None
        return found[0], found[1], (*found[2], predicate.right)
    if not isinstance(predicate, Binary) or predicate.operator != "=":
        return None
    for column, value in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
        name = _column(column)
        if name and _same_for_all_rows(value):
            return name, value, ()
    return None


def rows(parent: Node, name: str, column: str, values: list[str]) -> list[Node]:
    """The children of that name, in their order, whose column has one of the values."""
    if parent.index is None:
        parent.index = {}
    known = parent.index.get((name, column))
    if known is None:
        known = parent.index[name, column] = {}
        for row in parent.children.get(name, ()):
            for text in {cell.string() for cell in row.children.get(column, ())}:
                known.setdefault(text, []).append(row)
    if len(values) == 1:
        return known.get(values[0], [])
    found = {id(row): row for value in values for row in known.get(value, ())}
    return sorted(found.values(), key=lambda row: row.position)


def _column(expression: Expression) -> str:
    match expression:
        case Path("", (Step(Axis.CHILD, name, ()),)) if name != "*":
            return name
    return ""


def _same_for_all_rows(expression: Expression) -> bool:
    match expression:
        case Text():
            return True
        case Path("/"):
            return True
        case Path(Call("current", ()), steps):
            return all(not step.predicates for step in steps)
        case Call(name, arguments) if name in _ALWAYS_TEXT and arguments:
            return all(_same_for_all_rows(argument) for argument in arguments)
    return False


def _counts_rows(expression: Expression) -> bool:
    match expression:
        case Call(name, arguments):
            return name in _OF_PLACE or any(map(_counts_rows, arguments))
        case Binary(_, left, right):
            return _counts_rows(left) or _counts_rows(right)
        case Path(start, _) if not isinstance(start, str):
            return _counts_rows(start)
    return False
