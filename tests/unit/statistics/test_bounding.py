"""What a reader can narrow hidden cells down to, against every table of small numbers that fits what is shown."""

import subprocess
import sys
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldkit.domain.query import Level, Query
from fieldkit.domain.statistics import compute
from fieldkit.domain.suppression import suppress
from fieldkit.privacy.bounding import narrowed
from fieldkit.services import reference
from tests import runners
from tests.unit.statistics.sample import paid, record
from tests.unit.statistics.test_suppression import table_of

K = 5
HIGHEST = 14
"""Numbers that are tried; readings beyond only make a cell safer."""


def readings(counts, hidden, relations):
    """Every way to fill the hidden cells so that all sums are right."""
    cells = sorted(hidden, key=repr)

    def fill(given):
        values = counts | given
        for total, *parts in relations:
            known = all(cell in given or cell not in hidden for cell in (total, *parts))
            if known and values[total] != sum(values[cell] for cell in parts):
                return
        if len(given) == len(cells):
            yield given
            return
        for value in range(1, HIGHEST + 1):
            yield from fill(given | {cells[len(given)]: value})

    return list(fill({}))


def spread(counts, hidden, relations):
    """Of each hidden cell: how far its readings lie apart, within the numbers that are tried."""
    found = readings(counts, hidden, relations)
    return {cell: max(each[cell] for each in found) - min(each[cell] for each in found) for cell in hidden}


small = st.lists(st.lists(st.integers(1, 6), min_size=2, max_size=3), min_size=2, max_size=2).filter(
    lambda rows: len(rows[0]) == len(rows[1])
)


@settings(max_examples=40)
@given(small, st.data())
def test_bounds_are_those_of_all_tables_that_fit(rows, data):
    counts, relations = table_of(rows)
    inner = [cell for cell in counts if cell[0] == "c"]
    hidden = data.draw(st.sets(st.sampled_from(inner), min_size=1))  # margins shown, so that every reading is bounded
    apart = spread(counts, hidden, relations)
    for width in (1, 2, K - 1):
        assert narrowed(counts, hidden, relations, width) == {cell for cell in hidden if apart[cell] < width}


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(1, 12), min_size=width, max_size=width), min_size=2, max_size=4)
)


@settings(max_examples=40)
@given(tables)
@example([[1, 1, 1], [1, 1, 5], [1, 5, 5]])  # all beside the small ones is hidden, and what is further away tells
def test_nothing_hidden_can_be_narrowed_down(rows):
    counts, relations = table_of(rows)
    primary = {cell for cell, count in counts.items() if count < K}
    attack = partial(narrowed, width=K - 1)
    hidden = suppress(counts, primary, relations, attack=attack)
    assert primary <= hidden
    assert not narrowed(counts, hidden, relations, K - 1)
    assert suppress(counts, primary, relations) <= hidden or not primary


def test_a_pair_that_adds_up_to_little_needs_a_third():
    counts = {("a",): 3, ("b",): 2, ("c",): 7, ("d",): 9, ("all",): 21}
    sums = [(("all",), ("a",), ("b",), ("c",), ("d",))]
    assert suppress(counts, {("a",), ("b",)}, sums) == {("a",), ("b",)}
    assert narrowed(counts, {("a",), ("b",)}, sums, K - 1) == {("a",), ("b",)}
    hidden = suppress(counts, {("a",), ("b",)}, sums, attack=partial(narrowed, width=K - 1))
    assert hidden == {("a",), ("b",), ("c",)}


@pytest.mark.parametrize("by", [(), ("site",), ("actor", "site")])
def test_figures_for_the_public_hide_what_could_be_narrowed_down(by):
    sites = {"kz_almaty": 3, "market_madina": 2, "kz_astana": 7, "kz_uz_control": 9}
    rows = [
        record(f"{site}-{n}", {"record.site": site}, (paid("100", "KZT", payee="police"),))
        for site, count in sites.items()
        for n in range(count)
    ]
    query = Query(level=Level.PUBLIC, by=by)
    plain = compute(rows, reference.load(), query)
    safe = compute(rows, reference.load(), query, partial(narrowed, width=Level.PUBLIC.k - 1))
    assert {row.code for row in plain.records.by_site if row.count is None} == {"kz_almaty", "market_madina"}
    assert {row.code for row in safe.records.by_site if row.count is None} == {
        "kz_almaty",
        "market_madina",
        "kz_astana",
    }


def test_the_solver_writes_nothing_of_its_own():
    """The program's output is read by other programs; some versions of HiGHS greet whoever loads them."""
    code = (
        "import numpy; from fieldkit.privacy.solver import Solver; "
        "solver = Solver([1.0], 9.0); print(solver.least(numpy.array([1.0]))[0], solver.least(numpy.array([-1.0]))[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=runners.ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1.0 9.0\n", "")
