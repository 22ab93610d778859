"""One project for all tests of commands: an officer with records in several states."""

from pathlib import Path

import pytest

from tests.command import Office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """R-1 accepted, R-2 returned, R-3 submitted, R-4 a draft. Tests leave these as they are."""
    office = Office(tmp_path_factory.mktemp("office") / "vault")
    for record in ("R-1", "R-2", "R-3"):
        office.add(record)
    office.add("R-4", submit=False)
    office.do("review", "accept", "R-1")
    office.do("review", "return", "R-2", "--reason", "Which day was it?")
    return office


@pytest.fixture
def own(tmp_path: Path) -> Office:
    """A project that a test may change."""
    return Office(tmp_path / "own")
