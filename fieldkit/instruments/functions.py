"""The function library of ODK XPath as a table; functions that need their arguments unevaluated are in `special`.

Another function is one entry here: its name, how many arguments it takes, and what it does with their values.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from fieldkit.instruments import calendar
from fieldkit.instruments.coercion import (
    date_of,
    days,
    format_moment,
    moment_of,
    parse_date,
    parse_moment,
    parse_time,
    to_boolean,
    to_nodes,
    to_number,
    to_string,
)
from fieldkit.instruments.context import Context
from fieldkit.instruments.tree import Value

_ANY = 1_000


@dataclass(frozen=True, slots=True)
class Function:
    """One function: the numbers of arguments it takes and what it computes from their values."""

    least: int
    most: int
    run: Callable[[Context, list[Value]], Value]
    volatile: bool = False
    """The same arguments may give another value: never cached."""


def _texts(values: list[Value]) -> Iterator[str]:
    """Texts of all arguments, nodes one by one."""
    for value in values:
        if isinstance(value, list):
            yield from (node.string() for node in value)
        else:
            yield to_string(value)


def _numbers(context: Context, values: list[Value]) -> list[float]:
    """Numbers of all arguments that are numbers; empty answers do not count."""
    found = (to_number(text, context.world.zone) for text in _texts(values))
    return [number for number in found if not math.isnan(number)]


def _text_function(run: Callable[..., Value], least: int, most: int | None = None) -> Function:
    """A function of texts only."""
    return Function(least, least if most is None else most, lambda _, values: run(*map(to_string, values)))


def _number_function(run: Callable[..., float], count: int = 1) -> Function:
    """A function of numbers only; outside its domain it gives NaN."""

    def call(context: Context, values: list[Value]) -> Value:
        try:
            return float(run(*(to_number(value, context.world.zone) for value in values)))
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    return Function(count, count, call)


def _own_text(context: Context, values: list[Value]) -> str:
    return to_string(values[0]) if values else context.node.string()


def _round(context: Context, values: list[Value]) -> Value:
    number = to_number(values[0], context.world.zone)
    places = to_number(values[1], context.world.zone) if len(values) > 1 else 0.0
    if math.isnan(number) or math.isinf(number) or math.isnan(places) or abs(places) > 30:
        return number if not math.isnan(places) else math.nan
    scale = 10.0 ** int(places)
    if math.isinf(number * scale):
        return number
    # Halves go up, as XPath 1.0 says; Python's round() would go to the even neighbour.
    return math.floor(number * scale + 0.5) / scale


def _truncated(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _selected_at(context: Context, values: list[Value]) -> Value:
    chosen, index = to_string(values[0]).split(), to_number(values[1], context.world.zone)
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


def _substring(context: Context, values: list[Value]) -> Value:
    """0-based, end excluded; negative places count from the end."""
    text = to_string(values[0])
    places = [to_number(value, context.world.zone) for value in values[1:]]
    if any(math.isnan(place) or math.isinf(place) for place in places):
        return ""
    return text[slice(*(int(place) for place in places))] if len(places) > 1 else text[int(places[0]) :]


def _translate(text: str, before: str, after: str) -> str:
    table: dict[int, str | None] = {}
    for index, sign in enumerate(before):
        table.setdefault(ord(sign), after[index] if index < len(after) else None)
    return text.translate(table)


def _matches(text: str, pattern: str) -> bool:
    """The whole text must match, as in JavaRosa; a pattern that is none matches nothing."""
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        return False


def _sum(context: Context, values: list[Value]) -> Value:
    return float(sum(_numbers(context, values)))


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    def run(context: Context, values: list[Value]) -> Value:
        found = _numbers(context, values)
        return choose(found) if found else math.nan

    return Function(1, _ANY, run)


def _date(context: Context, values: list[Value]) -> Value:
    if isinstance(values[0], float):
        return date_of(values[0])
    text = to_string(values[0])
    moment = parse_moment(text, context.world.zone)
    if moment is not None:
        return moment.date().isoformat()
    return text if parse_date(text) else date_of(to_number(text, context.world.zone))


def _date_time(context: Context, values: list[Value]) -> Value:
    if not isinstance(values[0], float):
        text = to_string(values[0])
        if parse_moment(text, context.world.zone):
            return text
        day = parse_date(text)
        if day is not None:
            return format_moment(datetime.combine(day, time(), context.world.zone))
    return moment_of(to_number(values[0], context.world.zone), context.world.zone)


def _decimal_time(context: Context, values: list[Value]) -> Value:
    text = to_string(values[0])
    moment = parse_moment(text, context.world.zone)
    found = moment.timetz() if moment else parse_time(text)
    if found is None:
        return math.nan
    return (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1e6) / 86_400


def _formatted(*, times: bool) -> Function:
    def run(context: Context, values: list[Value]) -> Value:
        text = to_string(values[0] if not isinstance(values[0], float) else _date_time(context, values))
        day = parse_date(text)
        moment = datetime.combine(day, time()) if day else parse_moment(text, context.world.zone)
        if moment is None:
            return ""
        return calendar.format_moment(moment, to_string(values[1]), context.world.language_code, times=times)

    return Function(2, 2, run)


def _join(_: Context, values: list[Value]) -> Value:
    return to_string(values[0]).join(_texts(values[1:]))


def _random(context: Context, _: list[Value]) -> Value:
    return int.from_bytes(context.world.clock.random_bytes(7), "big") / 256**7


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda *_: True),
    "false": Function(0, 0, lambda *_: False),
    "not": Function(1, 1, lambda _, values: not to_boolean(values[0])),
    "boolean": Function(1, 1, lambda _, values: to_boolean(values[0])),
    "boolean-from-string": _text_function(lambda text: text in ("1", "true"), 1),
    "number": Function(1, 1, lambda context, values: to_number(values[0], context.world.zone)),
    "int": _number_function(_truncated),
    "round": Function(1, 2, _round),
    "floor": _number_function(math.floor),
    "ceiling": _number_function(math.ceil),
    "abs": _number_function(abs),
    "pow": _number_function(math.pow, 2),
    "sqrt": _number_function(math.sqrt),
    "exp": _number_function(math.exp),
    "exp10": _number_function(lambda number: 10.0**number),
    "log": _number_function(math.log),
    "log10": _number_function(math.log10),
    "sin": _number_function(math.sin),
    "cos": _number_function(math.cos),
    "tan": _number_function(math.tan),
    "asin": _number_function(math.asin),
    "acos": _number_function(math.acos),
    "atan": _number_function(math.atan),
    "atan2": _number_function(math.atan2, 2),
    "pi": Function(0, 0, lambda *_: math.pi),
    "string": Function(1, 1, lambda _, values: to_string(values[0])),
    "string-length": Function(0, 1, lambda context, values: float(len(_own_text(context, values)))),
    "normalize-space": Function(0, 1, lambda context, values: " ".join(_own_text(context, values).split())),
    "contains": _text_function(lambda text, part: part in text, 2),
    "starts-with": _text_function(lambda text, part: text.startswith(part), 2),
    "ends-with": _text_function(lambda text, part: text.endswith(part), 2),
    "substr": Function(2, 3, _substring),
    "substring-before": _text_function(lambda text, part: text.partition(part)[0] if part and part in text else "", 2),
    "substring-after": _text_function(lambda text, part: text.partition(part)[2] if part else text, 2),
    "translate": _text_function(_translate, 3),
    "concat": Function(1, _ANY, lambda _, values: "".join(_texts(values))),
    "join": Function(1, _ANY, _join),
    "regex": _text_function(_matches, 2),
    "selected": _text_function(lambda chosen, code: code.strip() in chosen.split(), 2),
    "is-selected": _text_function(lambda chosen, code: code.strip() in chosen.split(), 2),
    "count-selected": _text_function(lambda chosen: float(len(chosen.split())), 1),
    "selected-at": Function(2, 2, _selected_at),
    "count": Function(1, 1, lambda _, values: float(sum(node.relevant for node in to_nodes(values[0])))),
    "count-non-empty": Function(
        1, 1, lambda _, values: float(sum(node.string() != "" for node in to_nodes(values[0])))
    ),
    "sum": Function(1, 1, _sum),
    "min": _extreme(min),
    "max": _extreme(max),
    "coalesce": _text_function(lambda first, second: first or second, 2),
    "today": Function(0, 0, lambda context, _: context.world.clock.now().date().isoformat(), volatile=True),
    "now": Function(0, 0, lambda context, _: format_moment(context.world.clock.now()), volatile=True),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "decimal-date-time": Function(
        1, 1, lambda context, values: days(to_string(_date_time(context, values)), context.world.zone)
    ),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": _formatted(times=False),
    "format-date-time": _formatted(times=True),
    "uuid": Function(0, 0, lambda context, _: context.world.clock.new_id(), volatile=True),
    "random": Function(0, 0, _random, volatile=True),
    "jr:itext": Function(1, 1, lambda context, values: context.world.translate(to_string(values[0]), context.origin)),
    "jr:choice-name": Function(
        2,
        2,
        lambda context, values: context.world.choice_name(
            to_string(values[0]), to_string(values[1]).strip(), context.origin
        ),
    ),
}
