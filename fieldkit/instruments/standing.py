"""The project's sites and codes in the choice lists of a form, in place of those that the form was made with.

A form's list belongs to the reference if it has the name of a list there, or that name and `_nr`, and a code of it.
What was added is offered too, what was renamed has its new name, what was retired is offered no more. Codes that are
answered already stay on offer, known or not: another device may know more, and nothing that was told may get lost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from fieldkit.domain.answers import Answers
from fieldkit.domain.reference import EXTENSIBLE, SITES, UNLISTED, Code, Reference, Site
from fieldkit.instruments.coercion import words
from fieldkit.instruments.definition import NO_TEXT, Form, NodeDefinition, Text
from fieldkit.instruments.languages import code_of
from fieldkit.instruments.tree import Node

_INSTANCE = re.compile(r"instance\(\s*(?:'([^']+)'|\"([^\"]+)\")\s*\)")
_ITEM, _NAME, _TEXT, _LABEL = "item", "name", "itextId", "label"
_WORDED = frozenset({_NAME, _TEXT, _LABEL})
_WITH_REASONS = "_nr"
_LAST = frozenset({UNLISTED, "other", "refused", "dont_know", "not_asked", "withheld_safety"})
"""Choices that people look for at the end of a list."""


def of(form: Form, reference: Reference | None, answers: Answers | None, *, unknown: bool = True) -> Form:
    """The form with the lists in force; itself where they are those that it has.

    Args:
        form: as it was made.
        reference: of the project; without it only answered codes are added, so that all devices see the same.
        answers: what is answered already.
        unknown: answered codes that neither form nor project knows are choices as well.
    """
    changes = tuple(_changes(form, reference, answers, unknown=unknown))
    return _made(_Source(form), changes) if changes else form


def known(node: NodeDefinition, reference: Reference | None) -> frozenset[str]:
    """Codes that the project itself has in the list of a question."""
    name = _asked(node)
    return frozenset() if reference is None else frozenset(_own(reference, name.removesuffix(_WITH_REASONS)))


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice to be there: its names, and what filters may ask of it; nothing of a filter if it fits each."""

    code: str
    labels: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of one list."""

    name: str
    choices: tuple[_Choice, ...]
    """New ones, and those with other names."""
    gone: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """A form, to be found again: forms themselves have no hash."""

    form: Form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and other.form is self.form

    def __hash__(self) -> int:
        return id(self.form)


def _changes(form: Form, reference: Reference | None, answers: Answers | None, *, unknown: bool) -> Iterator[_Change]:
    answered = _answered(form, answers) if answers is not None else {}
    for name, holder in form.instances.items():
        listed = name.removesuffix(_WITH_REASONS)
        if listed != SITES and listed not in EXTENSIBLE:
            continue
        held, codes = answered.get(name, frozenset()), _codes(holder)
        own = _own(reference, listed) if reference is not None and codes & reference.codes(listed).keys() else {}
        gone = frozenset(code for code, row in own.items() if row.retired and code not in held)
        choices = [_choice(row) for code, row in own.items() if code not in gone]
        if unknown:
            choices += [_Choice(code, (), None) for code in sorted(held - codes - own.keys())]
        if choices or gone & codes:
            yield _Change(name, tuple(choices), gone)


def _own(reference: Reference, listed: str) -> Mapping[str, Site | Code]:
    if listed != SITES and listed not in EXTENSIBLE:
        return {}
    return {code: row for code, row in reference.codes(listed).items() if row.own}


def _choice(row: Site | Code) -> _Choice:
    cells = (("type", row.kind), ("country", row.country), ("region", row.region)) if isinstance(row, Site) else ()
    return _Choice(row.code, tuple(sorted(row.labels.items())), cells)


def _answered(form: Form, answers: Answers) -> dict[str, frozenset[str]]:
    """By the name of a list: the codes of it that are answered."""
    asking = _asking(form.root)
    found: dict[str, set[str]] = {}
    for item in answers.items:
        if name := asking.get(item.path):
            found.setdefault(name, set()).update(words(item.value))
    return {name: frozenset(codes) for name, codes in found.items()}


@lru_cache(maxsize=8)
def _asking(root: NodeDefinition) -> Mapping[str, str]:
    """The list of each question that has one."""
    return {node.path: name for node in root.walk() if (name := _asked(node))}


def _asked(node: NodeDefinition) -> str:
    itemset = node.control.itemset if node.control else None
    found = _INSTANCE.search(itemset.key) if itemset else None
    return found[1] or found[2] if found else ""


@lru_cache(maxsize=256)
def _codes(holder: Node) -> frozenset[str]:
    return frozenset(_cell(item, _NAME) for item in _items(holder))


def _items(holder: Node) -> list[Node]:
    return [item for (root,) in holder.children.values() for item in root.children.get(_ITEM, ())]


def _cell(item: Node, name: str) -> str:
    return next((cell.value for cell in item.children.get(name, ())), "")


@lru_cache(maxsize=8)
def _made(source: _Source, changes: tuple[_Change, ...]) -> Form:
    """The form with these changes: its rules are shared, its lists and the words of them are not."""
    form, instances = source.form, dict(source.form.instances)
    new: dict[str, dict[str, Text]] = {language: {} for language in form.texts}
    for change in changes:
        holder = _List(change, form, new).changed(instances[change.name])
        instances[change.name] = holder
    texts = {language: _Over(new[language], found) for language, found in form.texts.items()}
    return replace(form, instances=instances, texts=texts, fixed_offers={})


class _Over(Mapping[str, Text]):
    """Texts of a form with new ones over them; those below stay unread until they are shown."""

    def __init__(self, new: Mapping[str, Text], below: Mapping[str, Text]) -> None:
        self._new, self._below = new, below

    def __getitem__(self, text_id: str) -> Text:
        return self._new[text_id] if text_id in self._new else self._below[text_id]

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._new), **dict.fromkeys(self._below)})

    def __len__(self) -> int:
        return len(self._new.keys() | self._below.keys())


class _List:
    """One list, made anew after a change; `texts` get the words of its choices, by language."""

    def __init__(self, change: _Change, form: Form, texts: dict[str, dict[str, Text]]) -> None:
        self._choices = {choice.code: choice for choice in change.choices}
        self._change, self._form, self._texts = change, form, texts

    def changed(self, holder: Node) -> Node:
        """The node above the new list. New choices stand before those that every such list ends with."""
        made = Node(holder.name, None)
        ((name, (root,)),) = holder.children.items()
        copy = Node(name, made)
        made.children[name] = [copy]
        items = {_cell(item, _NAME): item for item in root.children.get(_ITEM, ())}
        kept = [code for code in items if code not in self._change.gone]
        added = [code for code in self._choices if code not in items]
        last = next((place for place, code in enumerate(kept) if code in _LAST), len(kept))
        rows = [self._item(copy, code, items) for code in (*kept[:last], *added, *kept[last:])]
        for position, row in enumerate(rows, start=1):
            row.position = position
        copy.children[_ITEM] = rows
        return made

    def _item(self, parent: Node, code: str, items: Mapping[str, Node]) -> Node:
        """One choice as it is in the form, or with what is said of it."""
        old, choice, item = items.get(code), self._choices.get(code), Node(_ITEM, parent)
        if old is not None:
            for name, cells in old.children.items():
                item.children[name] = [_leaf(item, name, cell.value) for cell in cells]
        if choice is None:
            return item
        if old is None:
            item.children[_NAME] = [_leaf(item, _NAME, code)]
            for name, values in self._cells(choice, items.values()).items():
                item.children[name] = [_leaf(item, name, value) for value in sorted(values)]
        self._name(item, choice, old)
        return item

    def _cells(self, choice: _Choice, items: Iterable[Node]) -> dict[str, set[str]]:
        """What filters may ask of a new choice; of one that nobody here knows, all that they may ask of others."""
        columns: dict[str, set[str]] = {}
        for item in items:
            for name, cells in item.children.items():
                columns.setdefault(name, set()).update(cell.value for cell in cells)
        given = None if choice.cells is None else dict(choice.cells)
        return {
            name: values if given is None else {given[name]}
            for name, values in columns.items()
            if name not in _WORDED and (given is None or name in given)
        }

    def _name(self, item: Node, choice: _Choice, old: Node | None) -> None:
        """Give a choice its names: as texts in the languages of the form, or as the one label of a form without."""
        labels = dict(choice.labels)
        fallback = labels.get("ru") or labels.get("en") or next(iter(labels.values()), choice.code)
        if not self._texts:
            if old is None:
                item.children[_LABEL] = [_leaf(item, _LABEL, labels.get("en", fallback))]
            return
        text_id = f"{self._change.name}:{choice.code}"
        for language, texts in self._texts.items():
            before = NO_TEXT if old is None else self._form.texts[language].get(_cell(old, _TEXT), NO_TEXT)
            label = labels.get(code_of(language), fallback if old is None else "")
            texts[text_id] = replace(before, parts=(label,)) if label else before
        item.children[_TEXT] = [_leaf(item, _TEXT, text_id)]


def _leaf(parent: Node, name: str, value: str) -> Node:
    leaf = Node(name, parent)
    leaf.value = value
    return leaf
