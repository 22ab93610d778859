"""Text to expression tree: a tokenizer and a precedence-climbing parser for XPath 1.0 as ODK forms write it."""

import re
from functools import lru_cache
from typing import NamedTuple

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

_LONGEST = 50_000
_DEEPEST = 150
"""Nested brackets and calls; generated forms stay far below, and Python's own stack far above."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*)?)
      | (?P<mark>::|\.\.|//|<=|>=|!=|[./()\[\],@|+\-=<>*])
    )""",
    re.VERBOSE,
)
_STRENGTH = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_NEGATIVE = 7
_NODE_TESTS = ("node", "text")


class _Token(NamedTuple):
    kind: str
    text: str


_END = _Token("end", "")


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """The tree of an expression. Raises ExpressionError, and nothing else, for any other text."""
    if len(source) > _LONGEST:
        raise ExpressionError("too long")
    parser = _Parser(_tokens(source))
    tree = parser.expression(0)
    parser.expect_end()
    return tree


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    position, end = 0, len(source.rstrip())
    while position < end:
        match = _TOKEN.match(source, position)
        if match is None or match.lastgroup is None:
            raise ExpressionError("unknown sign")
        text = match.group(match.lastgroup)
        kind = match.lastgroup
        # XPath 1.0, section 3.7: after an operand, `*` and these words are operators, elsewhere they are names.
        if text in ("*", "and", "or", "div", "mod"):
            kind = "mark" if _ends_operand(tokens) else "name"
        tokens.append(_Token(kind, text))
        position = match.end()
    return tokens


def _ends_operand(tokens: list[_Token]) -> bool:
    if not tokens:
        return False
    last = tokens[-1]
    return last.kind in ("number", "text", "name") or last.text in (")", "]", ".", "..")


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def expression(self, weakest: int) -> Expression:
        """Operators that bind stronger than `weakest`, with their operands."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("nested too deeply")
        left = self._operand()
        while True:
            token = self._peek()
            strength = _STRENGTH.get(token.text, 0) if token.kind == "mark" else 0
            if strength <= weakest:
                break
            self._at += 1
            left = Binary(token.text, left, self.expression(strength))
        self._depth -= 1
        return left

    def expect_end(self) -> None:
        """Nothing may follow."""
        if self._peek() is not _END:
            raise ExpressionError("unexpected text after the end")

    def _peek(self, ahead: int = 0) -> _Token:
        index = self._at + ahead
        return self._tokens[index] if index < len(self._tokens) else _END

    def _take(self, mark: str) -> bool:
        if self._peek() == ("mark", mark):
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise ExpressionError(f"{mark} expected")

    def _operand(self) -> Expression:
        if self._take("-"):
            return Negative(self.expression(_NEGATIVE))
        token = self._peek()
        if self._starts_primary(token):
            base = self._primary()
            predicates = self._predicates()
            if predicates:
                base = Filtered(base, predicates)
            steps = self._further_steps()
            return Path(base, steps) if steps else base
        return self._location()

    def _starts_primary(self, token: _Token) -> bool:
        if token.kind in ("number", "text") or token == ("mark", "("):
            return True
        return token.kind == "name" and self._peek(1) == ("mark", "(") and token.text not in _NODE_TESTS

    def _primary(self) -> Expression:
        token = self._peek()
        self._at += 1
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "name":
            self._expect("(")
            return Call(token.text, self._arguments())
        inner = self.expression(0)
        self._expect(")")
        return inner

    def _arguments(self) -> tuple[Expression, ...]:
        if self._take(")"):
            return ()
        found = [self.expression(0)]
        while self._take(","):
            found.append(self.expression(0))
        self._expect(")")
        return tuple(found)

    def _predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self._take("["):
            found.append(self.expression(0))
            self._expect("]")
        return tuple(found)

    def _location(self) -> Expression:
        if self._take("//"):
            return Path("/", (self._step(Axis.DESCENDANT), *self._further_steps()))
        if self._take("/"):
            if not self._starts_step():
                return Path("/", ())
            return Path("/", (self._step(), *self._further_steps()))
        return Path("", (self._step(), *self._further_steps()))

    def _further_steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while True:
            if self._take("//"):
                found.append(self._step(Axis.DESCENDANT))
            elif self._take("/"):
                found.append(self._step())
            else:
                return tuple(found)

    def _starts_step(self) -> bool:
        token = self._peek()
        return token.kind == "name" or (token.kind == "mark" and token.text in (".", ".."))

    def _step(self, axis: Axis = Axis.CHILD) -> Step:
        if self._take(".."):
            return Step(Axis.PARENT, "*", self._predicates())
        if self._take("."):
            return Step(Axis.SELF, "*", self._predicates())
        token = self._peek()
        if token.kind != "name":
            raise ExpressionError("a path or value expected")
        self._at += 1
        if self._take("::"):
            if token.text not in set(Axis):
                raise ExpressionError("unknown axis")
            return self._named_step(Axis(token.text))
        self._at -= 1
        return self._named_step(axis)

    def _named_step(self, axis: Axis) -> Step:
        token = self._peek()
        if token.kind != "name":
            raise ExpressionError("a name expected")
        self._at += 1
        name = token.text
        if name in _NODE_TESTS and self._take("("):
            self._expect(")")
            name = "*"
        # Forms name nodes in several namespaces (`orx:meta`, `meta`); local names are what identifies them.
        return Step(axis, name.rpartition(":")[2], self._predicates())
