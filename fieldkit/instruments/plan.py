"""The order in which a form computes itself: which answer touches which rule, and no rule needs itself.

Four things are computed and kept (relevance, calculations, repeat counts, and which part of an answer is still on
offer); everything else a form shows (labels, choices, requirements, constraints) only watches them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from fieldkit.errors import Code, Refusal
from fieldkit.instruments.compiling import formula
from fieldkit.instruments.definition import NO_TEXT, Form, Formula, NodeDefinition, Output, Parts, Wording
from fieldkit.instruments.offers import SELECTS
from fieldkit.instruments.syntax import ExpressionError

_NOTHING = Formula(run=lambda _: "", local=True)


class Facet(StrEnum):
    """What is computed of a node."""

    RELEVANT = "relevant"
    COUNT = "count"
    CALCULATE = "calculate"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Computation:
    """One rule of one node, for all instances of it."""

    definition: NodeDefinition
    facet: Facet
    formula: Formula

    @property
    def local(self) -> bool:
        """Whether an instance of a repeat that changes makes no other one compute this anew."""
        itemset = self.definition.control.itemset if self.definition.control else None
        return self.formula.local and (self.facet is not Facet.OFFER or itemset is None or itemset.value.local)


@dataclass(frozen=True, slots=True)
class Plan:
    """All computations in an order in which each comes after what it reads."""

    computations: tuple[Computation, ...]
    triggers: dict[NodeDefinition, tuple[int, ...]]
    """Node -> the computations that read it, as places in `computations`."""
    own: dict[NodeDefinition, tuple[int, ...]]
    """Node -> the computations of it."""
    watchers: dict[NodeDefinition, frozenset[NodeDefinition]]
    """Node -> the nodes that show something which depends on it."""
    local: frozenset[NodeDefinition]
    """Nodes that show nothing of an instance of a repeat that they do not stand in."""


@lru_cache(maxsize=8)
def _plan(root: NodeDefinition, texts_of: "_TextReader") -> Plan:
    definitions = tuple(root.walk())
    ordered = _in_order([each for definition in definitions for each in _computations(definition)])
    # Lists that filter each other are no cycle: an offer is looked at again when something that it reads has changed.
    ordered += [each for definition in definitions for each in _offers(definition)]
    triggers: dict[NodeDefinition, list[int]] = {}
    own_places: dict[NodeDefinition, list[int]] = {}
    for place, computation in enumerate(ordered):
        own_places.setdefault(computation.definition, []).append(place)
        for read in _read_by(computation) | _read_by_names(computation, texts_of):
            triggers.setdefault(read, []).append(place)
    watchers: dict[NodeDefinition, set[NodeDefinition]] = {}
    local: set[NodeDefinition] = set()
    for definition in definitions:
        shown = tuple(_shown_formulas(definition, texts_of))
        if all(each.local for each in shown):
            local.add(definition)
        for read in (read for each in shown for read in each.reads):
            watchers.setdefault(read, set()).add(definition)
    return Plan(
        computations=tuple(ordered),
        triggers={node: tuple(places) for node, places in triggers.items()},
        own={node: tuple(places) for node, places in own_places.items()},
        watchers={node: frozenset(found) for node, found in watchers.items()},
        local=frozenset(local),
    )


def of(form: Form) -> Plan:
    """The plan of a form; plans of forms lately used are kept. Raises Refusal(FORM_CYCLE, FORM_EXPRESSION)."""
    return _plan(form.root, _TextReader(form))


class _TextReader:
    """The formulas of outputs in the texts of a form. Equal for one form, so that plans are found again."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TextReader) and other._form is self._form

    def __hash__(self) -> int:
        return id(self._form)

    def of_choices(self) -> Iterator[Wording]:
        """Texts of choices that show answers."""
        return (Wording(text_id=text_id) for text_id in sorted(self._form.choice_texts))

    def formulas(self, wording: Wording, home: NodeDefinition) -> Iterator[Formula]:
        """Outputs of a wording in all languages, and the formula that chooses its text."""
        if wording.formula is not None:
            yield wording.formula
        texts: list[Parts] = []
        if wording.text_id in self._form.with_outputs:
            found = (language.get(wording.text_id, NO_TEXT) for language in self._form.texts.values())
            texts = [parts for text in found for parts in (text.parts, text.guidance)]
        for part in (part for parts in (wording.parts, *texts) for part in parts):
            if isinstance(part, Output):
                try:
                    yield formula(part.source, home)
                except ExpressionError as error:
                    raise Refusal(Code.FORM_EXPRESSION, ref=home.path, name=error.function) from None


