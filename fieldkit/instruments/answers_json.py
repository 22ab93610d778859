"""Answers that scripts hand over as JSON, put into a session.

Three spellings, which may be mixed: objects nested like the groups of the form, with lists of objects for repeats;
full refs as keys; bare question names wherever they are unique. A select of several takes a list or spaced codes.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from fieldkit.domain import answers, person_codes
from fieldkit.domain.answers import Answer
from fieldkit.domain.forms import Kind, Session
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import xform
from fieldkit.instruments.definition import Form, NodeDefinition
from fieldkit.instruments.json_values import Json, parse, text_of

_MOST_INSTANCES = 2_000
"""Beyond that a position is a slip of the keyboard, and the instances before it would all have to be made."""
_POSITION = re.compile(r"\[(\d{1,6})\]")
_NAME = re.compile(r"[A-Za-z0-9_./\[\]-]{1,80}\Z")
_SITE = "record.site"


def fill(session: Session, data: bytes, code_for: Callable[[str], str] | None = None) -> tuple[Answer, ...]:
    """Set every answer in the order of the form, so that choices depend on what was answered before them.

    Gives what is to be sealed, the words by their questions, at which codes stand by then. `code_for` gives the code
    for a sealed question, or none to leave the answer out; without it these are questions like any other.

    Raises Refusal: ANSWERS_UNREADABLE; ANSWER_UNKNOWN_QUESTION; ANSWER_NOT_RELEVANT for an answer to a question
    that the other answers rule out; SITE_UNKNOWN for a site that the form has nowhere; ANSWER_PROBLEMS for
    something sealed that breaks a constraint; those of `Session.set` and `code_for`. After a
    refusal the session is of no use.
    """
    form = xform.read(session.instrument.xform)
    given = _Given(form.by_path)
    given.collect(parse(data))
    for ref, size in sorted(given.sizes.items(), key=lambda item: item[0].count("/")):
        _resize(session, ref, size, exact=ref in given.exact)
    told: list[Answer] = []
    for ref, value in sorted(given.values.items(), key=lambda item: given.place(item[0])):
        state = session.node(ref)
        text = text_of(value, state)
        if code_for is not None and state.sealed and text and not person_codes.is_code(text):
            if session.objection(ref, text) is not None:
                raise Refusal(Code.ANSWER_PROBLEMS, count=1, ref=ref)
            words, text = text, code_for(ref)
            told += [Answer(ref=ref, value=words)] if text else []
        _set(session, form, ref, text)
    for ref in given.values:
        state = session.node(ref)
        if state.value and not state.relevant:
            raise Refusal(Code.ANSWER_NOT_RELEVANT, ref=ref)
    return tuple(told)


def _set(session: Session, form: Form, ref: str, text: str) -> None:
    try:
        session.set(ref, text)
    except Refusal as refusal:
        asks_for_site = form.by_path[answers.path_of(ref)].bind.role == _SITE
        if refusal.code is Code.ANSWER_UNKNOWN_CHOICE and asks_for_site and not _is_listed(form, text):
            raise Refusal(Code.SITE_UNKNOWN) from None
        raise


def _is_listed(form: Form, code: str) -> bool:
    """Whether any choice list has the code, so that only the other answers rule it out."""
    return any(cell.value == code for items in form.instances.values() for cell in items.descendants())


def _resize(session: Session, ref: str, size: int, *, exact: bool) -> None:
    """Bring a repeat to `size` instances, or to at least as many; the form itself may count them instead."""
    state = session.node(ref)
    if state.readonly:
        return
    for _ in range(size - state.count):
        session.add_repeat(ref)
    for index in reversed(range(size, state.count if exact else 0)):
        session.remove_repeat(ref, index)


class _Given:
    """Answers by ref, and how many instances of each repeat they need."""

    def __init__(self, by_path: Mapping[str, NodeDefinition]) -> None:
        self._by_path = by_path
        self._root = next(iter(by_path.values()))
        self.values: dict[str, Json] = {}
        self.sizes: dict[str, int] = {}
        self.exact: set[str] = set()

    def collect(self, document: Mapping[str, Json]) -> None:
        """Read the whole document; it may be wrapped into the name of the form's root."""
        inner = document.get(self._root.name)
        if len(document) == 1 and isinstance(inner, dict) and self._root.name not in self._root.children:
            document = inner
        self._object(document, self._root, self._root.path)

    def place(self, ref: str) -> tuple[int, tuple[int, ...]]:
        """Sorting key: document order of the question, then of the instances."""
        return self._by_path[answers.path_of(ref)].index, tuple(
            int(match[1]) if match else 1 for match in map(_POSITION.search, ref.split("/"))
        )

    def _object(self, document: Mapping[str, Json], around: NodeDefinition, ref: str) -> None:
        for key, value in document.items():
            if key.startswith("/"):
                self._full(key, value)
            else:
                definition = _named(key, around)
                self._value(value, definition, ref + definition.path.removeprefix(around.path))

    def _full(self, ref: str, value: Json) -> None:
        definition = self._by_path.get(answers.path_of(ref))
        if definition is None or definition is self._root:
            raise _unknown(ref)
        for series, position in _series_in(ref):
            if position > _MOST_INSTANCES:
                raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=ref[:200])
            self.sizes[series] = max(position, self.sizes.get(series, 0))
        self._value(value, definition, ref.replace("[1]", ""))

    def _value(self, value: Json, definition: NodeDefinition, ref: str) -> None:
        if definition.kind is Kind.REPEAT:
            self._repeat(value, definition, ref)
        elif not definition.children:
            self.values[ref] = value
        elif isinstance(value, dict):
            self._object(value, definition, ref)
        else:
            raise Refusal(Code.ANSWER_WRONG_TYPE, ref=ref)

    def _repeat(self, value: Json, definition: NodeDefinition, ref: str) -> None:
        rows = value if isinstance(value, list) else [value]
        self.sizes[ref] = len(rows)
        self.exact.add(ref)
        for position, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise Refusal(Code.ANSWER_WRONG_TYPE, ref=ref)
            self._object(row, definition, ref if position == 1 else f"{ref}[{position}]")


def _named(key: str, around: NodeDefinition) -> NodeDefinition:
    """A child of that name, or the only node of that name further below."""
    child = around.children.get(key)
    if child is not None:
        return child
    found = [each for each in around.walk() if each.name == key and each is not around]
    if len(found) != 1:
        raise _unknown(key)
    return found[0]


def _unknown(key: str) -> Refusal:
    """Names the key if it may be a question's name; in a file that is no table of answers it may be anybody's words."""
    return Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=key if _NAME.match(key) else "")


def _series_in(ref: str) -> Iterator[tuple[str, int]]:
    """The repeats that a ref names a position of, with that position."""
    for match in _POSITION.finditer(ref):
        yield ref[: match.start()].replace("[1]", ""), int(match[1])
