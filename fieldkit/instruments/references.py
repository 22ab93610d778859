"""Which nodes of the form an expression reads, found by walking its paths over the definitions."""

from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.functions import FUNCTIONS
from fieldkit.instruments.parsing import parse
from fieldkit.instruments.syntax import Axis, Binary, Call, Expression, Filtered, Negative, Number, Path, Step, Text

_Nodes = frozenset[NodeDefinition]
_NONE: _Nodes = frozenset()
_STRUCTURAL = ("count", "position")
_WORDED = ("jr:itext", "jr:choice-name", "format-date", "format-date-time")
"""Functions that give words in the language of the form."""


class References:
    """What one expression reads that stands at the node `home`, seen from there or from the nodes `focus`."""

    def __init__(self, expression: Expression, home: NodeDefinition, focus: _Nodes = _NONE) -> None:
        self._home = home
        self._enclosing = frozenset(home.enclosing_repeats())
        self.reads: set[NodeDefinition] = set()
        self.siblings: set[NodeDefinition] = set()
        self.volatile = False
        self.worded = False
        self.own = False
        self.local = True
        """Whether nothing is read from an instance of a repeat that the expression does not stand in itself."""
        self.nodes = self._visit(expression, focus or frozenset({home}))
        """The nodes that the expression as a whole stands for; none unless it is a path."""

    def _visit(self, expression: Expression, focus: _Nodes) -> _Nodes:
        match expression:
            case Number() | Text():
                return _NONE
            case Negative(operand):
                self._visit(operand, focus)
                return _NONE
            case Binary():
                return self._binary(expression, focus)
            case Call(name, arguments):
                return self._call(name, arguments, focus)
            case Filtered(base, predicates):
                nodes = self._visit(base, focus)
                self._visit_all(predicates, nodes)
                return nodes
            case Path(start, steps):
                return self._path(start, steps, focus)

    def _binary(self, expression: Binary, focus: _Nodes) -> _Nodes:
        first, rights = expression.spine()
        nodes = self._visit(first, focus)
        for sign, right in rights:
            found = self._visit(right, focus)
            nodes = nodes | found if sign == "|" else _NONE
        return nodes

    def _visit_all(self, expressions: tuple[Expression, ...], focus: _Nodes) -> list[_Nodes]:
        return [self._visit(expression, focus) for expression in expressions]

    def _call(self, name: str, arguments: tuple[Expression, ...], focus: _Nodes) -> _Nodes:
        if name == "current":
            return frozenset({self._home})
        if name in _STRUCTURAL and len(arguments) == 1 and isinstance(arguments[0], Path):
            # How many nodes there are and where they stand is told by the repeats on the way, not by what they hold.
            self._path(arguments[0].start, arguments[0].steps, focus, values=False)
            return _NONE
        if name == "jr:choice-name" and len(arguments) == 2 and isinstance(arguments[1], Text):
            parse(arguments[1].value)  # the path of a question, as a text: broken ones are found when the form is read
        found = self._visit_all(arguments, focus)
        function = FUNCTIONS.get(name)
        self.volatile |= function is not None and function.volatile
        self.own |= name == "once"
        self.local &= name not in ("indexed-repeat", "jr:choice-name")
        self.worded |= name in _WORDED
        if name == "indexed-repeat" and self._enclosing.intersection(*found[1:2]):
            self.siblings |= found[0]
        if name in ("once", "indexed-repeat", "randomize") and found:
            return found[0]
        return _NONE

    def _path(
        self, start: "str | Expression", steps: tuple[Step, ...], focus: _Nodes, *, values: bool = True
    ) -> _Nodes:
        elsewhere = False
        if start == "/":
            nodes, steps = self._from_root(steps)
        elif isinstance(start, str):
            nodes = focus
        else:
            nodes = self._visit(start, focus)
        for step in steps:
            if step.axis is Axis.DESCENDANT:
                self.reads |= {below for node in nodes for below in node.walk() if below.repeat}
            nodes = _step(nodes, step)
            if step.axis not in (Axis.PARENT, Axis.SELF):
                repeats = {node for node in nodes if node.repeat}
                self.local &= not repeats and step.axis is not Axis.DESCENDANT
                self.reads |= repeats
                elsewhere |= bool(step.predicates) and not self._enclosing.isdisjoint(repeats)
            self._visit_all(step.predicates, nodes)
        self.reads |= nodes if values else {node for node in nodes if node.repeat}
        if elsewhere:
            self.siblings |= nodes
        return nodes

    def _from_root(self, steps: tuple[Step, ...]) -> tuple[_Nodes, tuple[Step, ...]]:
        root = self._home
        while root.parent is not None:
            root = root.parent
        if not steps:
            return frozenset({root}), ()
        if steps[0].axis is Axis.DESCENDANT:
            return frozenset({root}), steps
        return (frozenset({root}) if steps[0].name in (root.name, "*") else _NONE), steps[1:]


def _step(nodes: _Nodes, step: Step) -> _Nodes:
    match step.axis:
        case Axis.SELF:
            return nodes
        case Axis.PARENT:
            return frozenset(node.parent for node in nodes if node.parent is not None)
        case Axis.DESCENDANT:
            below = (each for node in nodes for each in node.walk() if each is not node)
            return frozenset(each for each in below if step.name in ("*", each.name))
        case Axis.CHILD:
            return frozenset(
                child for node in nodes for child in node.children.values() if step.name in ("*", child.name)
            )
