"""Project, members, devices and the signed roster (security notes, section 6); enrolment messages."""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

import msgspec

from fieldkit import canonical
from fieldkit.domain.ids import Hash, MemberCode, Moment, Uuid

SignKey: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""An Ed25519 public key, hex."""
Signature: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]
"""An Ed25519 signature, hex."""
Recipient: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^age1[0-9a-z]{58}\Z")]
"""An age X25519 recipient in its canonical lower-case form."""

_ROSTER_CONTEXT = b"fieldkit-roster-v1\0"
_REQUEST_CONTEXT = b"fieldkit-enrol-request-v1\0"
MAX_GENERATION = 1_000_000
MAX_TRUSTED = 64
MAX_JUMP = 10_000
"""Generations that a roster may be ahead of the one that is known. More would leave no room for later ones."""


class Role(StrEnum):
    """What a member may do (design notes, section 1)."""

    MONITOR = "monitor"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    ANALYST = "analyst"


class Retention(StrEnum):
    """How long a monitor's laptop can read what was recorded on it. Readers keep all: they have to merge it."""

    KEEP = "keep"
    UNTIL_RECEIPT = "until_receipt"
    """Until a reader has confirmed that it came."""
    SEAL_AT_SUBMIT = "seal_at_submit"
    """Until it is submitted: it is sealed to the readers then (security notes, section 5)."""


READERS = frozenset({Role.SUPERVISOR, Role.OFFICER, Role.ANALYST})
"""Roles whose devices bundles are sealed to: those that merge, and those that count and print what was merged."""
REVIEWERS = frozenset({Role.SUPERVISOR, Role.OFFICER})
"""Roles whose reviews count."""
PUBLISHERS = frozenset({Role.OFFICER})
"""Roles that decide on which version of a questionnaire new records start."""
IDENTITY_OFFICERS = frozenset({Role.OFFICER})
"""Roles whose members can be made identity officers."""


class Device(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One enrolled laptop of one member."""

    id: Uuid
    member: MemberCode
    sign_key: SignKey
    recipient: Recipient
    revoked_at: Annotated[str, msgspec.Meta(max_length=32)] = ""
    """Moment from which the device is not trusted; empty while it is."""
    trusted: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=MAX_TRUSTED)] | msgspec.UnsetType = msgspec.UNSET
    """Of a revoked device: the entries up to which its logs are good all the same, as the officer held them then."""


class Member(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person by code; never by name."""

    code: MemberCode
    role: Role
    identity: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    """An identity officer, who opens identity cards. Left out for all others, and lost with the laptop: whoever is
    enrolled with another one is named again."""


class Roster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes part. Generations only grow; `threshold` leaves room for a quorum of project keys."""

    project: Uuid
    title: Annotated[str, msgspec.Meta(max_length=200)]
    generation: Annotated[int, msgspec.Meta(ge=1, le=MAX_GENERATION)]
    threshold: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    project_key: SignKey
    at: Moment
    members: Annotated[tuple[Member, ...], msgspec.Meta(max_length=5_000)]
    devices: Annotated[tuple[Device, ...], msgspec.Meta(max_length=10_000)]
    retention: Retention | msgspec.UnsetType = msgspec.UNSET
    """Left out where everything is kept, so that rosters of before keep their bytes."""
    cards: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    """Names and contact details may be kept, on cards sealed to the identity officers. Left out where they may not."""

    @property
    def keeps(self) -> Retention:
        """The retention in force on laptops of members who are no readers."""
        return Retention.KEEP if self.retention is msgspec.UNSET else self.retention

    @property
    def is_about_cards(self) -> bool:
        """Whether it says anything that programs without identity cards do not know."""
        return self.cards is True or any(member.identity is True for member in self.members)

    def identity_officers(self) -> tuple[Device, ...]:
        """Devices, not revoked, of members who open identity cards."""
        able = {each.code for each in self.members if each.identity is True and each.role in IDENTITY_OFFICERS}
        return tuple(device for device in self.devices if device.member in able and not device.revoked_at)

    def device(self, device_id: str) -> Device | None:
        """The enrolled device with that id."""
        return next((device for device in self.devices if device.id == device_id), None)

    def member(self, code: str) -> Member | None:
        """The member with that code."""
        return next((member for member in self.members if member.code == code), None)

    def with_member(self, changed: Member) -> "Roster":
        """The same roster with what one member is now, who comes last if they are new."""
        others = tuple(changed if each.code == changed.code else each for each in self.members)
        members = others if self.member(changed.code) else (*others, changed)
        return msgspec.structs.replace(self, members=members)

    def role_of(self, device_id: str) -> Role | None:
        """The role of a device's member; None for unknown devices."""
        device = self.device(device_id)
        member = self.member(device.member) if device else None
        return member.role if member else None

    def readers(self) -> tuple[Device, ...]:
        """Devices, not revoked, of members whose role reads bundles."""
        return tuple(device for device in self.devices if not device.revoked_at and self.role_of(device.id) in READERS)


def changed(before: Roster | None, after: Roster, roles: frozenset[Role]) -> frozenset[str]:
    """Ids of the devices that have one of these roles by one roster, and none of them by the other or without one."""
    return _having(before, roles) ^ _having(after, roles)


def _having(roster: Roster | None, roles: frozenset[Role]) -> frozenset[str]:
    if roster is None:
        return frozenset()
    members = {member.code for member in roster.members if member.role in roles}
    return frozenset(device.id for device in roster.devices if device.member in members)


class SignedRoster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A roster with signatures of the project key over `roster_message`."""

    roster: Roster
    signatures: Annotated[tuple[Signature, ...], msgspec.Meta(min_length=1, max_length=16)]


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device asks to take part: its public keys and the code its person uses, signed by the device itself."""

    code: MemberCode
    device: Uuid
    sign_key: SignKey
    recipient: Recipient
    nonce: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    at: Moment


class SignedRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An enrolment request with the device's signature over `request_message`."""

    request: EnrolRequest
    signature: Signature


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The officer's answer, sealed to the device: the roster with the device in it, and which request it answers."""

    nonce: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    roster: SignedRoster


def roster_message(roster: Roster) -> bytes:
    """The bytes that the project key signs."""
    return _ROSTER_CONTEXT + canonical.encode(roster)


def request_message(request: EnrolRequest) -> bytes:
    """The bytes that the asking device signs."""
    return _REQUEST_CONTEXT + canonical.encode(request)
