"""People who agreed to be named, in a product for others: who of them is, whose words stand there without, and why."""

from enum import StrEnum

import msgspec

from fieldkit.domain.case import Case
from fieldkit.domain.facets import Facet
from fieldkit.domain.reconfirming import Heard
from fieldkit.domain.sample import Those

TO_NAME = Those(Facet.KIND, lambda case: case.to_reconfirm)
"""Somebody agreed twice to be named."""
_ATTRIBUTED = frozenset({"", "full_name_role", "name_by_consent", "pseudonym"})
"""Codes of the list `attribution_level` under which a name may stand once it is confirmed: the others ask for less."""


class Bar(StrEnum):
    """Why somebody who agreed to be named stays unnamed; the first that applies."""

    LESS = "less"
    """The record asks to tell less of its source than a name."""
    NO_WORDS = "no_words"
    """Nothing of theirs may be quoted."""
    MARKED = "marked"
    """Their words, or what stands on the card, may give somebody else away."""
    SEVERAL = "several"
    """Several people of the record have a card, and it does not tell whose words these are."""
    TO_ASK = "to_ask"
    """They were not asked again lately, or could not be reached."""
    NO_CARD = "no_card"
    """No card with their name is here, or none that opens here and can be trusted."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who agreed twice to be named, in a record that a product rests on."""

    record: str
    code: str = ""
    """Of the person; empty where no card says it, or several do."""
    month: str = ""
    words: tuple[str, ...] = ()
    """What may be quoted of theirs at the product's level."""
    last: Heard | None = None
    """What they said when they were asked again last."""
    bar: Bar | None = None


class NamedQuote(msgspec.Struct, frozen=True, kw_only=True):
    """Words under the name of the person who said them."""

    name: str
    month: str
    text: str


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """What a product says of the people who agreed to be named."""

    quotes: tuple[NamedQuote, ...] = ()
    to_ask: int = 0
    """People left unnamed because they were not asked again lately."""
    barred: int = 0
    """People left unnamed for another reason."""
    unasked: int = 0
    """People who could be named, had whoever made this wanted names."""
    records: tuple[str, ...] = ()
    """Those of the people who are named."""


NOBODY = Naming()


def may_name(case: Case) -> bool:
    """Whether the record lets a name stand, as far as it says so itself."""
    return case.first("record.attribution") in _ATTRIBUTED
