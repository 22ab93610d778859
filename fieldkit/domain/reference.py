"""Code lists, sites and deadlines as frozen values: what codes mean, how they count and what they are called."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a code list. Headings (`group`, `family`, `table`) are parents, never answers."""

    code: str
    labels: Mapping[str, str]
    """Language code -> label."""
    parent: str = ""
    counts_as: str = ""
    """How statistics treat it (`money_lost`, `private_loss`…), from the list's note."""
    heading: bool = False

    def label(self, language: str) -> str:
        """The label in `language`, else in English, else the code itself."""
        return self.labels.get(language) or self.labels.get("en") or self.code


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place where monitoring happens."""

    code: str
    labels: Mapping[str, str]
    kind: str
    country: str
    region: str = ""

    def label(self, language: str) -> str:
        """The name in `language`, else in English, else the code."""
        return self.labels.get(language) or self.labels.get("en") or self.code


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A time limit in calendar days of a host country for citizens of some countries, as its source states it."""

    rule: str
    host: str
    applies_to: tuple[str, ...]
    """ISO codes of the citizenships."""
    days: int
    topic: str
    """What the limit is for, from the name of the rule: `register`, `stay`."""
    starts_from: str = ""
    as_of: str = ""
    """Year and month of the information, not of today."""
    source: str = ""
    """Lines of the report that state it."""
    confidence: str = ""
    """A code of the list rule_confidence."""
    labels: Mapping[str, str] = MappingProxyType({})

    def label(self, language: str) -> str:
        """The rule in words in `language`, else in English, else its code."""
        return self.labels.get(language) or self.labels.get("en") or self.rule


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """All shipped reference data."""

    lists: Mapping[str, Mapping[str, Code]]
    sites: Mapping[str, Site]
    deadlines: tuple[Deadline, ...]

    def label(self, list_name: str, code: str, language: str) -> str:
        """The label of a code; the code itself where it is unknown."""
        found = self.lists.get(list_name, _NO_CODES).get(code)
        return found.label(language) if found else code

    def site_label(self, code: str, language: str) -> str:
        """The name of a site; its code where it is unknown."""
        site = self.sites.get(code)
        return site.label(language) if site else code


_NO_CODES: Mapping[str, Code] = MappingProxyType({})
