"""The body of an XForm: controls, choices, repeats and the actions inside them."""

from collections.abc import Mapping

from lxml import etree

from fieldkit.domain.forms import Kind
from fieldkit.domain.media import MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup, wording
from fieldkit.instruments.coercion import parse_decimal
from fieldkit.instruments.compiling import formula
from fieldkit.instruments.definition import (
    Control,
    Formula,
    InlineItem,
    Itemset,
    NodeDefinition,
    SetValue,
    Wording,
)
from fieldkit.instruments.syntax import ExpressionError

_KINDS: dict[str, Kind | None] = {
    "input": None,
    "secret": None,
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MULTIPLE,
    "rank": Kind.RANK,
    "trigger": Kind.ACKNOWLEDGE,
    "upload": Kind.FILE,
    "range": Kind.RANGE,
}
"""Controls and the kind that they give; nothing where the type of the bind decides."""
_UPLOADS = {"image": MediaKind.IMAGE, "audio": MediaKind.AUDIO, "video": MediaKind.VIDEO}
"""By the first half of the media type; any other one is a file."""


def compiled(source: str, home: NodeDefinition, focus: frozenset[NodeDefinition] = frozenset()) -> Formula:
    """An expression of the form. Raises Refusal(FORM_EXPRESSION) with the question it stands at."""
    try:
        return formula(source, home, focus)
    except ExpressionError as error:
        raise Refusal(Code.FORM_EXPRESSION, ref=home.path, name=error.function) from None


def action(element: etree._Element, root: NodeDefinition, home: NodeDefinition | None = None) -> SetValue:
    """A setvalue action. Its value is computed at its target, which also gives relative paths their meaning."""
    place = home or root
    target = compiled(element.get("ref", ""), place)
    home = next(iter(target.nodes), place)
    value = element.get("value", "")
    return SetValue(
        target=target,
        value=compiled(value, home) if value else None,
        text="".join(map(str, element.itertext())).strip(),
    )


def nodes_of(repeat: etree._Element) -> str:
    """The path of the nodes that repeat; some tools write it as a plain reference."""
    return repeat.get("nodeset") or repeat.get("ref") or ""


class Body:
    """Fills the controls into the definitions; lives for one reading."""

    def __init__(self, by_path: Mapping[str, NodeDefinition], root: NodeDefinition) -> None:
        self._by_path = by_path
        self._root = root

    def read(self, body: etree._Element) -> None:
        """All controls of the body. Raises Refusal(FORM_BROKEN, FORM_EXPRESSION)."""
        self._children(body, self._root)

    def _children(self, element: etree._Element, around: NodeDefinition) -> None:
        for child in markup.children(element):
            name = markup.local(child)
            if name == "group":
                self._group(child, around)
            elif name == "repeat":
                self._repeat(child, around)
            elif name in _KINDS:
                self._control(child, around, _KINDS[name])

    def _group(self, element: etree._Element, around: NodeDefinition) -> None:
        reference = element.get("ref") or element.get("nodeset")
        repeat = markup.child(element, "repeat")
        if not reference and repeat is not None:
            reference = nodes_of(repeat)
        definition = self._definition(reference, around) if reference else around
        if reference:
            definition.control = _titled(element, definition, None)
        self._children(element, definition)

    def _repeat(self, element: etree._Element, around: NodeDefinition) -> None:
        definition = self._definition(nodes_of(element), around)
        definition.repeat = True
        count = markup.attribute(element, "count")
        if not count and markup.attribute(element, "noAddRemove").strip() in ("true()", "true"):
            count = str(max(definition.initial, 1))
        if count:
            definition.count = compiled(count, definition)
        if definition.control is None:
            definition.control = Control()
        self._children(element, definition)
        for child in element.iter("{*}setvalue"):
            innermost = next(child.iterancestors("{*}repeat"))
            if innermost is element and "odk-new-repeat" in child.get("event", "").split():
                definition.on_new.append(action(child, self._root, definition))

    def _control(self, element: etree._Element, around: NodeDefinition, kind: Kind | None) -> None:
        definition = self._definition(element.get("ref", ""), around)
        control = _titled(element, definition, kind)
        inline = [
            InlineItem(_plain(item, "value"), _worded(markup.child(item, "label"), definition))
            for item in markup.children(element, "item")
        ]
        control.items = tuple(inline) if inline else None
        itemset = markup.child(element, "itemset")
        if itemset is not None:
            control.itemset = _itemset(itemset, definition)
        if kind is Kind.RANGE:
            control.bounds, control.step = _bounds(element), element.get("step", "")
        if kind is Kind.FILE:
            control.upload = _UPLOADS.get(element.get("mediatype", "").partition("/")[0], MediaKind.FILE)
        definition.control = control
        for child in markup.children(element, "setvalue"):
            if "xforms-value-changed" in child.get("event", "").split():
                definition.on_change.append(action(child, self._root, definition))

    def _definition(self, reference: str, around: NodeDefinition) -> NodeDefinition:
        path = _below(around, markup.unprefixed(reference.strip().rstrip("/")))
        found = self._by_path.get(path)
        if found is None:
            raise Refusal(Code.FORM_BROKEN, ref=path)
        return found


def _below(around: NodeDefinition, reference: str) -> str:
    """The path of a node that a control names, perhaps from the group or repeat around it."""
    if reference.startswith("/"):
        return reference
    names = list(around.names)
    for name in reference.removeprefix("current()/").split("/"):
        if name == "..":
            del names[-1:]
        elif name != ".":
            names.append(name)
    return "/" + "/".join(names)


def _titled(element: etree._Element, definition: NodeDefinition, kind: Kind | None) -> Control:
    return Control(
        kind=kind,
        label=_worded(markup.child(element, "label"), definition),
        hint=_worded(markup.child(element, "hint"), definition),
        appearance=element.get("appearance", ""),
    )


def _worded(element: etree._Element | None, home: NodeDefinition) -> Wording:
    try:
        return wording.of_element(element, home)
    except ExpressionError as error:
        raise Refusal(Code.FORM_EXPRESSION, ref=home.path, name=error.function) from None


def _bounds(element: etree._Element) -> tuple[float, float] | None:
    """Least and greatest value, whichever of them is written first."""
    ends = parse_decimal(element.get("start", "")), parse_decimal(element.get("end", ""))
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if len(known) == len(ends) else None


def _itemset(element: etree._Element, home: NodeDefinition) -> Itemset:
    nodes = element.get("nodeset", "")
    value, label = _reference(element, "value"), _reference(element, "label")
    found = compiled(nodes, home)
    text_id = wording.itext_argument(label)
    # Rows of a choice list are no nodes of the form; instances of a repeat are, and their answers make the choices.
    return Itemset(
        key=f"{nodes}\n{value}\n{label}",
        nodes=found,
        value=compiled(value, home, found.nodes),
        label=compiled(label, home, found.nodes),
        text_id=compiled(text_id, home, found.nodes) if text_id else None,
    )


def _reference(element: etree._Element, name: str) -> str:
    child = markup.child(element, name)
    return child.get("ref", "") if child is not None and child.get("ref") else "''"


def _plain(element: etree._Element, name: str) -> str:
    child = markup.child(element, name)
    return (child.text or "").strip() if child is not None else ""
