"""The committed results of the soak runs are whole: every run in full, every figure reached, nothing failed.

They lie in one file for each day and commit; of each module its newest row counts, in whatever file it is.
"""

import json
from typing import Any

from tests import runners

RESULTS = runners.ROOT / "tests" / "soak" / "results"
ENGINES = {"python", "sqlcipher", "sqlite", "cryptography"}
PENDING = frozenset[str]()
"""Modules that have no run in full yet as they are now. One that gets its row leaves this set."""


def newest() -> dict[str, dict[str, Any]]:
    """The newest row of each module, with the versions it ran on."""
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted(RESULTS.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for row in document["rows"]:
            if row["soak"] not in rows or rows[row["soak"]]["date"] < row["date"]:
                rows[row["soak"]] = {"commit": document["commit"], "versions": document["versions"]} | row
    return rows


def test_every_module_has_a_result_or_is_named_as_pending() -> None:
    modules = {name for name, _ in runners.discover("soak", "soak", [])}
    assert set(newest()) == modules - PENDING
    assert modules >= PENDING


def test_every_result_is_in_full_and_without_failures() -> None:
    for name, row in newest().items():
        assert (row["share"] >= 1, row["failures"]) == (True, []), name
        assert isinstance(row["seed"], int), name
        assert not row["commit"].endswith("+"), f"{name}: of a tree that nobody can check out"
        assert set(row["versions"]) >= ENGINES, name


def test_every_figure_is_the_one_of_today_and_reached() -> None:
    for name, row in newest().items():
        figures = row["figures"]
        [(_, module)] = runners.discover("soak", "soak", [name])
        assert {number: figure["wanted"] for number, figure in figures.items()} == getattr(module, "FIGURES", {}), name
        short = {number: figure for number, figure in figures.items() if figure["tried"] < figure["wanted"]}
        assert short == {}, name
