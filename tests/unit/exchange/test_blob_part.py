"""Blobs behind the payload: all of them come out as they went in, or nothing of the bundle does."""

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import container, importer, manifest, vouching
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.reading import read
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

OFFICE, MONITOR = Laptop("O1", Role.OFFICER), Laptop("M1")
MONITOR.record()
ROSTER = made.roster(OFFICE, MONITOR)
CONTEXT = made.context(OFFICE, ROSTER)
BLOBS = (b"first blob", b"second, longer blob", b"x" * 70_000)


def plaintext(*blobs: bytes) -> bytes:
    return sealing.open_sealed(made.bundle(MONITOR, ROSTER, OFFICE, blobs=blobs), OFFICE.identity)


def parcel(data: bytes) -> Parcel:
    return msgspec.structs.replace(importer.collect(read(data, CONTEXT)), plaintext=data)


def contents(data: bytes) -> list[bytes]:
    came = parcel(data)
    return [came.blob(place) for place in came.blobs]


def refusal(data: bytes) -> Code:
    with pytest.raises(Refusal) as caught:
        parcel(data)
    return caught.value.code


def forged(lines: bytes, blobs: bytes, **said: int) -> bytes:
    """What a hostile but enrolled device may sign: any table, any blobs, any measures."""
    whole = plaintext(*BLOBS)
    parts = container.unwrap(whole)
    told: dict[str, Any] = msgspec.json.decode(parts.manifest)
    payload = parts.rest[: told["zlen"]]
    told["blobs"] |= {"table": len(lines), "sha256": hashlib.sha256(lines).hexdigest(), "total": len(blobs)} | said
    encoded = msgspec.json.encode(told, order="sorted")
    signature = manifest.sign(encoded, MONITOR.seed)
    return container.wrap(container.Container(manifest=encoded, signature=signature, rest=payload), (lines, blobs))


def line(blob: bytes, **changes: object) -> dict[str, object]:
    return {"sha256": hashlib.sha256(blob).hexdigest(), "size": len(blob)} | changes


def table(*lines: dict[str, object]) -> bytes:
    return msgspec.json.encode({"blobs": lines}, order="sorted")


@given(st.lists(st.binary(min_size=1, max_size=200), unique=True, max_size=8))
def test_blobs_come_out_as_they_went_in(blobs: list[bytes]) -> None:
    data = plaintext(*blobs)
    assert contents(data) == blobs
    vouching.check(parcel(data), CONTEXT)


def test_a_bundle_without_blobs_is_what_it_was_before() -> None:
    told = msgspec.json.decode(container.unwrap(plaintext()).manifest)
    assert told["min_reader"] == 1
    assert "blobs" not in told
    assert msgspec.json.decode(container.unwrap(plaintext(b"x")).manifest)["min_reader"] == 2


def test_blobs_pass_the_real_importer_process() -> None:
    sealed = made.bundle(MONITOR, ROSTER, OFFICE, blobs=BLOBS)
    came = importer.open_bundle(sealed, OFFICE.identity, CONTEXT)
    vouching.check(came, CONTEXT)
    assert [came.blob(place) for place in came.blobs] == list(BLOBS)


def test_what_is_forged_honestly_is_read() -> None:
    assert contents(forged(table(*map(line, BLOBS)), b"".join(BLOBS))) == list(BLOBS)


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_t9_a_changed_bit_in_table_or_blobs_is_noticed(at: int, bit: int) -> None:
    data = bytearray(plaintext(*BLOBS[:2]))
    end = len(data.rstrip(b"\0"))
    start = end - len(BLOBS[0] + BLOBS[1]) - 150
    data[start + at % (end - start)] ^= 1 << bit
    assert refusal(bytes(data)) is Code.BUNDLE_DAMAGED


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line(BLOBS[0]), line(BLOBS[1])], {}),
        ([line(BLOBS[0]), line(BLOBS[0]), line(BLOBS[2])], {}),
        ([line(BLOBS[1]), line(BLOBS[0]), line(BLOBS[2])], {}),
        ([line(BLOBS[0], size=11), line(BLOBS[1], size=18), line(BLOBS[2])], {}),
        ([line(BLOBS[0], size=2**40), line(BLOBS[1]), line(BLOBS[2])], {}),
        ([line(BLOBS[0], size=-10), line(BLOBS[1]), line(BLOBS[2])], {}),
        ([line(BLOBS[0], size=26 * 2**20), line(BLOBS[1]), line(BLOBS[2])], {}),
        ([line(BLOBS[0], path="../x"), line(BLOBS[1]), line(BLOBS[2])], {}),
        (list(map(line, BLOBS)), {"count": 2}),
        (list(map(line, BLOBS)), {"total": 1}),
        (list(map(line, BLOBS)), {"total": 2**29}),
        (list(map(line, BLOBS)), {"table": 2**20}),
        (list(map(line, BLOBS)), {"count": 2**40}),
        ([], {}),
    ],
)
def test_t28_lying_tables_are_refused(lines: list[dict[str, object]], said: dict[str, int]) -> None:
    assert refusal(forged(table(*lines), b"".join(BLOBS), **said)) is Code.BUNDLE_DAMAGED


def test_a_table_in_another_spelling_is_refused() -> None:
    spelled = table(*map(line, BLOBS)).replace(b":", b": ")
    assert refusal(forged(spelled, b"".join(BLOBS))) is Code.BUNDLE_DAMAGED


def test_t27_a_bundle_cut_inside_its_blobs_is_refused() -> None:
    data = plaintext(*BLOBS)
    for length in range(len(data) // 2, len(data), len(data) // 50):
        assert refusal(data[:length]) is Code.BUNDLE_DAMAGED


def test_an_importer_that_was_taken_over_cannot_pass_other_blobs() -> None:
    came = parcel(plaintext(*BLOBS))
    moved = tuple(msgspec.structs.replace(place, start=place.start + 1) for place in came.blobs)
    with pytest.raises(Refusal) as caught:
        vouching.check(msgspec.structs.replace(came, blobs=moved), CONTEXT)
    assert caught.value.code is Code.BUNDLE_IMPORTER_FAILED
