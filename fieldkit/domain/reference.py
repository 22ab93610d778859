"""Code lists, sites and deadlines as frozen values: what codes mean, how they count and what they are called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

SITES: Final = "site"
"""Name of the list of sites, in forms too."""
UNLISTED: Final = "site_unlisted"
"""The choice of forms for a site that the list does not have."""
NONRESPONSE: Final = "nonresponse"
"""The list of reasons why a question has no answer; forms add it to others."""
EXTENSIBLE: Final = frozenset(
    {
        "complaint_body",
        "country",
        "crossing_offer",
        "document_type",
        "evidence_kind",
        "in_kind",
        "intervention",
        "job_channel",
        "legal_instrument",
        "market_role",
        "monitor_obstruction",
        "pretext",
        "recommendation_addressee",
        "recommendation_theme",
        "referral_need",
        "sector",
        "service_barrier",
        "service_kind",
        "site_segment",
        "site_type",
        "source_type",
        "threat_kind",
        "transport",
        "travel_purpose",
        "work_condition",
    }
)
"""Lists that a project may add to: plain names of what is met with.

All others are fixed: a rule of the program, or a calculation of a shipped form, has to know every one of their codes.
"""


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a code list. Headings (`group`, `family`, `table`) are parents, never answers."""

    code: str
    labels: Mapping[str, str]
    """Language code -> label."""
    parent: str = ""
    counts_as: str = ""
    """How statistics treat it (`money_lost`, `private_loss`…), from the list's note."""
    heading: bool = False
    retired: bool = False
    """Not offered for new records any more; shown and counted as before."""
    own: bool = False
    """The project added or changed it."""
    disputed: bool = False
    """Officers said different things of it without knowing of each other; the later one is in force."""

    def label(self, language: str) -> str:
        """The label in `language`, else in English or Russian, else the code itself."""
        return _label(self.labels, language) or self.code


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place where monitoring happens."""

    code: str
    labels: Mapping[str, str]
    kind: str
    country: str
    region: str = ""
    retired: bool = False
    own: bool = False
    disputed: bool = False
    """These three as of a `Code`."""

    def label(self, language: str) -> str:
        """The name in `language`, else in English or Russian, else the code."""
        return _label(self.labels, language) or self.code


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
    """All reference data: as it is shipped, or as a project changed it (`reference_changes.merged`)."""

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

    def codes(self, list_name: str) -> Mapping[str, Site] | Mapping[str, Code]:
        """The sites, or the codes of a list; none if there is no such list."""
        return self.sites if list_name == SITES else self.lists.get(list_name, _NO_CODES)

    def may_change(self, list_name: str, code: str) -> bool:
        """Whether a project may add this code to the list, or say something of it."""
        known = self.lists.get(list_name, _NO_CODES).get(code)
        kept = code == UNLISTED or code in self.lists[NONRESPONSE] or (known is not None and known.heading)
        return (list_name == SITES or list_name in EXTENSIBLE) and not kept


def _label(labels: Mapping[str, str], language: str) -> str:
    """Every project has Russian; what is shipped has English too."""
    return labels.get(language) or labels.get("en") or labels.get("ru") or ""


_NO_CODES: Mapping[str, Code] = MappingProxyType({})
