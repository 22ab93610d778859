"""A form being filled: the `Session` of `fieldkit.domain.forms` on our own engine."""

from datetime import UTC

from fieldkit.clock import Clock
from fieldkit.domain import person_codes
from fieldkit.domain.answers import Answer, Answers, RepeatKey
from fieldkit.domain.forms import Choice, Instrument, Kind, NodeState, Problem
from fieldkit.domain.reference import Reference
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import growth, plan, refill, standing, values, xform
from fieldkit.instruments.coercion import words
from fieldkit.instruments.context import World
from fieldkit.instruments.definition import Form, NodeDefinition
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.display import Display
from fieldkit.instruments.engine import Engine
from fieldkit.instruments.languages import code_of
from fieldkit.instruments.metadata import Origin
from fieldkit.instruments.offers import SELECTS
from fieldkit.instruments.places import Places
from fieldkit.instruments.scopes import Scope
from fieldkit.instruments.tree import Node, Series

_NOWHERE = Origin()


def load(
    instrument: Instrument,
    *,
    clock: Clock,
    answers: Answers | None = None,
    language: str = "",
    strict: bool = True,
    origin: Origin = _NOWHERE,
    exact: bool = False,
    reference: Reference | None = None,
    unknown: bool = True,
    names: bool = True,
) -> "FormSession":
    """A new filling of an instrument, or one that goes on with the answers of a draft or revision.

    Args:
        instrument: the questionnaire.
        clock: gives times and the identities of repeat instances.
        answers: what was answered before; defaults and first-load actions are then left out.
        language: form language; the default one if empty.
        strict: refuse answers to questions that the form does not have (ANSWER_UNKNOWN_QUESTION); else leave them out.
        origin: codes of device and member, for forms that ask for them.
        exact: spell texts and decimals as ODK's tools do, to compare with them.
        reference: sites and code lists of the project; without it those that the form was made with.
        unknown: keep answered sites and codes that nobody here knows, as `standing.of` does.
        names: ask sealed questions that have no answer.

    Raises Refusal, also those of reading a form: FORM_LANGUAGE_UNKNOWN, FORM_….
    """
    form = xform.read(instrument.xform, exact=exact)
    lists = standing.of(form, reference, answers, unknown=unknown)
    return FormSession(instrument, lists, plan.of(form), clock, answers, language, origin, strict=strict, names=names)


