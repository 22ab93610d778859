"""A disk that has no room left at the n-th write of a save, for every n: refused, unchanged, and the next save works."""

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldkit.errors import Code, Refusal
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.command import Office, opened
from tests.flow.team import dump
from tests.soak import working

PAGE = 4096 + 24
"""What one page takes in the write-ahead log."""
NO_ROOM = {Code.VAULT_DISK_FULL, Code.VAULT_DISK_ERROR}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a record and a draft."""
    office = Office(tmp_path_factory.mktemp("writes") / "office")
    office.add("O-1")
    office.add("D-1", submit=False)
    return office.vault


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Writing past that many bytes of any file fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def state(workspace: Workspace) -> dict[str, object]:
    return dump(workspace) | {"drafts": workspace.store.drafts.all()}


def submit_new(workspace: Workspace) -> None:
    Recording(workspace).add(working.FORM, working.answers("новые слова"), submit=True)


def submit_draft(workspace: Workspace) -> None:
    Recording(workspace).submit("D-1")


def autosave(workspace: Workspace) -> None:
    recording = Recording(workspace)
    form = recording.resume("D-1")
    form.set(working.WORDS, "слова " * 4_000)
    recording.save("D-1", form.draft())


def begin_amendment(workspace: Workspace) -> None:
    Recording(workspace).amend("O-1")


@pytest.mark.parametrize("work", [submit_new, submit_draft, autosave, begin_amendment])
def test_no_room_at_any_write(base: Path, tmp_path: Path, work: Callable[[Workspace], None]) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(base, vault)
    refused = 0
    with opened(vault) as workspace:
        before = state(workspace)
        for pages in range(200):
            try:
                with no_file_beyond(32 + pages * PAGE):
                    work(workspace)
            except Refusal as refusal:
                assert refusal.code in NO_ROOM  # noqa: PT017  until there is room enough
                assert state(workspace) == before
                refused += 1
            else:
                break
        after = state(workspace)
        assert after != before
    assert refused >= 3
    with opened(vault) as workspace:
        assert state(workspace) == after


def test_a_save_works_as_soon_as_there_is_room_again(base: Path, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(base, vault)
    with opened(vault) as workspace:
        for number in range(4):
            with no_file_beyond(PAGE), pytest.raises(Refusal) as caught:
                submit_new(workspace)
            assert caught.value.code in NO_ROOM
            submit_new(workspace)
            assert len(list(workspace.store.facts.all())) == 2 + number
