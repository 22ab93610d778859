"""Which choices a question offers now, by value only: what an answer is checked against and cut down to."""

from fieldkit.domain.forms import Kind
from fieldkit.instruments.coercion import to_nodes, to_string, words
from fieldkit.instruments.context import Context, World
from fieldkit.instruments.definition import Itemset
from fieldkit.instruments.definition import of as definition_of
from fieldkit.instruments.tree import Node

SELECTS = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK)

Offer = dict[str, Node | None]
"""Values in their order, each once, with the nodes that they come from; written into the body, they come from none."""


class Offers:
    """Reads the choice lists of one session; keeps those that depend on no answer, the fixed ones for all sessions."""

    def __init__(self, world: World, fixed: dict[str, Offer]) -> None:
        self._world = world
        self._fixed = fixed
        self._known: dict[str, Offer] = {}

    def values(self, node: Node) -> Offer:
        """The values on offer for a question; none for questions without choices."""
        control = definition_of(node).control
        if control is None:
            return {}
        if control.itemset is None:
            return dict.fromkeys(item.value for item in control.items or ())
        itemset = control.itemset
        if itemset.varies:
            return self._read(itemset, node)
        known = self._fixed if itemset.fixed else self._known
        if itemset.key not in known:
            known[itemset.key] = self._read(itemset, node)
        return known[itemset.key]

    def _read(self, itemset: Itemset, node: Node) -> Offer:
        offer: Offer = {}
        for item in to_nodes(itemset.nodes.run(Context(self._world, node, node))):
            offer.setdefault(to_string(itemset.value.run(Context(self._world, item, node))), item)
        return offer

    def ordered(self, node: Node, value: str) -> str:
        """Several choices in the order of their list; a ranking in that of the person."""
        if definition_of(node).kind is not Kind.SELECT_MULTIPLE:
            return value
        chosen = set(words(value))
        return " ".join(code for code in self.values(node) if code in chosen)

    def left_of(self, node: Node) -> str | None:
        """The part of the value that is still on offer; nothing if that is all of it.

        A ranking gets what has come on offer since, at its end.
        """
        if not node.value:
            return None
        kind, codes = definition_of(node).kind, self.values(node)
        chosen = [node.value] if kind is Kind.SELECT_ONE else words(node.value)
        kept = [code for code in chosen if code in codes]
        if kind is Kind.RANK:
            known = set(kept)
            kept += [code for code in codes if code not in known]
        text = " ".join(kept)
        return text if text != node.value else None
