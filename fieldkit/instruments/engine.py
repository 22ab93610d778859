"""The instance of one form and its recalculation: an answer touches only what reads it, in the order of the plan."""

import heapq
import math
from collections.abc import Iterable

from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import growth
from fieldkit.instruments.coercion import date_of, format_moment, moment_of, to_boolean, to_nodes, to_number, to_string
from fieldkit.instruments.context import Context, World
from fieldkit.instruments.definition import Form, Formula, NodeDefinition, SetValue
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.plan import Computation, Facet, Plan
from fieldkit.instruments.tree import Node, Series, Value

_MOST_STEPS = 20_000
"""Computations after one answer; more means that rules of repeat instances need each other for ever."""
_MOST_INSTANCES = 2_000
"""Instances that a count may ask for; more is a slip of the keyboard."""


class Engine:
    """Nodes, their values and their relevance, kept true after every change. `touched` says what changed."""

    def __init__(self, form: Form, plan: Plan, world: World) -> None:
        self.form = form
        self.world = world
        self._plan = plan
        self.touched: set[NodeDefinition] = set()
        self.restructured = False
        """Instances came or went since this was last looked at."""

    @property
    def clock(self) -> Clock:
        """The session's clock."""
        return self.world.clock

    def evaluate(self, formula: Formula, node: Node) -> Value:
        """A formula seen from a node."""
        return formula.run(Context(self.world, node, node))

    def nodes(self, definition: NodeDefinition) -> list[Node]:
        """Every instance of a definition, in document order."""
        found = [self.world.root]
        for name in definition.names[1:]:
            found = [child for node in found for child in node.children[name]]
        return found

    def all_series(self, definition: NodeDefinition) -> list[Series]:
        """A repeat below every instance of its parent."""
        parent = definition.parent
        return [node.series[definition.name] for node in self.nodes(parent)] if parent else []

    def start(self) -> None:
        """Compute everything once."""
        self._run(range(len(self._plan.computations)))

    def reword(self) -> None:
        """Compute again what is made of the form's words: the language changed."""
        self._run(place for place, each in enumerate(self._plan.computations) if each.formula.worded)

    def put(self, node: Node, value: str) -> None:
        """Give a leaf a value and recalculate; what the form hangs on that change happens too."""
        self._put(node, value, frozenset())

    def _put(self, node: Node, value: str, firing: frozenset[NodeDefinition]) -> None:
        definition = definition_of(node)
        if node.value == value:
            return
        node.value = value
        self._propagate(definition)
        if definition in firing:
            return  # actions that set each other go round once
        for action in definition.on_change:
            for target, text in self.targets(action, node):
                self._put(target, text, firing | {definition})

    def targets(self, action: SetValue, node: Node) -> list[tuple[Node, str]]:
        """The nodes that an action writes to, each with its value."""
        found = to_nodes(self.evaluate(action.target, node))
        return [(target, self._action_value(action, target)) for target in found if target.definition is not None]

    def _action_value(self, action: SetValue, target: Node) -> str:
        if action.value is None:
            return action.text
        return self._as_text(self.evaluate(action.value, target), target)

    def add(self, series: Series) -> Node:
        """Another instance at the end, computed and with its actions done."""
        node = growth.new_instance(series, self.clock.new_id)
        self._restructure(definition_of(series))
        for action in definition_of(series).on_new:
            for target, text in self.targets(action, node):
                if _inside(target, node):
                    self.put(target, text)
        return node

    def remove(self, series: Series, index: int) -> None:
        """Take instance `index` (from 0) out; later ones move up."""
        del series.instances[index]
        series.renumber()
        self._restructure(definition_of(series))

    def _restructure(self, definition: NodeDefinition) -> None:
        """Instances came or went: everything in the repeat is computed anew, and what reads any of it."""
        self.restructured = True
        within = set(definition.walk())
        places = {place for place, each in enumerate(self._plan.computations) if each.definition in within}
        self._run(places.union(*(self._note(each) for each in within)))

    def _propagate(self, definition: NodeDefinition) -> None:
        self._run(self._note(definition))

    def _note(self, definition: NodeDefinition) -> tuple[int, ...]:
        self.touched.add(definition)
        self.touched |= self._plan.watchers.get(definition, frozenset())
        return self._plan.triggers.get(definition, ())

    def _run(self, places: Iterable[int]) -> None:
        waiting = sorted(set(places))
        queued, steps = set(waiting), 0
        while waiting:
            place = heapq.heappop(waiting)
            queued.discard(place)
            steps += 1
            if steps > _MOST_STEPS:
                raise Refusal(Code.FORM_CYCLE, ref=self._plan.computations[place].definition.path)
            for changed in self._compute(self._plan.computations[place]):
                for further in self._note(changed):
                    if further not in queued:
                        queued.add(further)
                        heapq.heappush(waiting, further)

    def _compute(self, computation: Computation) -> set[NodeDefinition]:
        """Do one computation for all instances; returns the nodes that now read differently."""
        match computation.facet:
            case Facet.RELEVANT:
                return self._relevances(computation)
            case Facet.COUNT:
                return self._counts(computation)
            case Facet.CALCULATE:
                return self._calculations(computation)

    def _relevances(self, computation: Computation) -> set[NodeDefinition]:
        changed: set[NodeDefinition] = set()
        definition = computation.definition
        for node in self.nodes(definition):
            node.own = to_boolean(self.evaluate(computation.formula, node))
            changed |= _spread(node)
        if definition.repeat:
            for series in self.all_series(definition):
                own = to_boolean(self.evaluate(computation.formula, series.ghost))
                if own != series.ghost.own:
                    series.ghost.own = own
                    changed.add(definition)
        return changed

    def _calculations(self, computation: Computation) -> set[NodeDefinition]:
        changed: set[NodeDefinition] = set()
        for node in self.nodes(computation.definition):
            value = self._as_text(self.evaluate(computation.formula, node), node)
            if value != node.value:
                node.value = value
                changed.add(computation.definition)
        return changed

    def _counts(self, computation: Computation) -> set[NodeDefinition]:
        definition = computation.definition
        changed = False
        for series in self.all_series(definition):
            number = to_number(self.evaluate(computation.formula, series.ghost), self.world.zone)
            wanted = 0 if math.isnan(number) else int(max(0.0, min(number, _MOST_INSTANCES)))
            changed |= wanted != len(series.instances)
            while len(series.instances) > wanted:
                self.remove(series, len(series.instances) - 1)
            while len(series.instances) < wanted:
                self.add(series)
        return set(definition.walk()) if changed else set()

    def _as_text(self, value: Value, node: Node) -> str:
        """A computed value as the type of its node stores it."""
        kind = definition_of(node).bind.type
        if isinstance(value, float):
            if math.isnan(value) or math.isinf(value):
                return ""
            if kind == "date":
                return date_of(value)
            if kind == "dateTime":
                return moment_of(value, self.world.zone)
            if kind in ("int", "integer"):
                return str(math.trunc(value))
        return to_string(value)

    def first_load(self) -> None:
        """Actions of a form that is opened for the first time."""
        for action in self.form.on_load:
            for target, text in self.targets(action, self.world.root):
                self.put(target, text)

    def preload(self) -> None:
        """Fill metadata that is still empty. Device, user and telephone numbers stay blank: they name people."""
        now = self.clock.now()
        values = {"timestamp start": format_moment(now), "date today": now.date().isoformat()}
        for definition in self.form.by_path.values():
            wanted = definition.bind.preload
            if not wanted:
                continue
            for node in self.nodes(definition):
                if not node.value:
                    node.value = f"uuid:{self.clock.new_id()}" if wanted == "uid" else values.get(wanted, "")

    def finish(self) -> None:
        """Write the time of the end where the form asks for it."""
        for definition in self.form.by_path.values():
            if definition.bind.preload == "timestamp end":
                for node in self.nodes(definition):
                    self.put(node, format_moment(self.clock.now()))


def _spread(node: Node) -> set[NodeDefinition]:
    """Pass relevance down; returns the definitions of nodes whose relevance changed."""
    relevant = node.own and (node.parent is None or node.parent.relevant)
    if relevant == node.relevant:
        return set()
    node.relevant = relevant
    changed = {definition_of(node), *(definition_of(series) for series in node.series.values())}
    for group in node.children.values():
        for child in group:
            changed |= _spread(child)
    return changed


def _inside(node: Node, outer: Node) -> bool:
    above: Node | None = node
    while above is not None and above is not outer:
        above = above.parent
    return above is outer
