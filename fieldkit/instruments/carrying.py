"""Answers of one version of a form to another: by the path of the question, then by a name that only one question has.

Nothing goes away by itself: what is not carried is listed as lost.
"""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from fieldkit.domain.answers import Answer, Answers, RepeatKey, path_of
from fieldkit.domain.forms import Kind
from fieldkit.domain.migration import Carried, Loss, Lost
from fieldkit.domain.reference import Reference
from fieldkit.errors import Refusal
from fieldkit.instruments import outline, standing, values
from fieldkit.instruments.coercion import words
from fieldkit.instruments.definition import Form, NodeDefinition
from fieldkit.instruments.offers import SELECTS

_WITHOUT_ANSWER = frozenset({Kind.NOTE, Kind.GROUP, Kind.REPEAT})


class Carrier:
    """Carries answers from one version to another; made once per pair of versions."""

    def __init__(
        self, older: Form, newer: Form, newer_xform: str, zone: tzinfo, reference: Reference | None = None
    ) -> None:
        self._older, self._newer, self._zone = older, newer, zone
        self._reference = reference
        self._asked = outline.read(newer_xform).entries
        self._pairs = dict(pairs(older, newer))

    def carry(self, answers: Answers, typed: tuple[Answer, ...] = ()) -> Carried:
        """All that fits, in the order that it had, and all that does not."""
        items: dict[str, tuple[str, Answer]] = {}
        lost: list[Lost] = []
        for item in answers.items:
            ref = self._place(item.ref)
            if isinstance(ref, Loss) or ref in items:
                lost.append(Lost(ref=item.ref, value=item.value, why=ref if isinstance(ref, Loss) else Loss.PLACE))
                continue
            value, gone = self._value(item, path_of(ref))
            if value:
                items[ref] = (item.ref, Answer(ref=ref, value=value))
            lost.extend(gone)
        half = tuple((item, self._place(item.ref)) for item in typed)
        lost.extend(Lost(ref=item.ref, value=item.value, why=place) for item, place in half if isinstance(place, Loss))
        carried = Answers(
            form=answers.form,
            version=self._newer.version,
            items=tuple(item for _, item in items.values()),
            repeats=tuple(self._keys(answers.repeats)),
        )
        return Carried(
            answers=carried,
            lost=tuple(lost),
            origins=tuple((ref, origin) for ref, (origin, _) in items.items()),
            typed=tuple(Answer(ref=place, value=item.value) for item, place in half if not isinstance(place, Loss)),
        )

    def added(self) -> tuple[str, ...]:
        """Paths of questions of the newer version that the older one does not ask."""
        known = set(self._pairs.values())
        return tuple(path for path in self._newer.by_path if path not in known and self.asks(path))

    def asks(self, path: str) -> bool:
        """Whether a person answers that question of the newer version."""
        return _is_asked(self._newer.by_path[path])

    def _keys(self, keys: Iterable[RepeatKey]) -> Iterator[RepeatKey]:
        for key in keys:
            ref = self._place(key.ref)
            if not isinstance(ref, Loss):
                yield RepeatKey(ref=ref, uid=key.uid)

    def _place(self, ref: str) -> str | Loss:
        """Where the question or pass of a repeat stands now. Every repeat around it must have come along."""
        path = path_of(ref)
        target = self._pairs.get(path)
        if target is None:
            return Loss.QUESTION
        before = _repeats(self._older.by_path[path])
        after = _repeats(self._newer.by_path[target])
        if [self._pairs.get(repeat) for repeat in before] != after:
            return Loss.PLACE
        steps, names = ref.split("/"), target.split("/")
        for old, new in zip(before, after, strict=True):
            _, bracket, position = steps[old.count("/")].partition("[")
            if bracket and position != "1]":
                names[new.count("/")] += bracket + position
        return "/".join(names)

    def _value(self, item: Answer, target: str) -> tuple[str, tuple[Lost, ...]]:
        """What the question takes of an answer, and what it does not."""
        old, new = self._older.by_path[item.path], self._newer.by_path[target]
        if not _is_asked(old) and not _is_asked(new) and not new.children:
            return item.value, ()  # the forms worked both out
        text = self._typed(item, old, new) if _is_asked(new) else ""
        if not text:
            return "", (Lost(ref=item.ref, value=item.value, why=Loss.TYPE),)
        return self._chosen(item, new, text)

    def _typed(self, item: Answer, old: NodeDefinition, new: NodeDefinition) -> str:
        """The answer as the question stores it; empty if it cannot be of its type."""
        if old.kind is not new.kind and Kind.FILE in (old.kind, new.kind):
            return ""  # the name of a file is no answer in words
        try:
            text = values.stored(new.kind, new.bind.type, item.value, item.ref, self._zone, new.bounds)
        except Refusal:
            return ""
        return item.value if old.kind is new.kind else text

    def _chosen(self, item: Answer, new: NodeDefinition, text: str) -> tuple[str, tuple[Lost, ...]]:
        """Codes that the list has, whatever the filter; a ranking stays whole or goes. Some lists depend on answers."""
        entry = self._asked.get(new.path[len(self._newer.root.path) :])
        if new.kind not in SELECTS or entry is None or not entry.choices:
            return text, ()
        choices = entry.choices.keys() | standing.known(new, self._reference)
        kept = [code for code in words(text) if code in choices]
        gone = [code for code in words(text) if code not in choices]
        if new.kind is Kind.RANK and gone:
            kept, gone = [], words(text)
        lost = (Lost(ref=item.ref, value=" ".join(gone), why=Loss.CHOICE),) if gone else ()
        return " ".join(kept) if gone else text, lost


def _is_asked(node: NodeDefinition) -> bool:
    """Whether a person answers it."""
    given = node.control is not None and node.bind.calculate is None
    return given and not node.children and node.kind not in _WITHOUT_ANSWER


def pairs(older: Form, newer: Form) -> Iterator[tuple[str, str]]:
    """Path in the older version and in the newer one, of questions and repeats; the names of the roots do not count."""
    below = {path[len(newer.root.path) :]: path for path in newer.by_path}
    before, after = _by_name(older), _by_name(newer)
    for path, node in older.by_path.items():
        if node is older.root or not _counts(node):
            continue
        same = below.get(path[len(older.root.path) :])
        if same is not None and _counts(newer.by_path[same]) and node.repeat == newer.by_path[same].repeat:
            yield path, same
        elif len(before[node.name]) == 1 and len(after.get(node.name, ())) == 1:
            (other,) = after[node.name]
            if node.repeat == newer.by_path[other].repeat:
                yield path, other


def _by_name(form: Form) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, node in form.by_path.items():
        if node is not form.root and _counts(node):
            found.setdefault(node.name, []).append(path)
    return found


def _counts(node: NodeDefinition) -> bool:
    """Groups only give a place."""
    return node.repeat or not node.children


def _repeats(node: NodeDefinition) -> list[str]:
    """Paths of the repeats around a node, the outermost first; its own too if it is one."""
    return [repeat.path for repeat in node.enclosing_repeats()][::-1]
