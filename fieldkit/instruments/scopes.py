"""Where something has changed: in one instance of a repeat, or anywhere."""

from collections.abc import Iterable

from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.tree import Node

Scope = Node | None
"""The innermost instance of a repeat in which something has changed; nothing for a change anywhere."""
Places = dict[int, Scope]
"""Computations, as places in the plan, and where each must be done."""


def innermost(node: Node) -> Scope:
    """The instance of a repeat in which a node stands, if any."""
    above = node.parent
    while above is not None and not definition_of(above).repeat:
        above = above.parent
    return above


def inside(node: Node, outer: Node) -> bool:
    """Whether a node is another one or stands below it."""
    above: Node | None = node
    while above is not None and above is not outer:
        above = above.parent
    return above is outer


def merged(found: Iterable[Places]) -> Places:
    """All of them; what is to be done in two scopes is to be done anywhere."""
    places: Places = {}
    for each in found:
        for place, scope in each.items():
            places[place] = scope if places.get(place, scope) is scope else None
    return places
