"""What figures are asked for: period, site, level of disclosure and dimensions."""

from datetime import date
from enum import StrEnum

import msgspec


class Level(StrEnum):
    """For whom a product is made (design notes, section 2)."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"

    @property
    def k(self) -> int:
        """Values resting on fewer records are hidden."""
        return {Level.INTERNAL: 1, Level.PARTNER: 3, Level.PUBLIC: 5}[self]


K_MINORS = 10
"""Threshold outside the project where a cell concerns children (design notes, section 7)."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Days from `start` to `end`, both included."""

    start: date
    end: date


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures shall be about."""

    period: Period | None = None
    site: str = ""
    level: Level = Level.INTERNAL
    by: tuple[str, ...] = ()
