"""Measures of risk against values worked by hand and against their definitions."""

import math
from collections import Counter
from decimal import Decimal, localcontext
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldkit.domain import risk
from fieldkit.domain.ladders import coarsen
from fieldkit.domain.uniques import minimal_uniques, of_one

rows = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * 4), max_size=24)


def test_of_classes_of_3_2_and_1() -> None:
    found = risk.measure(["x", "x", "x", "y", "y", "z"])
    assert (found.records, found.classes, found.smallest) == (6, 3, 1)
    assert found.below == ((2, 1), (3, 3), (5, 6))
    assert (found.highest, found.average) == (1.0, 0.5)
    assert math.isclose(found.expected, 3.0, abs_tol=1e-12)
    assert math.isclose(found.overall, 0.5, abs_tol=1e-12)


def test_t38_the_three_models_of_arx_are_those_of_its_sample_risks() -> None:
    """ARX, `RiskModelSampleRisks`: prosecutor and journalist 1 / smallest class, marketer classes / records.

    Worked: the keys (age band, postcode) fall into classes of 4, 3, 2 and 1 records, n = 10. Highest 1/1 = 1; average
    (4 * 1/4 + 3 * 1/3 + 2 * 1/2 + 1 * 1/1) / 10 = 4/10. Without the single record: classes of 4, 3, 2, n = 9, highest
    1/2 and average 3/9.
    """
    keys = ["34 811"] * 4 + ["45 811"] * 3 + ["45 812"] * 2
    found = risk.measure([*keys, "66 812"])
    assert abs(found.highest - 1) < 1e-12
    assert abs(found.average - 0.4) < 1e-12
    less = risk.measure(keys)
    assert abs(less.highest - 1 / 2) < 1e-12
    assert abs(less.average - 1 / 3) < 1e-12


def test_t38_expected_recognitions_are_those_of_sdcmicro() -> None:
    """sdcMicro, `indivRisk` ("approx") and `measure_risk`: expected re-identifications are the sum of r over records.

    Worked with p = 1/2, classes of 1, 2 and 3 records: r1 = ln 2; r2 = 1 - ln 2, twice; r3 = 0.5 / (3 - 0.5) = 1/5,
    three times. Sum = ln 2 + 2 - 2 ln 2 + 3/5 = 2.6 - ln 2; global risk that over 6. With p = 1 every class gives
    f * 1/f = 1, so 3, and 3/6.
    """
    keys = ["x", "y", "y", "z", "z", "z"]
    half = risk.measure(keys, share=0.5)
    assert abs(half.expected - (2.6 - math.log(2))) < 1e-12
    assert abs(half.overall - (2.6 - math.log(2)) / 6) < 1e-12
    whole = risk.measure(keys)
    assert abs(whole.expected - 3) < 1e-12
    assert abs(whole.overall - 0.5) < 1e-12


def test_of_nothing_is_nothing() -> None:
    found = risk.measure([])
    assert (found.records, found.smallest, found.highest, found.overall) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("size", "share", "wanted"),
    [
        (1, 0.5, math.log(2)),  # 0.5/0.5 * ln 2
        (1, 0.25, math.log(4) / 3),
        (2, 0.5, 1 - math.log(2)),
        (2, 0.25, 1 / 3 - math.log(4) / 9),
        (3, 0.5, 0.2),  # 0.5 / (3 - 0.5)
        (4, 0.25, 1 / 13),
        (1, 1.0, 1.0),
        (2, 1.0, 0.5),
        (7, 1.0, 1 / 7),
    ],
)
def test_t38_individual_risk_is_that_of_sdcmicro(size: int, share: float, wanted: float) -> None:
    """sdcMicro, R/indivRisk.R, method "approx" (security notes, section 8), each value worked by hand beside it.

    With p = 1/4, q = 3/4: p/q = 1/3, so f = 1 gives ln(4)/3, f = 2 gives 1/3 - ln(4)/9, f = 4 gives 0.25/(4 - 0.75).
    """
    assert abs(risk.individual(size, share) - wanted) < 1e-12


@given(st.decimals(min_value="0.001", max_value="0.9999999999", places=10))
@example(Decimal("0.99"))
@example(Decimal("0.9899999999"))
def test_t38_risk_of_a_pair_keeps_its_digits(share: Decimal) -> None:
    with localcontext() as context:
        context.prec = 60
        rest = 1 - share
        exact = share / rest - (share / rest) ** 2 * (1 / share).ln()
    assert abs(risk.individual(2, float(share)) - float(exact)) < 1e-12


@pytest.mark.parametrize(("size", "share"), [(0, 1.0), (1, 0.0), (1, 1.1)])
def test_what_is_no_class_is_refused(size: int, share: float) -> None:
    with pytest.raises(ValueError):
        risk.individual(size, share)


@given(rows)
def test_a_minimal_unique_stands_alone_and_no_part_of_it_does(table: list[tuple[str, ...]]) -> None:
    def alone(row: tuple[str, ...], columns: tuple[int, ...]) -> bool:
        key = tuple(row[column] for column in columns)
        return all(key) and sum(tuple(other[column] for column in columns) == key for other in table) == 1

    wanted = {
        columns: tuple(
            number
            for number, row in enumerate(table)
            if alone(row, columns)
            and not any(alone(row, part) for less in range(1, size) for part in combinations(columns, less))
        )
        for size in (1, 2, 3)
        for columns in combinations(range(4), size)
    }
    assert minimal_uniques(table) == {columns: numbers for columns, numbers in wanted.items() if numbers}


@given(rows, st.integers(1, 6))
def test_coarsening_gives_every_class_k_records_and_no_rung_may_come_down(table: list[tuple[str, ...]], k: int) -> None:
    columns = list(zip(*table, strict=True)) or [()] * 4
    ladders = [
        [values, ["ab" if value in "ab" else value for value in values], [""] * len(values)] for values in columns
    ]
    heights = coarsen(ladders, k)
    if len(table) < k:
        assert heights is None
        return
    assert heights is not None
    assert _smallest(ladders, heights) >= min(k, len(table) or k)
    for place, height in enumerate(heights):
        if height:
            lower = [*heights[:place], height - 1, *heights[place + 1 :]]
            assert _smallest(ladders, lower) < k


def _smallest(ladders: list[list[list[str]]], heights: "tuple[int, ...] | list[int]") -> int:
    return min(
        Counter(zip(*(rungs[height] for rungs, height in zip(ladders, heights, strict=True)), strict=True)).values()
    )


@given(rows)
def test_what_singles_one_out_is_what_singles_all_out_for_it(found: list[tuple[str, ...]]) -> None:
    every = minimal_uniques(found)
    for place in range(len(found)):
        assert set(of_one(found, place)) == {columns for columns, alone in every.items() if place in alone}
