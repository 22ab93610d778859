"""Languages of the interface and of reports: catalogue, plural forms, numbers and dates, as one object to pass along.

There is no current language: whoever makes text gets a `Language`. Write `_ = language.gettext` and `_("…")`, or
`language.ngettext("{n} draft", "{n} drafts", n)`; Babel extracts these. Sentences use named `{placeholders}`.
"""

import datetime as dt
import gettext
import io
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates, numbers
from babel.messages import mofile, pofile

from fieldkit import paths
from fieldkit.errors import Code, Refusal

DOMAIN = "fieldkit"
SOURCE = "en"
NAMES = {"en": "English", "ru": "Русский"}
"""Shipped languages by their own names."""


def N_(message: str) -> str:  # noqa: N802  gettext's own name for it
    """Mark a text for translation where there is no language yet."""
    return message


class Language:
    """One language: text, plural rules, numbers, dates, direction."""

    def __init__(self, code: str, catalogue: gettext.NullTranslations) -> None:
        self.code = code
        self.locale = Locale.parse(code)
        self._catalogue = catalogue

    @property
    def name(self) -> str:
        """The language's own name."""
        return NAMES.get(self.code, self.code)

    @property
    def right_to_left(self) -> bool:
        """Whether text runs from right to left."""
        return bool(self.locale.text_direction == "rtl")

    def gettext(self, message: str) -> str:
        """Translation of `message`, or `message` itself."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The plural form for `count`, with `{n}` filled by the formatted number."""
        return self._catalogue.ngettext(singular, plural, count).replace("{n}", self.number(count))

    def pgettext(self, context: str, message: str) -> str:
        """Translation of `message` in a named context."""
        return self._catalogue.pgettext(context, message)

    def number(self, value: int | Decimal) -> str:
        """A number in the manner of the language; decimals as given, at most two places."""
        return str(numbers.format_decimal(value, locale=self.locale))

    def money(self, value: Decimal, currency: str) -> str:
        """An amount with its ISO code: symbols of these currencies are ambiguous (som, sum)."""
        return f"{self.number(value)}\u00a0{currency}"

    def percent(self, value: float, places: int = 1) -> str:
        """A share given in percent (not as a fraction)."""
        return f"{numbers.format_decimal(round(Decimal(repr(value)), places), locale=self.locale)}\u00a0%"

    def date(self, value: dt.date) -> str:
        """A calendar day, medium form."""
        return str(dates.format_date(value, format="medium", locale=self.locale))

    def month(self, value: dt.date) -> str:
        """Month and year. Uses the format form MMMM: Babel's stand-alone LLLL mixes locales up (issue 1234)."""
        pattern = "MMMM y"
        if self.code == "ru":  # the format form is genitive in Russian, so the number form reads better
            pattern = "MM.y"
        return str(dates.format_date(value, format=pattern, locale=self.locale))

    def moment(self, value: dt.datetime) -> str:
        """Day and time to the minute."""
        return str(dates.format_datetime(value, format="short", locale=self.locale, tzinfo=value.tzinfo))


def available() -> tuple[str, ...]:
    """Codes of the shipped languages, the source language first."""
    return tuple(NAMES)


@lru_cache(maxsize=8)
def load(code: str) -> Language:
    """The language `code`. Raises Refusal(LANGUAGE_UNKNOWN) if it is not shipped."""
    if code not in NAMES:
        raise Refusal(Code.LANGUAGE_UNKNOWN, language=code[:16])
    if code == SOURCE:
        return Language(code, gettext.NullTranslations())
    folder = paths.translations() / code / "LC_MESSAGES"
    compiled = folder / f"{DOMAIN}.mo"
    source = folder / f"{DOMAIN}.po"
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return Language(code, gettext.GNUTranslations(file))
    if not source.exists():
        return Language(code, gettext.NullTranslations())
    with source.open("rb") as file:  # a fresh checkout, or one edited since the last build
        catalogue = pofile.read_po(file, locale=code)
    buffer = io.BytesIO()
    mofile.write_mo(buffer, catalogue)
    buffer.seek(0)
    return Language(code, gettext.GNUTranslations(buffer))


def preferred(wanted: str | None) -> Language:
    """`wanted` if shipped (also with a region, `ru_KG.UTF-8`), else English."""
    code = (wanted or SOURCE).replace("-", "_").split("_")[0].split(".")[0].lower()
    return load(code if code in NAMES else SOURCE)