def _computations(definition: NodeDefinition) -> Iterator[Computation]:
    bind = definition.bind
    if bind.relevant is not None:
        yield Computation(definition, Facet.RELEVANT, bind.relevant)
    if definition.count is not None:
        yield Computation(definition, Facet.COUNT, definition.count)
    if bind.calculate is not None and not definition.children:
        yield Computation(definition, Facet.CALCULATE, bind.calculate)


def _read_by(computation: Computation) -> frozenset[NodeDefinition]:
    """What makes a computation necessary again when it changes."""
    definition, reads = computation.definition, computation.formula.reads
    if computation.facet is Facet.OFFER:
        itemset = definition.control.itemset if definition.control else None
        return reads | {definition} | (itemset.value.reads if itemset else frozenset())
    return reads | {definition} if computation.formula.own else reads


def _read_by_names(computation: Computation, texts_of: _TextReader) -> frozenset[NodeDefinition]:
    """What the names of choices show, for a computation that asks for names."""
    if not computation.formula.worded:
        return frozenset()
    questions = [each for each in computation.formula.reads if each.kind in SELECTS]
    return frozenset(
        read for each in questions for formula in _shown_formulas(each, texts_of) for read in formula.reads
    )


def _offers(definition: NodeDefinition) -> Iterator[Computation]:
    itemset = definition.control.itemset if definition.control else None
    if definition.kind in SELECTS:
        yield Computation(definition, Facet.OFFER, itemset.nodes if itemset else _NOTHING)


def _shown_formulas(definition: NodeDefinition, texts_of: _TextReader) -> list[Formula]:
    bind, control = definition.bind, definition.control
    formulas = [each for each in (bind.required, bind.constraint, *_readonly(definition)) if each is not None]
    wordings = [bind.constraint_message, bind.required_message]
    if control is not None:
        wordings += [control.label, control.hint, *(item.label for item in control.items or ())]
        if control.itemset is not None:
            formulas += [control.itemset.nodes, control.itemset.value, control.itemset.label]
            wordings += texts_of.of_choices()
    for wording in wordings:
        formulas.extend(texts_of.formulas(wording, definition))
    return formulas


def _readonly(definition: NodeDefinition) -> Iterator[Formula | None]:
    """The rules that make a node read-only: its own and those of the groups around it."""
    around: NodeDefinition | None = definition
    while around is not None:
        yield around.bind.readonly
        around = around.parent


def _in_order(computations: list[Computation]) -> list[Computation]:
    """Depth first over what each computation needs; the order of the form otherwise. Raises Refusal(FORM_CYCLE).

    A count may look at the instances that it has made so far: that is how forms ask until there are no more.
    """
    ordered, circles = _visited(computations, counts=True)
    if circles:
        _, circles = _visited(computations, counts=False)
    if circles:
        raise Refusal(Code.FORM_CYCLE, ref=circles[0].definition.path)
    return ordered


def _visited(computations: list[Computation], *, counts: bool) -> tuple[list[Computation], list[Computation]]:
    """The computations in order, and those that need themselves; perhaps without what counts of repeats need."""
    providers: dict[NodeDefinition, list[Computation]] = {}
    for computation in computations:
        providers.setdefault(computation.definition, []).append(computation)
    ordered: list[Computation] = []
    circles: list[Computation] = []
    done: set[Computation] = set()

    def needs(computation: Computation) -> Iterator[Computation]:
        return _needs(computation, providers) if counts or computation.facet is not Facet.COUNT else iter(())

    for first in computations:
        if first in done:
            continue
        # An own stack instead of recursion: chains of calculations may be longer than Python's.
        open_now = {first}
        stack = [(first, needs(first))]
        while stack:
            computation, rest = stack[-1]
            needed = next((each for each in rest if each not in done), None)
            if needed is None:
                stack.pop()
                open_now.discard(computation)
                done.add(computation)
                ordered.append(computation)
            elif needed in open_now:
                circles.append(needed)
            else:
                open_now.add(needed)
                stack.append((needed, needs(needed)))
    return ordered, circles


def _needs(computation: Computation, providers: dict[NodeDefinition, list[Computation]]) -> Iterator[Computation]:
    """What must be known first: the nodes read, whether they are relevant, how many there are."""
    home = computation.definition
    around = {repeat for repeat in home.enclosing_repeats() if repeat is not home}
    for read in computation.formula.reads - computation.formula.siblings:
        yield from providers.get(read, ())
        above = read.parent
        while above is not None:
            yield from (each for each in providers.get(above, ()) if each.facet is not Facet.CALCULATE)
            above = above.parent
    for repeat in around:
        yield from (each for each in providers.get(repeat, ()) if each.facet is Facet.COUNT)
