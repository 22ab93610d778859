"""A monitor's laptop that can no longer read what was recorded on it: what each choice of retention really leaves."""

import copy
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from fieldkit.crypto import sealing
from fieldkit.domain.log import EntryKind, Line
from tests.command import Person, opened

if TYPE_CHECKING:
    from tests.flow.test_threat_table import Project

P = TypeVar("P", bound=Person)


def check_until_receipt(project: "Project", place: Path) -> None:
    """What the office confirmed is gone; what it does not have yet is there."""
    monitor = _under(project, place, "until-receipt")
    assert [line.body for line in revisions(monitor, project.record)] == [None]
    assert not any(line.sealed for line in revisions(monitor, project.record))
    assert all(line.body for line in revisions(monitor, project.later))
    _drafts_stay(monitor)
    assert monitor.do("vault", "check")["ok"]


def check_sealed(project: "Project", place: Path) -> None:
    """What was submitted is a file that none of the keys in the vault opens."""
    monitor = _under(project, place, "seal")
    [line] = revisions(monitor, project.later)
    assert line.body is None
    with opened(monitor.vault) as workspace:
        row = workspace.store.records.row(project.later)
        with pytest.raises(sealing.NotForYou):
            sealing.open_sealed(line.sealed or b"", workspace.identity.age_identity)
    assert row is not None
    assert (row.state, row.happened.count("-") <= 1, row.author) == ("submitted", True, row.author)
    assert monitor.do("record", "show", project.later)["sections"] == []
    _drafts_stay(monitor)
    assert monitor.do("vault", "check")["ok"]


def check_travelled(project: "Project", place: Path) -> None:
    """Not even the sealed files are left; the office reads them from the bundle."""
    monitor, office = _moved(project.monitor, place / "monitor"), _moved(project.office, place / "office")
    written = monitor.do("vault", "travel", "--out", place / "stick", "--keep-drafts")["files"]
    for record in (project.record, project.later):
        assert not any(line.body or line.sealed for line in revisions(monitor, record))
        assert revisions(monitor, record)
    _drafts_stay(monitor)
    assert office.do("bundle", "import", *written)["refused"] == []
    assert all(line.body for line in revisions(office, project.later))
    assert monitor.do("vault", "check")["ok"]


def revisions(person: Person, record: str) -> list[Line]:
    """The lines of a record's revisions as the open vault has them."""
    with opened(person.vault) as workspace:
        return [line for line in workspace.store.log.about(record) if line.entry.kind is EntryKind.REVISION]


def _under(project: "Project", place: Path, retention: str) -> Person:
    """The monitor's vault after the office's choice and receipts arrived."""
    monitor, office = _moved(project.monitor, place / "monitor"), _moved(project.office, place / "office")
    office.do("project", "retention", retention)
    for path in office.do("bundle", "write", "--to", "M1", "--out", place / "stick")["files"]:
        assert monitor.do("bundle", "import", path)["refused"] == []
    return monitor


def _moved(person: P, folder: Path) -> P:
    """Somebody with a copy of their vault."""
    moved = copy.copy(person)
    moved.vault = Path(shutil.copytree(person.vault, folder))
    return moved


def _drafts_stay(person: Person) -> None:
    with opened(person.vault) as workspace:
        assert workspace.store.drafts.count() == 1
