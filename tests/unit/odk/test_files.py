"""Files beside submissions: taken in without metadata under the names that the answers have, and written out again."""

import io
from pathlib import Path

import pytest
from PIL import Image

from fieldkit.services.attachments import Attachments
from fieldkit.services.forms import Forms
from fieldkit.services.odk_export import OdkExport
from fieldkit.services.vaults import check
from fieldkit.services.workspace import Workspace
from tests.unit.odk import encryptor
from tests.unit.odk.encryptor import Encrypted
from tests.unit.odk.folders import X, receipts, take
from tests.unit.services.photos import import_form, picture

RECORD = X.removeprefix("uuid:")
NAME = "1767603600000.jpg"


def document(*extra: str, photo: str = NAME, former: str = "", own: str = X) -> str:
    more = "".join(f"<more><extra>{name}</extra></more>" for name in extra)
    replaced = f"<orx:deprecatedID>{former}</orx:deprecatedID>" if former else ""
    return (
        f'<photos xmlns:orx="http://openrosa.org/xforms" id="photos" version="1"><story>told</story>'
        f"<photo>{photo}</photo>{more}<orx:meta><orx:instanceID>{own}</orx:instanceID>{replaced}</orx:meta></photos>"
    )


def folder(root: Path, text: str, **files: bytes) -> Path:
    instance = root / "forms" / "Photos" / "instances" / "uuid0"
    instance.mkdir(parents=True)
    (instance / "submission.xml").write_text(text, "utf-8")
    for name, content in files.items():
        (instance / name.replace("__", ".")).write_bytes(content)
    return root


def put(root: Path, name: str, content: bytes) -> None:
    (root / "forms" / "Photos" / "instances" / "uuid0" / name).write_bytes(content)


@pytest.fixture
def office(workspace: Workspace, tmp_path: Path) -> Workspace:
    import_form(workspace, tmp_path)
    return workspace


def test_files_that_answers_name_come_in_without_metadata_and_the_rest_stays(office: Workspace, tmp_path: Path) -> None:
    root = folder(tmp_path / "odk", document("second.jpg", "never sent.jpg", "broken.jpg"))
    put(root, NAME, picture())
    put(root, "second.jpg", picture("blue"))
    put(root, "broken.jpg", b"no picture at all")
    put(root, "audit.csv", b"event,node")
    (receipt,) = take(office, root).receipts
    assert (receipt.receipt.value, receipt.files, receipt.attachments) == ("new", 2, 2)
    content = Attachments(office).read(RECORD, NAME)
    assert b"MARKER" in picture()
    assert b"MARKER" not in content
    assert Image.open(io.BytesIO(content)).size == (64, 64)
    assert len(office.store.attachments.of(RECORD)) == 2
    assert receipts(take(office, root)) == ["identical"]
    assert check(office).ok


def test_files_of_an_encrypted_submission_come_in_too(office: Workspace, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(encryptor.pem())
    media = ((NAME, picture()), ("audit.csv", b"event,node"))
    sealed = Encrypted("photos", document().encode(), instance_id=X, media=media)
    sealed.put(tmp_path / "odk" / "forms" / "Photos" / "instances" / "uuid0")
    (receipt,) = take(office, tmp_path / "odk", key_file=key).receipts
    assert (receipt.receipt.value, receipt.files, receipt.attachments) == ("new", 1, 1)
    assert Image.open(io.BytesIO(Attachments(office).read(RECORD, NAME))).size == (64, 64)
    assert not list((tmp_path / "odk").rglob(NAME))


def test_an_edit_keeps_the_files_of_what_it_replaces(office: Workspace, tmp_path: Path) -> None:
    first = folder(tmp_path / "one", document())
    put(first, NAME, picture())
    take(office, first)
    edit = folder(tmp_path / "two", document("new.jpg", former=X, own="uuid:dddddddd-0000-4000-8000-000000000004"))
    put(edit, NAME, picture())
    put(edit, "new.jpg", picture("blue"))
    (receipt,) = take(office, edit).receipts
    assert (receipt.receipt.value, receipt.files) == ("updated", 2)
    assert len(office.store.attachments.of(RECORD)) == 2


@pytest.mark.parametrize("name", ["../../outside.jpg", "submission.xml", ".hidden.jpg", "a/b.jpg", "C:evil.jpg"])
def test_t28_a_name_that_is_a_path_takes_nothing_in_and_writes_nothing(
    office: Workspace, tmp_path: Path, name: str
) -> None:
    root = folder(tmp_path / "odk", document(photo=name))
    (tmp_path / "outside.jpg").write_bytes(picture())
    (receipt,) = take(office, root).receipts
    assert (receipt.receipt.value, receipt.files) == ("new", 0)
    done = OdkExport(office).write(tmp_path / "out")
    assert (done.records, done.attachments, done.left_behind) == (1, 0, 1)
    assert {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()} == {"Photos.xml", "submission.xml"}


def test_what_is_written_for_odk_comes_in_elsewhere_as_it_was(
    office: Workspace, other: Workspace, tmp_path: Path
) -> None:
    root = folder(tmp_path / "odk", document("second.jpg", "never sent.jpg"))
    put(root, NAME, picture())
    put(root, "second.jpg", picture("blue"))
    take(office, root)
    done = OdkExport(office).write(tmp_path / "out")
    assert (done.records, done.attachments, done.left_behind) == (1, 2, 1)
    written = {path.name: path for path in (tmp_path / "out").rglob("*.jpg")}
    assert set(written) == {NAME, "second.jpg"}
    assert written[NAME].read_bytes() == Attachments(office).read(RECORD, NAME)
    Forms(other).import_file(tmp_path / "photos.md")
    (receipt,) = take(other, tmp_path / "out").receipts
    assert (receipt.receipt.value, receipt.files) == ("new", 2)
    assert Image.open(io.BytesIO(Attachments(other).read(RECORD, NAME))).size == (64, 64)
