"""Consent that is taken back by use, on the vault in which it is."""

import pytest

from fieldkit.domain.changes import NOTHING
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.consenting import Consenting
from fieldkit.services.logbook import Logbook
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from fieldkit.store.agreement import disagreements
from tests.unit.services.helpers import FORM, amend, reviewing, submit

ENDED = (Use.STATISTICS, Use.ANONYMOUS_QUOTE)


@pytest.fixture
def desk(workspace: Workspace) -> Consenting:
    return Consenting(workspace)


def test_some_uses_end_and_the_record_stays(workspace: Workspace, desk: Consenting) -> None:
    record = submit(workspace)
    reviewing(workspace).accept(record)
    assert desk.withdraw(record, ENDED).records == {record}
    shown = desk.look(record)
    assert shown.state is State.ACCEPTED
    assert {use for use, agreed in shown.uses if agreed is Agreed.WITHDRAWN} == {*ENDED}
    assert not {*ENDED, Use.STORE_RECORD} & {*shown.closable}
    row = workspace.store.records.row(record)
    assert row is not None
    assert workspace.store.records.revision(row.head) is not None
    assert disagreements(workspace.store) == 0
    assert Logbook(workspace).verify().ok
    workspace.store.projection.rebuild()
    assert desk.look(record) == shown


def test_a_later_revision_does_not_open_them_again(workspace: Workspace, desk: Consenting) -> None:
    record = submit(workspace)
    desk.withdraw(record, ENDED)
    before = desk.look(record)
    amend(workspace, record, "They say yes to everything.")
    assert desk.look(record) == before
    assert disagreements(workspace.store) == 0


def test_a_use_ends_once(workspace: Workspace, desk: Consenting) -> None:
    record = submit(workspace)
    desk.withdraw(record, ENDED)
    entries = workspace.store.log.count()
    assert desk.withdraw(record, ENDED[:1]) == NOTHING
    assert workspace.store.log.count() == entries


@pytest.mark.parametrize("uses", [(), (Use.STORE_RECORD,), (Use.PHOTO, Use.STORE_RECORD)])
def test_whoever_may_not_be_kept_is_erased(workspace: Workspace, desk: Consenting, uses: tuple[Use, ...]) -> None:
    record = submit(workspace)
    desk.withdraw(record, uses)
    assert desk.look(record).state is State.WITHDRAWN
    assert all(line.body is None for line in workspace.store.log.about(record) if line.entry.kind == "revision")
    with pytest.raises(Refusal) as refused:
        desk.withdraw(record, ENDED)
    assert refused.value.code is Code.RECORD_WITHDRAWN


def test_the_end_of_a_use_that_lists_do_not_know_is_noticed(workspace: Workspace, desk: Consenting) -> None:
    record = submit(workspace)
    desk.withdraw(record, ENDED)
    workspace.store._database.run("DELETE FROM closed_use WHERE use = 'statistics'")
    assert disagreements(workspace.store) == 1


def test_what_is_no_record_is_refused(workspace: Workspace, desk: Consenting) -> None:
    draft = Recording(workspace).start(FORM)
    for name, code in ((draft, Code.RECORD_NOT_SUBMITTED), ("none", Code.RECORD_UNKNOWN)):
        for ask in (desk.look, desk.withdraw):
            with pytest.raises(Refusal) as refused:
                ask(name)
            assert refused.value.code is code
