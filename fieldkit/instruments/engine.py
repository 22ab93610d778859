"""The instance of one form and its recalculation: an answer touches only what reads it, in the order of the plan."""

import heapq
import math
from collections import Counter, deque

from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import growth, metadata, scopes
from fieldkit.instruments.coercion import to_boolean, to_nodes, to_number
from fieldkit.instruments.context import Context, World
from fieldkit.instruments.definition import Form, Formula, NodeDefinition, SetValue
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.metadata import Origin
from fieldkit.instruments.offers import Offers
from fieldkit.instruments.plan import Computation, Facet, Plan
from fieldkit.instruments.scopes import Places, Scope
from fieldkit.instruments.tree import Node, Series, Value
from fieldkit.instruments.values import coerced

_MOST_STEPS = 20_000
"""Computations after one answer; more means that rules of repeat instances need each other for ever."""
_MOST_ACTIONS = 1_000
"""Actions after one answer; more set each other for ever."""
_MOST_COUNTS = 50
"""Changes of one count after one answer; more means that it asks for another instance because of each that it gets."""
_MOST_INSTANCES = 2_000
"""Instances that a count may ask for; more is a slip of the keyboard."""


class Engine:
    """Nodes, their values and their relevance, kept true after every change. `touched` says what changed."""

    def __init__(self, form: Form, plan: Plan, world: World) -> None:
        self.form = form
        self.world = world
        self._plan = plan
        self._new: deque[Node] = deque()
        self._changed: deque[Node] = deque()
        """Nodes with actions that have changed and whose actions are still to be done."""
        self.offers = Offers(world, form.fixed_offers)
        self._counted: Counter[NodeDefinition] = Counter()
        """How often counts have changed after the latest answer."""
        self.touched: dict[NodeDefinition, Scope] = {}
        self.restructured = False
        """Instances came or went since this was last looked at."""

    @property
    def clock(self) -> Clock:
        """The session's clock."""
        return self.world.clock

    def evaluate(self, formula: Formula, node: Node) -> Value:
        """A formula seen from a node."""
        return formula.run(Context(self.world, node, node))

    def nodes(self, definition: NodeDefinition, scope: Scope = None) -> list[Node]:
        """Every instance of a definition, in document order; those in the scope only, if there is one."""
        found = [scope or self.world.root]
        for name in definition.names[len(definition_of(scope).names) if scope else 1 :]:
            found = [child for node in found for child in node.children[name]]
        return found

    def all_series(self, definition: NodeDefinition) -> list[Series]:
        """A repeat below every instance of its parent."""
        parent = definition.parent
        return [node.series[definition.name] for node in self.nodes(parent)] if parent else []

    def start(self) -> None:
        """Compute everything once."""
        self._run(dict.fromkeys(range(len(self._plan.computations))))
        self._new.clear()
        self._changed.clear()

    def reword(self) -> None:
        """Compute again what is made of the form's words: the language changed."""
        self._run({place: None for place, each in enumerate(self._plan.computations) if each.formula.worded})
        self._act()

    def put(self, node: Node, value: str) -> None:
        """Give a leaf a value and recalculate; what the form hangs on that change happens too."""
        self._write(node, value)
        self._act()

    def _write(self, node: Node, value: str) -> None:
        if node.value != value:
            node.value = value
            self._changes(node)
            self._run(self._note(definition_of(node), scopes.innermost(node)))

    def _changes(self, node: Node) -> None:
        if definition_of(node).on_change:
            self._changed.append(node)

    def _act(self) -> None:
        """Do what hangs on new instances and on changes so far; actions that set each other go round only so often."""
        for _ in range(_MOST_ACTIONS):
            if self._new:
                node = self._new.popleft()
                for action in definition_of(node).on_new:
                    self._do(action, node, within=node)
            elif self._changed:
                node = self._changed.popleft()
                for action in definition_of(node).on_change:
                    self._do(action, node)
            else:
                return
        self._new.clear()
        self._changed.clear()

    def _do(self, action: SetValue, node: Node, within: Node | None = None) -> None:
        for target, text in self.targets(action, node):
            if within is None or (target.relevant and scopes.inside(target, within)):
                self._write(target, text)

    def targets(self, action: SetValue, node: Node) -> list[tuple[Node, str]]:
        """The nodes that an action writes to, each with its value."""
        found = to_nodes(self.evaluate(action.target, node))
        return [(target, self._action_value(action, target)) for target in found if target.definition is not None]

    def _action_value(self, action: SetValue, target: Node) -> str:
        return self._as_text(action.text if action.value is None else self.evaluate(action.value, target), target)

    def add(self, series: Series) -> Node:
        """Another instance at the end, computed and with its actions done."""
        node = self._grow(series)
        self._run(self._restructured(definition_of(series)))
        self._act()
        return node

    def _grow(self, series: Series) -> Node:
        node = growth.new_instance(series, self.clock.new_id)
        self._new.append(node)
        return node

    def remove(self, series: Series, index: int) -> None:
        """Take instance `index` (from 0) out; later ones move up."""
        del series.instances[index]
        series.renumber()
        self._run(self._restructured(definition_of(series)))
        self._act()

    def _restructured(self, definition: NodeDefinition) -> Places:
        """Instances came or went: everything in the repeat is computed anew, and what reads any of it."""
        self.restructured = True
        places: Places = {}
        for each in definition.walk():
            places.update(self._note(each, None))
            places.update(dict.fromkeys(self._plan.own.get(each, ())))
        return places

    def _note(self, definition: NodeDefinition, scope: Scope) -> Places:
        """Something changed, in one instance of a repeat or anywhere: what must be shown and computed anew for that."""
        for each in (definition, *self._plan.watchers.get(definition, ())):
            inner = scope if each is definition or each in self._plan.local else None
            inner = inner if inner and definition_of(inner) in each.enclosing_repeats() else None
            self.touched[each] = inner if self.touched.get(each, inner) is inner else None
        places: Places = {}
        for place in self._plan.triggers.get(definition, ()):
            computation = self._plan.computations[place]
            confined = (
                scope and computation.local and definition_of(scope) in computation.definition.enclosing_repeats()
            )
            places[place] = scope if confined else None
        return places

    def _run(self, places: Places) -> None:
        self._counted.clear()
        queued, steps = dict(places), 0
        waiting = sorted(queued)
        while waiting:
            place = heapq.heappop(waiting)
            steps += 1
            if steps > _MOST_STEPS:
                raise Refusal(Code.FORM_CYCLE, ref=self._plan.computations[place].definition.path)
            for further, scope in self._compute(self._plan.computations[place], queued.pop(place)).items():
                if further not in queued:
                    heapq.heappush(waiting, further)
                queued[further] = scope if queued.get(further, scope) is scope else None

    def _compute(self, computation: Computation, scope: Scope) -> Places:
        """Do one computation for all instances in the scope; returns what must be computed then, and where."""
        match computation.facet:
            case Facet.RELEVANT:
                scope = None if computation.definition.repeat else scope
                changed = self._relevances(computation, scope)
            case Facet.COUNT:
                return self._counts(computation.definition, computation.formula)
            case Facet.CALCULATE:
                changed = self._calculations(computation, scope)
            case Facet.OFFER:
                changed = self._offers(computation, scope)
        return scopes.merged([self._note(each, scope) for each in changed])

    def _relevances(self, computation: Computation, scope: Scope) -> set[NodeDefinition]:
        changed: set[NodeDefinition] = set()
        definition = computation.definition
        for node in self.nodes(definition, scope):
            node.own = to_boolean(self.evaluate(computation.formula, node))
            changed |= _spread(node)
        if definition.repeat:
            for series in self.all_series(definition):
                own = to_boolean(self.evaluate(computation.formula, series.ghost))
                if own != series.ghost.own:
                    series.ghost.own = own
                    changed.add(definition)
        return changed

    def _calculations(self, computation: Computation, scope: Scope) -> set[NodeDefinition]:
        changed: set[NodeDefinition] = set()
        for node in self.nodes(computation.definition, scope):
            value = self._as_text(self.evaluate(computation.formula, node), node)
            if value != node.value:
                node.value = value
                self._changes(node)
                changed.add(computation.definition)
        return changed

    def _offers(self, computation: Computation, scope: Scope) -> set[NodeDefinition]:
        changed: set[NodeDefinition] = set()
        for node in self.nodes(computation.definition, scope):
            left = self.offers.left_of(node)
            if left != node.offered:
                node.offered = left
                self._changes(node)
                changed.add(computation.definition)
        return changed

    def _counts(self, definition: NodeDefinition, formula: Formula) -> Places:
        changed = False
        for series in self.all_series(definition):
            number = to_number(self.evaluate(formula, series.ghost), self.world.zone)
            if math.isnan(number):
                continue  # a count that is being written anew takes nothing away
            wanted = int(max(0.0, min(number, _MOST_INSTANCES)))
            changed |= wanted != len(series.instances)
            del series.instances[wanted:]
            while len(series.instances) < wanted:
                self._grow(series)
        if not changed:
            return {}
        self._counted[definition] += 1
        if self._counted[definition] > _MOST_COUNTS:
            raise Refusal(Code.FORM_CYCLE, ref=definition.path)
        return self._restructured(definition)

    def _as_text(self, value: Value, node: Node) -> str:
        """A computed value as the type of its node stores it."""
        definition = definition_of(node)
        kind, bind_type, bounds = definition.kind, definition.bind.type, definition.bounds
        return coerced(kind, bind_type, value, self.world.zone, bounds, exact=self.form.exact)

    def first_load(self) -> None:
        """Actions of a form that is opened for the first time."""
        for action in self.form.on_load:
            for target, text in self.targets(action, self.world.root):
                if target.relevant:
                    self._write(target, text)
        self._act()

    def preload(self, origin: Origin) -> None:
        """Fill metadata that is still empty."""
        for definition in self.form.by_path.values():
            if definition.bind.preload:
                for node in self.nodes(definition):
                    node.value = node.value or metadata.at_start(definition.bind.preload, self.clock, origin)

    def finish(self) -> None:
        """Write the time of the end where the form asks for it."""
        for definition in self.form.by_path.values():
            value = metadata.at_end(definition.bind.preload, self.clock)
            for node in self.nodes(definition) if value else ():
                self.put(node, value)


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
