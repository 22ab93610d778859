"""Submission XML as ODK's tools write it: the form's own instance without what was not asked, and `orx:meta`.

The nodes take their namespaces and attributes from the instance in the form, so that what the form declares for others
(entities, for one) goes through as it is.
"""

from datetime import tzinfo

import msgspec
from lxml import etree

from fieldkit.domain import answers as refs
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Kind, Session
from fieldkit.instruments import markup, submission_shapes, submission_values, xform
from fieldkit.instruments.completing import ORX
from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.submission_shapes import Shape

STORAGE = "http://opendatakit.org/submissions"
_NO_NAMESPACE = ("", "http://www.w3.org/2002/xforms", "http://www.w3.org/1999/xhtml")
"""Of the form document around the instance; a submission stands alone and has none of them."""
_META = ("", "http://www.w3.org/2002/xforms", ORX, ORX + "/")
"""Namespaces in which forms put `meta`, though one of them is meant."""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """Which submission this is."""

    instance_id: str
    deprecated_id: str = ""
    """The submission that this one replaces."""
    submitted: str = ""
    """When it was submitted, for the attributes that Briefcase keeps in its storage; none without."""


def write(session: Session, given: Answers, heading: Heading, zone: tzinfo) -> bytes:
    """The document of one filling; the same arguments give the same bytes.

    Args:
        session: the form with these answers: tells which questions are asked.
        given: what to write; answers to questions that the form would no longer ask are facts and are written too.
        heading: identity of the submission.
        zone: of times that were told without an offset.
    """
    return _Writer(session, given, heading, zone).document()


class _Writer:
    """Writes one document; lives for one call."""

    def __init__(self, session: Session, given: Answers, heading: Heading, zone: tzinfo) -> None:
        document = session.instrument.xform
        self._form = xform.read(document)
        self._shapes = submission_shapes.of(document)
        self._heading = heading
        self._zone = zone
        self._values = {item.ref: item.value for item in given.items}
        self._counts: dict[str, int] = {}
        for key in given.repeats:
            series = key.ref.rpartition("[")[0] if key.ref.endswith("]") else key.ref
            self._counts[series] = self._counts.get(series, 0) + 1
        kept = {above for ref in self._values for above in _with_ancestors(ref)}
        silent = {state.ref for state in session.nodes() if not state.relevant and state.kind is not Kind.REPEAT}
        self._left_out = silent - kept

        self._outer = self._shapes[self._form.root.path].namespace
        """Of the form's instance, written as `_space`."""
        self._space = STORAGE if heading.submitted else "" if self._outer in _NO_NAMESPACE else self._outer

    def document(self) -> bytes:
        """The bytes of the document."""
        root = self._form.root
        shape = self._shapes[root.path]
        prefixes = {name: uri for name, uri in shape.prefixes.items() if uri not in _META} | {"orx": ORX}
        own: dict[str | None, str] = {None: self._space} if self._space else {}
        element = etree.Element(_tag(self._space, root.name), nsmap=prefixes | own)  # type: ignore[arg-type]  # None stands for no prefix
        element.set("id", self._form.form)
        if self._form.version:
            element.set("version", self._form.version)
        for name, value in shape.attributes.items():
            if name.rpartition("}")[2] not in ("id", "version"):
                element.set(name, value)
        self._storage_attributes(element)
        for child in root.children.values():
            self._child(child, root.path, element)
        self._meta(element)
        etree.cleanup_namespaces(element)
        return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8"))

    def _storage_attributes(self, root: etree._Element) -> None:
        moment = self._heading.submitted
        if moment:
            root.set("instanceID", self._heading.instance_id)
            root.set("submissionDate", moment)
            root.set("isComplete", "true")
            root.set("markedAsCompleteDate", moment)

    def _child(self, definition: NodeDefinition, above: str, parent: etree._Element) -> None:
        ref = f"{above}/{definition.name}"
        if definition.repeat:
            for position in range(1, self._counts.get(ref, 0) + 1):
                self._node(definition, refs.join(above, definition.name, position), parent)
        else:
            self._node(definition, ref, parent)

    def _node(self, definition: NodeDefinition, ref: str, parent: etree._Element) -> None:
        if ref in self._left_out and not _is_meta(definition):
            return
        shape = self._shapes[definition.path]
        element = etree.SubElement(parent, _tag(self._namespace(definition, shape), definition.name))
        for name, value in shape.attributes.items():
            element.set(name, value)
        for child in definition.children.values():
            self._child(child, ref, element)
        if not definition.children and ref in self._values:
            element.text = submission_values.written(definition.bind.type, self._values[ref], self._zone)

    def _namespace(self, definition: NodeDefinition, shape: Shape) -> str:
        above = definition.parent
        in_meta = _is_meta(definition) or (above is not None and _is_meta(above) and definition.name != "entity")
        if in_meta and shape.namespace in _META:
            return ORX
        return self._space if shape.namespace in (self._outer, *_NO_NAMESPACE) else shape.namespace

    def _meta(self, root: etree._Element) -> None:
        """Put the identity in its place, whether the form has one for it or not."""
        meta = markup.child(root, "meta")
        if meta is None:
            meta = etree.SubElement(root, _tag(ORX, "meta"))
        for name in ("instanceID", "deprecatedID"):
            for old in list(markup.children(meta, name)):
                meta.remove(old)
        identity = etree.Element(_tag(ORX, "instanceID"))
        identity.text = self._heading.instance_id
        meta.insert(0, identity)
        if self._heading.deprecated_id:
            former = etree.Element(_tag(ORX, "deprecatedID"))
            former.text = self._heading.deprecated_id
            meta.insert(1, former)


def _is_meta(definition: NodeDefinition) -> bool:
    return definition.name == "meta" and definition.parent is not None and definition.parent.parent is None


def _tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}" if namespace else name


def _with_ancestors(ref: str) -> tuple[str, ...]:
    steps = ref.split("/")
    return tuple("/".join(steps[:length]) for length in range(2, len(steps) + 1))
