"""ODK's encryption opened again: real keys, files of any size, and everything that may be wrong with them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.crypto import odk
from tests.unit.odk import encryptor
from tests.unit.odk.encryptor import Encrypted

MEDIA = st.lists(st.binary(max_size=5_000), max_size=20)


def opened(made: Encrypted, order: list[str] | None = None, *, step: int = 1_000, key: str = "mine") -> list[bytes]:
    """Every file opened and checked, in pieces of `step` bytes."""
    opener = odk.Opener(encryptor.key(key), made.wrapped, made.instance_id)
    plain, told = [], []
    for name in order or list(made.files):
        digest = odk.Digest()
        data = made.files[name]
        pieces = (data[start : start + step] for start in range(0, len(data), step))
        plain.append(b"".join(digest.watch(opener.open(pieces))))
        told.append((name.removesuffix(".enc"), digest.hex()))
    opener.check(made.form, made.version, told, made.signature)
    return plain


@given(
    submission=st.binary(max_size=5_000),
    media=MEDIA,
    version=st.sampled_from(["", "2026-01"]),
    step=st.integers(1, 3_000),
)
@settings(max_examples=25, deadline=None)
def test_what_is_encrypted_opens_again(submission: bytes, media: list[bytes], version: str, step: int) -> None:
    named = [(f"{number}.jpg", data) for number, data in enumerate(media)]
    made = Encrypted("form", submission, named, version)
    assert opened(made, step=step) == [*media, submission]


def test_the_version_may_be_missing_in_the_checksum() -> None:
    assert opened(Encrypted("form", b"<data/>", version="7", sign_version=False)) == [b"<data/>"]


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(odk.WrongKey):
        opened(Encrypted("form", b"<data/>"), key="another")


def test_another_order_is_noticed() -> None:
    made = Encrypted("form", b"<data/>", [("a.jpg", b"a" * 40), ("b.jpg", b"b" * 40)])
    with pytest.raises(odk.Damaged):
        opened(made, ["b.jpg.enc", "a.jpg.enc", "submission.xml.enc"])


@pytest.mark.parametrize("name", ["a.jpg.enc", "submission.xml.enc"])
def test_any_changed_byte_is_noticed(name: str) -> None:
    made = Encrypted("form", b"<data>words</data>", [("a.jpg", b"picture" * 9)])
    whole = made.files[name]
    for place in range(len(whole)):
        made.files[name] = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises(odk.Damaged):
            opened(made)
    for length in range(len(whole)):
        made.files[name] = whole[:length]
        with pytest.raises(odk.Damaged):
            opened(made)


def test_a_checksum_of_another_submission_is_noticed() -> None:
    made = Encrypted("form", b"<data/>")
    made.signature = Encrypted("form", b"<data>2</data>").signature
    with pytest.raises(odk.Damaged):
        opened(made)
    for nonsense in ("", "%%%", "AAAA", made.wrapped):
        made.signature = nonsense
        with pytest.raises(odk.Damaged):
            opened(made)


def test_a_wrapped_key_that_is_none() -> None:
    with pytest.raises(odk.Damaged):
        odk.Opener(encryptor.key(), "no base64!", encryptor.INSTANCE)
    with pytest.raises(odk.WrongKey):
        odk.Opener(encryptor.key(), "AAAA", encryptor.INSTANCE)


def test_keys_with_and_without_a_passphrase() -> None:
    assert odk.load_key(encryptor.pem()).key_size == 2048
    assert odk.load_key(encryptor.pem(), "needless").key_size == 2048
    assert odk.load_key(encryptor.pem("тайна"), "тайна").key_size == 2048
    for wrong in ("", "other"):
        with pytest.raises(odk.KeyLocked):
            odk.load_key(encryptor.pem("тайна"), wrong)


@pytest.mark.parametrize("bad", [b"", b"words", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_private_key(bad: bytes) -> None:
    for passphrase in ("", "any"):
        with pytest.raises(odk.BadKey):
            odk.load_key(bad, passphrase)
