"""T20: the answers that the standards give, from the very functions of the libraries that we use."""

import hashlib
import hmac

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldkit.crypto import kdf, signing
from fieldkit.crypto.kdf import Cost


def test_t20_argon2id_is_that_of_rfc_9106():
    """Section 5.3."""
    found = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    ).derive(b"\x01" * 32)
    assert found.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


PASSPHRASES = (
    (65_536, 2, 1, "password", "somesalt", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"),
    (262_144, 2, 1, "password", "somesalt", "78fe1ec91fb3aa5657d72e710854e4c3d9b9198c742f9616c2f085bed95b2e8c"),
    (256, 2, 1, "password", "somesalt", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
    (256, 2, 2, "password", "somesalt", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
    (65_536, 1, 1, "password", "somesalt", "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"),
    (65_536, 4, 1, "password", "somesalt", "9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c"),
    (65_536, 2, 1, "differentpassword", "somesalt", "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde"),
    (65_536, 2, 1, "password", "diffsalt", "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c"),
)
"""Answers of the reference implementation (P-H-C/phc-winner-argon2, src/test.c): KiB, passes, lanes, what, salt, key."""


@pytest.mark.parametrize(("m", "t", "p", "phrase", "salt", "key"), PASSPHRASES)
def test_t20_a_passphrase_gives_the_key_of_the_reference_implementation(m, t, p, phrase, salt, key):
    assert kdf.stretch(phrase, salt.encode(), Cost(m=m, t=t, p=p)).hex() == key


def test_t20_a_passphrase_is_stretched_by_it_without_anything_of_our_own():
    cost = Cost(m=1024, t=2, p=2)
    expected = Argon2id(salt=b"s" * 16, length=32, iterations=2, lanes=2, memory_cost=1024).derive("Ёлка й".encode())
    assert kdf.stretch("Ёлка й", b"s" * 16, cost) == expected


def test_t20_hkdf_is_that_of_rfc_5869():
    """Appendix A.1, and A.3 without salt and info."""
    okm = HKDF(algorithm=hashes.SHA256(), length=42, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA))).derive(
        b"\x0b" * 22
    )
    assert okm.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    okm = HKDF(algorithm=hashes.SHA256(), length=42, salt=None, info=b"").derive(b"\x0b" * 22)
    assert okm.hex() == ("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")


@pytest.mark.parametrize("length", [16, 32, 48, 64, 65, 200])
def test_t20_keys_derive_by_its_construction_over_sha_512(length):
    """The RFC has no answers for SHA-512, so its two steps are done by hand."""
    master = bytes(range(32))
    pseudo = hmac.new(bytes(64), master, hashlib.sha512).digest()
    expected, block = b"", b""
    for number in range(1, length // 64 + 2):
        block = hmac.new(pseudo, block + b"fieldkit purpose" + bytes([number]), hashlib.sha512).digest()
        expected += block
    assert kdf.expand(master, "purpose", length) == expected[:length]


def test_t20_chacha20_poly1305_is_that_of_rfc_8439():
    """Section 2.8.2."""
    key, nonce = bytes(range(0x80, 0xA0)), bytes.fromhex("070000004041424344454647")
    context = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    plain = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would "
        b"be it."
    )
    sealed = bytes.fromhex(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
        "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
        "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
    )
    assert ChaCha20Poly1305(key).encrypt(nonce, plain, context) == sealed
    assert ChaCha20Poly1305(key).decrypt(nonce, sealed, context) == plain
    for changed in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:-1]):
        with pytest.raises(InvalidTag):
            ChaCha20Poly1305(key).decrypt(nonce, changed, context)


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                "d25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            (
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
                "a7c15e9716ed28dc027beceea1ec40a"
            ),
        ),
    ],
)
def test_t20_signatures_are_those_of_rfc_8032(seed, public, message, signature):
    """Section 7.1, tests 1 and 3."""
    assert signing.public_key(bytes.fromhex(seed)) == public
    assert signing.sign(bytes.fromhex(seed), bytes.fromhex(message)) == signature
    assert signing.verify(public, bytes.fromhex(message), signature)
    assert not signing.verify(public, bytes.fromhex(message) + b"x", signature)


def test_t20_hmac_is_that_of_rfc_4231():
    """Section 4.2: what the MAC of the slots is made by."""
    found = hmac.new(b"\x0b" * 20, b"Hi There", hashlib.sha256).hexdigest()
    assert found == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
