"""Choice lists by the value of a column, so that `[column = answer or column = 'other']` does not read every row.

Only lists of the form are looked up: they never change. Everything else is filtered row by row in `compiling`.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Key:
    """What a predicate asks of a row."""

    wanted: tuple[tuple[str, Expression], ...]
    """Columns with the value that one of them must have."""
    rest: tuple[Expression, ...] = ()
    """What must be true besides."""


def key_of(predicate: Expression) -> Key | None:
    """The columns that a predicate asks for. None if it asks otherwise, or if its rest counts the rows before a row."""
    match predicate:
        case Binary("and", left, right):
            found = key_of(left)
            return Key(found.wanted, (*found.rest, right)) if found and not _counts_rows(right) else None
        case Binary("or", left, right):
            one, other = key_of(left), key_of(right)
            whole = one and other and not one.rest and not other.rest
            return Key((*one.wanted, *other.wanted)) if one and other and whole else None
        case Binary("=", left, right):
            for column, value in ((left, right), (right, left)):
                name = _column(column)
                if name and _same_for_all_rows(value):
                    return Key(((name, value),))
    return None


def rows(parent: Node, name: str, wanted: list[tuple[str, str]]) -> list[Node]:
    """The children of that name, in their order, of which one of the columns has the value beside it."""
    found = [_index(parent, name, column).get(value, []) for column, value in wanted]
    if len(found) == 1:
        return found[0]
    each_once = {id(row): row for some in found for row in some}
    return sorted(each_once.values(), key=lambda row: row.position)


def _index(parent: Node, name: str, column: str) -> dict[str, list[Node]]:
    """The rows of a list by the value of a column, made at first use."""
    if parent.index is None:
        parent.index = {}
    known = parent.index.get((name, column))
    if known is None:
        known = parent.index[name, column] = {}
        for row in parent.children.get(name, ()):
            for text in {cell.string() for cell in row.children.get(column, ())}:
                known.setdefault(text, []).append(row)
    return known


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
