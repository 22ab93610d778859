"""Refs to nodes of one instance: `/data/payment[2]/pay_status`."""

import re

from fieldkit.errors import Code, Refusal
from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.tree import Node, Series

_STEP = re.compile(r"([^\[\]/]+)(?:\[([1-9]\d{0,5})\])?\Z")


class Places:
    """Finds nodes below one root."""

    def __init__(self, root: Node) -> None:
        self.root = root

    def find(self, ref: str) -> Node | Series:
        """A group, question or instance; the repeat for a ref without a last position.

        Raises Refusal(ANSWER_UNKNOWN_QUESTION).
        """
        parent, name, position = self._last(ref)
        if position == 0 and name in parent.series:
            return parent.series[name]
        return _child(parent, name, position or 1, ref)

    def leaf(self, ref: str) -> tuple[Node, NodeDefinition]:
        """A question and its definition. Raises Refusal(ANSWER_UNKNOWN_QUESTION)."""
        parent, name, position = self._last(ref)
        node = _child(parent, name, position or 1, ref)
        definition = definition_of(node)
        if definition.children:
            raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=ref)
        return node, definition

    def series(self, ref: str) -> Series:
        """A repeat; a position of its own in the ref does not matter. Raises Refusal(ANSWER_UNKNOWN_QUESTION)."""
        parent, name, _ = self._last(ref)
        if name not in parent.series:
            raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=ref)
        return parent.series[name]

    def _last(self, ref: str) -> tuple[Node, str, int]:
        """The parent of the last step, its name and its position; 0 if none is written."""
        empty, *texts = ref.split("/")
        steps = [match for match in map(_STEP.match, texts) if match]
        if empty or len(steps) != len(texts) or len(steps) < 2 or steps[0][0] != self.root.name:
            raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=ref)
        node = self.root
        for step in steps[1:-1]:
            node = _child(node, step[1], int(step[2] or 1), ref)
        return node, steps[-1][1], int(steps[-1][2] or 0)


def _child(parent: Node, name: str, position: int, ref: str) -> Node:
    group = parent.children.get(name, [])
    if position > len(group):
        raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=ref)
    return group[position - 1]
