"""Founding a project, enrolling devices and joining: who takes part, under keys that were handed over in person."""

import unicodedata

import msgspec

from fieldkit import canonical, logs
from fieldkit.crypto import sealing, signing
from fieldkit.domain.changes import Changes
from fieldkit.domain.ids import is_member_code
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import (
    MAX_GENERATION,
    Device,
    EnrolAnswer,
    EnrolRequest,
    Member,
    Role,
    Roster,
    SignedRequest,
    SignedRoster,
    request_message,
    roster_message,
)
from fieldkit.errors import Code, Refusal
from fieldkit.services import rosters
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace
from fieldkit.store.keyring import Identity

_MAX_TITLE = 200
_MAX_REQUEST = 16 * 1024
_MAX_ANSWER = 32 * 1024 * 1024
_NONCE_BYTES = 16


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """One device of the roster with its member."""

    code: str
    role: Role
    device: str
    revoked: bool


class ProjectView(msgspec.Struct, frozen=True, kw_only=True):
    """The project as this device knows it."""

    project: str
    title: str
    code: str
    """The own member code."""
    role: Role | None
    device: str
    generation: int
    members: tuple[MemberRow, ...]


class Projects:
    """What a person does about taking part."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def create(self, title: str, code: str) -> Changes:
        """Found a project with this device as its officer's, under the member code `code`.

        Raises Refusal (PROJECT_EXISTS, PROJECT_BAD_TITLE, PROJECT_BAD_CODE).
        """
        workspace = self._workspace
        self._require_no_project()
        title = unicodedata.normalize("NFC", title.strip())
        if not 0 < len(title) <= _MAX_TITLE:
            raise Refusal(Code.PROJECT_BAD_TITLE)
        _check_code(code)
        identity = workspace.identity
        seed = signing.new_sign_key(workspace.clock)
        roster = Roster(
            project=workspace.clock.new_id(),
            title=title,
            generation=1,
            project_key=signing.public_key(seed),
            at=workspace.now(),
            members=(Member(code=code, role=Role.OFFICER),),
            devices=(_own_device(identity, code),),
        )
        with workspace.store.transaction():
            workspace.store.keyring.put_identity(msgspec.structs.replace(identity, code=code))
            workspace.store.keyring.put_project_seed(seed)
            changes = self._publish(roster, seed)
        logs.event("project.created")
        return changes

    def request(self, code: str) -> bytes:
        """A signed request to take part as `code`, to be carried to the officer; a later one replaces it.

        Raises Refusal (PROJECT_EXISTS, PROJECT_BAD_CODE).
        """
        workspace = self._workspace
        self._require_no_project()
        _check_code(code)
        identity = msgspec.structs.replace(
            workspace.identity, code=code, request_nonce=workspace.clock.random_bytes(_NONCE_BYTES).hex()
        )
        device = _own_device(identity, code)
        request = EnrolRequest(
            code=code,
            device=device.id,
            sign_key=device.sign_key,
            recipient=device.recipient,
            nonce=identity.request_nonce,
            at=workspace.now(),
        )
        signature = signing.sign(identity.sign_seed, request_message(request))
        with workspace.store.transaction():
            workspace.store.keyring.put_identity(identity)
        return canonical.encode(SignedRequest(request=request, signature=signature))

    def enrol(self, request: bytes, role: Role) -> bytes:
        """Take a device into the roster; returns the sealed answer that only it can open.

        The same device may ask again and gets an answer from the roster in force. Raises Refusal (PROJECT_MISSING,
        PROJECT_NOT_OFFICER, PROJECT_REQUEST_DAMAGED, PROJECT_MEMBER_EXISTS).
        """
        workspace = self._workspace
        roster = workspace.require_roster()
        seed = workspace.store.keyring.project_seed()
        if seed is None:
            raise Refusal(Code.PROJECT_NOT_OFFICER)
        asked = _read_request(request)
        device = Device(id=asked.device, member=asked.code, sign_key=asked.sign_key, recipient=asked.recipient)
        if roster.device(asked.device) != device or roster.role_of(asked.device) is not role:
            _check_free(roster, device)
            with workspace.store.transaction():
                self._publish(_with_device(roster, device, role, workspace.now()), seed)
            logs.event("project.enrolled", devices=len(roster.devices) + 1)
        signed = workspace.store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        answer = EnrolAnswer(nonce=asked.nonce, roster=signed)
        return sealing.seal(canonical.encode(answer), (asked.recipient,))

    def join(self, answer: bytes) -> Changes:
        """Take part, by the officer's answer to this device's request.

        Raises Refusal (PROJECT_EXISTS, PROJECT_ANSWER_DAMAGED, PROJECT_ANSWER_NOT_FOR_YOU).
        """
        workspace = self._workspace
        identity = workspace.identity
        self._require_no_project()
        said = _read_answer(answer, identity.age_identity)
        roster = said.roster.roster
        if said.nonce != identity.request_nonce:
            raise Refusal(Code.PROJECT_ANSWER_NOT_FOR_YOU)
        if not rosters.is_authentic(said.roster) or not rosters.has_good_keys(roster):
            raise Refusal(Code.PROJECT_ANSWER_DAMAGED)
        if roster.device(identity.device) != _own_device(identity, identity.code):
            raise Refusal(Code.PROJECT_ANSWER_NOT_FOR_YOU)
        with workspace.store.transaction():
            workspace.store.keyring.put_identity(msgspec.structs.replace(identity, request_nonce=""))
            changes = rosters.take(workspace, said.roster)
        logs.event("project.joined")
        return changes

    def view(self) -> ProjectView | None:
        """The project with its members by code; None outside any project."""
        workspace = self._workspace
        roster = workspace.roster
        if roster is None:
            return None
        identity = workspace.identity
        return ProjectView(
            project=roster.project,
            title=roster.title,
            code=identity.code,
            role=roster.role_of(identity.device),
            device=identity.device,
            generation=roster.generation,
            members=tuple(sorted(_rows(roster), key=lambda row: (row.code, row.device))),
        )

    def _require_no_project(self) -> None:
        if self._workspace.roster is not None:
            raise Refusal(Code.PROJECT_EXISTS)

    def _publish(self, roster: Roster, seed: bytes) -> Changes:
        """Sign a roster, keep it and tell of it in the log, so that it travels with the next bundles."""
        signed = SignedRoster(roster=roster, signatures=(signing.sign(seed, roster_message(roster)),))
        changes = rosters.take(self._workspace, signed)
        _, told = Journal(self._workspace).append(EntryKind.ROSTER, str(roster.generation), signed)
        return changes | told


def _own_device(identity: Identity, code: str) -> Device:
    return Device(
        id=identity.device,
        member=code,
        sign_key=signing.public_key(identity.sign_seed),
        recipient=sealing.recipient_of(identity.age_identity),
    )


def _check_code(code: str) -> None:
    if not is_member_code(code):
        raise Refusal(Code.PROJECT_BAD_CODE)


def _check_free(roster: Roster, device: Device) -> None:
    """Neither the device's id nor its keys nor, while another laptop uses it, the member code may be taken."""
    taken = {key for other in roster.devices for key in (other.id, other.sign_key, other.recipient)}
    in_use = any(other.member == device.member and not other.revoked_at for other in roster.devices)
    if in_use or taken & {device.id, device.sign_key, device.recipient}:
        raise Refusal(Code.PROJECT_MEMBER_EXISTS, member=device.member)
    if roster.generation >= MAX_GENERATION:
        raise Refusal(Code.PROJECT_ROSTER_OLD)