class FormSession:
    """One filling. Not thread-safe. `set` recalculates and shows anew only what the answer touches."""

    def __init__(
        self,
        instrument: Instrument,
        form: Form,
        order: plan.Plan,
        clock: Clock,
        answers: Answers | None,
        language: str,
        origin: Origin,
        *,
        strict: bool,
        names: bool,
    ) -> None:
        self._instrument = instrument
        self._form = form
        language = language or next(iter(form.languages), "")
        self._check_language(language)
        world = World(
            root=growth.new_root(form, clock.new_id) if answers is None else growth.blank_root(form),
            instances=form.instances,
            clock=clock,
            zone=clock.now().tzinfo or UTC,
            language_code=code_of(language),
            # Expressions may ask for words of the form, and words may hold expressions: the display comes later.
            translate=lambda text_id, node: self._display.text(text_id, node),  # noqa: PLW0108
            choice_name=lambda value, path, node: self._display.choice_name(value, path, node),  # noqa: PLW0108
            seed=int.from_bytes(clock.random_bytes(4), "big"),
        )
        self._engine = Engine(form, order, world)
        self._display = Display(self._engine, language, names=names)
        self._places = Places(world.root)
        self._states: dict[Node | Series, NodeState] = {}
        self._complete = False
        """Whether every node has been shown since the last great change."""
        if answers is not None:
            refill.put(self._places, answers, strict=strict)
        self._engine.preload(origin)
        self._engine.start()
        if answers is None:
            self._engine.first_load()
        self._forget()

    @property
    def instrument(self) -> Instrument:
        """The questionnaire."""
        return self._instrument

    @property
    def language(self) -> str:
        """The form language in which labels and messages are given."""
        return self._display.language

    def set_language(self, name: str) -> None:
        """Switch to the form language `name`. Raises Refusal(FORM_LANGUAGE_UNKNOWN)."""
        self._check_language(name)
        self._display.language = name
        self._engine.world.language_code = code_of(name)
        self._engine.reword()
        self._forget()

    def nodes(self) -> tuple[NodeState, ...]:
        """Every node in document order, irrelevant ones included; a repeat stands before its instances."""
        self._complete = True
        return tuple(self._state(place) for place in self._display.walk())

    def node(self, ref: str) -> NodeState:
        """One node; a ref that names a repeat and its first instance alike gives the repeat.

        Raises Refusal(ANSWER_UNKNOWN_QUESTION).
        """
        return self._state(self._places.find(ref))

    def translated_label(self, ref: str, language: str) -> str:
        """The label of a node in another language. Raises Refusal(ANSWER_UNKNOWN_QUESTION, FORM_LANGUAGE_UNKNOWN)."""
        self._check_language(language)
        place = self._places.find(ref)
        return self._display.label(place.ghost if isinstance(place, Series) else place, language)

    def translated_choices(self, ref: str, language: str) -> tuple[Choice, ...] | None:
        """The choices offered, in another language. Raises Refusal(ANSWER_UNKNOWN_QUESTION, FORM_LANGUAGE_UNKNOWN)."""
        self._check_language(language)
        place = self._places.find(ref)
        return None if isinstance(place, Series) else self._display.choices(place, language)

    def set(self, ref: str, value: str) -> frozenset[str]:
        """Answer a question (empty text clears); returns the refs whose state changed.

        Raises Refusal: ANSWER_WRONG_TYPE, ANSWER_UNKNOWN_CHOICE, ANSWER_READ_ONLY, ANSWER_UNKNOWN_QUESTION.
        """
        node, text = self._stored(ref, value)
        if not self._complete:
            self.nodes()
        before = self._states.copy()
        self._engine.put(node, text)
        return self._changed(before)

    def objection(self, ref: str, value: str) -> str | None:
        """What the form would say against a value, in its own words or none; None if nothing. Keeps nothing.

        Raises Refusal like `set`.
        """
        node, text = self._stored(ref, value)
        before, node.value = node.value, text  # put back before anything is computed from it
        try:
            validity = self._display.validity(node)
        finally:
            node.value = before
        return None if validity.valid else validity.message

    def _stored(self, ref: str, value: str) -> tuple[Node, str]:
        """A question and a value as it stores it: a code in place of what is sealed, else one of its type."""
        node, definition = self._places.leaf(ref)
        if definition.control is None or self._display.readonly(node):
            raise Refusal(Code.ANSWER_READ_ONLY, ref=ref)
        if definition.bind.sealed and person_codes.is_code(value):
            return node, value
        zone = self._engine.world.zone
        text = values.stored(
            definition.kind, definition.bind.type, value, ref, zone, definition.bounds, exact=self._form.exact
        )
        if text and definition.kind in SELECTS:
            text = self._chosen(node, definition, text, ref)
        return node, text

    def _chosen(self, node: Node, definition: NodeDefinition, text: str, ref: str) -> str:
        """Choices that are on offer, in the order of their list; a ranking must have them all."""
        offer, chosen = self._engine.offers.values(node), set(words(text))
        if not chosen <= offer.keys():
            raise Refusal(Code.ANSWER_UNKNOWN_CHOICE, ref=ref)
        if definition.kind is Kind.RANK and len(chosen) < len(offer):
            raise Refusal(Code.ANSWER_WRONG_TYPE, ref=ref)
        return self._engine.offers.ordered(node, text)

    def add_repeat(self, ref: str) -> str:
        """Add an instance to the repeat `ref`; returns the instance's ref.

        Raises Refusal: ANSWER_UNKNOWN_QUESTION, ANSWER_READ_ONLY if the form counts the instances itself.
        """
        node = self._engine.add(self._open_series(ref))
        self._forget()
        return node.ref

    def remove_repeat(self, ref: str, index: int) -> None:
        """Remove instance `index` (from 0) of the repeat `ref`. Raises Refusal like `add_repeat`."""
        series = self._open_series(ref)
        if not 0 <= index < len(series.instances):
            raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=ref)
        self._engine.remove(series, index)
        self._forget()

    def problems(self) -> tuple[Problem, ...]:
        """What stands in the way of submitting, in document order; rules with the time in them are asked anew."""
        found = []
        for place in self._display.walk():
            if isinstance(place, Series):
                continue
            validity = self._display.validity(place)
            if not validity.valid:
                label = self._display.label(place)
                found.append(Problem(ref=place.ref, label=label, missing=validity.missing, message=validity.message))
        return tuple(found)

    def draft(self) -> Answers:
        """All answers including those of irrelevant questions."""
        return self._answers(relevant_only=False)

    def answers(self) -> Answers:
        """The answers of relevant questions and calculations, stamped with the end time where the form asks for it."""
        self._engine.finish()
        return self._answers(relevant_only=True)

    def title(self) -> str:
        """The instance name if the form defines one, else the instrument's title."""
        meta = self._engine.world.root.children.get("meta", [])
        names = [node for group in meta for node in group.children.get("instanceName", [])]
        return (names[0].value if names else "") or self._instrument.title

    def _answers(self, *, relevant_only: bool) -> Answers:
        items: list[Answer] = []
        keys: list[RepeatKey] = []
        for place in self._display.walk():
            if isinstance(place, Series) or (relevant_only and not place.relevant):
                continue
            if place.uid:
                keys.append(RepeatKey(ref=place.ref, uid=place.uid))
            value = place.shown if relevant_only else place.value
            if value and not definition_of(place).children:
                items.append(Answer(ref=place.ref, value=value))
        return Answers(
            form=self._instrument.form,
            version=self._instrument.version,
            items=tuple(items),
            repeats=tuple(keys),
        )

    def _state(self, place: Node | Series) -> NodeState:
        state = self._states.get(place)
        if state is None:
            state = self._states[place] = self._display.state(place)
        return state

    def _changed(self, before: dict[Node | Series, NodeState]) -> frozenset[str]:
        """Show anew what was touched, and tell which refs look different now."""
        if self._engine.restructured:
            self._forget()
            old = {state.ref: state for state in before.values()}
            new = {state.ref: state for state in self.nodes()}
            return frozenset(ref for ref in {*old, *new} if old.get(ref) != new.get(ref))
        touched = [
            place for definition, scope in self._engine.touched.items() for place in self._shown(definition, scope)
        ]
        self._engine.touched.clear()
        for place in touched:
            self._states.pop(place, None)
        return frozenset(place.ref for place in touched if before.get(place) != self._state(place))

    def _shown(self, definition: NodeDefinition, scope: Scope) -> list[Node | Series]:
        series: list[Node | Series] = list(self._engine.all_series(definition)) if definition.repeat else []
        return [*series, *self._engine.nodes(definition, scope)] if definition.parent else []

    def _forget(self) -> None:
        """Nothing shown so far counts any more."""
        self._states.clear()
        self._complete = False
        self._engine.touched.clear()
        self._engine.restructured = False

    def _open_series(self, ref: str) -> Series:
        series = self._places.series(ref)
        if definition_of(series).count is not None:
            raise Refusal(Code.ANSWER_READ_ONLY, ref=ref)
        return series

    def _check_language(self, name: str) -> None:
        if name and name not in self._form.languages:
            raise Refusal(Code.FORM_LANGUAGE_UNKNOWN, language=name)
