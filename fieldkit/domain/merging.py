"""Joining versions of one record that were made without knowledge of each other: a pure function over their answers.

Question by question against what both began with, as version control does with lines. Instances of repeats are
matched by their lasting identity, never by position. What several versions changed differently stays undecided.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeAlias

import msgspec

from fieldkit import canonical
from fieldkit.domain.answers import Answer, Answers, RepeatKey, join
from fieldkit.domain.forms import Instrument

Step: TypeAlias = tuple[str, str]
"""A node's name, and the identity of the repeat instance that it is; empty for all other nodes."""
Place: TypeAlias = tuple[Step, ...]
"""A node by the way to it; the same in every version, whatever the positions."""

_PART = re.compile(r"(?P<name>[^\[]+)(?:\[(?P<position>\d+)\])?\Z")


class Merger(Protocol):
    """Joins versions whose changes do not touch, by the rules of their form; the same on every device."""

    def __call__(
        self, instrument: Instrument, base: Answers, versions: Sequence[Answers], at: str, /
    ) -> Answers | None:
        """The joined answers at the claimed time `at`; None if a person has to decide."""
        ...


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A question that versions answer differently, or an instance that one removed and another changed."""

    place: Place
    refs: tuple[str, ...]
    """Its ref in each version, in their order; empty where it is not answered, or the instance is gone."""
    values: tuple[str, ...]
    """The answer in each version; empty where there is none, and for instances."""


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """The joined answers; where versions clash they hold what all began with, and a contested instance stays."""

    answers: Answers
    clashes: tuple[Clash, ...]


def merge(
    base: Answers,
    versions: Sequence[Answers],
    computed: frozenset[str] = frozenset(),
    *,
    decided: Mapping[Place, int] = MappingProxyType({}),
    doubtful: bool = False,
) -> Merged:
    """Join versions of one form that all come from `base`.

    The outcome does not depend on the order of `versions`, but for the order of `Clash.values`.

    Args:
        base: what all versions began with.
        versions: two or more; one gives itself.
        computed: paths that the form fills in by itself. They never clash: the form computes them anew, and until
            then the smallest of the changed values stands.
        decided: what clashed and is settled: its place, and the number of the version that is right.
        doubtful: take every question that versions answer differently for a clash, whoever changed it.
    """
    old, new = _Tree(base), [_Tree(version) for version in versions]
    gone = [place for place in old.instances if any(place not in tree.instances for tree in new)]
    contested = [place for place in gone if doubtful or any(tree.changed(place, old) for tree in new)]
    dropped = frozenset(gone) - frozenset(contested)
    dropped |= {place for place in contested if place in decided and place not in new[decided[place]].instances}
    clashes = [_clash(place, new) for place in contested if place not in decided]
    values: dict[Place, str] = {}
    for place in _in_order([old, *sorted(new, key=_Tree.spelt)]):
        if any(place[: len(each)] == each for each in dropped):
            continue
        before = old.values.get(place, "")
        told = {tree.values.get(place, "") for tree in new if not tree.dropped(place, old)}
        changed = sorted(told if doubtful and len(told) > 1 else told - {before})
        if place in decided:
            changed = [new[decided[place]].values.get(place, "")]
        elif len(changed) > 1 and _path(place) not in computed:
            clashes.append(_clash(place, new))
            changed = []
        values[place] = changed[0] if changed else before
    instances = frozenset[Place]().union(old.instances, *(tree.instances for tree in new))
    return Merged(
        answers=_answers(versions[0] if versions else base, values, instances),
        clashes=tuple(clashes),
    )


def _clash(place: Place, versions: Sequence["_Tree"]) -> Clash:
    return Clash(
        place=place,
        refs=tuple(tree.refs.get(place, "") for tree in versions),
        values=tuple(tree.values.get(place, "") for tree in versions),
    )


class _Tree:
    """The answers of one version by place."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        uids = {_parts(key.ref): key.uid for key in answers.repeats}
        self.values = {_place(item.ref, uids): item.value for item in answers.items}
        self.instances = dict.fromkeys(_place(key.ref, uids) for key in answers.repeats)
        """In order of position."""
        self.refs = {
            _place(ref, uids): ref
            for ref in (*(item.ref for item in answers.items), *(key.ref for key in answers.repeats))
        }

    def spelt(self) -> bytes:
        """Something to order versions by that is the same on every device."""
        return canonical.encode(self._answers)

    def dropped(self, place: Place, old: "_Tree") -> bool:
        """Whether this version removed an instance around a place, and so says nothing about it."""
        around = (place[:length] for length in range(1, len(place) + 1))
        return any(each in old.instances and each not in self.instances for each in around)

    def changed(self, instance: Place, old: "_Tree") -> bool:
        """Whether this version kept an instance and changed something in it."""
        return instance in self.instances and self.below(instance) != old.below(instance)

    def below(self, instance: Place) -> tuple[dict[Place, str], frozenset[Place]]:
        """Answers and instances within an instance."""
        length = len(instance)
        inside = {place: value for place, value in self.values.items() if place[:length] == instance}
        return inside, frozenset(place for place in self.instances if place[:length] == instance)

    def order(self) -> Iterator[Place]:
        """Instances and answers as they stand in the document; one without answers stands before its next sibling."""
        waiting = list(self.instances)
        for place in self.values:
            for length in range(1, len(place)):
                around = place[:length]
                if around in waiting:
                    due = [each for each in waiting[: waiting.index(around) + 1] if _are_siblings(each, around)]
                    waiting = [each for each in waiting if each not in due]
                    yield from due
            yield place
        yield from waiting


