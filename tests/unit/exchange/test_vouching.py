"""An importer that a bundle took over: whatever it hands back, the program believes only what is signed and chained."""

from typing import Any

import msgspec
import pytest

from fieldkit import canonical
from fieldkit.crypto import sealing
from fieldkit.domain.log import SignedHead
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, manifest, vouching
from fieldkit.exchange.frames import Context, Stranger
from fieldkit.exchange.importer import LogSlice, Parcel
from fieldkit.exchange.reading import read
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

OFFICE = Laptop("O1", Role.OFFICER)
MONITOR = Laptop("M1")
STRANGER = Laptop("X1")
ROSTER = made.roster(OFFICE, MONITOR)
for laptop in (MONITOR, MONITOR, MONITOR, STRANGER):
    laptop.record()
CONTEXT = made.context(OFFICE, ROSTER)
PARCEL = importer.collect(read(sealing.open_sealed(made.bundle(MONITOR, ROSTER, OFFICE), OFFICE.identity), CONTEXT))


def with_log(log: LogSlice) -> Parcel:
    return msgspec.structs.replace(PARCEL, logs=(log,))


def refused(parcel: Parcel) -> bool:
    try:
        vouching.check(parcel, CONTEXT)
    except Refusal as refusal:
        return refusal.code is Code.BUNDLE_IMPORTER_FAILED
    return False


def test_what_is_signed_and_whole_passes() -> None:
    assert not refused(PARCEL)
    assert not refused(with_log(MONITOR.slice(2, 3)))
    newer = made.roster(OFFICE, MONITOR, STRANGER, generation=2)
    assert not refused(msgspec.structs.replace(PARCEL, roster=newer, logs=(STRANGER.slice(),)))


def test_a_log_of_nobody() -> None:
    assert refused(with_log(STRANGER.slice()))


def test_the_same_log_twice() -> None:
    assert refused(msgspec.structs.replace(PARCEL, logs=(MONITOR.slice(), MONITOR.slice())))


def test_a_head_that_another_device_signed() -> None:
    honest = MONITOR.slice()
    forged = SignedHead(head=honest.head.head, signature=made.signature_of(STRANGER, honest.head.head))
    assert refused(with_log(msgspec.structs.replace(honest, head=forged)))


@pytest.mark.parametrize("kept", [(), (0,), (0, 1), (0, 2), (2, 1, 0), (0, 1, 2, 2)])
def test_lines_that_lack_repeat_or_change_places(kept: tuple[int, ...]) -> None:
    honest = MONITOR.slice()
    assert refused(with_log(msgspec.structs.replace(honest, lines=tuple(honest.lines[place] for place in kept))))


def test_lines_that_start_elsewhere_than_is_said() -> None:
    assert refused(with_log(msgspec.structs.replace(MONITOR.slice(), first=2)))
    assert refused(with_log(msgspec.structs.replace(MONITOR.slice(2, 3), first=1)))


def test_a_body_that_was_not_signed() -> None:
    honest = MONITOR.slice()
    swapped = (made.with_body(honest.lines[0], honest.lines[1]), *honest.lines[1:])
    assert refused(with_log(msgspec.structs.replace(honest, lines=swapped)))


def test_a_roster_that_the_project_did_not_sign() -> None:
    value = made.roster(OFFICE, MONITOR, STRANGER, generation=2).roster
    for signed in (
        made.signed_roster(value, seed=STRANGER.seed),
        made.signed_roster(msgspec.structs.replace(value, project=made.CLOCK.new_id())),
        made.signed_roster(msgspec.structs.replace(value, project_key=STRANGER.device.sign_key), seed=STRANGER.seed),
    ):
        assert refused(msgspec.structs.replace(PARCEL, roster=signed, logs=()))


def stranger() -> Stranger:
    """What the importer hands back of a good bundle by a laptop that no roster names."""
    *_, last = read(sealing.open_sealed(made.bundle(STRANGER, ROSTER, OFFICE), OFFICE.identity), CONTEXT)
    assert isinstance(last, Stranger)
    return last


def strange(said: Stranger, context: Context = CONTEXT) -> bool:
    try:
        vouching.check_stranger(said, context)
    except Refusal as refusal:
        return refusal.code is not Code.BUNDLE_IMPORTER_FAILED
    return True


def test_a_stranger_who_signed_for_us_is_believed_to_be_one() -> None:
    assert strange(stranger())


@pytest.mark.parametrize(
    "changes",
    [
        {"device": MONITOR.device.id},
        {"device": made.CLOCK.new_id()},
        {"signer": MONITOR.device.sign_key},
        {"project": made.CLOCK.new_id()},
        {"to": (manifest.fingerprint(MONITOR.recipient),)},
        {"seq": 7},
    ],
)
def test_a_manifest_that_the_stranger_did_not_sign(changes: dict[str, Any]) -> None:
    honest = stranger()
    assert not strange(msgspec.structs.replace(honest, manifest=msgspec.structs.replace(honest.manifest, **changes)))


def signed(honest: Stranger, **changes: Any) -> Stranger:
    """Another manifest, which its sender did sign."""
    said = msgspec.structs.replace(honest.manifest, **changes)
    signature = manifest.sign(canonical.encode(said), STRANGER.seed).hex()
    return msgspec.structs.replace(honest, manifest=said, signature=signature)


def test_what_a_stranger_signed_for_somebody_else() -> None:
    honest = stranger()
    assert strange(signed(honest, seq=7))
    assert not strange(signed(honest, to=(manifest.fingerprint(MONITOR.recipient),)))
    assert not strange(signed(honest, project=made.CLOCK.new_id()))
    assert not strange(signed(honest, device=MONITOR.device.id))  # who is known is no stranger


def test_a_stranger_with_a_roster_that_the_project_did_not_sign() -> None:
    honest = stranger()
    value = msgspec.structs.replace(ROSTER.roster, generation=2)
    assert strange(msgspec.structs.replace(honest, roster=made.signed_roster(value)))
    assert not strange(msgspec.structs.replace(honest, roster=made.signed_roster(value, seed=STRANGER.seed)))


def test_a_stranger_whom_a_roster_has_named_meanwhile() -> None:
    known = made.context(OFFICE, made.roster(OFFICE, MONITOR, STRANGER, generation=2))
    assert not strange(stranger(), known)
