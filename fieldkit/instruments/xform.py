"""An ODK XForm document to the form definition that the engine runs."""

from functools import lru_cache

from lxml import etree

from fieldkit.domain.forms import Kind, is_sealed
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import completing, markup, seeds, wording
from fieldkit.instruments.body import Body, action, compiled, nodes_of
from fieldkit.instruments.definition import Form, NodeDefinition, SetValue
from fieldkit.instruments.tree import Node

_TYPES = {
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.GEOTRACE,
    "geoshape": Kind.GEOSHAPE,
    "barcode": Kind.BARCODE,
    "binary": Kind.FILE,
}
_FIRST_LOAD = frozenset({"odk-instance-first-load", "xforms-ready"})
"""Events of a form that is opened for the first time; the second is an older name of the first."""
_FORMULAS = ("relevant", "required", "readonly", "constraint", "calculate")
_TRUE = ("true()", "true", "yes")


def read(xform: str, *, exact: bool = False) -> Form:
    """The definition of a form; forms lately used are kept. An exact one is there to be compared with ODK's tools.

    Raises Refusal (FORM_NOT_A_FORM, FORM_TOO_LARGE, FORM_BROKEN, FORM_EXPRESSION, FORM_UNSUPPORTED).
    """
    return _read(xform, exact)


def forget() -> None:
    """Keep no form: for measurements, and for whoever needs the memory."""
    _read.cache_clear()


@lru_cache(maxsize=8)
def _read(xform: str, exact: bool) -> Form:
    return _Reader(markup.read(xform.encode("utf-8"))).form(exact=exact)


