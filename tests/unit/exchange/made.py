"""People, logs and bundles made in memory, with real keys and signatures."""

import hashlib
import random
import unicodedata
from dataclasses import dataclass, field

import msgspec
import zstandard

from fieldkit import canonical
from fieldkit.clock import SteppingClock
from fieldkit.crypto import sealing, signing
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import BodyContent, Revision
from fieldkit.domain.log import Body, EntryKind, Head, Line, SignedHead, head_message, head_of, next_entry
from fieldkit.domain.people import Device, Member, Role, Roster, SignedRoster, roster_message
from fieldkit.exchange import container, manifest, packing
from fieldkit.exchange.frames import Context
from fieldkit.exchange.importer import LogSlice
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading

CLOCK = SteppingClock()
PROJECT = CLOCK.new_id()
PROJECT_SEED = signing.new_sign_key(CLOCK)


@dataclass
class Laptop:
    """A device with its keys and its log."""

    code: str
    role: Role = Role.MONITOR
    project: str = PROJECT
    id: str = field(default_factory=CLOCK.new_id)
    epoch: str = field(default_factory=CLOCK.new_id)
    seed: bytes = field(default_factory=lambda: signing.new_sign_key(CLOCK))
    identity: str = field(default_factory=sealing.new_identity)
    lines: list[Line] = field(default_factory=list)

    @property
    def recipient(self) -> str:
        return sealing.recipient_of(self.identity)

    @property
    def device(self) -> Device:
        return Device(id=self.id, member=self.code, sign_key=signing.public_key(self.seed), recipient=self.recipient)

    @property
    def head(self) -> Head | None:
        return head_of(self.lines[-1].entry) if self.lines else None

    def add(self, kind: EntryKind, subject: str, content: BodyContent) -> Line:
        body = Body(salt=CLOCK.random_bytes(32), content=canonical.encode(content))
        entry = next_entry(
            head=self.head,
            project=self.project,
            device=self.id,
            epoch=self.epoch,
            at=now(),
            kind=kind,
            subject=subject,
            body=body,
        )
        self.lines.append(Line(entry=entry, body=body))
        return self.lines[-1]

    def record(self, text: str = "said", record: str = "", author: str = "") -> str:
        record = record or CLOCK.new_id()
        answers = Answers(form="f", version="1", items=(Answer(ref="/data/q", value=text),))
        revision = Revision(record=record, author=author or self.code, at=now(), answers=answers)
        self.add(EntryKind.REVISION, record, revision)
        return record

    def signed_head(self, count: int = 0) -> SignedHead:
        head = head_of(self.lines[(count or len(self.lines)) - 1].entry)
        return SignedHead(head=head, signature=signature_of(self, head))

    def slice(self, first: int = 1, last: int = 0) -> LogSlice:
        last = last or len(self.lines)
        return LogSlice(head=self.signed_head(last), first=first, lines=tuple(self.lines[first - 1 : last]))


def now() -> str:
    return CLOCK.now().isoformat(timespec="seconds")


def roster(*laptops: Laptop, generation: int = 1, revoked: frozenset[str] = frozenset()) -> SignedRoster:
    value = Roster(
        project=PROJECT,
        title="Sample",
        generation=generation,
        project_key=signing.public_key(PROJECT_SEED),
        at=now(),
        members=tuple(Member(code=laptop.code, role=laptop.role) for laptop in laptops),
        devices=tuple(
            msgspec.structs.replace(laptop.device, revoked_at=now() if laptop.id in revoked else "")
            for laptop in laptops
        ),
    )
    return signed_roster(value)


def signed_roster(value: Roster, seed: bytes = PROJECT_SEED) -> SignedRoster:
    return SignedRoster(roster=value, signatures=(signing.sign(seed, roster_message(value)),))


def context(reader: Laptop, signed: SignedRoster) -> Context:
    return Context(fingerprint=manifest.fingerprint(reader.recipient), roster=signed)


def bundle(
    sender: Laptop,
    signed: SignedRoster,
    *readers: Laptop,
    slices: tuple[LogSlice, ...] = (),
    blobs: tuple[bytes, ...] = (),
) -> bytes:
    """A sealed bundle of the sender's own log, or of the slices given, with blobs behind it."""
    chosen = slices or (sender.slice(),)
    shipment = Shipment(roster=signed, logs=tuple(LogHeading(head=log.head, first=log.first) for log in chosen))
    who = Sender(device=sender.id, epoch=sender.epoch, sign_seed=sender.seed, head=sender.head, number=1)
    recipients = tuple(reader.recipient for reader in readers)
    lines = (line for log in chosen for line in log.lines)
    return packing.pack(shipment, lines, who, recipients, CLOCK, blobs).sealed


def rewrap(plaintext: bytes, by: Laptop, *, payload: bytes | None = None, **changes: object) -> bytes:
    """The plaintext with another payload or manifest fields, measured and signed again as a hostile device would."""
    parts = container.unwrap(plaintext)
    said = msgspec.json.decode(parts.manifest)
    old = container.payload_of(parts, said["zlen"])
    data = old if payload is None else payload
    said |= {"zlen": len(data), "sha256": hashlib.sha256(data).hexdigest()} | changes
    encoded = msgspec.json.encode(said, order="sorted")
    return container.wrap(container.Container(manifest=encoded, signature=manifest.sign(encoded, by.seed), rest=data))


def manifest_of(plaintext: bytes) -> bytes:
    """The manifest of a bundle's plaintext."""
    return container.unwrap(plaintext).manifest


def with_manifest(plaintext: bytes, by: Laptop, encoded: bytes) -> bytes:
    """The plaintext with these bytes as its manifest, signed as a hostile device would."""
    parts = container.unwrap(plaintext)
    rest = parts.rest.rstrip(b"\0")
    return container.wrap(container.Container(manifest=encoded, signature=manifest.sign(encoded, by.seed), rest=rest))


def signature_of(laptop: Laptop, head: Head) -> str:
    return signing.sign(laptop.seed, head_message(head))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def without_body(line: Line) -> Line:
    return Line(entry=line.entry)


def with_body(line: Line, other: Line) -> Line:
    return Line(entry=line.entry, body=other.body)


def payload_text(plaintext: bytes) -> bytes:
    """The JSON lines of a bundle's plaintext."""
    parts = container.unwrap(plaintext)
    said = manifest.parse(parts.manifest)
    packed = container.payload_of(parts, said.zlen)
    return zstandard.ZstdDecompressor().stream_reader(packed).read(said.len)


def payload_of(text: bytes) -> tuple[bytes, int]:
    """A compressed payload and its length before compression."""
    return zstandard.ZstdCompressor().compress(text), len(text)


def mutated(data: bytes, front: int, chance: random.Random) -> bytes:
    """`data` with one to three small changes in its first `front` bytes; never the same as before."""
    changed = bytearray(data)
    while changed == data:
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(min(front, len(changed)))
            match chance.randrange(4):
                case 0:
                    changed[at] ^= 1 << chance.randrange(8)
                case 1:
                    changed[at : at + 1] = chance.choice((b"\0", b'"', b"{", b"[", b"9", b"\xff", b"\n"))
                case 2:
                    del changed[at : at + chance.randint(1, 9)]
                case _:
                    changed[at:at] = changed[at : at + chance.randint(1, 40)]
    return bytes(changed)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
