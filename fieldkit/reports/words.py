"""Everything that a report says about values: labels of codes, numbers, amounts, months, in one language."""

import re
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal

from fieldkit.domain.earlier import Part
from fieldkit.domain.figures import Count, Figures, Interval, RegistrationRow
from fieldkit.domain.query import Level
from fieldkit.domain.reference import Reference
from fieldkit.i18n import Language

NOTHING = "–"
_GROUP = re.compile(r" \([^()]*\)\Z")
"""Headings of code lists say in brackets that they are groups; a report need not."""


class Words:
    """Turns codes and values of figures into words of one language."""

    def __init__(self, language: Language, reference: Reference) -> None:
        self.language = language
        self._reference = reference
        self.gettext = language.gettext

    def label(self, list_name: str, code: str) -> str:
        """The label of a code; `not stated` for an empty one."""
        if not code:
            return self.not_stated()
        label = self._reference.label(list_name, code, self.language.code)
        found = self._reference.lists.get(list_name, {}).get(code)
        return _GROUP.sub("", label) if found and found.heading else label

    def site(self, code: str) -> str:
        """The name of a site."""
        return self._reference.site_label(code, self.language.code) if code else self.not_stated()

    def not_stated(self) -> str:
        """For an empty code."""
        _ = self.gettext
        return _("not stated")

    def instrument(self, form: str) -> str:
        """The name of a shipped questionnaire, or the id of another."""
        _ = self.gettext
        names = {
            "visit": _("Visit"),
            "observation": _("Observation"),
            "interview": _("Interview"),
            "interview_short": _("Short interview"),
        }
        return names.get(form, form)

    def rule(self, code: str) -> str:
        """A rule on registration in words."""
        found = (rule for rule in self._reference.deadlines if rule.rule == code)
        return next((rule.label(self.language.code) for rule in found), code)

    def basis(self, row: RegistrationRow) -> str:
        """What a rule rests on: whose words, of when, how sure."""
        _ = self.gettext
        return _("{rule} State of {month}. Source: the report, lines {source}. {confidence}.").format(
            rule=self._ended(self.rule(row.rule)),
            month=self._month(row.as_of),
            source=row.source,
            confidence=self.label("rule_confidence", row.confidence),
        )

    def _ended(self, text: str) -> str:
        return text if text.endswith(".") else f"{text}."

    def _month(self, told: str) -> str:
        """`2009-06` in words; what is no month as it is told."""
        try:
            return self.language.month(date.fromisoformat(f"{told}-01"))
        except ValueError:
            return told or self.not_stated()

    def price_source(self, code: str) -> str:
        """Where a price comes from: a code of the list price_source, or the status of a payment row."""
        named = self._reference.label("price_source", code, self.language.code)
        return self.label("payment_status", code) if named == code else named

    def currency(self, code: str) -> str:
        """An ISO code as it is; other codes by their label."""
        return code if len(code) == 3 else self.label("currency", code)

    def rate(self, value: Decimal | float) -> str:
        """A rate with exactly two decimals, so that a column of them lines up."""
        return str(format_decimal(value, format="#,##0.00", locale=self.language.locale))

    def range_of(self, interval: Interval) -> str:
        """Both ends of an interval in percent, without the sign."""
        return f"{self.rate(interval.low)}–{self.rate(interval.high)}"

    @property
    def guillemets(self) -> bool:
        """Whether the language quotes «so»."""
        return self.language.code != "en"

    def level(self, level: Level) -> str:
        """For whom the report is made."""
        return level_name(level, self.language)

    def reader(self, level: Level) -> str:
        """Who may read it, and what is left out."""
        return level_reader(level, self.language)

    def count(self, count: Count) -> str:
        """A count, or that it is hidden."""
        return self.hidden() if count is None else self.language.number(count)

    def hidden(self) -> str:
        """What stands in a hidden cell; the note below the table explains it."""
        _ = self.gettext
        return _("hidden")

    def amount(self, value: Decimal | None) -> str:
        """An amount without its currency, at most two decimals; a dash where there is none."""
        return NOTHING if value is None else self.language.number(round(value, 2))

    def span(self, low: Decimal | None, high: Decimal | None) -> str:
        """`5,000–6,000`, or one number if both are equal."""
        if low is None or high is None:
            return NOTHING
        return self.amount(low) if low == high else f"{self.amount(low)}–{self.amount(high)}"

    def month(self, text: str) -> str:
        """`2009-06` or `2009` in words; `undated` for an empty text."""
        _ = self.gettext
        if not text:
            return _("undated")
        year, _dash, month = text.partition("-")
        return self.language.month(date(int(year), int(month), 1)) if month else year

    def months(self, texts: tuple[str, ...]) -> str:
        """First and last of some months."""
        if not texts:
            return self.month("")
        first, last = self.month(texts[0]), self.month(texts[-1])
        return first if first == last else f"{first} – {last}"

    def day(self, day: date | None) -> str:
        """A calendar day, or a dash."""
        return NOTHING if day is None else self.language.date(day)


def hiding(figures: Figures, language: Language) -> tuple[str, ...]:
    """The log of what disclosure control hid in a product for others, and why; nothing inside the project."""
    _ = language.gettext
    if figures.query.level is Level.INTERNAL:
        return ()
    number, found = language.number, figures.hiding
    told = [
        _("Values hidden because they rest on fewer than {k} records: {n}.").format(
            k=number(figures.k), n=number(found.small)
        ),
        _("Hidden because those could be computed from them: {n}.").format(n=number(found.beside)),
    ]
    if found.compared:
        told += [
            _("Compared with products given out before: {n}.").format(n=number(found.compared)),
            _("Hidden because they would tell too much together with such a product: {n}.").format(
                n=number(found.differing)
            ),
        ]
    if Part.TABLE in found.left_out:
        told.append(_("The table that was asked for cannot be protected and is left out."))
    if Part.SITES in found.left_out:
        told.append(_("The numbers of records by site cannot be protected and are left out."))
    told.append(_("Nothing is rounded."))
    return tuple(told)


def level_name(level: Level, language: Language) -> str:
    """For whom a product of this level is made."""
    _ = language.gettext
    return {Level.INTERNAL: _("Internal"), Level.PARTNER: _("For partners"), Level.PUBLIC: _("Public")}[level]


def level_reader(level: Level, language: Language) -> str:
    """Who may read a product of this level, and what is left out."""
    _ = language.gettext
    return {
        Level.INTERNAL: _("For the members of the project only. Small numbers and record ids are shown."),
        Level.PARTNER: _("Values resting on fewer than 3 records are hidden; no record ids."),
        Level.PUBLIC: _(
            "Values resting on fewer than 5 records are hidden; no record ids, no quotations without a name."
        ),
    }[level]
