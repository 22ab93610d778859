"""Answers out of a submission, word for word: nothing is computed anew, what the form does not know is named."""

from collections.abc import Callable
from datetime import tzinfo
from typing import TypeAlias

import msgspec
from lxml import etree

from fieldkit.domain import answers as refs
from fieldkit.domain.answers import Answer, Answers, RepeatKey
from fieldkit.domain.forms import Instrument
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup, submission_heading, submission_shapes, values, xform
from fieldkit.instruments.definition import NodeDefinition

_MOST_ANSWERS = 20_000
_MOST_INSTANCES = 5_000
"""Both as `fieldkit.domain.answers.Answers` has them."""
_MOST_UNKNOWN = 200
_IDENTITY = frozenset({"instanceID", "deprecatedID", "rootUuid"})
"""Nodes of `meta` that say which submission this is; they are read with the heading."""

NewId: TypeAlias = Callable[[], str]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a submission answers. `unknown` are refs that hold something and have no place in the form."""

    answers: Answers
    unknown: tuple[str, ...]


def read(untrusted: bytes, instrument: Instrument, new_id: NewId, zone: tzinfo) -> Reading:
    """The answers of a submission to an instrument, perhaps of another version.

    Nodes are found by their local names, because writers put them in several namespaces.

    Args:
        untrusted: the document.
        instrument: the form that reads it.
        new_id: gives identities to repeat instances.
        zone: of times that were told without an offset.

    Raises Refusal: those of `submission_heading.parse`; ANSWER_WRONG_TYPE for a value that no form can have taken;
    ODK_TOO_LARGE for more answers than a record may have.
    """
    root = submission_heading.parse(untrusted)
    form = xform.read(instrument.xform)
    reader = _Reader(instrument.xform, new_id, zone)
    reader.inside(root, form.root, form.root.path)
    return Reading(
        answers=Answers(
            form=instrument.form,
            version=instrument.version,
            items=tuple(reader.items),
            repeats=tuple(reader.repeats),
        ),
        unknown=tuple(reader.unknown),
    )


class _Reader:
    """Walks form and document together; lives for one call."""

    def __init__(self, document: str, new_id: NewId, zone: tzinfo) -> None:
        self._shapes = submission_shapes.of(document)
        self._new_id = new_id
        self._zone = zone
        self.items: list[Answer] = []
        self.repeats: list[RepeatKey] = []
        self.unknown: list[str] = []

    def inside(self, element: etree._Element, definition: NodeDefinition, ref: str) -> None:
        """The children of a group or instance, in the order of the form."""
        found: dict[str, list[etree._Element]] = {}
        for child in markup.children(element):
            if child.get(f"{markup.JR}template") is None:
                found.setdefault(markup.local(child), []).append(child)
        for name, inner in definition.children.items():
            group = found.pop(name, [])
            if inner.repeat:
                self._instances(group, inner, ref)
            else:
                if group:
                    self._node(group[0], inner, f"{ref}/{name}")
                for place, again in enumerate(group[1:], 2):
                    self._strange(again, refs.join(ref, name, place))
        for name, group in found.items():
            for child in group:
                if not (definition.name == "meta" and name in _IDENTITY):
                    self._strange(child, f"{ref}/{name}")

    def _instances(self, group: list[etree._Element], definition: NodeDefinition, above: str) -> None:
        for position, element in enumerate(group, 1):
            if len(self.repeats) >= _MOST_INSTANCES:
                raise Refusal(Code.ODK_TOO_LARGE, limit=_MOST_INSTANCES)
            ref = refs.join(above, definition.name, position)
            self.repeats.append(RepeatKey(ref=ref, uid=self._new_id()))
            self._node(element, definition, ref)

    def _node(self, element: etree._Element, definition: NodeDefinition, ref: str) -> None:
        self._attributes(element, definition, ref)
        if definition.children:
            self.inside(element, definition, ref)
            return
        for child in markup.children(element):
            self._strange(child, f"{ref}/{markup.local(child)}")
        value = values.stored(definition.kind, definition.bind.type, element.text or "", ref, self._zone)
        if not value or definition.repeat:
            return
        if len(self.items) >= _MOST_ANSWERS:
            raise Refusal(Code.ODK_TOO_LARGE, limit=_MOST_ANSWERS)
        self.items.append(Answer(ref=ref, value=value))

    def _attributes(self, element: etree._Element, definition: NodeDefinition, ref: str) -> None:
        """No question is answered by an attribute; those that entities got here have no place in a record."""
        declared = self._shapes[definition.path].attributes
        for name, value in element.attrib.items():
            if value and declared.get(str(name)) != value and not str(name).startswith(markup.JR):
                self._name(f"{ref}/@{str(name).rpartition('}')[2]}")

    def _strange(self, element: etree._Element, ref: str) -> None:
        """Name what holds something and has no place, without its content."""
        if not len(element):
            if (element.text or "").strip():
                self._name(ref)
            return
        for child in markup.children(element):
            self._strange(child, f"{ref}/{markup.local(child)}")

    def _name(self, ref: str) -> None:
        path = refs.path_of(ref)[: submission_heading.LONGEST_ID]
        if path not in self.unknown and len(self.unknown) < _MOST_UNKNOWN:
            self.unknown.append(path)
