"""Sealing: round trips, interoperation with the stock age tool, and the traps of the library (security notes, 4.3)."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.crypto import sealing

MINE, OTHER = sealing.new_identity(), sealing.new_identity()
TO_ME = sealing.recipient_of(MINE)

# X25519 points of order 1, 2, 4 and 8 as recipients: the library takes them and then panics.
LOW_ORDER = [
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
    "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
    "age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8",
    "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
]


@given(plaintext=st.binary(max_size=200_000))
@settings(max_examples=30)
def test_what_is_sealed_opens_again(plaintext: bytes) -> None:
    sealed = sealing.seal(plaintext, (sealing.recipient_of(OTHER), TO_ME))
    assert sealing.open_sealed(sealed, MINE) == plaintext
    assert sealing.open_sealed(sealed, OTHER) == plaintext


def test_others_cannot_open_it() -> None:
    with pytest.raises(sealing.NotForYou):
        sealing.open_sealed(sealing.seal(b"words", (TO_ME,)), OTHER)


def test_every_cut_and_every_flipped_bit_is_refused() -> None:
    sealed = sealing.seal(b"words" * 50, (TO_ME,))
    for length in range(len(sealed)):
        with pytest.raises(sealing.SealError):
            sealing.open_sealed(sealed[:length], MINE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.SealError):
            sealing.open_sealed(bytes(changed), MINE)


def test_a_cut_file_is_told_from_no_bundle_at_all() -> None:
    sealed = sealing.seal(b"words", (TO_ME,))
    for length in (1, 30, 120, len(sealed) - 1):
        with pytest.raises(sealing.Damaged):
            sealing.open_sealed(sealed[:length], MINE)
    for other in (b"", b"PK\3\4", b"age-encryption.org/v2\n"):
        with pytest.raises(sealing.NotSealed):
            sealing.open_sealed(other, MINE)


def test_the_output_is_capped() -> None:
    sealed = sealing.seal(bytes(300_000), (TO_ME,))
    assert len(sealing.open_sealed(sealed, MINE, limit=300_000)) == 300_000
    with pytest.raises(sealing.TooLarge):
        sealing.open_sealed(sealed, MINE, limit=299_999)


def _header_with(stanzas: int) -> bytes:
    stanza = b"-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
    return b"age-encryption.org/v1\n" + stanza * stanzas + b"--- " + b"A" * 43 + b"\n" + bytes(64)


@pytest.mark.parametrize("stanzas", [1_000, 100_000])
def test_headers_of_many_stanzas_are_refused_at_once(stanzas: int) -> None:
    hostile = _header_with(stanzas)
    start = time.monotonic()
    with pytest.raises(sealing.NotSealed):
        sealing.open_sealed(hostile, MINE)
    assert time.monotonic() - start < 0.5


def test_headers_of_one_long_line_are_refused_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(sealing.NotSealed):
        sealing.open_sealed(b"age-encryption.org/v1\n-> X25519 " + b"A" * 200_000 + b"\n--- x", MINE)
    assert time.monotonic() - start < 0.5


def test_the_largest_allowed_header_still_opens() -> None:
    sealed = sealing.seal(b"words", (TO_ME,) * 60)
    assert sealing.open_sealed(sealed, MINE) == b"words"


@pytest.mark.parametrize("recipient", LOW_ORDER)
def test_low_order_recipients_are_refused_before_the_library_sees_them(recipient: str) -> None:
    with pytest.raises(sealing.BadRecipient):
        sealing.check_recipient(recipient)
    with pytest.raises(sealing.BadRecipient):
        sealing.seal(b"words", (TO_ME, recipient))


@pytest.mark.parametrize(
    "text",
    ["", "age1", TO_ME.upper(), TO_ME[:-1], TO_ME + "q", MINE, "age1yubikey1qwt50d05nh5vutpdzm", " " + TO_ME],
    ids=["empty", "prefix", "capitals", "cut", "longer", "secret", "plugin", "space"],
)
def test_only_canonical_recipients_are_taken(text: str) -> None:
    with pytest.raises(sealing.BadRecipient):
        sealing.check_recipient(text)


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(sealing.BadRecipient):
        sealing.seal(b"words", ())


@pytest.fixture
def age() -> str:
    """The stock tool; the machine that tests must have it."""
    found = shutil.which("age")
    assert found, "the age tool is missing"
    return found


def test_t24_the_stock_tool_opens_what_we_seal_and_the_other_way_round(age: str, tmp_path: Path) -> None:
    key, other, sealed = tmp_path / "key", tmp_path / "other", tmp_path / "sealed"
    key.write_text(MINE + "\n")
    other.write_text(OTHER + "\n")
    plaintext = b"words" * 40_000
    sealed.write_bytes(sealing.seal(plaintext, (TO_ME,)))
    opened = subprocess.run([age, "-d", "-i", key, sealed], capture_output=True, check=True)
    assert opened.stdout == plaintext
    refused = subprocess.run([age, "-d", "-i", other, sealed], capture_output=True, check=False)
    assert refused.returncode != 0
    assert not refused.stdout
    theirs = subprocess.run([age, "-r", TO_ME], input=plaintext, capture_output=True, check=True)
    assert sealing.open_sealed(theirs.stdout, MINE) == plaintext
