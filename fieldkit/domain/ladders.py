"""What others may know of a person in a record, and how each of it is told less exactly, step by step.

The ladders follow the security notes, section 8, rule 4. They change what a product shows, never a stored record.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from fieldkit.domain.case import Case
from fieldkit.domain.reference import Reference

Read: TypeAlias = Callable[[Case, Reference], str]


class Variable(StrEnum):
    """What others may know."""

    PLACE = "place"
    TIME = "time"
    SEX = "sex"
    AGE = "age"
    CITIZENSHIP = "citizenship"
    ETHNICITY = "ethnicity"
    STATUS = "status"
    SECTOR = "sector"


class Rung(StrEnum):
    """How exactly it is told."""

    RECORDED = "recorded"
    REGION = "region"
    COUNTRY = "country"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    WIDE = "wide"
    GROUP = "group"
    LEFT_OUT = "left_out"


_WIDE_AGES: Mapping[str, str] = MappingProxyType(
    {
        "under_14": "under_18",
        "a14_17": "under_18",
        "a18_29": "a18_45",
        "a30_45": "a18_45",
        "a46_59": "over_45",
        "a60_plus": "over_45",
    }
)
"""Bands that the list age_band names as belonging together; the last is open above."""
_MONTHS_OF_A_QUARTER = 3


def _value(role: str) -> Read:
    return lambda case, _: " ".join(sorted(set(case.values(role))))


def _group(role: str, list_name: str) -> Read:
    """The headings above the codes; a code without one stands for itself."""

    def read(case: Case, reference: Reference) -> str:
        codes = reference.lists[list_name]
        above = {(codes[code].parent or code) if code in codes else code for code in case.values(role)}
        return " ".join(sorted(above))

    return read


def _region(case: Case, reference: Reference) -> str:
    site = reference.sites.get(case.site)
    return (site.region or site.country) if site else case.site


def _country(case: Case, reference: Reference) -> str:
    site = reference.sites.get(case.site)
    return site.country if site else case.site


def _day(case: Case, _: Reference) -> str:
    return "" if case.span is None else f"{case.span[0].isoformat()}/{case.span[1].isoformat()}"


def _quarter(case: Case, _: Reference) -> str:
    if not case.month:
        return case.when
    year, month = case.month.split("-")
    return f"{year}-Q{(int(month) - 1) // _MONTHS_OF_A_QUARTER + 1}"


def _left_out(_: Case, __: Reference) -> str:
    return ""


LADDERS: Mapping[Variable, tuple[tuple[Rung, Read], ...]] = MappingProxyType(
    {
        Variable.PLACE: (
            (Rung.RECORDED, lambda case, _: case.site),
            (Rung.REGION, _region),
            (Rung.COUNTRY, _country),
            (Rung.LEFT_OUT, _left_out),
        ),
        Variable.TIME: (
            (Rung.RECORDED, _day),
            (Rung.MONTH, lambda case, _: case.when),
            (Rung.QUARTER, _quarter),
            (Rung.YEAR, lambda case, _: case.when[:4]),
            (Rung.LEFT_OUT, _left_out),
        ),
        Variable.SEX: ((Rung.RECORDED, _value("person.sex")), (Rung.LEFT_OUT, _left_out)),
        Variable.AGE: (
            (Rung.RECORDED, _value("person.age_band")),
            (Rung.WIDE, lambda case, _: _WIDE_AGES.get(case.first("person.age_band"), case.first("person.age_band"))),
            (Rung.LEFT_OUT, _left_out),
        ),
        Variable.CITIZENSHIP: ((Rung.RECORDED, _value("person.citizenship")), (Rung.LEFT_OUT, _left_out)),
        Variable.ETHNICITY: ((Rung.RECORDED, _value("person.ethnicity")), (Rung.LEFT_OUT, _left_out)),
        Variable.STATUS: (
            (Rung.RECORDED, _value("person.status")),
            (Rung.GROUP, _group("person.status", "person_status")),
            (Rung.LEFT_OUT, _left_out),
        ),
        Variable.SECTOR: ((Rung.RECORDED, _value("person.sector")), (Rung.LEFT_OUT, _left_out)),
    }
)
"""From what was recorded up to nothing."""
OF_A_PERSON = (Variable.SEX, Variable.AGE, Variable.CITIZENSHIP, Variable.ETHNICITY, Variable.STATUS, Variable.SECTOR)
"""A record in which none of these is known describes nobody."""


def coarsen(table: Sequence[Sequence[Sequence[str]]], k: int) -> tuple[int, ...] | None:
    """How many rungs to go up with each variable until every class has k records; None if there are fewer than k.

    Each step is the one that leaves the fewest records in small classes, then the one that keeps the most classes;
    at the end every variable goes down again as far as it may.

    Args:
        table: values by variable, rung and record.
        k: records that each class must have, at least 1.
    """
    records = len(table[0][0]) if table else 0
    if records < k:
        return None
    heights = [0] * len(table)
    while _standing(table, heights, k)[0]:
        steps = [
            (*_standing(table, _moved(heights, place, 1), k), place)
            for place, rungs in enumerate(table)
            if heights[place] + 1 < len(rungs)
        ]
        heights = _moved(heights, min(steps)[-1], 1)
    for place in range(len(heights)):
        while heights[place] and not _standing(table, _moved(heights, place, -1), k)[0]:
            heights = _moved(heights, place, -1)
    return tuple(heights)


def _moved(heights: Sequence[int], place: int, by: int) -> list[int]:
    return [height + by * (number == place) for number, height in enumerate(heights)]


def _standing(table: Sequence[Sequence[Sequence[str]]], heights: Sequence[int], k: int) -> tuple[int, int]:
    """Records in classes below k, and the number of classes, negative: less is better in both."""
    sizes = Counter(zip(*(rungs[height] for rungs, height in zip(table, heights, strict=True)), strict=True)).values()
    return sum(size for size in sizes if size < k), -len(sizes)
