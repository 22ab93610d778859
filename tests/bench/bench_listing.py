"""The list of records: the first page and a page deep in the list, sorted, filtered, searched, many against few."""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldkit.domain.listing import Column, Order, RecordFilter
from fieldkit.paths import VaultFiles
from fieldkit.services import reference
from fieldkit.store.store import Store
from tests.bench.measure import Result, seconds

FEW, MANY = 10_000, int(os.environ.get("FIELDKIT_BENCH_RECORDS", "100000"))
PAGE = 200
ROUNDS = 7
MOST_MS, MOST_SEARCH_MS = 50.0, 100.0
_FORMS = ("interview", "interview_short", "observation", "visit")
_STATES = ("accepted",) * 90 + ("submitted",) * 6 + ("returned",) * 2 + ("excluded", "withdrawn")
_START = datetime(2024, 1, 1, tzinfo=UTC)
_CASES = {
    "newest": (RecordFilter(), Order()),
    "by day": (RecordFilter(), Order(column=Column.DATE)),
    "by site": (RecordFilter(), Order(column=Column.SITE, descending=False)),
    "by author": (RecordFilter(), Order(column=Column.AUTHOR)),
    "two states": (RecordFilter(states=("submitted", "returned")), Order()),
    "rare state by day": (RecordFilter(states=("excluded",)), Order(column=Column.DATE)),
    "rare state by number": (RecordFilter(states=("excluded",)), Order(column=Column.NUMBER)),
    "form and state by site": (RecordFilter(states=("returned",), form="visit"), Order(column=Column.SITE)),
    "frequent word": (RecordFilter(text="взятки"), Order()),
    "word of every tenth by site": (RecordFilter(text="взятки"), Order(column=Column.SITE)),
    "rare word": (RecordFilter(text="верблюда"), Order(column=Column.SITE)),
    "frequent word in a rare state": (RecordFilter(text="взятки", states=("excluded",)), Order(column=Column.DATE)),
    "word of every record": (RecordFilter(text="деньги"), Order()),
}


def main() -> Iterator[Result]:
    """Each case: the median of a page in the middle of many records, and how much longer it takes than among few."""
    with _store(FEW) as few, _store(MANY) as many:
        for name, (wanted, order) in _CASES.items():
            small, first = _median(few, wanted, order, ""), _median(many, wanted, order, "")
            deep = _median(many, wanted, order, _middle(many, wanted, order))
            most = None if name == "word of every record" else MOST_SEARCH_MS if wanted.text else MOST_MS
            note = f"first {first:.1f} ms, deep {deep:.1f} ms, first of {FEW}: {small:.1f} ms"
            yield Result(f"{name}, {MANY} records", max(first, deep), "ms", most=most, note=note)
        total = sorted(seconds(lambda: many.records.total(RecordFilter())) for _ in range(ROUNDS))[ROUNDS // 2] * 1000
        yield Result(f"counting {MANY} records", total, "ms", most=MOST_MS)


def _median(store: Store, wanted: RecordFilter, order: Order, after: str) -> float:
    """Milliseconds."""
    times = sorted(seconds(lambda: store.records.page(wanted, PAGE, after, order)) for _ in range(ROUNDS))
    return times[ROUNDS // 2] * 1000


def _middle(store: Store, wanted: RecordFilter, order: Order) -> str:
    """The anchor halfway down the list."""
    return store.records.page(wanted, max(store.records.total(wanted) // 2, 1), "", order).next


@contextmanager
def _store(records: int) -> Iterator[Store]:
    """A store whose projection holds so many rows; how they come there is measured elsewhere."""
    chance, sites = random.Random(1), sorted(reference.load().sites)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(VaultFiles(Path(folder)), os.urandom(48))
        database = store._database
        with store.transaction():
            for number in range(1, records + 1):
                moment = _START + timedelta(seconds=chance.randrange(2 * 365 * 86_400))
                database.run(
                    "INSERT INTO record VALUES (?, ?, ?, '1', ?, ?, ?, ?, ?, ?, '', '')",
                    number,
                    f"{chance.getrandbits(128):032x}",
                    chance.choice(_FORMS),
                    chance.choice(_STATES),
                    f"{chance.getrandbits(256):064x}",
                    f"M{chance.randrange(200):03d}",
                    moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    chance.choice(sites),
                    moment.strftime("%Y-%m-%d"),
                )
                words = "деньг взятк" if number % 10 == 0 else "деньг"
                words += " верблюд" if number % 1000 == 0 else ""
                database.run("INSERT INTO search (rowid, stems) VALUES (?, ?)", number, words)
        yield store
        store.close()
