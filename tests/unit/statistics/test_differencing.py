"""T38: nobody learns from two products what neither tells alone; tried by an attacker written apart (`loads.Holder`)."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.earlier import Earlier, Hidden, Shown, Tables
from fieldkit.domain.query import Level, Query
from fieldkit.privacy.differencing import exposed
from tests.unit.statistics import loads
from tests.unit.statistics.loads import Holder, Load
from tests.unit.statistics.sample import record

SITES = {"kz_almaty": 7, "market_madina": 8, "kz_astana": 9, "kg_south": 12}


def case_load(counts: dict[str, int], level: Level = Level.PUBLIC, **asked: object) -> Load:
    records = tuple(
        record(f"{site}-{number}", {"record.site": site, "record.date": "2009-06-14"})
        for site, count in counts.items()
        for number in range(count)
    )
    return Load(records, loads.replace_query(Query(level=level), **asked))


def sites(asked: Load, *before: tuple[Load, object]) -> dict[str, int | None] | None:
    made = loads.report(asked, *before)  # type: ignore[arg-type]
    return None if made is None else {row.code: row.count for row in made.records.by_site}


def test_t38_what_few_new_records_tell_is_hidden() -> None:
    """Two more in Astana and six more elsewhere: 9 and 11 shown would tell of the two."""
    before = case_load(SITES)
    first = loads.report(before)
    assert first is not None
    assert sites(before) == SITES
    after = case_load(SITES | {"kz_astana": 11, "kg_south": 18})
    assert sites(after) == SITES | {"kz_astana": 11, "kg_south": 18}
    beside = sites(after, (before, first))
    assert beside is not None
    assert beside["kz_astana"] is None
    assert list(beside.values()).count(None) > 1
    made = loads.report(after, (before, first))
    assert made is not None
    assert (made.hiding.small, made.hiding.compared) == (0, 1)
    assert made.hiding.differing == list(beside.values()).count(None)


@pytest.mark.parametrize("after", [SITES | {"kz_astana": 11}, SITES | {"kz_astana": 8}])
def test_t38_a_product_that_differs_by_few_records_is_refused(after: dict[str, int]) -> None:
    before = case_load(SITES)
    first = loads.report(before)
    assert first is not None
    assert sites(case_load(after), (before, first)) is None


def test_t38_the_same_product_may_be_given_out_again() -> None:
    before = case_load(SITES | {"kz_airports": 2})
    first = loads.report(before)
    again = loads.report(before, (before, first))  # type: ignore[arg-type]
    assert again is not None
    assert first is not None
    assert again.records == first.records


def test_t38_a_row_that_vanished_stays_as_a_hidden_one() -> None:
    before = case_load(SITES | {"kz_airports": 1})
    first = loads.report(before)
    after = case_load(SITES | {"kg_south": 30})
    assert sites(after) == SITES | {"kg_south": 30}
    beside = sites(after, (before, first))
    assert beside is not None
    assert beside["kz_airports"] is None


def test_t38_what_is_hidden_in_one_table_is_not_shown_in_another() -> None:
    """By month nothing is hidden, by site and month much is: the second product must not give the first one away."""
    before = case_load({"kz_almaty": 3, "market_madina": 2, "kg_south": 20, "kz_astana": 9}, by=("site",))
    first = loads.report(before)
    assert first is not None
    after = case_load({"kz_almaty": 3, "market_madina": 2, "kg_south": 20, "kz_astana": 9}, by=("site", "month"))
    second = loads.report(after, (before, first))
    assert second is not None
    assert not list(Holder(first.tables, second.tables).recovered())


@pytest.mark.parametrize(("seed", "number"), [(4121073545, 11), (2231210335, 13)])
def test_t38_a_row_that_vanished_and_that_sums_say_is_empty_is_no_way_out(seed: int, number: int) -> None:
    """Two of 10,000 case loads: hiding it hid nothing, and with every table left out that was still so."""
    chance = random.Random(seed)
    for _ in range(number + 1):
        before = loads.load(chance, 30)
        after = loads.next_load(chance, before)
    assert loads.faults(before, after) == ("refused", [])


def test_t38_both_attackers_find_what_plain_subtraction_finds() -> None:
    """9 and then 11 of a total that grew by 8: two came here."""
    sums = ((("active",), ("site", "a"), ("site", "b")),)
    tables = [
        Tables(
            k=5,
            sums=sums,
            shown=tuple(Shown(c, n, n) for c, n in zip((("active",), *sums[0][1:]), counts, strict=True)),
        )
        for counts in ((30, 9, 21), (38, 11, 27))
    ]
    assert exposed(tables[1], Earlier(number=1, tables=tables[0], came=8, went=0)) == {("site", "a")}
    assert list(Holder(*tables, came=8).recovered()) == ["came ('site', 'a'): 2 to 2"]
    hidden = Tables(
        k=5, sums=sums, shown=tables[1].shown[:1], hidden=(Hidden(("site", "a"), 1), Hidden(("site", "b"), 1))
    )
    assert exposed(hidden, Earlier(number=1, tables=tables[0], came=8, went=0)) == frozenset()
    assert list(Holder(tables[0], hidden, came=8).recovered()) == []


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32))
def test_t38_two_successive_reports_tell_no_more_together(seed: int) -> None:
    chance = random.Random(seed)
    before = loads.load(chance, most=10)
    after = loads.next_load(chance, before)
    assert loads.faults(before, after)[1] == []
