"""Formulas of a form without running it: what cannot be read, what is no function, and what surprises people later."""

import re
from collections.abc import Iterator

from fieldkit.domain.findings import Flaw
from fieldkit.instruments.check_survey import REFERENCE
from fieldkit.instruments.collecting import Findings, Place
from fieldkit.instruments.compiling import compile_expression
from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.parsing import parse
from fieldkit.instruments.patterns import is_pattern
from fieldkit.instruments.survey import Layout
from fieldkit.instruments.syntax import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Filtered,
    Negative,
    Number,
    Path,
    Text,
)

_COLUMNS = frozenset(
    {"relevant", "constraint", "calculation", "required", "read_only", "choice_filter", "repeat_count"}
)
_WORDS = frozenset({"yes", "no", "true", "false", "true()", "false()"})
"""What the columns required and read_only may say instead of a formula."""
_SMART_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_HERE = NodeDefinition("here", "/here", None, index=0)
"""A node to try formulas at; the ones that ask for more than a node are tried by the engine, in the whole form."""
_NEEDS_THE_FORM = ("indexed-repeat", "position", "once")
_ANYTHING = r"(?:\.|\[\\s\\S\])\*"
_CLEAR = re.compile(rf"(?:\^|{_ANYTHING}).*(?:\$|{_ANYTHING})\Z", re.DOTALL)
"""Patterns that mean the same whether they must fit the whole answer or a part of it."""


def check(layout: Layout, found: Findings) -> None:
    """Every formula in the survey, by its cell."""
    for line in layout.lines:
        for column, text in layout.survey.cells(line.row):
            if column.name in _COLUMNS and text.strip().lower() not in _WORDS:
                check_one(plain(text), layout.survey.at(line.row, column), found)
            if "${last-saved#" in text:
                found.warning(Flaw.LAST_SAVED, layout.survey.at(line.row, column))
    for row in layout.settings.sheet.rows:
        for column, text in layout.settings.cells(row):
            if column.name == "instance_name":
                check_one(plain(text), layout.settings.at(row, column), found)


def check_one(source: str, place: Place, found: Findings) -> None:
    """One formula as XPath. Texts that cannot be read are errors, the rest warnings."""
    try:
        tree = parse(source)
        compile_expression(tree, _HERE)
    except ExpressionError as error:
        if error.function not in _NEEDS_THE_FORM:
            found.error(_flaw(error), place, error.function)
            return
        tree = parse(source)
    except RecursionError:
        found.error(Flaw.EXPRESSION, place)
        return
    for call in calls(tree):
        _doubtful(call, place, found)


def plain(cell: str) -> str:
    """A cell as the XPath that becomes of it: `${name}` is a path, smart quotes are quotes."""
    return REFERENCE.sub(" ./reference ", cell.translate(_SMART_QUOTES)).strip()


def calls(expression: Expression) -> Iterator[Call]:
    """All function calls in a tree."""
    match expression:
        case Number() | Text():
            return
        case Negative(operand):
            yield from calls(operand)
        case Binary(_, left, right):
            yield from calls(left)
            yield from calls(right)
        case Call(_, arguments):
            yield expression
            for argument in arguments:
                yield from calls(argument)
        case Filtered(base, predicates):
            for part in (base, *predicates):
                yield from calls(part)
        case Path(start, steps):
            if not isinstance(start, str):
                yield from calls(start)
            for step in steps:
                for predicate in step.predicates:
                    yield from calls(predicate)


def _flaw(error: ExpressionError) -> Flaw:
    if not error.function:
        return Flaw.EXPRESSION
    return Flaw.FUNCTION_UNKNOWN if str(error) == "unknown function" else Flaw.FUNCTION_ARGUMENTS


def _doubtful(call: Call, place: Place, found: Findings) -> None:
    match call:
        case Call("regex", (_, Text(pattern))):
            if not is_pattern(pattern):
                found.warning(Flaw.REGEX_BAD, place, pattern)
            elif not _CLEAR.match(pattern):
                found.warning(Flaw.REGEX_OPEN, place, pattern)
        case Call("digest", _):
            found.warning(Flaw.DIGEST, place)
