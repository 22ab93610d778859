"""Nodes of a form being filled and of its choice lists: light, mutable, owned by one session."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from fieldkit.domain import answers


@dataclass(frozen=True, slots=True)
class Seed:
    """What a new node begins with: its default, or the seeds of what is in it."""

    default: str = ""
    groups: Mapping[str, "Seed"] = field(default_factory=dict)
    """Of leaves and groups, by name."""
    instances: Mapping[str, tuple["Seed", ...]] = field(default_factory=dict)
    """Of the instances that a repeat begins with, by its name."""


NO_SEED = Seed()


class Definition:
    """What nodes are instances of. All that it says is in `definition`, which knows this module and not the reverse."""

    __slots__ = ()
    name: str


class Node:
    """A group, a repeat instance or a leaf. Secondary instances use the same class without a definition."""

    __slots__ = (
        "children",
        "definition",
        "index",
        "name",
        "offered",
        "own",
        "parent",
        "position",
        "relevant",
        "series",
        "uid",
        "value",
    )

    def __init__(self, name: str, parent: "Node | None", definition: Definition | None = None) -> None:
        self.name = name
        self.parent = parent
        self.definition = definition
        self.children: dict[str, list[Node]] = {}
        self.series: dict[str, Series] = {}
        self.index: dict[tuple[str, str], dict[str, list[Node]]] | None = None
        """Rows of a choice list by the values of a column, made at first use; (row name, column) -> value -> rows."""
        self.value = ""
        self.offered: str | None = None
        """The part of the value that is still on offer, where a choice list has lost some of it."""
        self.own = True
        """Its own relevance, without its ancestors."""
        self.relevant = True
        self.position = 1
        self.uid = ""

    @property
    def ref(self) -> str:
        """Path with the positions of repeat instances; position 1 is not written."""
        above = self.parent.ref if self.parent else ""
        return answers.join(above, self.name, self.position)

    def string(self) -> str:
        """What expressions read: irrelevant nodes are empty."""
        if not self.relevant:
            return ""
        if not self.children:
            return self.value if self.offered is None else self.offered
        return "".join(child.string() for group in self.children.values() for child in group)

    @property
    def shown(self) -> str:
        """The value without choices that are no longer on offer, whether relevant or not."""
        return self.value if self.offered is None else self.offered

    def descendants(self) -> Iterator["Node"]:
        """Everything below, in document order."""
        for group in self.children.values():
            for child in group:
                yield child
                yield from child.descendants()


class Series:
    """All instances of one repeat below one parent. `ghost` is an instance that exists only to evaluate from."""

    __slots__ = ("definition", "ghost", "instances", "parent", "written")

    def __init__(self, definition: Definition, parent: Node, ghost: Node) -> None:
        self.definition = definition
        self.parent = parent
        self.ghost = ghost
        self.instances: list[Node] = []
        self.written: tuple[Seed, ...] = ()
        """Of the first instances, where the form writes them out and its count asks for them."""

    @property
    def ref(self) -> str:
        """Ref of the repeat as a whole."""
        return f"{self.parent.ref}/{self.definition.name}"

    def renumber(self) -> None:
        """Positions follow the order of the list."""
        for position, instance in enumerate(self.instances, 1):
            instance.position = position


Value: TypeAlias = str | float | bool | list[Node]
"""What an expression gives. Dates are texts; they become numbers (days since 1970) where numbers are wanted."""
