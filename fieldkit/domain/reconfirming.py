"""Asking people again who agreed to be named, before a product names them: what they said, and how long that holds.

They agreed twice when they told their story. What that means for them changes: one of those who had agreed was arrested
two months later (domain notes, threat H09). So the third answer counts for half of that time, and the last one decides.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

import msgspec

DAYS = 30
"""For so long after the day on which a person said it again, a product may name them."""
Day: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d\Z")]


class Said(StrEnum):
    """What came of asking."""

    AGREES = "agrees"
    NO_LONGER = "no_longer"
    """A withdrawal of the use goes with it, and nothing makes them agree again."""
    NOT_REACHED = "not_reached"
    """Nobody knows what became of them: what they said before counts no more."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, as the log tells it."""

    said: Said
    on: str
    """The day on which they were asked, ISO."""
    by: str
    """The member who asked."""
    at: str
    """When it was written down, in UTC."""
    entry: str


def last(heard: Iterable[Heard]) -> Heard | None:
    """The answer that decides, whatever came first: a no for ever, else that of the latest day; None if never asked."""
    return max(heard, key=_weight, default=None)


def holds(heard: Heard | None, today: date) -> bool:
    """Whether a person may be named on a day, by the last that they said."""
    if heard is None or heard.said is not Said.AGREES or (asked := day(heard.on)) is None:
        return False
    return timedelta() <= today - asked <= timedelta(days=DAYS)


def day(text: str) -> date | None:
    """An ISO day; None if there is none such."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weight(heard: Heard) -> tuple[bool, str, str, bool, str]:
    """Of two answers of one moment the more careful one weighs more."""
    return heard.said is Said.NO_LONGER, heard.on, heard.at, heard.said is not Said.AGREES, heard.entry
