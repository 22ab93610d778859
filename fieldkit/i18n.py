"""Languages of the interface and of reports: catalogue, plural forms, numbers and dates, as one object to pass along.

There is no current language: whoever makes text gets a `Language`. Write `_ = language.gettext` and `_("…")`, or
`language.ngettext("{n} draft", "{n} drafts", n)`; Babel extracts these. Sentences use named `{placeholders}`.

Babel is imported when it is first needed: the lock screen shows neither numbers nor dates and must be there at once.
"""

import datetime as dt
import gettext
import io
import os
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from fieldkit import paths
from fieldkit.errors import Code, Refusal

if TYPE_CHECKING:
    from babel import Locale

    from fieldkit.formats import Formats

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
        self._catalogue = catalogue

    @property
    def name(self) -> str:
        """The language's own name."""
        return NAMES.get(self.code, self.code)

    @property
    def right_to_left(self) -> bool:
        """Whether text runs from right to left."""
        return self._formats.right_to_left

    @property
    def locale(self) -> "Locale":
        """Babel's description of the language."""
        return self._formats.locale

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
        return self._formats.number(value)

    def money(self, value: Decimal, currency: str) -> str:
        """An amount with its ISO code: symbols of these currencies are ambiguous (som, sum)."""
        return f"{self.number(value)}\u00a0{currency}"

    def percent(self, value: float, places: int = 1) -> str:
        """A share given in percent (not as a fraction)."""
        return f"{self.number(round(Decimal(repr(value)), places))}\u00a0%"

    def date(self, value: dt.date) -> str:
        """A calendar day, medium form."""
        return self._formats.date(value)

    def month(self, value: dt.date) -> str:
        """Month and year."""
        return self._formats.month(value)

    def moment(self, value: dt.datetime) -> str:
        """Day and time to the minute."""
        return self._formats.moment(value)

    @cached_property
    def _formats(self) -> "Formats":
        from fieldkit.formats import Formats  # noqa: PLC0415

        return Formats(self.code)


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
    from babel.messages import mofile, pofile  # noqa: PLC0415

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


def of_the_system() -> Language:
    """The language that the environment asks for, if shipped, else English."""
    wanted = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return preferred(next(filter(None, wanted), None))
