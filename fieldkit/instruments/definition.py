"""A form as the engine runs it: nodes with their rules and controls, choice lists, texts; read once, shared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from fieldkit.domain.forms import Kind, Media
from fieldkit.domain.media import MediaKind
from fieldkit.instruments.context import Closure
from fieldkit.instruments.tree import NO_SEED, Definition, Node, Seed, Series


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled expression and the nodes that it reads."""

    run: Closure
    nodes: frozenset["NodeDefinition"] = frozenset()
    """The nodes that the whole expression stands for, if it is a path."""
    reads: frozenset["NodeDefinition"] = frozenset()
    siblings: frozenset["NodeDefinition"] = frozenset()
    """Those of `reads` that may lie in another instance of the same repeat only, which makes no cycle."""
    volatile: bool = False
    """Gives another value though nothing it reads has changed."""
    worded: bool = False
    """Gives words of the form: another language, another value."""
    own: bool = False
    """Looks at the value of its own node."""
    local: bool = False
    """Reads nothing from an instance of a repeat that it does not stand in itself."""


@dataclass(frozen=True, slots=True)
class Output:
    """A value shown inside a text; compiled where the text is shown, because choice texts are shown in many places."""

    source: str


Parts: TypeAlias = tuple[str | Output, ...]
"""A text with the outputs in it."""


@dataclass(frozen=True, slots=True)
class Text:
    """An itext in one language: words, and what stands beside them."""

    parts: Parts = ()
    guidance: Parts = ()
    media: tuple[Media, ...] = ()


NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Wording:
    """A label, hint or message: an itext id, a formula that gives one, or parts; none of them for an empty text."""

    text_id: str = ""
    formula: Formula | None = None
    parts: Parts = ()


NO_WORDING = Wording()


@dataclass(frozen=True, slots=True)
class InlineItem:
    """A choice written into the body."""

    value: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices from a secondary instance: `value` and `label` are evaluated from each item."""

    key: str
    """Source text of the three expressions: equal keys give equal choices unless the nodes depend on answers."""
    nodes: Formula
    value: Formula
    label: Formula
    text_id: Formula | None = None
    """Gives the id of the itext that the label is; nothing where the label is no itext."""

    @property
    def varies(self) -> bool:
        """Whether answers or chance decide which choices there are."""
        return bool(self.nodes.reads) or self.nodes.volatile or bool(self.value.reads)

    @property
    def fixed(self) -> bool:
        """Whether the values are the same in every session, whatever its answers, its language and the hour."""
        return not (self.varies or self.value.volatile or self.nodes.worded or self.value.worded)


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action that writes a value when something happens."""

    target: Formula
    value: Formula | None
    text: str


@dataclass(slots=True)
class Control:
    """What the body says of a node."""

    kind: Kind | None = None
    """Given by the control; nothing where the type of the bind decides."""
    label: Wording = NO_WORDING
    hint: Wording = NO_WORDING
    appearance: str = ""
    items: tuple[InlineItem, ...] | None = None
    itemset: Itemset | None = None
    bounds: tuple[float, float] | None = None
    """Least and greatest value of a range."""
    step: str = ""
    """Distance between the numbers that a range offers."""
    upload: MediaKind | None = None
    """What kind of file an upload takes."""


@dataclass(slots=True)
class Bind:
    """The rules of a node."""

    type: str = ""
    relevant: Formula | None = None
    required: Formula | None = None
    readonly: Formula | None = None
    constraint: Formula | None = None
    calculate: Formula | None = None
    constraint_message: Wording = NO_WORDING
    required_message: Wording = NO_WORDING
    preload: str = ""
    """`jr:preload` and its parameter: `timestamp start`, `date today`, `uid`."""
    privacy: str = ""
    role: str = ""
    sealed: bool = False
    """What is said goes onto an identity card; nobody can be required to give it."""
    note: bool = False
    """A text that is always read-only: what XLSForm calls a note."""


@dataclass(eq=False, slots=True)
class NodeDefinition(Definition):
    """One node of the form, for all its instances."""

    name: str
    path: str
    parent: "NodeDefinition | None"
    index: int
    """Place in document order."""
    names: tuple[str, ...] = ()
    """Names from the root to this node."""
    kind: Kind = Kind.HIDDEN
    repeat: bool = False
    initial: int = 1
    """Instances of a repeat that a new form begins with."""
    children: dict[str, "NodeDefinition"] = field(default_factory=dict)
    bind: Bind = field(default_factory=Bind)
    control: Control | None = None
    count: Formula | None = None
    seed: Seed = NO_SEED
    """What another instance of a repeat begins with: the template of the form, nothing if it has none."""
    on_change: list[SetValue] = field(default_factory=list)
    on_new: list[SetValue] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Least and greatest value, for a range."""
        return self.control.bounds if self.control else None

    def __post_init__(self) -> None:
        self.names = tuple(self.path.split("/")[1:])

    def walk(self) -> Iterator["NodeDefinition"]:
        """This node and everything below, in document order."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def enclosing_repeats(self) -> Iterator["NodeDefinition"]:
        """Repeats around this node, the innermost first; the node itself if it is one."""
        node: NodeDefinition | None = self
        while node is not None:
            if node.repeat:
                yield node
            node = node.parent


def of(place: Node | Series) -> NodeDefinition:
    """The definition of a node of the form or of a repeat; nodes of choice lists have none."""
    if not isinstance(place.definition, NodeDefinition):
        raise TypeError("a node of a choice list")
    return place.definition


@dataclass(slots=True)
class Form:
    """A whole form."""

    form: str
    version: str
    title: str
    languages: tuple[str, ...]
    root: NodeDefinition
    seed: Seed
    """What a new filling begins with."""
    by_path: Mapping[str, NodeDefinition]
    texts: Mapping[str, Mapping[str, Text]]
    """Language -> itext id -> text; a form without languages has one with an empty name."""
    instances: Mapping[str, Node]
    with_outputs: frozenset[str]
    """Ids of the texts that show answers."""
    choice_texts: frozenset[str]
    """Texts of choices that show answers, so that they differ from question to question."""
    exact: bool
    """Texts keep the white space of the form, and decimals are spelled as ODK's tools do: to compare with them."""
    on_load: tuple[SetValue, ...]
    fixed_offers: dict[str, dict[str, Node | None]] = field(default_factory=dict)
    """Choices of itemsets that are the same in every session, by the itemset's key; read at first use."""
