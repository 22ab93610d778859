"""Rosters that are not to be trusted, keys that are taken, laptops that were lost, and a founding that fails."""

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
from fieldkit.services.projects import Projects
from fieldkit.services.workspace import Workspace
from tests.flow.team import Team, new_vault

# A point of order 8: sealing to it keeps nothing secret.
LOW_ORDER = "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("M1",))
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
