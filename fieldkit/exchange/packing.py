"""Packing log slices into a sealed bundle: values and keys in, bytes out."""

import hashlib
from collections.abc import Iterable

import msgspec

from fieldkit import canonical
from fieldkit.clock import Clock
from fieldkit.crypto import sealing, signing
from fieldkit.domain.ids import NO_HASH
from fieldkit.domain.log import Head, Line
from fieldkit.domain.people import SignedRoster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import blob_part, container, manifest, payload
from fieldkit.exchange.limits import MAX_ENTRIES, MAX_FILE, MAX_LOGS
from fieldkit.exchange.manifest import (
    IN_PARTS,
    PLAIN,
    WITH_BLOBS,
    WITH_CARDS,
    WITH_DOUBTS,
    WITH_RECONFIRMATIONS,
    WITH_REFERENCE,
    ChainHead,
    Counts,
    Format,
    Manifest,
    Part,
)
from fieldkit.exchange.payload import LogHeading, Packed, Preface


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who packs: the device with its signing seed and its own log's head, and which of its bundles this is."""

    device: str
    epoch: str
    sign_seed: bytes
    head: Head | None
    number: int
    """1 for the first bundle of this device and epoch."""
    previous: str = NO_HASH
    """Hash of the manifest of the bundle before."""


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    """What is packed: the newest roster and headings of logs; their lines follow in the same order."""

    roster: SignedRoster
    logs: tuple[LogHeading, ...]
    part: Part | None = None
    """Which of several bundles that belong together this is; None for one that holds everything."""


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed bundle and what the sender remembers of it."""

    sealed: bytes
    plaintext: bytes
    """What was sealed, for whoever wants to see it read before letting go of the original."""
    manifest_hash: str
    entries: int


def pack(
    shipment: Shipment,
    lines: Iterable[Line],
    sender: Sender,
    recipients: tuple[str, ...],
    clock: Clock,
    blobs: tuple[bytes, ...] = (),
) -> Bundle:
    """Write, sign and seal; `blobs` as they lie in the vault. Raises Refusal (BUNDLE_NOTHING_TO_SEND, …_TOO_LARGE)."""
    if not shipment.logs:
        raise Refusal(Code.BUNDLE_NOTHING_TO_SEND)
    entries = sum(heading.size for heading in shipment.logs)
    if entries > MAX_ENTRIES or len(shipment.logs) > MAX_LOGS:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    packed = payload.compress(Preface(roster=shipment.roster, logs=shipment.logs), lines)
    told = _manifest(shipment, packed, sender, recipients, clock)
    more: tuple[bytes, ...] = ()
    if blobs:
        table, part = blob_part.table_of(blobs)
        told = msgspec.structs.replace(told, min_reader=max(told.min_reader, WITH_BLOBS), blobs=part)
        more = (table, *blobs)
    said = canonical.encode(told)
    plaintext = container.wrap(
        container.Container(manifest=said, signature=manifest.sign(said, sender.sign_seed), rest=packed.data), more
    )
    sealed = sealing.seal(plaintext, recipients)
    if len(sealed) > MAX_FILE:
        raise Refusal(Code.BUNDLE_TOO_LARGE)  # padding doubles what is just beyond half of that
    return Bundle(
        sealed=sealed,
        plaintext=plaintext,
        manifest_hash=hashlib.sha256(said).hexdigest(),
        entries=packed.entries,
    )


def _manifest(
    shipment: Shipment, packed: Packed, sender: Sender, recipients: tuple[str, ...], clock: Clock
) -> Manifest:
    now = clock.now()
    offset = now.strftime("%z") or "+0000"
    head = sender.head
    return Manifest(
        project=shipment.roster.roster.project,
        bundle_id=clock.new_id(),
        device=sender.device,
        epoch=sender.epoch,
        seq=sender.number,
        prev=sender.previous,
        signer=signing.public_key(sender.sign_seed),
        to=tuple(manifest.fingerprint(recipient) for recipient in recipients),
        min_reader=_needs(shipment, packed),
        part=msgspec.UNSET if shipment.part is None else shipment.part,
        roster_gen=shipment.roster.roster.generation,
        counts=Counts(logs=len(shipment.logs), entries=packed.entries, bodies=packed.bodies),
        len=packed.expanded,
        zlen=len(packed.data),
        sha256=hashlib.sha256(packed.data).hexdigest(),
        chain_head=ChainHead(n=0, hash=NO_HASH) if head is None else ChainHead(n=head.seq, hash=head.hash),
        created_claimed=now.isoformat(timespec="seconds"),
        tz_claimed=f"{offset[:3]}:{offset[3:5]}",
        monotonic_note=int(clock.monotonic()),
    )


def _needs(shipment: Shipment, packed: Packed) -> Format:
    """The oldest format that has what goes along; blobs apart."""
    if packed.reconfirmations:
        return WITH_RECONFIRMATIONS
    if packed.reference:
        return WITH_REFERENCE
    if packed.cards or shipment.roster.roster.is_about_cards:
        return WITH_CARDS
    if any(device.trusted is not msgspec.UNSET for device in shipment.roster.roster.devices):
        return WITH_DOUBTS
    if shipment.part is not None:
        return IN_PARTS
    return WITH_BLOBS if packed.sealed else PLAIN