def _are_siblings(one: Place, other: Place) -> bool:
    """Whether two instances are of the same repeat, or are one and the same."""
    return one[:-1] == other[:-1] and one[-1][0] == other[-1][0]


def _in_order(trees: Iterable[_Tree]) -> list[Place]:
    """All places in document order: each new one behind the one that it follows in its own version."""
    line: list[Place] = []
    known: set[Place] = set()
    for tree in trees:
        behind = -1
        for place in tree.order():
            if place in known:
                behind = line.index(place)
            else:
                behind += 1
                line.insert(behind, place)
                known.add(place)
    first: dict[Place, int] = {}
    for number, place in enumerate(line):
        for length in range(1, len(place) + 1):
            first.setdefault(place[:length], number)
    return sorted(line, key=lambda place: [first[place[:length]] for length in range(1, len(place) + 1)])


def _answers(like: Answers, values: dict[Place, str], instances: frozenset[Place]) -> Answers:
    refs: dict[Place, str] = {(): ""}
    counts: dict[tuple[Place, str], int] = {}
    items: list[Answer] = []
    repeats: list[RepeatKey] = []
    for place, value in values.items():
        for length in range(1, len(place) + 1):
            node = place[:length]
            if node in refs:
                continue
            name, uid = node[-1]
            position = counts[node[:-1], name] = counts.get((node[:-1], name), 0) + 1 if uid else 1
            refs[node] = join(refs[node[:-1]], name, position)
            if node in instances:
                repeats.append(RepeatKey(ref=refs[node], uid=uid))
        if value:
            items.append(Answer(ref=refs[place], value=value))
    return Answers(form=like.form, version=like.version, items=tuple(items), repeats=tuple(repeats))


def _place(ref: str, uids: dict[tuple[Step, ...], str]) -> Place:
    parts = _parts(ref)
    steps: list[Step] = []
    for length, (name, position) in enumerate(parts, start=1):
        # An instance without an identity, from another tool, is known by its position.
        steps.append((name, uids.get(parts[:length], position if position != "1" else "")))
    return tuple(steps)


def _parts(ref: str) -> tuple[Step, ...]:
    """Names and written-out positions."""
    found = (_PART.match(part) for part in ref.split("/")[1:])
    return tuple((part["name"], part["position"] or "1") for part in found if part)


def _path(place: Place) -> str:
    return "".join(f"/{name}" for name, _ in place)
