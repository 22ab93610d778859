"""How instances come into being: a whole new form, or one more instance of a repeat."""

from collections.abc import Callable

from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.tree import Node, Series


def new_root(definition: NodeDefinition, new_id: Callable[[], str], *, blank: bool) -> Node:
    """The nodes of a new form with their defaults; a blank one has neither defaults nor repeat instances."""
    return _grow(definition, None, None if blank else new_id)


def new_instance(series: Series, new_id: Callable[[], str]) -> Node:
    """One more instance at the end of a repeat, with its defaults."""
    return _append(series, _grow(definition_of(series), series.parent, new_id), new_id())


def blank_instance(series: Series, uid: str) -> Node:
    """One more instance with a known identity, without defaults and inner instances: answers will be put into it."""
    return _append(series, _grow(definition_of(series), series.parent, None), uid)


def _append(series: Series, node: Node, uid: str) -> Node:
    node.uid = uid
    series.instances.append(node)
    node.position = len(series.instances)
    return node


def _grow(definition: NodeDefinition, parent: Node | None, new_id: Callable[[], str] | None) -> Node:
    node = Node(definition.name, parent, definition)
    node.relevant = parent is None or parent.relevant
    if new_id is not None:
        node.value = definition.default
    for child in definition.children.values():
        if child.repeat:
            node.children[child.name] = _series(child, node, new_id).instances
        else:
            node.children[child.name] = [_grow(child, node, new_id)]
    return node


def _series(definition: NodeDefinition, parent: Node, new_id: Callable[[], str] | None) -> Series:
    ghost = Node(definition.name, parent, definition)
    series = Series(definition, parent, ghost)
    parent.series[definition.name] = series
    if new_id is not None:
        for _ in range(definition.initial):
            new_instance(series, new_id)
    return series