def _with_device(roster: Roster, device: Device, role: Role, now: str) -> Roster:
    """The next generation, with a new device of a new member or of one who lost the laptop before."""
    others = tuple(member for member in roster.members if member.code != device.member)
    return msgspec.structs.replace(
        roster,
        generation=roster.generation + 1,
        at=now,
        members=(*others, Member(code=device.member, role=role)),
        devices=(*roster.devices, device),
    )


def _read_request(untrusted: bytes) -> EnrolRequest:
    if len(untrusted) > _MAX_REQUEST:
        raise Refusal(Code.PROJECT_REQUEST_DAMAGED)
    try:
        signed = canonical.decode(untrusted, SignedRequest)
        sealing.check_recipient(signed.request.recipient)
    except (canonical.NotCanonicalError, sealing.BadRecipient):
        raise Refusal(Code.PROJECT_REQUEST_DAMAGED) from None
    request = signed.request
    if not signing.verify(request.sign_key, request_message(request), signed.signature):
        raise Refusal(Code.PROJECT_REQUEST_DAMAGED)
    return request


def _read_answer(untrusted: bytes, identity: str) -> EnrolAnswer:
    try:
        return canonical.decode(sealing.open_sealed(untrusted, identity, limit=_MAX_ANSWER), EnrolAnswer)
    except sealing.NotForYou:
        raise Refusal(Code.PROJECT_ANSWER_NOT_FOR_YOU) from None
    except (sealing.SealError, canonical.NotCanonicalError):
        raise Refusal(Code.PROJECT_ANSWER_DAMAGED) from None


def _rows(roster: Roster) -> list[MemberRow]:
    roles = {member.code: member.role for member in roster.members}
    return [
        MemberRow(code=device.member, role=roles[device.member], device=device.id, revoked=bool(device.revoked_at))
        for device in roster.devices
        if device.member in roles
    ]
