"""What the projection shows depends on the lines held alone: not on their order, nor on when bodies came."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment, Card, CardOpening, Decision, Receipt, Reconfirmation, ReferenceChange
from fieldkit.domain.consent import Use
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind, Line, entry_hash
from fieldkit.domain.reconfirming import Said
from fieldkit.domain.records import State
from fieldkit.domain.reference_changes import standing
from fieldkit.domain.reference_rows import Label, SiteRow
from fieldkit.errors import Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services.consenting import Consenting
from fieldkit.services.forms import Forms
from fieldkit.services.journal import Journal
from fieldkit.services.merging import merge_by_form
from fieldkit.services.publishing import Publisher
from fieldkit.services.workspace import Workspace
from fieldkit.store.reference import SUBJECT
from fieldkit.store.store import Store
from tests.unit.services import helpers
from tests.unit.services.helpers import amend, diverge, fork, reviewing, submit

WORDS = ("папка", "штраф", "ящик", "ветер", "мост", "окно", "kz_uz_control")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, ...]]:
    """The log of an officer with records in every state; withdrawn ones with the bodies that they had before."""
    folder = tmp_path_factory.mktemp("history")
    with helpers.office(folder) as workspace:
        instrument = Forms(workspace).instrument(helpers.FORM)
        stray = msgspec.structs.replace(instrument, title="A stray copy", questions=())
        Journal(workspace).append(EntryKind.INSTRUMENT, instrument.form, stray)
        Publisher(workspace).publish(instrument)
        desk = reviewing(workspace)
        waiting, accepted, excluded, conflict, gone, joined = (submit(workspace, word) for word in WORDS[:6])
        desk.accept(accepted)
        desk.exclude(excluded, "Hearsay")
        desk.duplicate(excluded, accepted)
        desk.accept(waiting)
        amend(workspace, waiting, "окно")
        fork(workspace, conflict, "окно слева", "окно справа")
        diverge(workspace, joined, "окно", "2026-01-06")
        desk.accept(joined)
        desk.return_to_author(gone, "Which?")
        head = Journal(workspace).head()
        assert head is not None
        receipt = Receipt(heads=(head,), at=workspace.now())
        Journal(workspace).append(EntryKind.RECEIPT, workspace.identity.device, receipt)
        for record in (accepted, accepted, conflict, gone):
            attach(workspace, record)
        for words in ("Рынок", "Двор"):
            row = SiteRow(code="kg_new", labels=(Label(language="ru", words=words),), kind="market", country="KG")
            seen = tuple(told.entry for told in workspace.store.reference.told())
            change = ReferenceChange(sites=(row,), at=workspace.now(), follows=seen)
            Journal(workspace).append(EntryKind.REFERENCE, SUBJECT, change)
        for record in (accepted, waiting, gone):
            write_cards(workspace, record)
        before = {entry_hash(line.entry): line for line in workspace.store.log.all_lines()}
        desk.withdraw(gone)
        Consenting(workspace).withdraw(accepted, (Use.RECONTACT,))
        assert workspace.store.records.counts() == {
            State.SUBMITTED: 1,
            State.ACCEPTED: 2,
            State.DUPLICATE: 1,
            State.CONFLICT: 1,
            State.WITHDRAWN: 1,
        }
        yield tuple(before.get(entry_hash(line.entry), line) for line in workspace.store.log.all_lines())


def attach(workspace: Workspace, record: str) -> None:
    """Log a file whose blob is elsewhere; each has the same name."""
    told = Attachment(
        record=record,
        name="photo.jpg",
        author="O1",
        at=workspace.now(),
        media_type="image/jpeg",
        size=4,
        sha256="1" * 64,
        original_sha256="2" * 64,
        sealed_size=20,
        sealed_sha256=workspace.clock.random_bytes(32).hex(),
        key=workspace.clock.random_bytes(32).hex(),
    )
    Journal(workspace).append(EntryKind.ATTACHMENT, record, told)


def write_cards(workspace: Workspace, record: str) -> None:
    """Log a card for each use that has any, and that the first was opened."""
    at = workspace.now()
    card = Card(record=record, code="P-7K3M9QX", author="O1", at=at, sealed=b"sealed elsewhere")
    line, _ = Journal(workspace).append(EntryKind.CONTACT, record, card)
    Journal(workspace).append(EntryKind.NAME, record, card)
    told = CardOpening(
        record=record, card=entry_hash(line.entry), code=card.code, officer="O1", at=at, reason="a question"
    )
    Journal(workspace).append(EntryKind.OPENING, record, told)
    said = Reconfirmation(
        record=record, code=card.code, asked_by="O1", asked_on="2026-01-05", said=Said.AGREES, at=workspace.now()
    )
    Journal(workspace).append(EntryKind.RECONFIRMATION, record, said)


@contextmanager
def new_store() -> Iterator[Store]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        files = VaultFiles(Path(folder))
        store = Store.create(files, os.urandom(48), merger=merge_by_form)
        try:
            yield store
        finally:
            store.close()


def take(store: Store, *lines: Line) -> None:
    """Take lines in together, as those of a bundle."""
    with store.transaction():
        store.log.append(*lines)
        store.projection.apply(lines)


def fill(store: Store, line: Line) -> None:
    """The body of a line that was held without it."""
    with store.transaction():
        if line.body is not None and store.log.fill_body(entry_hash(line.entry), line.body):
            store.projection.apply((line,))


def dump(store: Store) -> dict[str, object]:
    records = [item.record for item in store.facts.all()]
    return {
        "facts": list(store.facts.all()),
        "rows": {record: store.records.row(record) for record in records},
        "page": store.records.page(RecordFilter(), 100).rows,
        "found": {word: [row.id for row in store.records.page(RecordFilter(text=word), 100).rows] for word in WORDS},
        "parents": {record: store.records.parents(record) for record in records},
        "reviews": {record: sorted(store.records.reviews(record)) for record in records},
        "files": sorted(store.attachments.all(), key=lambda row: row.entry),
        "named": [store.attachments.get("photo.jpg", record) for record in records],
        "roster": store.people.roster(),
        "reference": {key: found.row for key, found in standing(store.reference.told()).items()},
        "instruments": store.instruments.all(),
        "offered": store.instruments.offered(helpers.FORM),
        "bodies": sorted((entry_hash(line.entry), line.body is not None) for line in store.log.all_lines()),
    }


@pytest.fixture(scope="module")
def expected(history: tuple[Line, ...]) -> dict[str, object]:
    with new_store() as store:
        take(store, *history)
        return dump(store)


def test_the_history_is_worth_comparing(history: tuple[Line, ...], expected: dict[str, object]) -> None:
    assert {line.entry.kind for line in history} == set(bodies.KINDS)
    found = expected["found"]
    assert isinstance(found, dict)
    assert {word: len(rows) for word, rows in found.items()} == {
        "папка": 0,
        "штраф": 1,
        "ящик": 1,
        "мост": 0,
        "окно": 3,
        "ветер": 0,
        "kz_uz_control": 5,
    }


@settings(max_examples=30)
@given(data=st.data(), most=st.integers(1, 40))
def test_any_order_and_grouping_of_arrival_gives_the_same(
    history: tuple[Line, ...], expected: dict[str, object], data: st.DataObject, most: int
) -> None:
    order = data.draw(st.permutations(history))
    late = data.draw(st.sets(st.sampled_from(range(len(order)))))
    came = [msgspec.structs.replace(line, body=None) if number in late else line for number, line in enumerate(order)]
    with new_store() as store:
        while came:
            count = data.draw(st.integers(1, most))
            take(store, *came[:count])
            del came[:count]
        for number in data.draw(st.permutations(sorted(late))):
            fill(store, order[number])
        assert dump(store) == expected


@settings(max_examples=20)
@given(data=st.data())
def test_a_rebuild_gives_what_grew_line_by_line(history: tuple[Line, ...], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(history), unique_by=lambda line: line.entry.seq))
    with new_store() as store:
        for line in some:
            take(store, line)
        before = dump(store)
        store.projection.rebuild()
        assert dump(store) == before


def test_an_instrument_that_comes_late_gives_the_waiting_records_their_facts(history: tuple[Line, ...]) -> None:
    late = [line for line in history if line.entry.kind in (EntryKind.INSTRUMENT, EntryKind.PUBLICATION)]
    with new_store() as store:
        take(store, *(line for line in history if line not in late))
        assert all(item.first("record.site") == "" for item in store.facts.all())
        take(store, *late)
        facts = [item.first("record.site") for item in store.facts.all() if item.state != State.WITHDRAWN]
        assert facts == ["kz_uz_control"] * 5


def test_reviews_count_only_once_the_roster_entitles_their_writer(history: tuple[Line, ...]) -> None:
    rosters = [line for line in history if line.entry.kind is EntryKind.ROSTER]
    with new_store() as store:
        take(store, *(line for line in history if line not in rosters))
        assert Decision.ACCEPTED.value not in store.records.counts()
        take(store, *rosters)
        assert store.records.counts()[Decision.ACCEPTED.value] == 2


def test_a_failed_transaction_leaves_nothing(history: tuple[Line, ...]) -> None:
    with new_store() as store:
        with pytest.raises(Refusal), store.transaction():
            take(store, *history, history[0])  # the same line once more
        assert store.log.count() == 0
        assert store.instruments.get(helpers.FORM) is None
        assert store.people.roster() is None
        take(store, *history)
        assert store.log.count() == len(history)
