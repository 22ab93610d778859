"""Records written for ODK's tools and taken in again: by the vault that wrote them, and by one that knows nothing."""

import re
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from fieldkit.domain.listing import RecordFilter
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.submission_values import instance_id_of, say_the_same
from fieldkit.progress import Cancelled, Progress
from fieldkit.services.forms import Forms
from fieldkit.services.odk_export import OdkExport
from fieldkit.services.odk_identity import record_of
from fieldkit.services.recording import Recording
from tests.unit.odk import chance
from tests.unit.odk.folders import X, Y, briefcase, receipts, story, submission, take
from tests.unit.services import helpers
from tests.unit.services.helpers import amend, submit

ORX = "{http://openrosa.org/xforms}"


def write(workspace, folder, **named):
    return OdkExport(workspace).write(folder, **named)


def documents(folder):
    return {path.parent.name: etree.fromstring(path.read_bytes()) for path in folder.rglob("submission.xml")}


def meta(root, name):
    return root.findtext(f"{ORX}meta/{ORX}{name}")


def answers(workspace, record):
    row = workspace.store.records.row(record)
    return workspace.store.records.revision(row.head).answers


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_the_folder_is_laid_out_as_briefcase_does_it(workspace, tmp_path):
    submit(workspace, "told")
    out = tmp_path / "odk"
    done = write(workspace, out)
    assert (done.records, done.forms, done.left_out) == (1, ("stop",), ())
    (name,) = documents(out)
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == {
        "forms/Stop/Stop.xml",
        f"forms/Stop/instances/{name}/submission.xml",
    }
    root = documents(out)[name]
    assert (root.get("id"), root.get("version")) == ("stop", "1")
    assert name == (meta(root, "instanceID") or "").replace(":", "") == root.get("instanceID", "").replace(":", "")
    assert re.fullmatch(r"uuid[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", name)
    assert (out / "forms/Stop/Stop.xml").read_text("utf-8") == Forms(workspace).instrument("stop").xform


def test_only_whole_records_that_nobody_doubts_are_given(workspace, tmp_path):
    kept = submit(workspace, "kept")
    reviewing = helpers.reviewing(workspace)
    for decide in (
        lambda record: reviewing.return_to_author(record, "day?"),
        lambda record: reviewing.exclude(record, "no"),
        lambda record: reviewing.duplicate(record, kept),
        reviewing.withdraw,
        lambda record: helpers.fork(workspace, record, "1", "2"),
    ):
        decide(submit(workspace, "left out"))
    reviewing.accept(submit(workspace, "accepted"))
    Recording(workspace).start("stop")
    done = write(workspace, tmp_path / "odk")
    assert done.records == 2
    assert dict(done.left_out) == dict.fromkeys(("returned", "excluded", "duplicate", "withdrawn", "conflict"), 1)
    told = [root.findtext("{*}story") for root in documents(tmp_path / "odk").values()]
    assert sorted(told) == ["accepted", "kept"]


def test_an_amended_record_says_what_it_replaces(workspace, tmp_path):
    record = submit(workspace, "first")
    write(workspace, tmp_path / "1")
    amend(workspace, record, "second")
    write(workspace, tmp_path / "2")
    amend(workspace, record, "third")
    write(workspace, tmp_path / "3")
    (first,), (second,), (third,) = (documents(tmp_path / name).values() for name in "123")
    assert meta(first, "deprecatedID") is None
    assert meta(second, "deprecatedID") == meta(first, "instanceID")
    assert meta(third, "deprecatedID") == meta(second, "instanceID")
    assert len({meta(root, "instanceID") for root in (first, second, third)}) == 3


def test_what_is_written_twice_is_the_same(workspace, tmp_path):
    submit(workspace)
    amend(workspace, submit(workspace), "second")
    write(workspace, tmp_path / "1")
    write(workspace, tmp_path / "2")
    one, two = ({root: etree.tostring(tree) for root, tree in documents(tmp_path / name).items()} for name in "12")
    assert one == two


