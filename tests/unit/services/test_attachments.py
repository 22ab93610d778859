"""Files of answers: kept encrypted from the moment they are given, part of the record once it is submitted."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment
from fieldkit.domain.consent import Use
from fieldkit.domain.log import EntryKind
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import examining, vaults
from fieldkit.services.attachments import Attachments
from fieldkit.services.consenting import Consenting
from fieldkit.services.given_out import Register
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from fieldkit.store.deflated import inflate
from tests.unit.services import helpers
from tests.unit.services.photos import PHOTO, file_of, import_form, picture


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """An officer's vault that knows the questionnaire above."""
    folder = tmp_path_factory.mktemp("office")
    with helpers.office(folder) as workspace:
        import_form(workspace, folder)
        yield workspace


@pytest.fixture
def office(opened: Workspace) -> Iterator[Workspace]:
    """The same without the files of the test before."""
    yield opened
    for path in blobs(opened):
        path.unlink()
    opened.store._database.run("DELETE FROM attachment")
    opened.store._database.run("UPDATE entry SET salt = NULL, content = NULL WHERE kind = 'attachment'")


def draft_with(workspace: Workspace, folder: Path, data: bytes = picture()) -> tuple[str, str]:
    """A draft whose photo is given; gives both names."""
    recording = Recording(workspace)
    draft = recording.start("photos")
    name = Attachments(workspace).attach(draft, PHOTO, file_of(folder, data)).name
    session = recording.resume(draft)
    session.set(PHOTO, name)
    recording.save(draft, session.draft())
    return draft, name


def blobs(workspace: Workspace) -> set[Path]:
    folder = workspace.files.blobs
    return set(folder.iterdir()) if folder.exists() else set()


def entries(workspace: Workspace, record: str) -> list[Attachment]:
    lines = [line for line in workspace.store.log.about(record) if line.entry.kind is EntryKind.ATTACHMENT]
    return [content for line in lines if isinstance(content := bodies.read(line), Attachment)]


def refused(code: Code, run: object) -> None:
    assert callable(run)
    with pytest.raises(Refusal) as caught:
        run()
    assert caught.value.code is code


