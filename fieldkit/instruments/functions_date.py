"""Functions of dates and times. A number is days since 1970; a missing offset is that of the session's zone."""

import math
import re
from datetime import date, datetime, time

from fieldkit.instruments import calendar
from fieldkit.instruments.coercion import (
    date_of,
    days,
    format_moment,
    moment_of,
    parse_date,
    parse_moment,
    parse_time,
    to_number,
    to_string,
)
from fieldkit.instruments.context import Context
from fieldkit.instruments.function import Function
from fieldkit.instruments.tree import Value

_UNPADDED = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")


def _date(context: Context, values: list[Value]) -> Value:
    if isinstance(values[0], float):
        return date_of(values[0])
    text = to_string(values[0])
    moment = parse_moment(text, context.world.zone)
    if moment is not None:
        return moment.date().isoformat()
    short = _UNPADDED.match(text)
    if short:
        text = f"{short[1]}-{short[2]:0>2}-{short[3]:0>2}"
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
    """The part of a day that has gone by; a time with an offset is told by the clock of this place."""
    found = parse_time(to_string(values[0]))
    if found is None:
        return math.nan
    if found.tzinfo is not None:
        found = datetime.combine(date(1970, 1, 1), found).astimezone(context.world.zone).time()
    return (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1e6) / 86_400


def _formatted(*, times: bool) -> Function:
    def run(context: Context, values: list[Value]) -> Value:
        text = to_string(values[0] if not isinstance(values[0], float) else _date_time(context, values))
        day = parse_date(text)
        moment = datetime.combine(day, time()) if day else parse_moment(text, context.world.zone)
        if moment is None:
            return ""
        if moment.tzinfo is not None:
            moment = moment.astimezone(context.world.zone)
        return calendar.format_moment(moment, to_string(values[1]), context.world.language_code, times=times)

    return Function(2, 2, run)


FUNCTIONS: dict[str, Function] = {
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
}
