"""What the people in a record agreed to, use by use; the one place that knows the roles of consent.

Every product asks `may` before it uses a record. A missing answer is never a yes, and what was taken back stays so.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from fieldkit.domain.facts import Fact
from fieldkit.domain.log import EntryKind

First: TypeAlias = Callable[[str], str]
"""The first value of a role in a record; an empty text where it has none."""


class Use(StrEnum):
    """What a record may be used for: the codes of the list `consent_use`."""

    STORE_RECORD = "store_record"
    STATISTICS = "statistics"
    ANONYMOUS_SUMMARY = "anonymous_summary"
    ANONYMOUS_QUOTE = "anonymous_quote"
    SHARE_PARTNER = "share_partner"
    SHARE_LAWYER = "share_lawyer"
    REFERRAL = "referral"
    PHOTO = "photo"
    RECONTACT = "recontact"
    REAL_NAME = "real_name"


class Agreed(StrEnum):
    """How a use stands: the codes of the list `consent_state` that a record can be in, and two more."""

    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RECONFIRM_DUE = "reconfirm_due"
    """Agreed twice to be named. Nobody is, until they agree again before the print."""
    RECONFIRMED = "reconfirmed"
    """And did so lately (`fieldkit.domain.reconfirming`); what a record says of itself never comes to that."""
    WEAK = "weak"
    """Given, but in a manner that is too weak for this use (list `consent_for_group`)."""
    NOT_ASKED = "not_asked"
    """No answer, whatever the reason."""


_ROLE = "consent."
_HOW = "consent.for_group"
_SECOND = "consent.second_confirmation"
_YES = "yes"
_NO = frozenset({"no", "refused"})
_SILENT = frozenset({"", Agreed.WITHDRAWN.value})
_SPEAKERS = ("person.speakers_female", "person.speakers_male", "person.speakers_minor")
_TOLD = (*(_ROLE + use for use in Use), _SECOND, _HOW, *_SPEAKERS, "text.quote")
_TOO_WEAK = {
    "group_aloud": frozenset({Use.ANONYMOUS_QUOTE, Use.REAL_NAME}),
    "family_head": frozenset({Use.REAL_NAME}),
}
_OF_PEOPLE = frozenset({Use.ANONYMOUS_QUOTE, Use.RECONTACT, Use.REAL_NAME})
"""Uses of which there is none in a record that nobody told."""
CARD_USES: Mapping[EntryKind, Use] = MappingProxyType({EntryKind.CONTACT: Use.RECONTACT, EntryKind.NAME: Use.REAL_NAME})
"""What a kind of identity card is for."""
OF_COUNTING = (_ROLE + Use.STORE_RECORD, _ROLE + Use.STATISTICS)
"""Roles that decide whether a record gives figures, beside whether somebody told it."""
OF_WORDS = (_ROLE + Use.ANONYMOUS_QUOTE, _ROLE + Use.REAL_NAME, _SECOND, _HOW)
"""Roles that decide, beside these, on quotations and names."""
SOMEBODY = Fact(_ROLE + Use.RECONTACT, 0, Agreed.NOT_ASKED.value)
"""Says that somebody told the record and nothing else, where that is all that is kept of what they agreed to."""


def somebody_told(first: First) -> bool:
    """Whether the record says what somebody told; what a monitor saw alone has nobody to ask."""
    return any(first(role) not in _SILENT for role in _TOLD)


def agreed(first: First, use: Use) -> Agreed:
    """How one use of a record that somebody told stands."""
    answer = first(_ROLE + use)
    if use is Use.REAL_NAME and answer in ("", _YES):
        answer = first(_SECOND)
    if answer == Agreed.WITHDRAWN:
        return Agreed.WITHDRAWN
    if answer in _NO:
        return Agreed.DECLINED
    if answer != _YES:
        return Agreed.NOT_ASKED
    if use in _TOO_WEAK.get(first(_HOW), ()):
        return Agreed.WEAK
    return Agreed.RECONFIRM_DUE if use is Use.REAL_NAME else Agreed.GIVEN


def may(first: First, use: Use) -> bool:
    """Whether the record may be used so.

    What somebody told: if they said yes to this very use, and did not refuse that it is kept; what is here is kept
    unless they did. What nobody told: unless the use ended, but there is nobody to quote, to name or to see again.
    """
    own = agreed(first, use)
    if own is Agreed.WITHDRAWN:
        return False
    if not somebody_told(first):
        return use not in _OF_PEOPLE
    return _is_kept(first) and (use is Use.STORE_RECORD or own is Agreed.GIVEN)


def _is_kept(first: First) -> bool:
    """Whether nobody said no to keeping the record, at first or later."""
    return agreed(first, Use.STORE_RECORD) not in (Agreed.DECLINED, Agreed.WITHDRAWN)


def may_keep_card(first: First, use: Use) -> bool:
    """Whether a card for this use may be kept, and opened: to be named asks for two yes, and a third before the print.

    Keeping the card is no use of the record by itself, so that a yes that has to be confirmed yet is enough for it.
    """
    return somebody_told(first) and _is_kept(first) and agreed(first, use) in (Agreed.GIVEN, Agreed.RECONFIRM_DUE)


def uses_of(first: First) -> tuple[tuple[Use, Agreed], ...]:
    """Every use with how it stands; where there was nobody to ask, those that ended."""
    told = somebody_told(first)
    stands = ((use, agreed(first, use)) for use in Use)
    return tuple((use, how) for use, how in stands if told or how is Agreed.WITHDRAWN)


def closed(facts: tuple[Fact, ...], uses: Iterable[Use]) -> tuple[Fact, ...]:
    """The facts of a record of which some uses ended: that word stands where an answer stood."""
    roles = {_ROLE + use for use in uses}
    if not roles:
        return facts
    left = tuple(fact for fact in facts if fact.role not in roles)
    asked = (Fact(_HOW, 0, Agreed.NOT_ASKED.value),) if _tells(facts) and not _tells(left) else ()
    return left + asked + tuple(Fact(role, 0, Agreed.WITHDRAWN.value) for role in sorted(roles))


def _tells(facts: tuple[Fact, ...]) -> bool:
    """Whether somebody told this: what they take back is no reason to forget that they were there."""
    return any(fact.role in _TOLD and fact.value not in _SILENT for fact in facts)
