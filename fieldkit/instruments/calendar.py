"""Date functions of ODK: formats with % codes, month and day names in the form's language."""

from collections.abc import Callable
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_DATE_CODES: dict[str, Callable[[datetime, Locale], str]] = {
    "Y": lambda moment, _: f"{moment.year:04d}",
    "y": lambda moment, _: f"{moment.year % 100:02d}",
    "m": lambda moment, _: f"{moment.month:02d}",
    "n": lambda moment, _: str(moment.month),
    "B": lambda moment, locale: str(get_month_names("wide", "format", locale)[moment.month]),
    "b": lambda moment, locale: str(get_month_names("abbreviated", "format", locale)[moment.month]),
    "d": lambda moment, _: f"{moment.day:02d}",
    "e": lambda moment, _: str(moment.day),
    "a": lambda moment, locale: str(get_day_names("abbreviated", "format", locale)[moment.weekday()]),
}
_TIME_CODES: dict[str, Callable[[datetime, Locale], str]] = {
    "H": lambda moment, _: f"{moment.hour:02d}",
    "h": lambda moment, _: str(moment.hour),
    "M": lambda moment, _: f"{moment.minute:02d}",
    "S": lambda moment, _: f"{moment.second:02d}",
    "3": lambda moment, _: f"{moment.microsecond // 1000:03d}",
}


def format_moment(moment: datetime, pattern: str, language_code: str, *, times: bool) -> str:
    """`moment` by a pattern of ODK. Unknown codes stay as they are; time codes count only with `times`."""
    codes = _DATE_CODES | _TIME_CODES if times else _DATE_CODES
    locale = _locale(language_code)
    written: list[str] = []
    signs = iter(pattern)
    for sign in signs:
        if sign != "%":
            written.append(sign)
            continue
        code = next(signs, "")
        written.append(codes[code](moment, locale) if code in codes else f"%{code}".replace("%%", "%"))
    return "".join(written)


def _locale(language_code: str) -> Locale:
    try:
        return Locale.parse(language_code or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
