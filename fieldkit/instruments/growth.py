"""How instances come into being: a whole new form, or one more instance of a repeat."""

from collections.abc import Callable

from fieldkit.instruments.definition import Form, NodeDefinition
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.tree import NO_SEED, Node, Seed, Series

_NewId = Callable[[], str]


def new_root(form: Form, new_id: _NewId) -> Node:
    """The nodes of a new form with their defaults."""
    return _grow(form.root, None, form.seed, new_id)


def blank_root(form: Form) -> Node:
    """The nodes of a form without defaults and without instances of repeats: answers will be put into it."""
    return _grow(form.root, None, NO_SEED, None)


def new_instance(series: Series, new_id: _NewId) -> Node:
    """One more instance at the end of a repeat, with its defaults."""
    definition = definition_of(series)
    place = len(series.instances)
    seed = series.written[place] if place < len(series.written) else definition.seed
    return _append(series, _grow(definition, series.parent, seed, new_id), new_id())


def blank_instance(series: Series, uid: str) -> Node:
    """One more instance with a known identity, without defaults and inner instances: answers will be put into it."""
    return _append(series, _grow(definition_of(series), series.parent, NO_SEED, None), uid)


def _append(series: Series, node: Node, uid: str) -> Node:
    node.uid = uid
    series.instances.append(node)
    node.position = len(series.instances)
    return node


def _grow(definition: NodeDefinition, parent: Node | None, seed: Seed, new_id: _NewId | None) -> Node:
    node = Node(definition.name, parent, definition)
    node.relevant = parent is None or parent.relevant
    node.value = seed.default
    for child in definition.children.values():
        if child.repeat:
            node.children[child.name] = _series(child, node, seed, new_id).instances
        else:
            node.children[child.name] = [_grow(child, node, seed.groups.get(child.name, NO_SEED), new_id)]
    return node


def _series(definition: NodeDefinition, parent: Node, seed: Seed, new_id: _NewId | None) -> Series:
    ghost = Node(definition.name, parent, definition)
    series = Series(definition, parent, ghost)
    parent.series[definition.name] = series
    written = seed.instances.get(definition.name, ())
    if definition.count is not None:
        series.written = written
    elif new_id is not None:
        for each in written:
            _append(series, _grow(definition, parent, each, new_id), new_id())
    return series