def test_a_file_of_a_draft_is_encrypted_without_metadata_and_under_a_name_of_chance(
    office: Workspace, tmp_path: Path
) -> None:
    draft, name = draft_with(office, tmp_path)
    files = Attachments(office)
    content = files.read(draft, name)
    assert b"MARKER" not in content
    assert Image.open(io.BytesIO(content)).size == (64, 64)
    assert len(name.partition(".")[0]) == 8
    [row] = office.store.attachments.of(draft)
    assert row.original_sha256 == hashlib.sha256(picture()).hexdigest()
    assert (row.size, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    [blob] = blobs(office)
    assert blob.suffix == ".blob"
    assert content[:16] not in blob.read_bytes()
    assert "Aigul" not in blob.name + name
    assert Image.open(io.BytesIO(files.thumbnail(draft, name, 32))).size == (32, 32)


def test_submitting_logs_the_files_that_answers_name_and_drops_the_others(office: Workspace, tmp_path: Path) -> None:
    draft, name = draft_with(office, tmp_path)
    spare = Attachments(office).attach(draft, PHOTO, file_of(tmp_path, picture("blue"))).name
    assert len(blobs(office)) == 2
    record = Recording(office).submit(draft).id
    assert [told.name for told in entries(office, record)] == [name]
    assert len(blobs(office)) == 1
    refused(Code.ATTACHMENT_UNKNOWN, lambda: Attachments(office).read(record, spare))
    assert Image.open(io.BytesIO(Attachments(office).read(record, name))).size == (64, 64)
    assert vaults.check(office).ok


def test_a_required_picture_is_required(office: Workspace, tmp_path: Path) -> None:
    recording = Recording(office)
    draft = recording.start("photos")
    refused(Code.ANSWER_PROBLEMS, lambda: recording.submit(draft))
    draft, _ = draft_with(office, tmp_path)
    recording.submit(draft)


def test_a_correction_keeps_earlier_files_without_a_copy_and_may_add_or_drop(office: Workspace, tmp_path: Path) -> None:
    recording, files = Recording(office), Attachments(office)
    draft, first = draft_with(office, tmp_path)
    record = recording.submit(draft).id
    again = recording.amend(record)
    session = recording.resume(again)
    place = session.add_repeat("/photos/more")
    second = files.attach(again, f"{place}/extra", file_of(tmp_path, picture("blue"))).name
    session.set(f"{place}/extra", second)
    recording.save(again, session.draft())
    assert [file.name for file in files.of(again, session.draft())] == [first, second]
    assert files.read(again, first) == files.read(record, first)
    recording.submit(again)
    assert [told.name for told in entries(office, record)] == [first, second]
    assert len(blobs(office)) == 2

    last = recording.amend(record)
    session = recording.resume(last)
    session.remove_repeat("/photos/more", 0)
    recording.save(last, session.draft())
    recording.submit(last)
    assert len(entries(office, record)) == 2  # the earlier revision still names it
    assert files.read(record, second)


def test_discarding_a_draft_or_detaching_a_file_removes_the_blob(office: Workspace, tmp_path: Path) -> None:
    draft, name = draft_with(office, tmp_path)
    Attachments(office).detach(draft, name)
    assert blobs(office) == set()
    Attachments(office).attach(draft, PHOTO, file_of(tmp_path))
    Recording(office).discard(draft)
    assert blobs(office) == set()
    assert office.store.attachments.of(draft) == ()


def test_a_correction_that_is_thrown_away_leaves_what_was_submitted(office: Workspace, tmp_path: Path) -> None:
    recording = Recording(office)
    draft, name = draft_with(office, tmp_path)
    record = recording.submit(draft).id
    again = recording.amend(record)
    Attachments(office).detach(again, name)
    Attachments(office).attach(again, PHOTO, file_of(tmp_path, picture("blue")))
    recording.discard(again)
    assert Attachments(office).read(record, name)
    assert len(blobs(office)) == 1


def test_a_reworked_picture_takes_the_place_of_the_first_but_not_of_a_submitted_one(
    office: Workspace, tmp_path: Path
) -> None:
    recording, files = Recording(office), Attachments(office)
    draft, name = draft_with(office, tmp_path)
    before = files.read(draft, name)
    reworked = files.rework(draft, name, picture("green"))
    assert reworked.name == name
    assert files.read(draft, name) != before
    [row] = office.store.attachments.of(draft)
    assert row.original_sha256 == hashlib.sha256(picture()).hexdigest()
    assert len(blobs(office)) == 1
    record = recording.submit(draft).id
    again = recording.amend(record)
    other = files.rework(again, name, picture("blue")).name
    assert other != name
    assert files.read(again, name) != files.read(again, other)


def test_withdrawal_takes_files_keys_and_blobs(office: Workspace, tmp_path: Path) -> None:
    recording = Recording(office)
    draft, name = draft_with(office, tmp_path)
    record = recording.submit(draft).id
    [told] = entries(office, record)
    again = recording.amend(record)
    Attachments(office).attach(again, PHOTO, file_of(tmp_path, picture("blue")))
    helpers.reviewing(office).withdraw(record)
    assert blobs(office) == set()
    assert list(office.store.attachments.all()) == []
    assert entries(office, record) == []
    refused(Code.ATTACHMENT_UNKNOWN, lambda: Attachments(office).read(record, name))
    assert vaults.check(office).ok
    kept = office.store._database.rows(tuple[bytes], "SELECT content FROM entry WHERE content IS NOT NULL")
    assert kept
    assert not any(told.key.encode() in inflate(content) for (content,) in kept)


def test_rebuilding_the_projection_keeps_the_files(office: Workspace, tmp_path: Path) -> None:
    draft, name = draft_with(office, tmp_path)
    record = Recording(office).submit(draft).id
    before = tuple(office.store.attachments.all())
    office.store.projection.rebuild()
    assert tuple(office.store.attachments.all()) == before
    assert Attachments(office).read(record, name)


def test_what_is_no_file_of_the_person_is_refused_and_nothing_is_kept(office: Workspace, tmp_path: Path) -> None:
    recording, files = Recording(office), Attachments(office)
    draft = recording.start("photos")
    good = file_of(tmp_path)
    large = file_of(tmp_path, bytes(25 * 1024 * 1024 + 1), "large.jpg")
    refused(Code.RECORD_NOT_A_DRAFT, lambda: files.attach("nobody", PHOTO, good))
    refused(Code.ATTACHMENT_NOT_ASKED, lambda: files.attach(draft, "/photos/story", good))
    refused(Code.ATTACHMENT_NOT_ASKED, lambda: files.attach(draft, "/photos/nothing", good))
    refused(Code.MEDIA_TOO_LARGE, lambda: files.attach(draft, PHOTO, large))
    refused(Code.FILE_MISSING, lambda: files.attach(draft, PHOTO, tmp_path / "nowhere.jpg"))
    refused(Code.FILE_UNREADABLE, lambda: files.attach(draft, PHOTO, tmp_path))
    assert blobs(office) == set()


def test_a_file_given_out_is_whole_or_not_there(office: Workspace, tmp_path: Path) -> None:
    files = Attachments(office)
    draft, name = draft_with(office, tmp_path)
    target = tmp_path / "out.jpg"
    files.write_to(draft, name, target)
    assert target.read_bytes() == files.read(draft, name)
    assert target.stat().st_mode & 0o077 == 0
    refused(Code.FILE_EXISTS, lambda: files.write_to(draft, name, target))
    [blob] = blobs(office)
    blob.write_bytes(blob.read_bytes()[:-1])
    refused(Code.ATTACHMENT_DAMAGED, lambda: files.write_to(draft, name, tmp_path / "other.jpg"))
    assert sorted(path.name for path in tmp_path.glob("o*.jpg*")) == ["out.jpg"]
    assert not list(tmp_path.glob(".*.part"))


def test_t9_check_tells_of_damaged_and_missing_blobs(office: Workspace, tmp_path: Path) -> None:
    draft, name = draft_with(office, tmp_path)
    assert vaults.check(office).ok
    [blob] = blobs(office)
    whole = blob.read_bytes()
    for bit in range(0, 8 * len(whole), 8 * len(whole) // 40):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        blob.write_bytes(changed)
        assert vaults.check(office).findings == ("attachment.damaged",)
        refused(Code.ATTACHMENT_DAMAGED, lambda: Attachments(office).read(draft, name))
    blob.unlink()
    assert vaults.check(office).findings == ("attachment.missing",)
    refused(Code.ATTACHMENT_MISSING, lambda: Attachments(office).read(draft, name))
    assert not Attachments(office).find(draft, name).here


def test_check_tells_of_rows_that_are_not_those_of_the_log(office: Workspace, tmp_path: Path) -> None:
    draft, _ = draft_with(office, tmp_path)
    Recording(office).submit(draft)
    office.store._database.run("UPDATE attachment SET name = 'other.jpg'")
    assert vaults.check(office).findings == ("attachments.differ_from_log",)


def test_opening_removes_blobs_that_nothing_names_and_writes_cut_short(tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "vault")
    with helpers.office(tmp_path) as office:
        import_form(office, tmp_path)
        draft, name = draft_with(office, tmp_path)
    orphan, part = files.blob("00" * 16), files.blobs / "11.part"
    orphan.write_bytes(b"noise")
    part.write_bytes(b"noise")
    with helpers.unlock(files.folder) as office:
        examining.require_pages(office)
        assert not orphan.exists()
        assert not part.exists()
        assert Attachments(office).read(draft, name)


def test_t10_a_row_that_an_old_page_took_away_does_not_take_the_blob_with_it(tmp_path: Path) -> None:
    with helpers.office(tmp_path) as office:
        import_form(office, tmp_path)
        draft, _ = draft_with(office, tmp_path)
        Recording(office).submit(draft)
        [blob] = blobs(office)
        office.store._database.run("DELETE FROM attachment")
    with helpers.unlock(office.files.folder) as office:
        examining.require_pages(office)
        assert blob.exists()
        assert vaults.check(office).findings == ("attachments.differ_from_log",)


def test_a_picture_is_copied_out_only_while_photographs_may_be_used(office: Workspace, tmp_path: Path) -> None:
    draft, name = draft_with(office, tmp_path)
    record = Recording(office).submit(draft).id
    files, desk = Attachments(office), Consenting(office)
    files.write_to(record, name, tmp_path / "before.jpg")
    desk.withdraw(record, (Use.PHOTO,))
    refused(Code.CONSENT_MISSING, lambda: files.write_to(record, name, tmp_path / "after.jpg"))
    assert not (tmp_path / "after.jpg").exists()
    assert files.read(record, name)
    [copy] = Register(office).to_recall()
    assert (copy.product.name, copy.uses) == ("before.jpg", (Use.PHOTO,))
