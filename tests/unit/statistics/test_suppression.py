"""No hidden cell follows from what is shown; checked with rational linear algebra, apart from the program's own."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.query import Level, Query
from fieldkit.domain.statistics import compute
from fieldkit.domain.suppression import suppress
from fieldkit.services import reference
from tests.unit.statistics.sample import paid, record

K = 5


def rank(rows):
    rows = [list(row) for row in rows]
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for r in range(done + 1, len(rows)):
            factor = rows[r][column] / rows[done][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[done], strict=True)]
        done += 1
    return done


def determined(hidden, relations):
    """Hidden cells with one possible value, by comparing ranks."""
    cells = sorted(hidden)
    equations = [
        [Fraction((cell in relation) * (-1 if cell == relation[0] else 1)) for cell in cells] for relation in relations
    ]
    base = rank(equations)
    return {
        cell
        for place, cell in enumerate(cells)
        if rank([*equations, [Fraction(int(i == place)) for i in range(len(cells))]]) == base
    }


def table_of(rows):
    """Counts and relations of a two-way table with margins and a total; primary cells and margins below K."""
    counts, relations = {}, []
    for r, row in enumerate(rows):
        counts |= {("c", r, c): value for c, value in enumerate(row)}
        counts["row", r] = sum(row)
        relations.append((("row", r), *[("c", r, c) for c in range(len(row))]))
    for c in range(len(rows[0])):
        counts["column", c] = sum(row[c] for row in rows)
        relations.append((("column", c), *[("c", r, c) for r in range(len(rows))]))
    counts["total",] = sum(map(sum, rows))
    relations.append((("total",), *[("row", r) for r in range(len(rows))]))
    relations.append((("total",), *[("column", c) for c in range(len(rows[0]))]))
    return counts, relations


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(1, 12), min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(tables)
def test_two_way_tables_give_nothing_away(rows):
    counts, relations = table_of(rows)
    primary = {cell for cell, count in counts.items() if count < K}
    hidden = suppress(counts, primary, relations)
    assert primary <= hidden
    assert not determined(hidden, relations)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_a_shown_total_leaves_more_than_one_reading(parts):
    counts = {("part", place): count for place, count in enumerate(parts)} | {("total",): sum(parts)}
    relation = (("total",), *[("part", place) for place in range(len(parts))])
    primary = {cell for cell, count in counts.items() if count < K}
    hidden = suppress(counts, primary, [relation])
    inner = hidden - {("total",)}
    if primary and ("total",) not in hidden:
        assert len(inner) > 1
        assert sum(counts[cell] for cell in inner) > len(inner)


def test_nothing_is_hidden_without_need():
    counts, relations = table_of([[5, 6], [7, 8]])
    assert suppress(counts, set(), relations) == frozenset()


def test_a_total_that_is_no_secret_stays():
    counts = {("a",): 2, ("b",): 9, ("all",): 11}
    hidden = suppress(counts, {("a",)}, [(("all",), ("a",), ("b",))], fixed={("all",)})
    assert hidden == {("a",), ("b",)}


SITES = ("kz_almaty", "market_madina", "kz_astana")
payments = st.builds(
    paid,
    st.sampled_from(["100", "250", ""]),
    st.sampled_from(["KZT", "KGS"]),
    payee=st.sampled_from(["police", "customs", "border_guard"]),
    purpose=st.sampled_from(["pass_check", "registration"]),
)
RECORDS = st.lists(st.tuples(st.sampled_from(SITES), st.lists(payments, max_size=3)), max_size=40)


@given(RECORDS, st.sampled_from([(), ("site",), ("site", "instrument"), ("actor",), ("actor", "site")]))
def test_outer_levels_show_no_small_cell_and_no_single_gap(drawn, by):
    records = [record(f"R{n}", {"record.site": site}, tuple(rows)) for n, (site, rows) in enumerate(drawn)]
    inside = compute(records, reference.load(), Query(by=by))
    public = compute(records, reference.load(), Query(by=by, level=Level.PUBLIC))
    lost = public.money_lost
    for rows, full in (
        (lost.by_currency, inside.money_lost.by_currency),
        (lost.by_site, inside.money_lost.by_site),
        (lost.by_payee, inside.money_lost.by_payee),
    ):
        for row, real in zip(rows, full, strict=True):
            assert row.hidden or real.records >= K
            assert not row.hidden or row.low is row.high is row.median is row.payments is None
    for currency in lost.by_currency:
        gaps = [row for row in lost.by_site if row.currency == currency.currency and row.hidden]
        assert currency.hidden or len(gaps) != 1
    sites = [row for row in public.records.by_site if row.count is None]
    assert len(sites) != 1 or len(public.records.by_site) == 1
    for row, real in zip(public.table.rows, inside.table.rows, strict=True):
        assert row.hidden or real.records >= K
