"""Founding a project, enrolling, joining: what is carried between laptops is signed, sealed and cannot be mixed up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from fieldkit import canonical
from fieldkit.clock import SteppingClock
from fieldkit.crypto import sealing, signing
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import EnrolAnswer, Role, SignedRequest, request_message
from fieldkit.errors import Code, Refusal
from fieldkit.services.projects import Projects
from fieldkit.services.revoking import Revoking
from fieldkit.services.workspace import Workspace
from tests.flow.team import new_vault

Open = Callable[[str], Workspace]
LOW_ORDER = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Open]:
    """Makes vaults by name and closes them afterwards."""
    made: list[Workspace] = []

    def make(name: str) -> Workspace:
        made.append(new_vault(tmp_path / name, SteppingClock()))
        return made[-1]

    yield make
    for workspace in made:
        workspace.close()


@pytest.fixture
def office(vault: Open) -> Workspace:
    workspace = vault("office")
    Projects(workspace).create("  Border watch 2026 ", "O1")
    return workspace


def code_of(call: Callable[..., object], *arguments: object) -> Code:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def signed_again(request: bytes, seed: bytes, **changes: object) -> bytes:
    """A request with other content, signed by whoever holds `seed`."""
    signed = canonical.decode(request, SignedRequest)
    changed = msgspec.structs.replace(signed.request, **changes)
    return canonical.encode(SignedRequest(request=changed, signature=signing.sign(seed, request_message(changed))))


def test_the_officer_founds_and_a_monitor_joins(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    assert Projects(monitor).view() is None
    changes = Projects(monitor).join(Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR))
    assert changes.project
    seen = Projects(monitor).view()
    assert seen is not None
    assert (seen.title, seen.code, seen.role, seen.generation) == ("Border watch 2026", "M1", Role.MONITOR, 2)
    assert [(row.code, row.role, row.revoked) for row in seen.members] == [
        ("M1", Role.MONITOR, False),
        ("O1", Role.OFFICER, False),
    ]
    assert monitor.role is Role.MONITOR
    assert office.role is Role.OFFICER
    assert monitor.store.people.roster() == office.store.people.roster()
    assert monitor.identity.request_nonce == ""
    assert monitor.store.keyring.project_seed() is None
    kinds = [line.entry.kind for line in office.store.log.all_lines()]
    assert kinds == [EntryKind.ROSTER, EntryKind.ROSTER]


def test_a_vault_takes_part_in_one_project(office: Workspace) -> None:
    projects = Projects(office)
    assert code_of(projects.create, "Another", "O1") is Code.PROJECT_EXISTS
    assert code_of(projects.request, "M1") is Code.PROJECT_EXISTS
    assert code_of(projects.join, b"") is Code.PROJECT_EXISTS


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_is_needed(vault: Open, title: str) -> None:
    workspace = vault("v")
    assert code_of(Projects(workspace).create, title, "O1") is Code.PROJECT_BAD_TITLE
    assert workspace.roster is None
    assert workspace.store.keyring.project_seed() is None


@pytest.mark.parametrize("code", ["", "m1", "Anna Petrova", "M" * 17, "-M1", "M1\n"])
def test_codes_are_codes(vault: Open, code: str) -> None:
    workspace = vault("v")
    assert code_of(Projects(workspace).create, "Title", code) is Code.PROJECT_BAD_CODE
    assert code_of(Projects(workspace).request, code) is Code.PROJECT_BAD_CODE


def test_only_the_officer_enrols(office: Workspace, vault: Open) -> None:
    monitor, other = vault("monitor"), vault("other")
    request = Projects(other).request("M2")
    assert code_of(Projects(monitor).enrol, request, Role.MONITOR) is Code.PROJECT_MISSING
    Projects(monitor).join(Projects(office).enrol(Projects(monitor).request("M1"), Role.OFFICER))
    assert code_of(Projects(monitor).enrol, request, Role.MONITOR) is Code.PROJECT_NOT_OFFICER


def test_damaged_requests(office: Workspace, vault: Open) -> None:
    request = Projects(vault("monitor")).request("M1")
    enrol = Projects(office).enrol
    for place in range(0, len(request), 7):
        changed = bytearray(request)
        changed[place] ^= 1
        assert code_of(enrol, bytes(changed), Role.MONITOR) is Code.PROJECT_REQUEST_DAMAGED
    for text in (b"", request[:-1], request + b" ", bytes(20_000), b"[" * 10_000):
        assert code_of(enrol, text, Role.MONITOR) is Code.PROJECT_REQUEST_DAMAGED
    assert office.require_roster().generation == 1


def test_requests_with_keys_that_keep_nothing_secret(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    request = Projects(monitor).request("M1")
    seed = monitor.identity.sign_seed
    for changes in ({"recipient": LOW_ORDER}, {"sign_key": "00" * 32}):
        forged = signed_again(request, seed, **changes)
        assert code_of(Projects(office).enrol, forged, Role.MONITOR) is Code.PROJECT_REQUEST_DAMAGED


def test_a_code_belongs_to_one_person_and_a_key_to_one_device(office: Workspace, vault: Open) -> None:
    monitor, other = vault("monitor"), vault("other")
    first = Projects(monitor).request("M1")
    enrol = Projects(office).enrol
    enrol(first, Role.MONITOR)
    seed = monitor.identity.sign_seed
    refused = [
        (Projects(other).request("M1"), Role.MONITOR),
        (Projects(other).request("O1"), Role.OFFICER),
        (first, Role.SUPERVISOR),
        (signed_again(first, seed, code="M2"), Role.MONITOR),
        (signed_again(first, seed, code="M2", device=other.identity.device), Role.MONITOR),
    ]
    for request, role in refused:
        assert code_of(enrol, request, role) is Code.PROJECT_MEMBER_EXISTS
    assert office.require_roster().generation == 2


def test_asking_again_gets_a_fresh_answer_and_no_new_generation(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    early = Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR)
    late = Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR)
    assert office.require_roster().generation == 2
    assert code_of(Projects(monitor).join, early) is Code.PROJECT_ANSWER_NOT_FOR_YOU
    Projects(monitor).join(late)


def test_a_lost_laptop_is_replaced_under_the_same_code(office: Workspace, vault: Open) -> None:
    lost, spare = vault("lost"), vault("spare")
    projects = Projects(office)
    projects.enrol(Projects(lost).request("M1"), Role.MONITOR)
    Revoking(office).revoke("M1")
    Projects(spare).join(projects.enrol(Projects(spare).request("M1"), Role.MONITOR))
    view = projects.view()
    assert view is not None
    assert sorted((row.code, row.revoked) for row in view.members) == [("M1", False), ("M1", True), ("O1", False)]


def test_an_answer_for_somebody_else(office: Workspace, vault: Open) -> None:
    monitor, other = vault("monitor"), vault("other")
    answer = Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR)
    Projects(other).request("M2")
    assert code_of(Projects(other).join, answer) is Code.PROJECT_ANSWER_NOT_FOR_YOU
    assert other.roster is None


def test_an_answer_that_was_never_asked_for(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    request = Projects(monitor).request("M1")
    answer = Projects(office).enrol(request, Role.MONITOR)
    Projects(monitor).request("M1")
    assert code_of(Projects(monitor).join, answer) is Code.PROJECT_ANSWER_NOT_FOR_YOU


def test_damaged_answers(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    answer = Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR)
    join = Projects(monitor).join
    for text in (b"", b"no answer", answer[:-1], answer + b"x"):
        assert code_of(join, text) is Code.PROJECT_ANSWER_DAMAGED
    own = sealing.recipient_of(monitor.identity.age_identity)
    assert code_of(join, sealing.seal(b"{}", (own,))) is Code.PROJECT_ANSWER_DAMAGED
    assert monitor.roster is None
    join(answer)


def test_an_answer_with_a_roster_that_the_project_did_not_sign(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    identity = monitor.identity
    answer = Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR)
    said = canonical.decode(sealing.open_sealed(answer, identity.age_identity), EnrolAnswer)
    roster = msgspec.structs.replace(said.roster.roster, title="Another")
    forged = msgspec.structs.replace(said, roster=msgspec.structs.replace(said.roster, roster=roster))
    sealed = sealing.seal(canonical.encode(forged), (sealing.recipient_of(identity.age_identity),))
    assert code_of(Projects(monitor).join, sealed) is Code.PROJECT_ANSWER_DAMAGED


def test_what_is_carried_tells_nothing_of_the_vault(office: Workspace, vault: Open) -> None:
    monitor = vault("monitor")
    request = Projects(monitor).request("M1")
    answer = Projects(office).enrol(request, Role.MONITOR)
    identity = monitor.identity
    for secret in (identity.sign_seed.hex(), identity.age_identity):
        assert secret.encode() not in request
    assert b"Border watch" not in answer
