"""Figures of counted facets are those of a walk over all records, to the last digit."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from fieldkit.domain.facets import Facet, divide
from fieldkit.domain.facts import Fact, RecordFacts
from fieldkit.domain.figures import Figures
from fieldkit.domain.query import Level, Query
from fieldkit.domain.records import State
from fieldkit.domain.sample import ACTIVE
from fieldkit.domain.selection import Selection
from fieldkit.domain.statistics import compute, figures_of
from fieldkit.paths import VaultFiles
from fieldkit.services import reference
from fieldkit.services.counting import Counted
from fieldkit.services.figures_json import to_json
from fieldkit.store import facets, facts
from fieldkit.store.store import Store
from tests.unit.statistics.drawn import queries, records
from tests.unit.statistics.sample import demo, paid, record

CODES = reference.load()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with closing(Store.create(VaultFiles(tmp_path_factory.mktemp("counted")), os.urandom(48))) as store:
        yield store


def keep(store: Store, held: Sequence[RecordFacts]) -> None:
    """Put records where the projection puts them, and nothing else there."""
    with store.transaction():
        for table in ("facts", "facet", "facet_count", "record_facet", "record"):
            store._database.run(f"DELETE FROM {table}")
        store._database.run_many(
            "INSERT INTO record (number, id, form, state, author, sealed, version, head, updated, site, happened, reason,"
            " duplicate_of) VALUES (?, ?, ?, ?, ?, ?, '1', '', '', '', '', '', '')",
            (
                (number, each.record, each.instrument, each.state, each.author, int(each.sealed))
                for number, each in enumerate(held, 1)
            ),
        )
        store.facts.put_all((number, facts.pack(each.facts)) for number, each in enumerate(held, 1))
        put_facets(store, held)


def put_facets(store: Store, held: Sequence[RecordFacts]) -> None:
    store.facets.put_all((number, facets.pack(each)) for number, each in enumerate(held, 1))


def differing(store: Store) -> list[str]:
    """Records that have other facets than their facts give."""
    divided = {number: facets.pack(each) for number, each in store.facts.numbered()}
    return [kept.id for kept, _ in store.imprints.all() if kept.facets != divided[kept.number]]


def counted(store: Store, query: Query) -> Figures:
    return figures_of(Counted(store, query), CODES, query)


def assert_same(store: Store, held: Sequence[RecordFacts], query: Query) -> None:
    walked = compute(held, CODES, query)
    found = counted(store, query)
    assert found == walked
    assert to_json(found) == to_json(walked)
    named = [case.record for case in Counted(store, query).named(those=ACTIVE)]
    assert named == [case.record for case in Selection(held, query).active]


@given(held=records(), query=queries())
@settings(max_examples=150)
def test_counted_figures_are_those_of_a_walk(store: Store, held: list[RecordFacts], query: Query) -> None:
    keep(store, held)
    assert_same(store, held, query)


@pytest.mark.parametrize("level", Level)
def test_counted_figures_of_the_demo_are_those_of_a_walk(store: Store, level: Level) -> None:
    keep(store, demo())
    for by in ((), ("site",), ("month", "actor"), ("finding", "instrument", "currency")):
        assert_same(store, demo(), Query(level=level, by=by))


@given(before=records(), held=records())
@settings(max_examples=40)
def test_what_changes_is_counted_as_if_it_had_always_been_so(
    store: Store, before: list[RecordFacts], held: list[RecordFacts]
) -> None:
    after = [*held, *before[len(held) :]]
    keep(store, after)
    expected = counted(store, Query())
    others = [msgspec.structs.replace(each, facts=each.facts[::2]) for each in [*before, *held[len(before) :]]]
    with store.transaction():
        put_facets(store, others)
        put_facets(store, after)
    assert store.facets.miscounted() == 0
    assert differing(store) == []
    assert counted(store, Query()) == expected


def test_facets_that_no_record_has_any_more_are_gone(store: Store) -> None:
    told = record("R1", {"record.site": "kg_south"}, (paid("777777"),))
    keep(store, [told])
    assert any("777777" in body for (body,) in store._database.rows(tuple[str], "SELECT body FROM facet"))
    gone = RecordFacts(record="R1", instrument="observation", state=State.WITHDRAWN.value, author="M-01")
    put_facets(store, [gone])
    bodies = [body for (body,) in store._database.rows(tuple[str], "SELECT body FROM facet")]
    assert len(bodies) == 4
    assert not any("kg_south" in body or "777777" in body for body in bodies)


def test_a_count_that_is_not_that_of_the_records_is_noticed(tmp_path: Path) -> None:
    with closing(Store.create(VaultFiles(tmp_path), os.urandom(48))) as store:
        keep(store, demo())
        assert store.facets.miscounted() == 0
        store._database.run("UPDATE facet_count SET records = records + 1 WHERE name = 'money' AND records = 1")
        assert store.facets.miscounted() > 0
        store._database.run("UPDATE record_facet SET money = NULL WHERE record = 5")
        assert differing(store) == ["EV05"]


def test_words_stay_out_of_facets() -> None:
    told = record("R1", {"text.quote": "слова", "text.note": "другие", "record.site": "kg_south"})
    assert "слова" not in repr(divide(told))
    assert "другие" not in repr(divide(told))
    assert divide(told)[Facet.KIND].facts == (Fact("text.quote", 0, ""),)
