"""The expression tree of ODK XPath: immutable, comparable, printable; what it means is told in `compiling`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class ExpressionError(ValueError):
    """The text is no expression of ours; `function` names an unknown function, if that is why."""

    def __init__(self, reason: str, function: str = "") -> None:
        super().__init__(reason)
        self.function = function


class Axis(StrEnum):
    """The axes that XForms promise, and `//`."""

    CHILD = "child"
    PARENT = "parent"
    SELF = "self"
    DESCENDANT = "descendant"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text."""

    value: str


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`; operators of XPath 1.0."""

    operator: str
    left: "Expression"
    right: "Expression"

    def spine(self) -> tuple["Expression", list[tuple[str, "Expression"]]]:
        """What stands at the very left, and each operator with what stands right of it, from the left."""
        rights: list[tuple[str, Expression]] = []
        first: Expression = self
        while isinstance(first, Binary):
            rights.append((first.operator, first.right))
            first = first.left
        return first, rights[::-1]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; the prefix of the name is kept (`jr:itext`)."""

    name: str
    arguments: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `name` is `*` for any name; the parent and self axes take any name."""

    axis: Axis
    name: str = "*"
    predicates: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`/`), from the context node (empty text) or from the nodes of an expression."""

    start: "str | Expression"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filtered:
    """An expression for nodes with predicates: `instance('x')[…]`."""

    base: "Expression"
    predicates: tuple["Expression", ...]


Expression: TypeAlias = Number | Text | Negative | Binary | Call | Path | Filtered


def unparse(expression: Expression) -> str:
    """Text that parses to the same tree."""
    match expression:
        case Number(value):
            return f"{value:.17g}" if value != int(value) else str(int(value))
        case Text(value):
            return f'"{value}"' if "'" in value else f"'{value}'"
        case Negative(operand):
            return f"-({unparse(operand)})"
        case Binary(operator, left, right):
            return f"({unparse(left)}) {operator} ({unparse(right)})"
        case Call(name, arguments):
            return f"{name}({', '.join(map(unparse, arguments))})"
        case Filtered(base, predicates):
            return f"({unparse(base)})" + _bracketed(predicates)
        case Path(start, steps):
            return _path(start, steps)


def _path(start: "str | Expression", steps: tuple[Step, ...]) -> str:
    if isinstance(start, str):
        return start + "/".join(_step(step) for step in steps)
    return "/".join((f"({unparse(start)})", *(_step(step) for step in steps)))


def _step(step: Step) -> str:
    return f"{step.axis}::{'node()' if step.name == '*' else step.name}" + _bracketed(step.predicates)


def _bracketed(predicates: tuple[Expression, ...]) -> str:
    return "".join(f"[{unparse(predicate)}]" for predicate in predicates)
