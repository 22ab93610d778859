"""A fresh officer's vault per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.services.workspace import Workspace
from tests.unit.services import helpers


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The vault of an officer with the small questionnaire."""
    with helpers.office(tmp_path) as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """Another officer's vault, which knows nothing of the first."""
    (tmp_path / "other").mkdir()
    with helpers.new_office(tmp_path / "other") as opened:
        yield opened
