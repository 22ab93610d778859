"""What a reviewer decides, and what is left of a record whose consent was taken back."""

import itertools

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from fieldkit.crypto import slots
from fieldkit.crypto.kdf import TEST_COST
from fieldkit.crypto.slots import SlotType
from fieldkit.domain.bodies import Remark
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.people import Role
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services import rosters
from fieldkit.services.browsing import Browsing
from fieldkit.services.recording import Recording
from tests.flow.opened_pages import inflated
from tests.unit.services import helpers
from tests.unit.services.helpers import amend, fork, reviewing, state, submit

WORDS = "Синяя папка лежала на столе"
PAGE, SALT, IV, RESERVED = 4096, 16, 16, 80


def refused(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_each_decision_gives_its_state(workspace):
    desk = reviewing(workspace)
    accepted, returned, excluded, told_twice = (submit(workspace, str(number)) for number in range(4))
    assert {row.id for row in desk.queue()} == {accepted, returned, excluded, told_twice}
    assert desk.accept(accepted).records == {accepted}
    desk.return_to_author(returned, "Which day?")
    desk.exclude(excluded, "Hearsay")
    desk.duplicate(told_twice, accepted)
    rows = {row.id: row for row in Browsing(workspace).page(RecordFilter()).rows}
    assert rows[accepted].state == State.ACCEPTED.value
    assert (rows[returned].state, rows[returned].reason) == (State.RETURNED.value, "Which day?")
    assert (rows[excluded].state, rows[excluded].reason) == (State.EXCLUDED.value, "Hearsay")
    assert (rows[told_twice].state, rows[told_twice].duplicate_of) == (State.DUPLICATE.value, accepted)
    assert desk.queue() == ()


def test_words_may_be_typed_letter_and_mark_apart(workspace):
    desk = reviewing(workspace)
    record = submit(workspace)
    asked = Browsing(workspace).show(record).sections[0].items[0].ref
    desk.return_to_author(record, "Какои\u0306 день?", (Remark(ref=asked, words="Кто эи\u0306?"),))
    assert Browsing(workspace).page(RecordFilter()).rows[0].reason == "Какой день?"


def test_a_later_word_follows_the_earlier_one_and_an_amendment_waits_again(workspace):
    desk = reviewing(workspace)
    record = submit(workspace)
    desk.exclude(record, "Hearsay")
    desk.accept(record)
    assert state(workspace, record) == State.ACCEPTED.value
    amend(workspace, record, "more")
    assert state(workspace, record) == State.SUBMITTED.value
    assert [row.id for row in desk.queue()] == [record]
    events = [line.kind for line in Browsing(workspace).history(record)]
    assert events == ["revision", "excluded", "accepted", "revision"]


def test_what_cannot_be_reviewed(workspace):
    desk = reviewing(workspace)
    record = submit(workspace)
    draft = Recording(workspace).start(helpers.FORM)
    assert refused(desk.accept, "nothing") is Code.RECORD_UNKNOWN
    assert refused(desk.accept, draft) is Code.RECORD_NOT_SUBMITTED
    assert refused(desk.withdraw, draft) is Code.RECORD_NOT_SUBMITTED
    assert refused(desk.duplicate, record, record) is Code.RECORD_UNKNOWN
    assert refused(desk.duplicate, record, "nothing") is Code.RECORD_UNKNOWN
    fork(workspace, record, "one", "another")
    assert refused(desk.accept, record) is Code.RECORD_NOT_SUBMITTED
    desk.withdraw(record)
    assert refused(desk.accept, record) is Code.RECORD_WITHDRAWN
    assert refused(desk.withdraw, record) is Code.RECORD_WITHDRAWN


def test_outside_a_project_nobody_reviews(alone):
    assert refused(reviewing(alone).accept, "any") is Code.PROJECT_MISSING


@pytest.mark.parametrize("role", [Role.MONITOR, Role.ANALYST])
def test_only_supervisors_and_officers_review(workspace, role):
    record = submit(workspace)
    reviewing(workspace).accept(record)
    _become(workspace, role)
    assert refused(reviewing(workspace).accept, record) is Code.REVIEW_NOT_ALLOWED
    assert state(workspace, record) == State.SUBMITTED.value  # the earlier word lost its weight with the role
    assert reviewing(workspace).withdraw(record).records == {record}


def _become(workspace, role):
    signed = workspace.store.people.roster()
    roster = signed.roster
    member = msgspec.structs.replace(roster.members[0], role=role)
    newer = msgspec.structs.replace(roster, generation=roster.generation + 1, members=(member,))
    with workspace.store.transaction():
        rosters.take(workspace, msgspec.structs.replace(signed, roster=newer))


def test_a_withdrawal_leaves_only_its_own_fact(workspace):
    record = submit(workspace, WORDS)
    reviewing(workspace).return_to_author(record, "Какая папка?")
    draft = Recording(workspace).amend(record)
    changes = reviewing(workspace).withdraw(record)
    assert changes.records == {record}
    assert state(workspace, record) == State.WITHDRAWN.value
    store = workspace.store
    assert [item.facts for item in store.facts.all()] == [()]
    assert store.drafts.get(draft) is None
    assert store.records.parents(record) == {}
    assert [(line.entry.kind.value, line.body is None) for line in store.log.about(record)] == [
        ("revision", True),
        ("review", True),
        ("withdrawal", False),
    ]
    view = Browsing(workspace).show(record)
    assert (view.sections, view.row.site, view.row.author, view.row.reason) == ((), "", "", "")
    assert Browsing(workspace).page(RecordFilter(text="папка")).rows == ()
    assert [line.kind for line in Browsing(workspace).history(record)] == ["revision", "review", "withdrawal"]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_no_page_of_the_store_holds_the_words_after_a_withdrawal(tmp_path, withdrawn):
    with helpers.office(tmp_path) as workspace:
        for number in range(30):
            submit(workspace, f"Другое {number} " * 40)
        record = submit(workspace, f"{WORDS} zebrawordq " * 400)
        reviewing(workspace).return_to_author(record, "Кто видел зебрачерту?")
        amend(workspace, record, f"{WORDS} zebrawordq")
        if withdrawn:
            reviewing(workspace).withdraw(record)
        files = workspace.files
    pages = b"".join(_plain_pages(files))
    assert b"CREATE TABLE" in pages
    pages += inflated(pages)
    traces = [text.encode() in pages for text in (WORDS, "zebrawordq", "зебрачерту")]
    assert traces == [not withdrawn] * 3


def _plain_pages(files):
    """Every page of the closed store as it was before encryption, free ones included, by the cipher's documented layout."""
    master = slots.unlock(slots.decode(files.slots_a.read_bytes()), SlotType.PASSPHRASE, helpers.PHRASE, TEST_COST)
    key = master.database()[:32]
    assert not files.store.with_name(files.store.name + "-wal").exists()
    data = files.store.read_bytes()
    for start in itertools.takewhile(lambda offset: offset < len(data), itertools.count(0, PAGE)):
        page = data[start : start + PAGE]
        vector = page[PAGE - RESERVED :][:IV]
        sealed = page[SALT if start == 0 else 0 : PAGE - RESERVED]
        opener = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        yield opener.update(sealed) + opener.finalize()
