"""The function library of ODK XPath; functions that need their arguments unevaluated are in `special`.

Another function is one entry in the table of its kind: its name, how many arguments it takes, and what it does with
their values.
"""

from fieldkit.instruments import digests, functions_date, functions_number, functions_text, geography
from fieldkit.instruments.coercion import SPACE, to_number, to_string
from fieldkit.instruments.context import Context
from fieldkit.instruments.function import Function
from fieldkit.instruments.tree import Node, Value

_LONGEST_ID = 1_000


def _itext(context: Context, values: list[Value]) -> Value:
    return context.world.translate(to_string(values[0]), context.origin)


def _choice_name(context: Context, values: list[Value]) -> Value:
    return context.world.choice_name(to_string(values[0]), to_string(values[1]).strip(SPACE), context.origin)


def _uuid(context: Context, values: list[Value]) -> Value:
    """A random identity, or as many of its signs as asked for."""
    if not values:
        return context.world.clock.new_id()
    length = to_number(values[0], context.world.zone)
    text = ""
    while len(text) < min(length, _LONGEST_ID):
        text += context.world.clock.new_id()
    return text[: int(min(length, _LONGEST_ID))] if length >= 0 else ""


def _pulldata(context: Context, values: list[Value]) -> Value:
    """`pulldata(list, wanted, key, value)`: the column `wanted` of the first row whose column `key` has the value."""
    name, wanted, key, value = map(to_string, values)
    holder = context.world.instances.get(name)
    for row in _rows([holder] if holder else []):
        if any(cell.string() == value for cell in row.children.get(key, ())):
            return to_string(row.children.get(wanted, []))
    return ""


def _rows(nodes: list[Node]) -> list[Node]:
    """`root/item` below the holder of an instance."""
    roots = [root for node in nodes for root in node.children.get("root", ())]
    return [row for root in roots for row in root.children.get("item", ())]


FUNCTIONS: dict[str, Function] = {
    **functions_text.FUNCTIONS,
    **functions_number.FUNCTIONS,
    **functions_date.FUNCTIONS,
    **geography.FUNCTIONS,
    **digests.FUNCTIONS,
    "uuid": Function(0, 1, _uuid, volatile=True),
    "pulldata": Function(4, 4, _pulldata),
    "jr:itext": Function(1, 1, _itext),
    "jr:choice-name": Function(2, 2, _choice_name),
}
