"""Revoking a laptop: what changes for everybody, what stays, and who may not."""

from datetime import timedelta
from pathlib import Path

import pytest

from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.services import escrow
from fieldkit.services.projects import Projects
from fieldkit.services.revoking import Revoking
from fieldkit.services.workspace import Workspace
from tests.unit.services import helpers


@pytest.fixture
def monitor(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A monitor of the office's project."""
    return enrol(workspace, tmp_path / "monitor", "M1", Role.MONITOR)


def enrol(office: Workspace, folder: Path, code: str, role: Role) -> Workspace:
    person = helpers.new_vault(folder)
    answer = Projects(office).enrol(Projects(person).request(code), role)
    Projects(person).join(answer)
    return person


def refused(workspace: Workspace, named: str, since: str = "") -> Code:
    before = workspace.roster
    with pytest.raises(Refusal) as caught:
        Revoking(workspace).revoke(named, since)
    assert workspace.roster == before
    return caught.value.code


def test_a_revoked_laptop_is_known_by_the_next_generation(workspace: Workspace, monitor: Workspace) -> None:
    with monitor:
        before = workspace.require_roster()
        Revoking(workspace).revoke("M1")
        after = workspace.require_roster()
        device = after.device(monitor.identity.device)
        assert device is not None
        assert device.revoked_at
        assert after.generation == before.generation + 1
        assert refused(workspace, "M1") is Code.PROJECT_REVOKED_ALREADY
        assert refused(workspace, device.id, device.revoked_at) is Code.PROJECT_REVOKED_ALREADY


def test_the_member_may_come_back_with_another_laptop(workspace: Workspace, monitor: Workspace, tmp_path: Path) -> None:
    monitor.close()
    Revoking(workspace).revoke("M1")
    with enrol(workspace, tmp_path / "second", "M1", Role.MONITOR) as second:
        assert second.role is Role.MONITOR
        assert [row.revoked for row in Projects(workspace).view().members if row.code == "M1"].count(True) == 1
        Revoking(workspace).revoke("M1")
        assert all(row.revoked for row in Projects(workspace).view().members if row.code == "M1")


def test_a_revoked_supervisor_reads_no_more_bundles(workspace: Workspace, tmp_path: Path) -> None:
    with enrol(workspace, tmp_path / "supervisor", "S1", Role.SUPERVISOR) as supervisor:
        assert supervisor.identity.device in {device.id for device in workspace.require_roster().readers()}
        Revoking(workspace).revoke(supervisor.identity.device)
        assert supervisor.identity.device not in {device.id for device in workspace.require_roster().readers()}


def test_a_revoked_officer_opens_no_vault_any_more(workspace: Workspace, tmp_path: Path) -> None:
    with enrol(workspace, tmp_path / "second", "O2", Role.OFFICER):
        assert "O2" in escrow.state(workspace).officers
        Revoking(workspace).revoke("O2")
        assert "O2" not in escrow.state(workspace).officers


def test_the_moment_is_told_or_now(workspace: Workspace, monitor: Workspace) -> None:
    monitor.close()
    now = workspace.clock.now()
    day = (now - timedelta(days=1)).date().isoformat()
    Revoking(workspace).revoke("M1", day)
    (device,) = (each for each in workspace.require_roster().devices if each.member == "M1")
    assert device.revoked_at.startswith(f"{day}T00:00:00")


def test_refusals(workspace: Workspace, monitor: Workspace) -> None:
    later = (workspace.clock.now() + timedelta(days=1)).isoformat()
    assert refused(workspace, "M1", "yesterday") is Code.PROJECT_BAD_MOMENT
    assert refused(workspace, "M1", later) is Code.PROJECT_BAD_MOMENT
    assert refused(workspace, "M9") is Code.PROJECT_MEMBER_UNKNOWN
    assert refused(workspace, "O1") is Code.PROJECT_OWN_DEVICE
    with monitor:
        assert refused(monitor, "M1") is Code.PROJECT_NOT_OFFICER