def test_the_vault_knows_what_it_wrote(workspace, tmp_path):
    Recording(workspace).add("stop", b'{"site": "kz_uz_control", "paid": "no"}', record_id="R-1", submit=True)
    record = submit(workspace)
    write(workspace, tmp_path / "1")
    amend(workspace, record, "second")
    write(workspace, tmp_path / "2")
    entries = workspace.store.log.count()
    assert sorted(receipts(take(workspace, tmp_path / "1"))) == ["identical", "out_of_date"]
    assert receipts(take(workspace, tmp_path / "2")) == ["identical", "identical"]
    assert workspace.store.log.count() == entries
    for withdrawn in ("R-1", record):
        helpers.reviewing(workspace).withdraw(withdrawn)
    for name in "12":
        assert receipts(take(workspace, tmp_path / name)) == ["withdrawn", "withdrawn"]


def test_another_vault_follows_the_edits(workspace, other, tmp_path):
    record = submit(workspace, "first")
    for name, words in (("1", ""), ("2", "second"), ("3", "third")):
        if words:
            amend(workspace, record, words)
        write(workspace, tmp_path / name)
    assert [receipts(take(other, tmp_path / name)) for name in "123"] == [["new"], ["updated"], ["updated"]]
    (row,) = other.store.records.page(RecordFilter(), 10).rows
    assert story(other, row.id) == "third"
    assert receipts(take(other, tmp_path / "1")) == ["out_of_date"]
    write(other, tmp_path / "back")
    assert receipts(take(workspace, tmp_path / "back")) == ["identical"]


def test_identities_of_other_tools_stay(workspace, other, tmp_path):
    take(workspace, briefcase(tmp_path / "in", submission(X), submission(Y, "edited", former=X)))
    write(workspace, tmp_path / "out")
    (root,) = documents(tmp_path / "out").values()
    assert (meta(root, "instanceID"), meta(root, "deprecatedID")) == (Y, X)
    assert receipts(take(other, tmp_path / "out")) == ["previous_unknown"]


@pytest.mark.parametrize("form", ["visit", "interview", "interview_short", "observation"])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_of_any_kind_come_back_equal(workspace, other, tmp_path_factory, form, seed):
    """Records with problems cannot be submitted, so what chance answered is put in word for word."""
    recording = Recording(workspace)
    session = recording.resume(recording.start(form))
    chance.fill(session, seed)
    record = workspace.clock.new_id()
    recording.take_over(record, session.answers())
    folder = tmp_path_factory.mktemp("odk") / "out"
    write(workspace, folder, form=form)
    assert set(receipts(take(workspace, folder))) == {"identical"}
    taken = take(other, folder)
    assert set(receipts(taken)) <= {"new", "identical"}
    assert taken.new == 1
    assert all(each.unknown == () for each in taken.receipts)
    ours = answers(workspace, record)
    theirs = answers(other, record_of(instance_id_of(ours)))
    assert say_the_same(ours, theirs, Forms(workspace).instrument(form), UTC)
    assert [item.ref for item in ours.items] == [item.ref for item in theirs.items]


def test_nothing_is_written_over_and_nothing_left_behind(workspace, tmp_path):
    submit(workspace)
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "note.txt").write_text("mine")
    assert refused(write, workspace, taken) is Code.FILE_EXISTS
    assert refused(write, workspace, taken / "note.txt") is Code.FILE_EXISTS
    assert refused(write, workspace, taken / "note.txt" / "below") is Code.FILE_CANNOT_WRITE
    assert refused(write, workspace, tmp_path / "new", form="nothing") is Code.FORM_UNKNOWN
    assert {path.name for path in tmp_path.iterdir()} == {"vault", "stop.md", "taken"}
    assert [path.read_text() for path in taken.iterdir()] == ["mine"]
    (taken / "note.txt").unlink()
    assert write(workspace, taken).records == 1


def test_an_export_that_was_stopped_leaves_nothing(workspace, tmp_path):
    for _ in range(3):
        submit(workspace)
    progress = Progress(lambda done, _total: progress.cancel() if done == 1 else None)
    with pytest.raises(Cancelled):
        write(workspace, tmp_path / "odk", progress=progress)
    assert {path.name for path in tmp_path.iterdir()} == {"vault", "stop.md"}
    assert write(workspace, tmp_path / "odk").records == 3


def test_an_empty_vault_writes_an_empty_folder(workspace, tmp_path):
    assert write(workspace, tmp_path / "odk").records == 0
    assert list((tmp_path / "odk").iterdir()) == []
