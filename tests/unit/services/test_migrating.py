"""Records and drafts that move to another version: shown first, changed only when nothing is lost or the person agrees."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain.answers import Answer
from fieldkit.domain.migration import Loss
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.browsing import Browsing
from fieldkit.services.comparing import Comparing
from fieldkit.services.migrating import Migrating
from fieldkit.services.projects import Projects
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from tests.flow.versions import version
from tests.unit.services import helpers

FORM = "stops"
ANSWERS = {
    "site": "kz_uz_control",
    "day": "2026-01-05",
    "finding": "asked_nothing",
    "story": "They took nothing.",
    "remark": "12",
    "pay": [{"amount": 5, "to": "a man"}, {"amount": 7}],
}
LOST = [
    ("/stops/site", "Site", "Control point", Loss.QUESTION),
    ("/stops/finding", "What was found?", "Nobody took any", Loss.CHOICE),
    ("/stops/pay/to", "To whom", "a man", Loss.QUESTION),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An officer's vault where new records start on version 2; version 1 was published before."""
    with helpers.new_vault(tmp_path / "vault") as opened:
        Projects(opened).create("Sample", "O1")
        Publisher(opened).publish(version("1"))
        yield opened


def add(workspace: Workspace, *, submit: bool = True) -> str:
    """A record on version 1; then version 2 is published."""
    saved = Recording(workspace).add(FORM, json.dumps(ANSWERS).encode(), submit=submit)
    Publisher(workspace).publish(version("2"))
    return saved.id


def refused(call, *arguments, **named) -> Code:
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert "a man" not in repr(caught.value)
    return caught.value.code


def test_what_would_be_lost_is_shown_and_nothing_changes(workspace: Workspace) -> None:
    record = add(workspace)
    seen = Migrating(workspace).preview(record)
    assert [(row.ref, row.label, row.value, row.why) for row in seen.lost] == LOST
    assert (seen.older, seen.newer, seen.draft) == ("1", "2", "")
    assert [(node.ref, node.required) for node in seen.added] == [("/stops/where/place", True)]
    assert [problem.ref for problem in seen.problems] == ["/stops/where/place"]
    assert refused(Migrating(workspace).move, record) is Code.MIGRATION_LOSES
    assert Recording(workspace).drafts() == ()


def test_a_record_moves_by_a_revision_that_follows_the_old_one(workspace: Workspace) -> None:
    record = add(workspace)
    moved = Migrating(workspace).move(record, lose=True)
    assert moved.draft != record
    assert moved.changes.drafts == {moved.draft}
    recording = Recording(workspace)
    session = recording.resume(moved.draft)
    assert session.instrument == version("2")
    assert [session.node(f"/stops/told/pay{place}/amount").value for place in ("", "[2]")] == ["5", "7"]
    assert session.node("/stops/told/remark").value == "12"
    session.set("/stops/where/place", "kz_uz_control")
    recording.submit(moved.draft, session.draft())
    events = Browsing(workspace).history(record)
    assert [event.version for event in events] == ["1", "2"]
    assert events[1].parents == (events[0].revision,)
    before = workspace.store.records.revision(events[0].revision)
    assert before is not None
    assert before.answers.get("/stops/pay/to") == "a man"
    assert workspace.store.records.row(record).version == "2"
    changed = Comparing(workspace).change(record, events[1].revision).rows
    assert [(row.label, row.values) for row in changed] == [
        ("Site", ("Control point", "")),
        ("What was found?", ("Nobody took any", "")),
        ("To whom", ("a man", "")),
        ("Site", ("", "Control point")),
    ]


def test_a_draft_moves_where_it_is_with_its_half_typed_words(workspace: Workspace) -> None:
    draft = add(workspace, submit=False)
    recording = Recording(workspace)
    typed = (Answer(ref="/stops/pay[2]/amount", value="7 or"), Answer(ref="/stops/site", value="ga"))
    recording.save(draft, recording.resume(draft).draft(), typed)
    seen = Migrating(workspace).preview(draft)
    assert ("/stops/site", "ga", Loss.QUESTION) in [(row.ref, row.value, row.why) for row in seen.lost]
    assert Migrating(workspace).move(draft, lose=True).draft == draft
    opened = recording.open(draft)
    assert opened.session.instrument.version == "2"
    assert opened.typed == (Answer(ref="/stops/told/pay[2]/amount", value="7 or"),)
    assert workspace.store.drafts.get(draft).parents == ()


def test_an_amendment_that_was_begun_moves_and_goes_on(workspace: Workspace) -> None:
    record = add(workspace)
    recording = Recording(workspace)
    begun = recording.amend(record)
    session = recording.resume(begun)
    session.set("/stops/story", "Corrected.")
    recording.save(begun, session.draft())
    assert Migrating(workspace).move(record, lose=True).draft == begun
    assert recording.resume(begun).node("/stops/told/story").value == "Corrected."
    assert workspace.store.drafts.get(begun).record == record


def test_without_a_loss_nobody_has_to_agree_and_the_way_back_is_open(workspace: Workspace) -> None:
    saved = Recording(workspace).add(FORM, b'{"story": "They took nothing."}', submit=True)
    Publisher(workspace).publish(version("2"))
    migrating = Migrating(workspace)
    draft = migrating.move(saved.id).draft
    assert draft
    back = migrating.move(draft, "1")
    assert (back.older, back.newer, back.lost) == ("2", "1", ())
    assert Recording(workspace).resume(draft).node("/stops/story").value == "They took nothing."


def test_a_newer_version_is_offered_until_the_record_is_on_it(workspace: Workspace) -> None:
    saved = Recording(workspace).add(FORM, b'{"story": "They took nothing."}', submit=True)
    migrating = Migrating(workspace)
    assert migrating.newer(saved.id) == ""
    Publisher(workspace).publish(version("2"))
    assert migrating.newer(saved.id) == "2"
    assert not migrating.preview(saved.id).begun
    migrating.move(saved.id)
    assert migrating.newer(saved.id) == ""
    assert migrating.newer("nobody") == ""


def test_what_cannot_be_moved(workspace: Workspace) -> None:
    record = add(workspace)
    preview = Migrating(workspace).preview
    assert refused(preview, record, "1") is Code.RECORD_ON_VERSION
    assert refused(preview, record, "9") is Code.FORM_UNKNOWN
    assert refused(preview, "nobody") is Code.RECORD_UNKNOWN
    Reviewing(workspace).withdraw(record)
    assert Browsing(workspace).show(record).row.state == State.WITHDRAWN
    assert refused(preview, record) is Code.RECORD_WITHDRAWN
