"""What the nodes of a session show: labels, choices, requirements, validity, in one language of the form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fieldkit.domain import person_codes
from fieldkit.domain.forms import Choice, Kind, Media, NodeState, Scale
from fieldkit.instruments.coercion import format_number, parse_decimal, to_boolean, to_nodes, to_string
from fieldkit.instruments.compiling import formula
from fieldkit.instruments.context import Context
from fieldkit.instruments.definition import (
    NO_TEXT,
    Control,
    Formula,
    InlineItem,
    Itemset,
    NodeDefinition,
    Output,
    Parts,
    Text,
    Wording,
)
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.engine import Engine
from fieldkit.instruments.offers import SELECTS
from fieldkit.instruments.syntax import ExpressionError
from fieldkit.instruments.tree import Node, Series
from fieldkit.instruments.wording import tidy


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether an answer may stand, and the form's words if not."""

    valid: bool = True
    missing: bool = False
    message: str = ""


class Display:
    """Reads the engine, changes nothing in it; keeps choice lists that depend on no answer.

    Texts for people have single white space; those of an exact form are as they are written.
    """

    def __init__(self, engine: Engine, language: str, *, names: bool = True) -> None:
        self._engine = engine
        self._names = names
        self._told: Callable[[str], str] = str if engine.form.exact else tidy
        self.language = language
        self._lists: dict[tuple[str, str], tuple[Choice, ...]] = {}
        self._choices: dict[tuple[str, str], dict[Node, Choice]] = {}

    def walk(self) -> Iterator[Node | Series]:
        """Everything below the root in document order: a repeat, then its instances with their content."""
        yield from self._below(self._engine.world.root)

    def _below(self, node: Node) -> Iterator[Node | Series]:
        for name, group in node.children.items():
            series = node.series.get(name)
            if series is not None:
                yield series
            for child in group:
                yield child
                yield from self._below(child)

    def state(self, place: Node | Series) -> NodeState:
        """The state of a repeat, group or question."""
        return self._series_state(place) if isinstance(place, Series) else self._node_state(place, definition_of(place))

    def _series_state(self, series: Series) -> NodeState:
        definition = definition_of(series)
        return NodeState(
            ref=series.ref,
            kind=Kind.REPEAT,
            label=self.label(series.ghost),
            media=self._media(definition.control.label) if definition.control else (),
            appearance=definition.control.appearance if definition.control else "",
            relevant=series.ghost.own and series.parent.relevant,
            readonly=definition.count is not None,
            privacy=definition.bind.privacy,
            count=len(series.instances),
        )

    def _node_state(self, node: Node, definition: NodeDefinition) -> NodeState:
        control = definition.control or Control()
        choices = self.choices(node)
        validity = self.validity(node)
        return NodeState(
            ref=node.ref,
            kind=Kind.INSTANCE if definition.repeat else definition.kind,
            label=self.label(node),
            media=self._media(control.label),
            hint=self._told(self.wording(control.hint, node)),
            guidance=self._told(self._joined(self._text(control.hint.text_id).guidance, node)),
            appearance=control.appearance,
            value=node.shown,
            choices=choices,
            relevant=node.relevant and not self._unasked(node),
            required=self._holds(definition.bind.required, node),
            readonly=self.readonly(node),
            valid=validity.valid,
            message=validity.message,
            privacy=definition.bind.privacy,
            sealed=definition.bind.sealed and not definition.children,
            scale=_scale(control),
            upload=control.upload,
        )

    def label(self, node: Node, language: str = "") -> str:
        """The label of a node, in another language if one is named."""
        control = definition_of(node).control
        return self._told(self.wording(control.label, node, language)) if control else ""

    def readonly(self, node: Node) -> bool:
        """Read-only by its own rule or that of a group around it."""
        above: Node | None = node
        while above is not None and above.definition is not None:
            if self._holds(definition_of(above).bind.readonly, above):
                return True
            above = above.parent
        return False

    def validity(self, node: Node) -> Validity:
        """Required and empty, or against the constraint; nobody is asked what is not relevant."""
        definition = definition_of(node)
        bind = definition.bind
        if not node.relevant or definition.children:
            return Validity()
        if not node.shown:
            missing = self._holds(bind.required, node)
            message = self._told(self.wording(bind.required_message, node)) if missing else ""
            return Validity(valid=not missing, missing=missing, message=message)
        if bind.sealed and person_codes.is_code(node.shown):
            return Validity()  # the words were held against the constraint before they were sealed
        if bind.constraint is not None and not self._holds(bind.constraint, node):
            return Validity(valid=False, message=self._told(self.wording(bind.constraint_message, node)))
        return Validity()

    def _unasked(self, node: Node) -> bool:
        """Whether the project keeps no names, so that nobody is asked for one; to expressions it is empty anyway."""
        return not self._names and not node.value and not node.children and definition_of(node).bind.sealed

    def _holds(self, rule: Formula | None, node: Node) -> bool:
        return rule is not None and to_boolean(self._engine.evaluate(rule, node))

    def choices(self, node: Node, language: str = "") -> tuple[Choice, ...] | None:
        """The choices now offered, in another language if one is named; nothing for questions that have none."""
        control = definition_of(node).control
        if control is None or definition_of(node).kind not in SELECTS:
            return None
        if control.itemset is None:
            items = control.items or ()
            return tuple(self._inline(item, node, language) for item in items)
        usual = self.language
        try:
            self.language = language or usual  # expressions of labels ask for texts without naming a language
            return self._listed(control.itemset, node)
        finally:
            self.language = usual

    def _inline(self, item: InlineItem, node: Node, language: str) -> Choice:
        label = self._told(self.wording(item.label, node, language))
        return Choice(item.value, label, self._media(item.label, language))

    def _listed(self, itemset: Itemset, node: Node) -> tuple[Choice, ...]:
        if itemset.varies or self._engine.form.choice_texts:
            return tuple(self._items(itemset, node))
        key = (itemset.key, self.language)
        if key not in self._lists:
            self._lists[key] = tuple(self._items(itemset, node))
        return self._lists[key]

    def _items(self, itemset: Itemset, node: Node) -> Iterator[Choice]:
        fixed = not (self._engine.form.choice_texts or itemset.label.reads or itemset.value.reads)
        known = self._choices.setdefault((itemset.key, self.language), {}) if fixed else {}
        for item in to_nodes(self._engine.evaluate(itemset.nodes, node)):
            choice = known.get(item)
            if choice is None:
                choice = self._choice(itemset, item, node)
                if item.definition is None:  # rows of lists never change, instances of repeats do
                    known[item] = choice
            yield choice

    def _choice(self, itemset: Itemset, item: Node, node: Node) -> Choice:
        context = Context(self._engine.world, item, node)
        text_id = "" if itemset.text_id is None else to_string(itemset.text_id.run(context))
        label = self._told(to_string(itemset.label.run(context)))
        return Choice(to_string(itemset.value.run(context)), label, self._text(text_id).media)

    def wording(self, wording: Wording, node: Node, language: str = "") -> str:
        """The text of a wording, seen from a node."""
        if wording.text_id:
            return self.text(wording.text_id, node, language)
        if wording.formula is not None:
            return to_string(self._engine.evaluate(wording.formula, node))
        return self._joined(wording.parts, node)

    def text(self, text_id: str, node: Node, language: str = "") -> str:
        """An itext in the session's language; in the default language if it is not translated."""
        return self._joined(self._text(text_id, language).parts, node)

    def _text(self, text_id: str, language: str = "") -> Text:
        texts = self._engine.form.texts
        for name in (language or self.language, *self._engine.form.languages[:1]) if text_id else ():
            if text_id in texts.get(name, {}):
                return texts[name][text_id]
        return NO_TEXT

    def _media(self, label: Wording, language: str = "") -> tuple[Media, ...]:
        return self._text(label.text_id, language).media

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """The label of a choice of another question; empty if it is none."""
        try:
            found = to_nodes(self._engine.evaluate(formula(path, definition_of(node)), node))
        except ExpressionError:
            return ""  # a path that the form computes, and not to a path
        question = next((each for each in found if each.definition is not None), None)
        control = definition_of(question).control if question else None
        if question is None or control is None:
            return ""
        if control.itemset is None:
            wordings = (item.label for item in control.items or () if item.value == value)
            return next((self.wording(wording, question) for wording in wordings), "")
        item = self._engine.offers.values(question).get(value)
        return to_string(control.itemset.label.run(Context(self._engine.world, item, question))) if item else ""

    def _joined(self, parts: Parts, node: Node) -> str:
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0]
        return "".join(self._shown(part, node) for part in parts)

    def _shown(self, part: str | Output, node: Node) -> str:
        if isinstance(part, str):
            return part
        return to_string(self._engine.evaluate(formula(part.source, definition_of(node)), node))


def _scale(control: Control) -> Scale | None:
    """What a range offers; nothing where its ends are no numbers."""
    if control.bounds is None:
        return None
    step = parse_decimal(control.step)
    return Scale(*(format_number(number) for number in (*control.bounds, step or 1.0)))
