"""The test catalogue of the security notes: every number is proved by tests that carry it, and by a soak run."""

import ast
import re

from tests import runners
from tests.rules import tree

CATALOGUE = (
    "T1",
    "T2",
    "T3",
    "T4",
    "T5",
    "T6",
    "T7",
    "T8",
    "T9",
    "T10",
    "T11",
    "T12",
    "T13",
    "T14",
    "T15",
    "T16",
    "T17",
    "T18",
    "T19",
    "T20",
    "T21",
    "T22",
    "T23",
    "T24",
    "T25",
    "T26",
    "T27",
    "T28",
    "T29",
    "T30",
    "T31",
    "T32",
    "T33",
    "T34",
    "T35",
    "T36",
    "T37",
    "T38",
)
"""Numbers that are finished; T1 to T23 and T35 to T37 are the goal for the vault, T24 to T34 for bundles and merging,
T38 for what is given out."""


def test_every_number_has_a_test_that_carries_it() -> None:
    carried: set[str] = set()
    for name, text in tree.texts():
        if name.startswith("tests/") and name.endswith(".py"):
            names = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
            carried |= {found[1] for each in names if (found := re.match(r"test_(t\d+)_", each))}
            carried |= {found.lower() for found in re.findall(r"^Test(T\d+)\w* = ", text, re.MULTILINE)}
    assert {number.lower() for number in CATALOGUE} - carried == set()


def test_every_number_has_a_soak_run_with_a_figure() -> None:
    figures = {
        number: wanted
        for _, module in runners.discover("soak", "soak", [])
        for number, wanted in getattr(module, "FIGURES", {}).items()
    }
    assert set(CATALOGUE) - set(figures) == set()
    assert min(figures.values()) > 0