class _Reader:
    """Reads one document; lives for one call."""

    def __init__(self, document: etree._Element) -> None:
        head = markup.child(document, "head")
        model = markup.child(head, "model") if head is not None else None
        body = markup.child(document, "body")
        if head is None or model is None or body is None:
            raise Refusal(Code.FORM_NOT_A_FORM)
        self._model, self._body = model, body
        completing.with_paths(document, model)
        self._title = wording.tidy("".join(map(str, _or_empty(head, "title").itertext())))
        self._by_path: dict[str, NodeDefinition] = {}
        self._instances: dict[str, Node] = {}

    def form(self, *, exact: bool) -> Form:
        """Everything in the order of dependence: nodes, rules, controls, actions."""
        languages, texts = wording.read_texts(markup.child(self._model, "itext"))
        with_outputs = frozenset(text_id for language in texts.values() for text_id in language.with_outputs())
        primary = self._read_instances()
        root = self._define(primary, None, "")
        # What an expression reads depends on which nodes repeat, so that is known before any expression is read.
        for repeat in self._body.iter("{*}repeat"):
            definition = self._by_path.get(_resolved(nodes_of(repeat)))
            if definition is not None:
                definition.repeat = True
        for bind in markup.children(self._model, "bind"):
            self._bind(bind)
        Body(self._by_path, root).read(self._body)
        for definition in self._by_path.values():
            definition.kind = _kind(definition)
        form_id = primary.get("id", "") or root.name
        return Form(
            form=form_id,
            version=markup.attribute(primary, "version"),
            title=self._title or form_id,
            languages=languages,
            root=root,
            seed=seeds.sow(primary, root, exact=exact),
            by_path=self._by_path,
            texts=texts,
            instances=self._instances,
            with_outputs=with_outputs,
            choice_texts=self._choice_texts(with_outputs),
            exact=exact,
            on_load=self._actions(root),
        )

    def _choice_texts(self, with_outputs: frozenset[str]) -> frozenset[str]:
        if not with_outputs:
            return frozenset()
        cells = (node.value for holder in self._instances.values() for node in holder.descendants())
        return frozenset(with_outputs.intersection(cells))

    def _read_instances(self) -> etree._Element:
        primary: etree._Element | None = None
        for instance in markup.children(self._model, "instance"):
            content = next(markup.children(instance), None)
            name = instance.get("id", "")
            if primary is None:
                primary = content
            elif content is not None:
                holder = Node(name, None)
                holder.children[markup.local(content)] = [_static(content, holder, 1)]
                self._instances[name] = holder
            elif instance.get("src"):
                raise Refusal(Code.FORM_UNSUPPORTED, kind="external_instance")
        if primary is None:
            raise Refusal(Code.FORM_NOT_A_FORM)
        return completing.with_identity(primary)

    def _define(self, element: etree._Element, parent: NodeDefinition | None, above: str) -> NodeDefinition:
        name = markup.local(element)
        path = f"{above}/{name}"
        definition = self._by_path.get(path)
        if definition is None:
            definition = NodeDefinition(name, path, parent, index=len(self._by_path), initial=0)
            self._by_path[path] = definition
        template = element.get(f"{markup.JR}template") is not None
        definition.initial += not template
        for child in markup.children(element):
            inner = self._define(child, definition, path)
            definition.children[inner.name] = inner
        return definition

    def _bind(self, element: etree._Element) -> None:
        path = _resolved(element.get("nodeset") or element.get("ref") or "")
        if _names_attribute(path):
            return
        definition = self._by_path.get(path)
        if definition is None:
            return  # rules of a node that is no longer there rule nothing; the checks tell of them
        bind = definition.bind
        bind.type = element.get("type", "").rpartition(":")[2]
        for name in _FORMULAS:
            if element.get(name):
                setattr(bind, name, compiled(element.get(name, ""), definition))
        bind.constraint_message = wording.of_attribute(element.get(f"{markup.JR}constraintMsg", ""))
        bind.required_message = wording.of_attribute(element.get(f"{markup.JR}requiredMsg", ""))
        preload = (element.get(f"{markup.JR}preload", ""), element.get(f"{markup.JR}preloadParams", ""))
        bind.preload = " ".join(preload).strip()
        bind.privacy = element.get(f"{markup.FK}privacy", "")
        bind.role = element.get(f"{markup.FK}fact", "")
        bind.sealed = is_sealed(bind.privacy, bind.role)
        if bind.sealed:
            bind.required = None  # a card needs consent, so that no form can demand one
        bind.note = (element.get("readonly") or "").strip() in _TRUE and bind.type in ("", "string")

    def _actions(self, root: NodeDefinition) -> tuple[SetValue, ...]:
        """First-load actions, wherever they stand."""
        return tuple(
            action(element, root)
            for element in (*self._model.iter("{*}setvalue"), *self._body.iter("{*}setvalue"))
            if not _FIRST_LOAD.isdisjoint(element.get("event", "").split())
            and not _names_attribute(element.get("ref", ""))
        )


def _kind(definition: NodeDefinition) -> Kind:
    if definition.repeat:
        return Kind.REPEAT
    if definition.children:
        return Kind.GROUP
    control = definition.control
    if control is None:
        return Kind.HIDDEN
    if control.kind is not None:
        return control.kind
    if definition.bind.note and definition.bind.calculate is None:
        return Kind.NOTE
    return _TYPES.get(definition.bind.type, Kind.TEXT)


def _resolved(path: str) -> str:
    """Without prefixes: forms write one node in several namespaces."""
    return markup.unprefixed(path.strip().rstrip("/"))


def _names_attribute(path: str) -> bool:
    """Attributes belong to entities only: nobody answers them, and no expression reads them."""
    return "/@" in path


def _static(element: etree._Element, parent: Node, position: int) -> Node:
    """A node of a choice list."""
    node = Node(markup.local(element), parent)
    node.position = position
    for child in element:
        group = node.children.setdefault(markup.local(child), [])
        group.append(_static(child, node, len(group) + 1))
    if not node.children:
        node.value = (element.text or "").strip()
    return node


def _or_empty(parent: etree._Element, name: str) -> etree._Element:
    found = markup.child(parent, name)
    return found if found is not None else etree.Element(name)
