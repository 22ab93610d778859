"""Readers of the shipped data files, independent of the program's own readers."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldkit import paths

Rows = list[dict[str, str]]


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def table() -> Callable[[str], Rows]:
    """Rows of a CSV file below `resources/`, headings of code lists included."""
    return lambda name: _read(paths.resources() / name)


@pytest.fixture(scope="session")
def codes() -> Callable[[str], set[str]]:
    """Codes of a list that may be answers; `site` and lists ending in `_nr` included."""

    def of(name: str) -> set[str]:
        if name == "site":
            return {row["code"] for row in _read(paths.resources() / "sites.csv")} | {"site_unlisted"}
        if name.endswith("_nr"):
            return of(name.removesuffix("_nr")) | of("nonresponse")
        rows = _read(paths.resources() / "codelists" / f"{name}.csv")
        return {row["code"] for row in rows if not row["note"].startswith(("group", "family", "table"))}

    return of


@pytest.fixture(scope="session")
def survey() -> Callable[[str], Rows]:
    """Rows of the survey sheet of a form, each with `path`: where the question stands in the XForm."""

    def of(form: str) -> Rows:
        rows = _read(paths.resources() / "instruments" / form / "survey.csv")
        around = ["data"]
        for row in rows:
            if row["type"].startswith("end_"):
                around.pop()
                row["path"] = ""
                continue
            row["path"] = "/" + "/".join([*around, row["name"]])
            if row["type"].startswith("begin_"):
                around.append(row["name"])
        return rows

    return of
