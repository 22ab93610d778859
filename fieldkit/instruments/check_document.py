"""An XForm document before the engine compiles it: sizes, scripts, formulas, paths that lead nowhere."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

from lxml import etree

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments import markup
from fieldkit.instruments.check_formulas import calls, check_one
from fieldkit.instruments.check_sheets import is_active
from fieldkit.instruments.collecting import Findings, Flawed, Place
from fieldkit.instruments.parsing import parse
from fieldkit.instruments.syntax import Axis, Call, ExpressionError, Path, Text

MOST_NODES = 20_000
"""Nodes of the primary instance; an instrument lists no more questions."""
LONGEST_TEXT = 32_767
_MOST_BINDS = 2 * MOST_NODES

PlaceOf: TypeAlias = Callable[[str, str], Place]
"""Path of a node and attribute of its bind -> where a person finds the formula."""

_FORMULAS = ("relevant", "required", "readonly", "constraint", "calculate")
_TRUTHS = ("true()", "false()", "true", "false", "yes", "no", "")
_INCLUDE = "{http://www.w3.org/2001/XInclude}"
_ACTIVE_ELEMENTS = frozenset({"script", "iframe", "object", "embed"})
_PATHS = re.compile(r"/[^\W\d][\w.\-]*(?:/[^\W\d][\w.\-]*)+")


def check_sizes(document: etree._Element) -> None:
    """What is too much to be looked at any further. Raises Flawed(TOO_LARGE)."""
    model = document.find("{*}head/{*}model")
    primary = next(markup.children(model, "instance"), None) if model is not None else None
    if model is None or primary is None:
        return
    nodes = sum(1 for _ in islice(primary.iter(), MOST_NODES + 1))
    binds = sum(1 for _ in islice(markup.children(model, "bind"), _MOST_BINDS + 1))
    if nodes > MOST_NODES or binds > _MOST_BINDS:
        raise Flawed(Finding(flaw=Flaw.TOO_LARGE))


def check_words(document: etree._Element) -> None:
    """No text is too long or holds a script, and nothing is to be fetched. Raises Flawed."""
    for element in document.iter():
        name, ref = markup.local(element), element.get("ref", "")
        text = element.text or ""
        if str(element.tag).startswith(_INCLUDE):
            raise Flawed(Finding(flaw=Flaw.UNSUPPORTED, name="XInclude"))
        if len(text) > LONGEST_TEXT:
            raise Flawed(Finding(flaw=Flaw.CELL_TOO_LONG, ref=ref))
        if name in _ACTIVE_ELEMENTS or is_active(text):
            raise Flawed(Finding(flaw=Flaw.ACTIVE_CONTENT, ref=ref))


def check_formulas(document: etree._Element, place_of: PlaceOf, found: Findings) -> None:
    """Formulas that cannot be read or surprise, paths that lead nowhere."""
    model = document.find("{*}head/{*}model")
    primary = next(markup.children(model, "instance"), None) if model is not None else None
    if model is None or primary is None:
        return
    nodes = _nodes(primary)
    instances = {each.get("id", "") for each in markup.children(model, "instance")}
    for bind in markup.children(model, "bind"):
        ref = markup.unprefixed((bind.get("nodeset") or "").strip().rstrip("/"))
        if ref.startswith("/") and "/@" not in ref and ref not in nodes:
            found.warning(Flaw.REFERENCE_UNKNOWN, place_of(ref, "nodeset"), ref)
    for ref, facet, source in _formulas(model):
        place = place_of(ref, facet)
        check_one(source, place, found)
        _paths(source, nodes, instances, place, found)


def _nodes(primary: etree._Element) -> dict[str, None]:
    """The paths of the form, the root first."""
    root = next(markup.children(primary), None)
    stack = [(root, "")] if root is not None else []
    paths: dict[str, None] = {}
    while stack:
        element, above = stack.pop()
        path = f"{above}/{markup.local(element)}"
        paths[path] = None
        stack.extend((child, path) for child in markup.children(element))
    return paths


def _formulas(model: etree._Element) -> Iterator[tuple[str, str, str]]:
    for bind in markup.children(model, "bind"):
        ref = (bind.get("nodeset") or bind.get("ref") or "").strip()
        for facet in _FORMULAS:
            source = bind.get(facet, "").strip()
            if source not in _TRUTHS and "/@" not in ref:
                yield ref, facet, source


def _paths(source: str, nodes: dict[str, None], instances: set[str], place: Place, found: Findings) -> None:
    """Absolute paths that no node has, and instances that are not there."""
    root = next(iter(nodes), "")
    if not root or not (_PATHS.search(source) or "instance(" in source):
        return
    try:
        tree = parse(source)
    except ExpressionError:
        return
    for path in absolute(tree):
        if path.split("/")[1] == root[1:] and path not in nodes:
            found.error(Flaw.REFERENCE_UNKNOWN, place, path)
    for call in calls(tree):
        match call:
            case Call("instance", (Text(name),)) if name not in instances:
                found.error(Flaw.REFERENCE_UNKNOWN, place, name)


def absolute(expression: object) -> Iterator[str]:
    """Plain absolute paths in a tree: only child steps, up to the first that is something else."""
    if isinstance(expression, Path):
        if expression.start == "/":
            names: list[str] = []
            for step in expression.steps:
                if step.axis is not Axis.CHILD or step.name == "*":
                    break
                names.append(step.name)
            if names:
                yield "".join(f"/{name}" for name in names)
        yield from absolute(expression.start)
        for step in expression.steps:
            for predicate in step.predicates:
                yield from absolute(predicate)
        return
    for part in _parts(expression):
        yield from absolute(part)


def _parts(expression: object) -> Iterator[object]:
    """What a tree consists of, one level down."""
    for name in ("operand", "left", "right", "base"):
        part = getattr(expression, name, None)
        if part is not None:
            yield part
    for name in ("arguments", "predicates"):
        yield from getattr(expression, name, ())
