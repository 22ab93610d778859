"""Functions of texts, of truth and of lists of choices."""

import math

from fieldkit.instruments.coercion import SPACE, to_boolean, to_number, to_string, words
from fieldkit.instruments.context import Context
from fieldkit.instruments.function import ANY, Function, own_text, text_function, texts
from fieldkit.instruments.patterns import matches
from fieldkit.instruments.tree import Value


def _selected_at(context: Context, values: list[Value]) -> Value:
    chosen, index = words(to_string(values[0])), to_number(values[1], context.world.zone)
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


def _substr(context: Context, values: list[Value]) -> Value:
    """0-based, end excluded; negative places count from the end."""
    text = to_string(values[0])
    places = [to_number(value, context.world.zone) for value in values[1:]]
    if any(math.isnan(place) or math.isinf(place) for place in places):
        return ""
    return text[slice(*(int(place) for place in places))] if len(places) > 1 else text[int(places[0]) :]


def _substring(context: Context, values: list[Value]) -> Value:
    """XPath's own: 1-based, a length instead of an end, both rounded."""
    text = to_string(values[0])
    start, *lengths = (to_number(value, context.world.zone) for value in values[1:])
    first = _rounded(start)
    end = first + _rounded(lengths[0]) if lengths else math.inf
    return "".join(sign for place, sign in enumerate(text, 1) if first <= place < end)


def _rounded(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _translate(text: str, before: str, after: str) -> str:
    table: dict[int, str | None] = {}
    for index, sign in enumerate(before):
        table.setdefault(ord(sign), after[index] if index < len(after) else None)
    return text.translate(table)


def _join(_: Context, values: list[Value]) -> Value:
    return to_string(values[0]).join(texts(values[1:]))


def _checklist(context: Context, values: list[Value]) -> Value:
    """Whether so many of the answers are true: at least the first number, at most the second (-1: any)."""
    return _between(context, values, float(sum(_truths(values[2:]))))


def _weighted_checklist(context: Context, values: list[Value]) -> Value:
    """As `checklist`, but each answer counts as much as the number after it."""
    weights = [to_number(each, context.world.zone) for value in values[3::2] for each in _each(value)]
    truths = _truths(values[2::2])
    return _between(context, values, sum(weight for weight, truth in zip(weights, truths, strict=False) if truth))


def _between(context: Context, values: list[Value], found: float) -> bool:
    least, most = (to_number(value, context.world.zone) for value in values[:2])
    return found >= least and (most == -1 or found <= most)


def _truths(values: list[Value]) -> list[bool]:
    return [to_boolean(each) for value in values for each in _each(value)]


def _each(value: Value) -> list[Value]:
    """Nodes one by one, as texts: an empty answer is not true."""
    return [node.string() for node in value] if isinstance(value, list) else [value]


def _selected(chosen: str, code: str) -> bool:
    """Nothing chosen is the empty choice, as in all of ODK's tools."""
    return code.strip(SPACE) in (words(chosen) or [""])


def _name(context: Context, values: list[Value]) -> str:
    """The name of the first node; the same with or without a prefix, because nodes are known by local names."""
    nodes = values[0] if values else [context.node]
    return nodes[0].name if isinstance(nodes, list) and nodes else ""


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda *_: True),
    "false": Function(0, 0, lambda *_: False),
    "not": Function(1, 1, lambda _, values: not to_boolean(values[0])),
    "boolean": Function(1, 1, lambda _, values: to_boolean(values[0])),
    "boolean-from-string": text_function(lambda text: text in ("1", "true"), 1),
    "checklist": Function(2, ANY, _checklist),
    "weighted-checklist": Function(2, ANY, _weighted_checklist),
    "string": Function(0, 1, own_text),
    "string-length": Function(0, 1, lambda context, values: float(len(own_text(context, values)))),
    "normalize-space": Function(0, 1, lambda context, values: " ".join(words(own_text(context, values)))),
    "contains": text_function(lambda text, part: part in text, 2),
    "starts-with": text_function(lambda text, part: text.startswith(part), 2),
    "ends-with": text_function(lambda text, part: text.endswith(part), 2),
    "substr": Function(2, 3, _substr),
    "substring": Function(2, 3, _substring),
    "substring-before": text_function(lambda text, part: text.partition(part)[0] if part and part in text else "", 2),
    "substring-after": text_function(lambda text, part: text.partition(part)[2] if part else text, 2),
    "translate": text_function(_translate, 3),
    "concat": Function(1, ANY, lambda _, values: "".join(texts(values))),
    "join": Function(1, ANY, _join),
    "regex": text_function(matches, 2),
    "coalesce": text_function(lambda first, second: first or second, 2),
    "selected": text_function(_selected, 2),
    "is-selected": text_function(_selected, 2),
    "count-selected": text_function(lambda chosen: float(len(words(chosen))), 1),
    "selected-at": Function(2, 2, _selected_at),
    "name": Function(0, 1, _name),
    "local-name": Function(0, 1, _name),
}
