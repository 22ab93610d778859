"""Founding a project, enrolling devices and joining: who takes part, under keys that were handed over in person."""

import unicodedata

import msgspec

from fieldkit import canonical, logs
from fieldkit.crypto import sealing, signing
from fieldkit.domain.changes import Changes
from fieldkit.domain.ids import is_member_code
from fieldkit.domain.people import (
    Device,
    EnrolAnswer,
    EnrolRequest,
    Member,
    Retention,
    Role,
    Roster,
    SignedRequest,
    request_message,
)
from fieldkit.errors import Code, Refusal
from fieldkit.services import papers, rosters, waiting
from fieldkit.services.workspace import Workspace

_MAX_TITLE = 200
_NONCE_BYTES = 16


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """One device of the roster with its member."""

    code: str
    role: Role
    device: str
    fingerprint: str
    """Digits that name the keys of the device, to be compared when people meet."""
    revoked: bool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an intact enrolment request asks for; that it is who it says, only a comparison in person shows."""

    code: str
    device: str
    fingerprint: str
    at: str
    """Claimed by the asking device's clock."""
    role: Role | None
    """What exactly this device may do already; None if it is new."""
    waiting: int = 0
    """Bundles that wait for exactly this device to be enrolled."""


class ProjectView(msgspec.Struct, frozen=True, kw_only=True):
    """The project as this device knows it."""

    project: str
    title: str
    code: str
    """The own member code."""
    role: Role | None
    device: str
    fingerprint: str
    project_key: str
    """Public, 64 hex characters: what signs the roster, and what an archive is checked against."""
    enrols: bool
    """Whether this vault holds the key that takes people in."""
    generation: int
    retention: Retention
    """How long monitors' laptops can read what was recorded on them."""
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
            devices=(papers.own_device(identity, code),),
        )
        with workspace.store.transaction():
            workspace.store.keyring.put_identity(msgspec.structs.replace(identity, code=code))
            workspace.store.keyring.put_project_seed(seed)
            changes = rosters.publish(workspace, roster, seed)
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
        device = papers.own_device(identity, code)
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

    def asked(self) -> str:
        """The code under which this device asked to take part and waits for the answer; empty if it does not wait."""
        identity = self._workspace.identity
        return identity.code if identity.request_nonce and self._workspace.roster is None else ""

    def fingerprint(self) -> str:
        """Digits that name this device's keys, in any project or none: the officer compares them with a request."""
        identity = self._workspace.identity
        return rosters.fingerprint(papers.own_device(identity, identity.code))

    def read_request(self, request: bytes) -> Asked:
        """What somebody's request asks for; changes nothing.

        Raises Refusal (PROJECT_MISSING, PROJECT_REQUEST_DAMAGED).
        """
        roster = self._workspace.require_roster()
        asked = papers.read_request(request)
        device = papers.asking_device(asked)
        return Asked(
            code=asked.code,
            device=asked.device,
            fingerprint=rosters.fingerprint(device),
            at=asked.at,
            role=roster.role_of(asked.device) if roster.device(asked.device) == device else None,
            waiting=waiting.of_device(self._workspace, device),
        )

    def enrol(self, request: bytes, role: Role) -> bytes:
        """Take a device into the roster; returns the sealed answer that only it can open.

        The same device may ask again and gets an answer from the roster in force. Raises Refusal (PROJECT_MISSING,
        PROJECT_NOT_OFFICER, PROJECT_REQUEST_DAMAGED, PROJECT_MEMBER_EXISTS).
        """
        workspace = self._workspace
        roster = workspace.require_roster()
        rosters.key(workspace)
        asked = papers.read_request(request)
        device = papers.asking_device(asked)
        if roster.device(asked.device) != device or roster.role_of(asked.device) is not role:
            _check_free(roster, device)
            rosters.amend(workspace, _with_device(roster, device, role), "project.enrolled")
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
        said = papers.read_answer(answer, identity.age_identity)
        roster = said.roster.roster
        if said.nonce != identity.request_nonce:
            raise Refusal(Code.PROJECT_ANSWER_NOT_FOR_YOU)
        if not rosters.is_authentic(said.roster) or not rosters.has_good_keys(roster):
            raise Refusal(Code.PROJECT_ANSWER_DAMAGED)
        if roster.device(identity.device) != papers.own_device(identity, identity.code):
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
            fingerprint=self.fingerprint(),
            project_key=roster.project_key,
            enrols=workspace.store.keyring.project_seed() is not None,
            generation=roster.generation,
            retention=roster.keeps,
            members=tuple(sorted(_rows(roster), key=lambda row: (row.code, row.device))),
        )

    def _require_no_project(self) -> None:
        if self._workspace.roster is not None:
            raise Refusal(Code.PROJECT_EXISTS)


def _check_code(code: str) -> None:
    if not is_member_code(code):
        raise Refusal(Code.PROJECT_BAD_CODE)


def _check_free(roster: Roster, device: Device) -> None:
    """Neither the device's id nor its keys nor, while another laptop uses it, the member code may be taken."""
    taken = {key for other in roster.devices for key in (other.id, other.sign_key, other.recipient)}
    in_use = any(other.member == device.member and not other.revoked_at for other in roster.devices)
    if in_use or taken & {device.id, device.sign_key, device.recipient}:
        raise Refusal(Code.PROJECT_MEMBER_EXISTS, member=device.member)


def _with_device(roster: Roster, device: Device, role: Role) -> Roster:
    """The roster with a new device of a new member or of one who lost the laptop before."""
    changed = roster.with_member(Member(code=device.member, role=role))
    return msgspec.structs.replace(changed, devices=(*roster.devices, device))


def _rows(roster: Roster) -> list[MemberRow]:
    roles = {member.code: member.role for member in roster.members}
    return [
        MemberRow(
            code=device.member,
            role=roles[device.member],
            device=device.id,
            fingerprint=rosters.fingerprint(device),
            revoked=bool(device.revoked_at),
        )
        for device in roster.devices
        if device.member in roles
    ]
