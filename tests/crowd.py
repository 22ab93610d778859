"""Many monitors without vaults of their own: keys, logs that grow, and bundles, each beginning where the last one ended.

For measuring what a supervisor's vault takes in: the logs are real, the laptops are not.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import msgspec

from fieldkit import canonical
from fieldkit.clock import Clock
from fieldkit.crypto import sealing, signing
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.log import Body, EntryKind, Head, Line, SignedHead, head_message, head_of, next_entry
from fieldkit.domain.people import Device, Member, Role, SignedRoster
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace
from tests import large_vault


@dataclass
class Monitor:
    """A device: its keys, and how far its log and its bundles have come."""

    device: Device
    epoch: str
    seed: bytes
    head: Head | None = None
    written: int = 0
    """Bundles."""


@dataclass
class Crowd:
    """The monitors of a project, and what they say."""

    signed: SignedRoster
    recipient: str
    """Of the supervisor's vault."""
    clock: Clock
    monitors: list[Monitor]
    said: Iterator[Answers] = field(repr=False)

    def bundle(self, monitor: Monitor, records: int, folder: Path) -> Path:
        """The next bundle of a monitor, with so many new records; the file is whole as soon as it is there."""
        before = monitor.head
        lines = [self._record(monitor) for _ in range(records)]
        head = monitor.head
        assert head is not None
        signed = SignedHead(head=head, signature=signing.sign(monitor.seed, head_message(head)))
        heading = LogHeading(head=signed, first=1 if before is None else before.seq + 1)
        monitor.written += 1
        sender = Sender(
            device=monitor.device.id,
            epoch=monitor.epoch,
            sign_seed=monitor.seed,
            head=head,
            number=monitor.written,
        )
        shipment = Shipment(roster=self.signed, logs=(heading,))
        path = folder / name(monitor.device.member, monitor.written)
        part = path.with_suffix(".part")
        part.write_bytes(packing.pack(shipment, lines, sender, (self.recipient,), self.clock).sealed)
        return part.rename(path)

    def _record(self, monitor: Monitor) -> Line:
        record, at = self.clock.new_id(), self.clock.now().isoformat(timespec="seconds")
        revision = Revision(record=record, author=monitor.device.member, at=at, answers=next(self.said))
        body = Body(salt=self.clock.random_bytes(32), content=canonical.encode(revision))
        entry = next_entry(
            head=monitor.head,
            project=self.signed.roster.project,
            device=monitor.device.id,
            epoch=monitor.epoch,
            at=at,
            kind=EntryKind.REVISION,
            subject=record,
            body=body,
        )
        monitor.head = head_of(entry)
        return Line(entry=entry, body=body)


def code(number: int) -> str:
    """The member code of a monitor, counted from 1."""
    return f"M{number:03d}"


def name(member: str, number: int) -> str:
    """The name of a bundle, counted from 1."""
    return f"{member}-{number:03d}.fieldkit"


def gather(office: Workspace, monitors: int, seed: int = 1) -> Crowd:
    """Take so many monitors into the project of an officer's vault; their bundles are for that vault."""
    made = [_monitor(office.clock, code(number)) for number in range(1, monitors + 1)]
    roster, project_seed = office.require_roster(), office.store.keyring.project_seed()
    assert project_seed is not None
    newer = msgspec.structs.replace(
        roster,
        generation=roster.generation + 1,
        members=(*roster.members, *(Member(code=each.device.member, role=Role.MONITOR) for each in made)),
        devices=(*roster.devices, *(each.device for each in made)),
    )
    with office.store.transaction():
        rosters.publish(office, newer, project_seed)
    signed = office.store.people.roster()
    assert signed is not None
    said = large_vault.answers(office, random.Random(seed))
    first = next(said)  # reads the questionnaire, for which the vault has to be open
    return Crowd(
        signed=signed,
        recipient=sealing.recipient_of(office.identity.age_identity),
        clock=office.clock,
        monitors=made,
        said=chain([first], said),
    )


def _monitor(clock: Clock, code: str) -> Monitor:
    seed = signing.new_sign_key(clock)
    device = Device(
        id=clock.new_id(),
        member=code,
        sign_key=signing.public_key(seed),
        recipient=sealing.recipient_of(sealing.new_identity()),
    )
    return Monitor(device=device, epoch=clock.new_id(), seed=seed)
