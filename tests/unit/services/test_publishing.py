"""What waits for an officer's decision, and what it would do before it is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain.changes import NOTHING
from fieldkit.domain.form_changes import Change
from fieldkit.errors import Code, Refusal
from fieldkit.services.forms import Forms
from fieldkit.services.projects import Projects
from fieldkit.services.publishing import Publisher, Unpublished
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.flow.versions import version
from tests.unit.services import helpers

SECOND = Unpublished("stops", "2", "Stops, tested")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An officer's vault without any publication."""
    with helpers.new_vault(tmp_path / "vault") as opened:
        Projects(opened).create("Sample", "O1")
        yield opened


def test_a_version_waits_from_when_it_is_brought_until_it_is_published(workspace: Workspace) -> None:
    publisher = Publisher(workspace)
    assert publisher.unpublished() == ()
    publisher.publish(version("1"))
    assert publisher.unpublished() == ()
    Forms(workspace).take(version("2"))
    assert publisher.unpublished() == (SECOND,)
    publisher.publish(version("2"))
    assert publisher.unpublished() == ()


def test_a_form_that_was_never_published_waits_too(workspace: Workspace) -> None:
    Forms(workspace).take(version("2"))
    assert Publisher(workspace).unpublished() == (SECOND,)


def test_what_publishing_would_do_is_told_and_nothing_is_done(workspace: Workspace) -> None:
    publisher = Publisher(workspace)
    publisher.publish(version("1"))
    Recording(workspace).add("stops", b'{"story": "They took nothing."}', submit=True)
    Recording(workspace).start("stops")
    seen = publisher.preview(version("2"))
    assert (seen.before, seen.records, seen.drafts, seen.changes) == ("1", 1, 1, NOTHING)
    assert Change.CHOICE_REMOVED in {each.change for each in seen.differences}
    assert Forms(workspace).offered("stops").version == "1"
    done = publisher.publish(version("2"))
    assert (done.before, done.differences, done.records) == (seen.before, seen.differences, seen.records)
    assert done.changes != NOTHING


def test_nobody_else_sees_or_does_it(tmp_path: Path) -> None:
    with helpers.new_vault(tmp_path / "alone") as outside:
        Forms(outside).take(version("2"))
        assert Publisher(outside).unpublished() == ()
        with pytest.raises(Refusal) as caught:
            Publisher(outside).preview(version("2"))
        assert caught.value.code is Code.PROJECT_MISSING
