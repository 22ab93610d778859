"""The shipped reference data as one value: code lists, sites and deadlines read from CSV files."""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from fieldkit import paths
from fieldkit.domain.reference import Code, Deadline, Reference, Site

LANGUAGES = ("en", "ru", "ky", "kk", "uz", "tg")
"""Languages that labels may have; empty cells are left out."""

_COUNTS_AS = re.compile(r"counts_as=(\w+)")
_HEADING = re.compile(r"(group|family|table)\b")
_CITIZENS = re.compile(r"citizens of ([A-Z]{2}(?:(?:, | and )[A-Z]{2})*)\Z")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DAYS = "calendar_days"


@lru_cache(maxsize=1)
def load() -> Reference:
    """All shipped reference data; read once per process."""
    folder = paths.resources()
    lists = {path.stem: _code_list(path) for path in sorted((folder / "codelists").glob("*.csv"))}
    sites = {row["code"]: _site(row) for row in _rows(folder / "sites.csv")}
    deadlines = (_deadline(row) for row in _rows(folder / "deadlines.csv"))
    return Reference(
        lists=MappingProxyType(lists),
        sites=MappingProxyType(sites),
        deadlines=tuple(deadline for deadline in deadlines if deadline is not None),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _labels(row: Mapping[str, str], prefix: str) -> Mapping[str, str]:
    found = {language: row.get(f"{prefix}_{language}", "") for language in LANGUAGES}
    return MappingProxyType({language: label for language, label in found.items() if label})


def _code_list(path: Path) -> Mapping[str, Code]:
    return MappingProxyType({row["code"]: _code(row) for row in _rows(path)})


def _code(row: Mapping[str, str]) -> Code:
    counts_as = _COUNTS_AS.search(row["note"])
    return Code(
        code=row["code"],
        labels=_labels(row, "label"),
        parent=row["parent"],
        counts_as=counts_as[1] if counts_as else "",
        heading=bool(_HEADING.match(row["note"])),
    )


def _site(row: Mapping[str, str]) -> Site:
    return Site(
        code=row["code"],
        labels=_labels(row, "label"),
        kind=row["type"],
        country=row["country"],
        region=row["region"],
    )


def _deadline(row: Mapping[str, str]) -> Deadline | None:
    """A rule that says in plain terms which citizens have how many calendar days; others need a reader's judgement."""
    citizens = _CITIZENS.match(row["applies_to"])
    if not citizens or row["limit_unit"] != _DAYS or not row["limit_value"].isdigit():
        return None
    return Deadline(
        rule=row["code"],
        host=row["host_country"],
        applies_to=tuple(_COUNTRY.findall(citizens[1])),
        days=int(row["limit_value"]),
        topic=row["code"].split("_")[1],
        starts_from=row["starts_from"],
        as_of=row["valid_as_of"],
        source=row["seed_lines"],
        confidence=row["confidence"],
        labels=_labels(row, "rule"),
    )
