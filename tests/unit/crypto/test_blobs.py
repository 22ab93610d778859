"""Blobs: what was sealed opens, and nothing else does; T9 for one blob. Lengths around chunks are where it matters."""

import io
import random
import tracemalloc

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SystemClock
from fieldkit.crypto import blobs
from fieldkit.crypto.blobs import CHUNK, MOST_PLAIN, TAG, Damaged, TooLarge

KEY = blobs.new_key(SystemClock())
LENGTHS = st.sampled_from(
    [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK]
) | st.integers(0, 3 * CHUNK)


class Trickle:
    """A pipe that gives less than it is asked for."""

    def __init__(self, data: bytes, chance: random.Random) -> None:
        self._rest, self._chance = io.BytesIO(data), chance

    def read(self, size: int, /) -> bytes:
        return self._rest.read(self._chance.randint(1, size))


class Endless:
    """Zeros without end, made when asked for."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int, /) -> bytes:
        size = min(size, self._left)
        self._left -= size
        return bytes(size)


def content(length: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(length)


def sealed(plain: bytes, key: bytes = KEY) -> bytes:
    return b"".join(blobs.seal(key, io.BytesIO(plain)))


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(blobs.unseal(key, io.BytesIO(data)))


def parts(data: bytes) -> list[bytes]:
    size = CHUNK + TAG
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(LENGTHS, st.integers(0, 2**32))
def test_what_was_sealed_opens_whatever_the_length_and_however_it_is_read(length: int, seed: int) -> None:
    plain, chance = content(length, seed), random.Random(seed)
    data = b"".join(blobs.seal(KEY, Trickle(plain, chance)))
    assert len(data) == blobs.sealed_size(length)
    assert data == sealed(plain)
    assert b"".join(blobs.unseal(KEY, Trickle(data, chance))) == plain
    with pytest.raises(Damaged):
        opened(data, blobs.new_key(SystemClock()))


@given(LENGTHS, st.data())
def test_t9_one_changed_bit_is_always_noticed(length: int, data: st.DataObject) -> None:
    changed = bytearray(sealed(content(length)))
    bit = data.draw(st.integers(0, 8 * len(changed) - 1))
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        opened(bytes(changed))


@given(LENGTHS, st.data())
def test_t11_a_blob_that_was_cut_or_extended_is_refused(length: int, data: st.DataObject) -> None:
    whole = sealed(content(length))
    edges = st.sampled_from([cut for cut in range(0, len(whole), CHUNK + TAG) if cut < len(whole)])
    cut = data.draw(edges | st.integers(0, len(whole) - 1))
    with pytest.raises(Damaged):
        opened(whole[:cut])
    more = data.draw(st.sampled_from([b"\0", whole[:TAG], whole[: CHUNK + TAG], sealed(b""), sealed(b"more")]))
    with pytest.raises(Damaged):
        opened(whole + more)


def test_t11_every_truncation_of_a_small_blob_is_refused() -> None:
    whole = sealed(b"a short note, nothing more")
    for cut in range(len(whole)):
        with pytest.raises(Damaged):
            opened(whole[:cut])


@given(st.permutations(range(4)))
def test_chunks_in_another_order_are_refused(order: list[int]) -> None:
    plain = content(3 * CHUNK + 7)
    chunks = parts(sealed(plain))
    mixed = b"".join(chunks[place] for place in order)
    if order == sorted(order):
        assert opened(mixed) == plain
        return
    with pytest.raises(Damaged):
        opened(mixed)


@given(st.lists(st.integers(0, 3), max_size=6).filter(lambda chosen: chosen != [0, 1, 2, 3]))
def test_chunks_left_out_or_repeated_are_refused(chosen: list[int]) -> None:
    chunks = parts(sealed(content(4 * CHUNK)))
    with pytest.raises(Damaged):
        opened(b"".join(chunks[place] for place in chosen))


def test_an_empty_last_chunk_is_refused_as_age_demands() -> None:
    cipher = ChaCha20Poly1305(KEY)
    first = cipher.encrypt(bytes(12), bytes(CHUNK), None)
    empty = cipher.encrypt((1).to_bytes(11, "big") + b"\1", b"", None)
    with pytest.raises(Damaged):
        opened(first + empty)


def test_t20_the_nonces_are_those_of_age() -> None:
    plain = content(CHUNK + 5)
    cipher = ChaCha20Poly1305(KEY)
    first = cipher.encrypt(bytes(11) + b"\0", plain[:CHUNK], None)
    last = cipher.encrypt(bytes(10) + b"\1\1", plain[CHUNK:], None)
    assert sealed(plain) == first + last


def test_the_largest_blob_passes_in_little_memory_and_one_byte_more_is_refused() -> None:
    tracemalloc.start()
    try:
        total = sum(len(piece) for piece in blobs.seal(KEY, Endless(MOST_PLAIN)))
        assert total == blobs.MOST_SEALED
        with pytest.raises(TooLarge):
            for _ in blobs.seal(KEY, Endless(MOST_PLAIN + 1)):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1024 * 1024


def test_a_blob_that_claims_no_end_is_refused_at_the_limit() -> None:
    long = b"".join(blobs.seal(KEY, Endless(3 * CHUNK), limit=3 * CHUNK))
    with pytest.raises(TooLarge):
        list(blobs.unseal(KEY, io.BytesIO(long), limit=3 * CHUNK - 1))
