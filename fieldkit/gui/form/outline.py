"""The flat list of nodes as a tree, and the tree as sections for the rail. No Qt, no session."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fieldkit.domain.forms import Kind, NodeState
from fieldkit.gui.form.named import files
from fieldkit.i18n import Language

_CONTAINERS = frozenset({Kind.GROUP, Kind.REPEAT, Kind.INSTANCE})


@dataclass(slots=True)
class Branch:
    """A node with what is below it."""

    state: NodeState
    below: list["Branch"] = field(default_factory=list)

    def leaves(self) -> Iterator[NodeState]:
        """Questions and notes in it, in document order."""
        if self.state.kind not in _CONTAINERS:
            yield self.state
        for branch in self.below:
            yield from branch.leaves()


@dataclass(slots=True)
class Section:
    """What is on the screen at one time."""

    key: str
    """Ref of its first node: lasts while the form is filled."""
    title: str
    branches: list[Branch]

    def leaves(self) -> Iterator[NodeState]:
        """Questions and notes in it, in document order."""
        for branch in self.branches:
            yield from branch.leaves()

    def questions(self) -> Iterator[NodeState]:
        """What is asked now."""
        return (state for state in self.leaves() if state.relevant and state.kind is not Kind.NOTE)

    @property
    def relevant(self) -> bool:
        """Whether there is anything to see."""
        return any(state.relevant for state in self.leaves()) or any(
            branch.state.kind is Kind.REPEAT and branch.state.relevant for branch in self.branches
        )

    @property
    def progress(self) -> tuple[int, int]:
        """Answered and asked."""
        asked = list(self.questions())
        return sum(bool(state.value) for state in asked), len(asked)


def tree(nodes: Iterable[NodeState]) -> list[Branch]:
    """The nodes under their groups and repeats; hidden ones are left out."""
    top: list[Branch] = []
    above: list[Branch] = []
    for state in nodes:
        if state.kind is Kind.HIDDEN:
            continue
        while above and not _is_below(state, above[-1].state):
            above.pop()
        branch = Branch(state)
        (above[-1].below if above else top).append(branch)
        if state.kind in _CONTAINERS:
            above.append(branch)
    return [branch for branch in top if list(branch.leaves()) or branch.state.kind is Kind.REPEAT]


def sections(nodes: Iterable[NodeState], language: Language) -> list[Section]:
    """Top-level groups; questions between them open the group that follows, or end with a repeat of their own."""
    found: list[Section] = []
    loose: list[Branch] = []
    for branch in tree(nodes):
        loose.append(branch)
        if branch.state.kind in {Kind.GROUP, Kind.REPEAT}:
            found.append(_section(loose, branch.state, language))
            loose = []
    if loose:
        found.append(_section(loose, loose[0].state, language))
    return found


def _section(branches: list[Branch], titled: NodeState, language: Language) -> Section:
    first = branches[0].state
    titles = (state.label or files(state.media, language) for state in (titled, first))
    return Section(f"{first.kind.value} {first.ref}", next(filter(None, titles), ""), branches)


def _is_below(state: NodeState, above: NodeState) -> bool:
    if above.kind is Kind.REPEAT:
        return state.kind is Kind.INSTANCE and (state.ref == above.ref or state.ref.startswith(f"{above.ref}["))
    return state.ref.startswith(f"{above.ref}/")
