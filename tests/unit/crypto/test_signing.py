"""Signatures: RFC 8032 vectors, and everything malformed is simply not a signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SystemClock
from fieldkit.crypto import signing

# RFC 8032, section 7.1, tests 1 and 3.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), VECTORS)
def test_vectors_of_the_rfc(seed: str, public: str, message: str, signature: str) -> None:
    assert signing.public_key(bytes.fromhex(seed)) == public
    assert signing.sign(bytes.fromhex(seed), bytes.fromhex(message)) == signature
    assert signing.verify(public, bytes.fromhex(message), signature)


@given(message=st.binary(), other=st.binary(), bit=st.integers(0, 511))
def test_only_the_signed_message_verifies(message: bytes, other: bytes, bit: int) -> None:
    seed = signing.new_sign_key(SystemClock())
    signature = signing.sign(seed, message)
    public = signing.public_key(seed)
    flipped = bytearray.fromhex(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert signing.verify(public, message, signature)
    assert signing.verify(public, other, signature) == (other == message)
    assert not signing.verify(public, message, flipped.hex())


@given(public=st.text(), signature=st.text())
def test_nonsense_never_verifies_and_never_raises(public: str, signature: str) -> None:
    assert not signing.verify(public, b"message", signature)


def test_keys_that_bind_nobody_are_refused() -> None:
    for key in ("00" * 32, "01" + "00" * 31, "01" + "00" * 30 + "80", "ec" + "ff" * 30 + "7f", "ee" + "ff" * 31):
        assert not signing.is_sign_key(key)
        assert not signing.verify(key, b"any message", "00" * 64)
