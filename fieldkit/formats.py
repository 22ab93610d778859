"""Numbers and dates in the manner of a language, by Babel."""

import datetime as dt
from decimal import Decimal

from babel import Locale, dates, numbers


class Formats:
    """For one language; used through `fieldkit.i18n.Language`."""

    def __init__(self, code: str) -> None:
        self.locale = Locale.parse(code)

    @property
    def right_to_left(self) -> bool:
        """Whether text runs from right to left."""
        return bool(self.locale.text_direction == "rtl")

    def number(self, value: int | Decimal) -> str:
        """A number with the language's separators."""
        return str(numbers.format_decimal(value, locale=self.locale))

    def date(self, value: dt.date) -> str:
        """A calendar day, medium form."""
        return str(dates.format_date(value, format="medium", locale=self.locale))

    def month(self, value: dt.date) -> str:
        """Month and year. Uses the format form MMMM: Babel's stand-alone LLLL mixes locales up (issue 1234)."""
        pattern = "MMMM y"
        if self.locale.language == "ru":  # the format form is genitive in Russian, so the number form reads better
            pattern = "MM.y"
        return str(dates.format_date(value, format=pattern, locale=self.locale))

    def moment(self, value: dt.datetime) -> str:
        """Day and time to the minute."""
        return str(dates.format_datetime(value, format="short", locale=self.locale, tzinfo=value.tzinfo))
