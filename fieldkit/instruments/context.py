"""What an expression can see while it is evaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeAlias

from fieldkit.clock import Clock
from fieldkit.instruments.tree import Node, Value


@dataclass(slots=True)
class World:
    """One session as its expressions see it."""

    root: Node
    instances: Mapping[str, Node]
    """Choice lists and other secondary instances, by id; the nodes above their root elements."""
    clock: Clock
    zone: tzinfo
    """Of times without an offset: the local one when the session began."""
    language_code: str
    translate: Callable[[str, Node], str]
    """Text of an itext id, seen from a node."""
    choice_name: Callable[[str, str, Node], str]
    """Label of a choice value of the question at a path, seen from a node."""
    seed: int = 1
    """Decides the order of shuffled choices that have no seed of their own."""


@dataclass(slots=True)
class Context:
    """Where an expression stands. `origin` stays the question while predicates move `node`."""

    world: World
    node: Node
    origin: Node
    position: int = 1
    size: int = 1


Closure: TypeAlias = Callable[[Context], Value]
