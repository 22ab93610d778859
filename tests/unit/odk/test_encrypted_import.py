"""Encrypted submissions taken in with their key, and each way in which one may be unfit; keys are fresh in each run."""

import pytest

from fieldkit.errors import Code, Refusal
from tests.unit.odk import encryptor
from tests.unit.odk.encryptor import Encrypted
from tests.unit.odk.folders import X, Y, Z, briefcase, receipts, story, submission, take
from tests.unit.services import helpers

RECORD = X.removeprefix("uuid:")
MEDIA = (("photo.jpg", b"picture" * 9_999), ("голос.m4a", b""), ("audit.csv", b"event,node"))


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A vault into which nothing comes: everything is refused."""
    with helpers.office(tmp_path_factory.mktemp("closed")) as opened:
        yield opened
        assert opened.store.records.counts() == {}


@pytest.fixture
def key(tmp_path):
    """The private key as a file."""
    path = tmp_path / "key.pem"
    path.write_bytes(encryptor.pem())
    return path


def made(instance_id=X, text="told in secret", **named):
    return Encrypted("stop", submission(instance_id, text).encode(), instance_id=instance_id, **named)


def put(tmp_path, encrypted, manifest=None, name="uuid0"):
    root = tmp_path / "odk"
    encrypted.put(root / "forms" / "Stop" / "instances" / name, manifest)
    return root


def code(report):
    assert len(report.receipts) == 1
    return report.receipts[0].code


@pytest.mark.parametrize("version", ["", "1"])
def test_a_submission_with_media_is_taken_in(workspace, tmp_path, key, version):
    folder = put(tmp_path, made(media=MEDIA, version=version))
    report = take(workspace, folder, key_file=key)
    assert (receipts(report), report.receipts[0].attachments) == (["new"], 3)
    assert story(workspace, RECORD) == "told in secret"
    assert receipts(take(workspace, folder, key_file=key)) == ["identical"]
    assert not [path for path in folder.rglob("*") if path.name in dict(MEDIA)]


def test_the_key_may_have_a_passphrase(workspace, tmp_path):
    folder = put(tmp_path, made())
    locked = tmp_path / "locked.pem"
    locked.write_bytes(encryptor.pem("тайна"))
    for wrong in ("", "other"):
        with pytest.raises(Refusal) as caught:
            take(workspace, folder, key_file=locked, key_passphrase=wrong)
        assert caught.value.code is Code.ODK_KEY_LOCKED
    assert receipts(take(workspace, folder, key_file=locked, key_passphrase="тайна")) == ["new"]


def test_a_file_that_is_no_key_is_refused(closed, tmp_path):
    folder = put(tmp_path, made())
    for content, expected in ((b"words", Code.ODK_BAD_KEY), (b"x" * 100_000, Code.ODK_TOO_LARGE)):
        (tmp_path / "no.pem").write_bytes(content)
        with pytest.raises(Refusal) as caught:
            take(closed, folder, key_file=tmp_path / "no.pem")
        assert caught.value.code is expected
    with pytest.raises(Refusal) as caught:
        take(closed, folder, key_file=tmp_path / "absent.pem")
    assert caught.value.code is Code.FILE_MISSING


def test_without_a_key_or_with_another_one_it_stays_closed(closed, tmp_path):
    folder = put(tmp_path, made())
    assert code(take(closed, folder)) is Code.ODK_KEY_NEEDED
    other = tmp_path / "other.pem"
    other.write_bytes(encryptor.pem(name="other"))
    assert code(take(closed, folder, key_file=other)) is Code.ODK_WRONG_KEY


@pytest.mark.parametrize("name", ["submission.xml.enc", "photo.jpg.enc"])
def test_a_missing_file_is_named(closed, tmp_path, key, name):
    folder = put(tmp_path, made(media=MEDIA))
    next(folder.rglob(name)).unlink()
    assert code(take(closed, folder, key_file=key)) is Code.ODK_ATTACHMENT_MISSING


@pytest.mark.parametrize("name", ["submission.xml.enc", "photo.jpg.enc"])
@pytest.mark.parametrize("place", [0, 17, -1])
def test_a_changed_file_is_refused(closed, tmp_path, key, name, place):
    folder = put(tmp_path, made(media=MEDIA))
    path = next(folder.rglob(name))
    data = bytearray(path.read_bytes())
    data[place] ^= 0x55
    path.write_bytes(data)
    assert code(take(closed, folder, key_file=key)) is Code.ODK_DAMAGED


def manifests():
    whole = made(media=MEDIA)
    names = [name for name, _ in MEDIA]
    yield "another order", whole, whole.manifest(media=names[::-1])
    yield "a file fewer", whole, whole.manifest(media=names[1:])
    yield "the same twice", whole, whole.manifest(media=[*names, names[0]])
    for element in ("base64EncryptedKey", "encryptedXmlFile", "base64EncryptedElementSignature"):
        yield f"no {element}", whole, whole.manifest(without=element)
    yield "another identity", whole, whole.manifest().replace(X.encode(), Y.encode())
    yield "another form", whole, whole.manifest().replace(b'id="stop"', b'id="visit"')
    yield "a nameless file", whole, whole.manifest().replace(b"photo.jpg.enc", b"")
    for outside in ("../other/secret", "/etc/passwd", "..", "a/b", "a\\b"):
        yield f"outside {outside}", whole, whole.manifest().replace(b"photo.jpg.enc", outside.encode())
    inner = Encrypted("stop", whole.manifest(), instance_id=X)
    yield "encrypted twice", inner, inner.manifest()
    strange = Encrypted("stop", submission(Y).encode(), instance_id=X)
    yield "another one inside", strange, strange.manifest()


CASES = list(manifests())


@pytest.mark.parametrize(("encrypted", "manifest"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_manifest_that_does_not_fit_is_refused(closed, tmp_path, key, encrypted, manifest):
    assert code(take(closed, put(tmp_path, encrypted, manifest), key_file=key)) is Code.ODK_DAMAGED


def test_something_else_inside_is_refused(closed, tmp_path, key):
    folder = put(tmp_path, Encrypted("stop", b"no submission at all", instance_id=X))
    assert code(take(closed, folder, key_file=key)) is Code.ODK_NOT_A_SUBMISSION


def test_links_in_a_folder_are_not_followed(closed, tmp_path, key):
    folder = put(tmp_path, made(media=MEDIA))
    path = next(folder.rglob("photo.jpg.enc"))
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert code(take(closed, folder, key_file=key)) is Code.FILE_UNREADABLE


def test_one_damaged_submission_does_not_stop_the_others(workspace, tmp_path, key):
    damaged = made(Y)
    damaged.files["submission.xml.enc"] = damaged.files["submission.xml.enc"][:-3]
    put(tmp_path, damaged, name="uuid1")
    folder = put(tmp_path, made(), name="uuid2")
    briefcase(folder / "clear", submission(Z))
    report = take(workspace, folder, key_file=key)
    assert (report.new, [each.code for each in report.refused]) == (2, [Code.ODK_DAMAGED])


def test_an_encrypted_edit_waits_for_what_it_replaces(workspace, tmp_path, key):
    """Only the decrypted document tells that it is an edit, and this one comes first by name."""
    early = "uuid:00000000-0000-4000-8000-000000000000"
    put(tmp_path, Encrypted("stop", submission(early, "edited", former=X).encode(), instance_id=early), name="a")
    folder = put(tmp_path, made(), name="b")
    assert receipts(take(workspace, folder, key_file=key)) == ["new", "updated"]
    assert story(workspace, RECORD) == "edited"


def test_the_clear_submission_counts_where_an_old_collect_left_both(workspace, tmp_path):
    folder = tmp_path / "odk" / "instances" / "Stop_2026-01-05_09-00-00"
    made().put(folder)
    (folder / f"{folder.name}.xml").write_text(submission(X, "in the clear"), "utf-8")
    (receipt,) = take(workspace, tmp_path / "odk").receipts
    assert (receipt.receipt.value, receipt.attachments) == ("new", 0)
    assert story(workspace, RECORD) == "in the clear"
