"""Founding a project, asking to take part, being enrolled and joining: what is refused, and what stays as it was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from fieldkit import canonical
from fieldkit.crypto import sealing, signing
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import (
    EnrolAnswer,
    EnrolRequest,
    Role,
    Roster,
    SignedRequest,
    SignedRoster,
    request_message,
    roster_message,
)
from fieldkit.errors import Code, Refusal
from fieldkit.services.journal import Journal
from fieldkit.services.projects import MemberRow, Projects
from fieldkit.services.workspace import Workspace
from tests.flow.team import Team, new_vault

# A point of order 8: sealing to it keeps nothing secret.
LOW_ORDER = "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path, codes=("M1",))
    made.vaults["new"] = new_vault(tmp_path / "new", made.clock)
    yield made
    made.close()


def code_of(call: Callable[..., object], *arguments: object) -> Code:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def signed_request(workspace: Workspace, request: EnrolRequest) -> bytes:
    """A request as the device would sign it, whatever it says."""
    signature = signing.sign(workspace.identity.sign_seed, request_message(request))
    return canonical.encode(SignedRequest(request=request, signature=signature))


def asked(workspace: Workspace, code: str = "M2") -> EnrolRequest:
    return canonical.decode(Projects(workspace).request(code), SignedRequest).request


def answer(workspace: Workspace, signed: SignedRoster, nonce: str = "") -> bytes:
    """An answer sealed to the device of `workspace`."""
    identity = workspace.identity
    content = EnrolAnswer(nonce=nonce or identity.request_nonce, roster=signed)
    return sealing.seal(canonical.encode(content), (sealing.recipient_of(identity.age_identity),))


def signed_roster(team: Team, value: Roster) -> SignedRoster:
    seed = team["O1"].store.keyring.project_seed()
    assert seed is not None
    return SignedRoster(roster=value, signatures=(signing.sign(seed, roster_message(value)),))


def test_the_founder_is_the_officer_and_the_log_tells_of_it(tmp_path: Path, team: Team) -> None:
    new = team["new"]
    assert Projects(new).view() is None
    assert Projects(new).create("  Пункты 2026 ", "O9").project
    view = Projects(new).view()
    assert view is not None
    assert (view.title, view.code, view.role, view.generation) == ("Пункты 2026", "O9", Role.OFFICER, 1)
    assert view.members == (MemberRow(code="O9", role=Role.OFFICER, device=view.device, revoked=False),)
    lines = list(new.store.log.all_lines())
    assert [(line.entry.kind, line.entry.subject) for line in lines] == [(EntryKind.ROSTER, "1")]
    assert new.store.keyring.project_seed() is not None


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_titles_that_are_none(team: Team, title: str) -> None:
    assert code_of(Projects(team["new"]).create, title, "O9") is Code.PROJECT_BAD_TITLE
    assert Projects(team["new"]).view() is None


@pytest.mark.parametrize("code", ["", "m1", "-M1", "M 1", "M" * 17, "М1"])
def test_codes_that_are_none(team: Team, code: str) -> None:
    assert code_of(Projects(team["new"]).create, "Title", code) is Code.PROJECT_BAD_CODE
    assert code_of(Projects(team["new"]).request, code) is Code.PROJECT_BAD_CODE


def test_one_vault_takes_part_in_one_project(team: Team) -> None:
    for code in ("O1", "M1"):
        assert code_of(Projects(team[code]).create, "Another", "O9") is Code.PROJECT_EXISTS
        assert code_of(Projects(team[code]).request, "M9") is Code.PROJECT_EXISTS
        assert code_of(Projects(team[code]).join, b"") is Code.PROJECT_EXISTS


def test_enrolment_gives_every_side_the_same_roster(team: Team) -> None:
    team.enrol("M2", team["new"])
    view, office = Projects(team["new"]).view(), Projects(team["O1"]).view()
    assert view is not None
    assert office is not None
    assert view.members == office.members
    assert [(row.code, row.role) for row in view.members] == [
        ("M1", Role.MONITOR),
        ("M2", Role.MONITOR),
        ("O1", Role.OFFICER),
    ]
    assert (view.code, view.role, view.generation) == ("M2", Role.MONITOR, 3)
    assert team["new"].identity.request_nonce == ""
    told = [line.entry.subject for line in team["O1"].store.log.all_lines() if line.entry.kind is EntryKind.ROSTER]
    assert told == ["1", "2", "3"]


def test_only_the_officer_enrols(team: Team) -> None:
    request = Projects(team["new"]).request("M2")
    assert code_of(Projects(team["M1"]).enrol, request, Role.MONITOR) is Code.PROJECT_NOT_OFFICER
    assert code_of(Projects(team["new"]).enrol, request, Role.MONITOR) is Code.PROJECT_MISSING


def test_the_same_device_may_ask_again(team: Team) -> None:
    office, new = Projects(team["O1"]), Projects(team["new"])
    lost = office.enrol(new.request("M2"), Role.MONITOR)
    found = office.enrol(new.request("M2"), Role.MONITOR)
    assert team["O1"].require_roster().generation == 3
    assert code_of(new.join, lost) is Code.PROJECT_ANSWER_NOT_FOR_YOU
    assert new.join(found).project
    assert new.view() is not None


def test_a_code_or_a_device_that_is_taken(team: Team, tmp_path: Path) -> None:
    office = Projects(team["O1"])
    before = team["O1"].require_roster()
    assert code_of(office.enrol, Projects(team["new"]).request("M1"), Role.MONITOR) is Code.PROJECT_MEMBER_EXISTS
    request = asked(team["new"])
    stolen = msgspec.structs.replace(request, device=team["M1"].identity.device)
    refused = code_of(office.enrol, signed_request(team["new"], stolen), Role.MONITOR)
    assert refused is Code.PROJECT_MEMBER_EXISTS
    stolen = msgspec.structs.replace(request, recipient=sealing.recipient_of(team["M1"].identity.age_identity))
    refused = code_of(office.enrol, signed_request(team["new"], stolen), Role.MONITOR)
    assert refused is Code.PROJECT_MEMBER_EXISTS
    assert team["O1"].require_roster() == before


def test_a_member_whose_laptop_was_lost_gets_another_one(team: Team) -> None:
    team.revoke("M1")
    team.enrol("M1", team["new"])
    view = Projects(team["new"]).view()
    assert view is not None
    assert sorted((row.code, row.revoked) for row in view.members) == [("M1", False), ("M1", True), ("O1", False)]
    old = signed_request(team["M1"], msgspec.structs.replace(asked_again(team), code="M1"))
    assert code_of(Projects(team["O1"]).enrol, old, Role.MONITOR) is Code.PROJECT_MEMBER_EXISTS


def asked_again(team: Team) -> EnrolRequest:
    """What the lost laptop would ask with its own keys."""
    identity = team["M1"].identity
    return EnrolRequest(
        code="M1",
        device=identity.device,
        sign_key=signing.public_key(identity.sign_seed),
        recipient=sealing.recipient_of(identity.age_identity),
        nonce="0" * 32,
        at=team["M1"].now(),
    )


def test_requests_that_are_cut_changed_or_unsigned(team: Team) -> None:
    office = Projects(team["O1"])
    request = Projects(team["new"]).request("M2")
    before = team["O1"].require_roster()
    other = msgspec.structs.replace(canonical.decode(request, SignedRequest).request, code="M7")
    forged = [
        b"",
        request[:-1],
        request.replace(b'"M2"', b'"M3"'),
        request + b" ",
        b"x" * 100_000,
        signed_request(team["M1"], other),
        signed_request(team["new"], msgspec.structs.replace(other, recipient=LOW_ORDER)),
    ]
    for place in range(0, len(request), 7):
        changed = bytearray(request)
        changed[place] ^= 1
        forged.append(bytes(changed))
    for data in forged:
        assert code_of(office.enrol, data, Role.MONITOR) is Code.PROJECT_REQUEST_DAMAGED
    assert team["O1"].require_roster() == before


def test_answers_that_are_cut_changed_or_for_others(team: Team) -> None:
    new = Projects(team["new"])
    sealed = Projects(team["O1"]).enrol(new.request("M2"), Role.MONITOR)
    changed = bytearray(sealed)
    changed[-1] ^= 1
    for data in (b"", b"letter", sealed[:-1], bytes(changed)):
        assert code_of(new.join, data) is Code.PROJECT_ANSWER_DAMAGED
    to_another = sealing.seal(b"{}", (sealing.recipient_of(team["M1"].identity.age_identity),))
    assert code_of(new.join, to_another) is Code.PROJECT_ANSWER_NOT_FOR_YOU
    assert new.view() is None
    assert new.join(sealed).project


def test_answers_with_a_roster_that_is_not_to_be_trusted(team: Team) -> None:
    new = team["new"]
    Projects(team["O1"]).enrol(Projects(new).request("M2"), Role.MONITOR)
    good = team["O1"].require_roster()
    join = Projects(new).join
    forged = SignedRoster(roster=good, signatures=(signing.sign(new.identity.sign_seed, roster_message(good)),))
    assert code_of(join, answer(new, forged)) is Code.PROJECT_ANSWER_DAMAGED
    weak = tuple(msgspec.structs.replace(device, recipient=LOW_ORDER) for device in good.devices[:1])
    poisoned = msgspec.structs.replace(good, devices=(*weak, *good.devices[1:]))
    assert code_of(join, answer(new, signed_roster(team, poisoned))) is Code.PROJECT_ANSWER_DAMAGED
    without = msgspec.structs.replace(good, devices=good.devices[:-1])
    assert code_of(join, answer(new, signed_roster(team, without))) is Code.PROJECT_ANSWER_NOT_FOR_YOU
    assert code_of(join, answer(new, signed_roster(team, good), "f" * 32)) is Code.PROJECT_ANSWER_NOT_FOR_YOU
    assert Projects(new).view() is None
    assert join(answer(new, signed_roster(team, good))).project


def test_a_founding_that_fails_half_way_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise Refusal(Code.VAULT_DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "append", failing)
        assert code_of(Projects(team["new"]).create, "Title", "O9") is Code.VAULT_DISK_FULL
    assert Projects(team["new"]).view() is None
    assert team["new"].identity.code == ""
    assert team["new"].store.keyring.project_seed() is None
    assert Projects(team["new"]).create("Title", "O9").project
