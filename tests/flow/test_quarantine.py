"""T12: records whose body cannot be read, damaged or from a later version, stop nothing, are counted, and stay."""

from pathlib import Path

import pytest

from fieldkit.domain import bodies
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind, Line
from fieldkit.services import soundness, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace
from tests.flow.team import FORM, Team, unlock

RECORDS = 40


class LaterRevision(Revision, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a later version of fieldkit may write."""

    mood: str = "calm"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team.same(tmp_path, ("S1", "M1"))


def write_later(workspace: Workspace, record: str) -> Line:
    """A record as a later version writes it; this version keeps it and can make nothing of it."""
    answers = Answers(form=FORM.form, version=FORM.version, items=())
    content = LaterRevision(record=record, author="M1", at=workspace.now(), answers=answers)
    return Journal(workspace).append(EntryKind.REVISION, record, content)[0]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_t12_unreadable_records_stop_nothing_and_are_counted(team: Team, count: int) -> None:
    monitor = team["M1"]
    for number in range(RECORDS):
        team.record("M1")
        if number < count:
            write_later(monitor, f"LATER-{number}")
    browsing = Browsing(monitor)
    assert len(browsing.page(RecordFilter(), limit=100).rows) == RECORDS
    assert browsing.total(RecordFilter(text="said")) == RECORDS
    assert len(list(monitor.store.facts.all())) == RECORDS
    assert browsing.counts().unreadable == count
    assert vaults.check(monitor).findings == (soundness.UNREADABLE,) * count
    report = team.send("M1", "S1")
    assert (report.new, report.refused) == (RECORDS, ())
    assert Browsing(team["S1"]).counts().unreadable == 0
    if count:
        assert browsing.history("LATER-0")[0].kind == EntryKind.REVISION.value
    monitor.store.projection.rebuild()
    assert browsing.counts().unreadable == count
    team.close()


def test_t12_a_later_version_takes_up_what_an_earlier_one_set_aside(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor = team["M1"]
    line = write_later(monitor, "LATER")
    assert line.body is not None
    kept = monitor.store.log.line(monitor.store.quarantine.all()[0])
    assert kept == line
    team.close()
    monkeypatch.setitem(bodies.KINDS, EntryKind.REVISION, LaterRevision)
    with unlock(team.folder / "M1", team.clock) as later:
        assert Browsing(later).counts().unreadable == 0
        assert [row.id for row in Browsing(later).page(RecordFilter()).rows] == ["LATER"]
        assert vaults.check(later).ok


def test_t12_a_body_damaged_after_it_was_taken_is_found_by_check_and_told_by_the_app(team: Team) -> None:
    monitor = team["M1"]
    whole, damaged = team.record("M1", "said"), team.record("M1", "told")
    monitor.store._database.run("UPDATE entry SET content = X'7b' WHERE subject = ?", damaged)
    browsing = Browsing(monitor)
    assert {row.id for row in browsing.page(RecordFilter()).rows} == {whole, damaged}
    assert browsing.show(damaged).sections == ()
    assert browsing.show(whole).sections
    assert len(browsing.history(damaged)) == 1
    found = vaults.check(monitor).findings
    assert {soundness.UNREADABLE, soundness.BROKEN} <= set(found)
    assert browsing.counts().unreadable == 1
    assert Bundling(monitor).write(team.folder / "stick").entries >= 2
    team.close()


def test_t12_a_draft_or_form_that_cannot_be_read_does_not_hide_the_others(team: Team) -> None:
    office = team["O1"]
    office.store._database.run("INSERT INTO draft VALUES ('D-1', 'stop', '', '', X'7b')")
    office.store._database.run("INSERT INTO instrument (form, version, body) VALUES ('later', '9', X'7b')")
    assert office.store.drafts.all() == ()
    assert office.store.drafts.get("D-1") is None
    assert [each.form for each in office.store.instruments.all()].count(FORM.form) == 1
    assert set(vaults.check(office).findings) == {soundness.DRAFT, soundness.FORM}
    team.close()
