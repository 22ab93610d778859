"""Home: begin, go on with a draft, see what came back and whether to hand over."""

from pathlib import Path

import pytest

from fieldkit.domain.log import EntryKind
from fieldkit.domain.records import State
from fieldkit.errors import Code
from fieldkit.gui.desk import Place
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.recording import Recording
from fieldkit.store import backup
from tests.gui.conftest import Sit, member
from tests.gui.hands import Person

FORMS = ("New interview", "New short interview", "New observation", "New visit")


@pytest.mark.parametrize("tile", FORMS)
def test_each_tile_begins_a_draft_of_its_form(monitor: Person, tile: str) -> None:
    monitor.press(tile)
    monitor.wait(lambda: monitor.frame.place is Place.ENTRY)
    assert monitor.in_vault(lambda workspace: Browsing(workspace).counts().drafts) == 1


def test_a_draft_can_be_gone_on_with(monitor: Person) -> None:
    draft = monitor.in_vault(lambda workspace: Recording(workspace).start("visit"))
    monitor.go(Place.HOME)
    assert "Go on with" in monitor.texts()
    monitor.find_row("Visit").click()
    monitor.settle()
    assert (monitor.frame.place, monitor.frame.target) == (Place.ENTRY, draft)


def test_what_came_back_is_shown_to_its_author_only(sit: Sit, monitor: Person, supervisor: Person) -> None:
    assert "Came back" not in supervisor.texts()
    returned = supervisor.in_vault(lambda workspace: Browsing(workspace).counts().of(State.RETURNED))
    assert returned >= 1


def test_home_in_russian_has_no_english_left(sit: Sit, sample: Path, tmp_path: Path) -> None:
    person = member(sit, sample, tmp_path, "M01", language="ru")
    shown = person.texts()
    assert "Новое интервью" in shown
    assert not [line for line in shown.splitlines() if line.isascii() and len(line) > 3]


def test_home_makes_the_backup_of_the_day(monitor: Person, tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "vault-M01")
    monitor.wait(lambda: bool(backup.kept(files)))
    made = backup.kept(files)
    monitor.go(Place.RECORDS)
    monitor.go(Place.HOME)
    monitor.settle()
    assert backup.kept(files) == made
    assert "No backup" not in monitor.texts()


def test_a_backup_that_cannot_be_made_is_said_and_stops_nothing(monitor: Person, tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "vault-M01")
    monitor.wait(lambda: bool(backup.kept(files)))
    backup.discard(files)
    files.backups.rmdir()
    files.backups.touch()
    monitor.go(Place.RECORDS)
    monitor.go(Place.HOME)
    monitor.wait(lambda: "No backup of the vault could be made" in monitor.texts())
    monitor.press("New visit")
    monitor.wait(lambda: monitor.frame.place is Place.ENTRY)


def test_entries_that_cannot_be_read_are_counted(monitor: Person) -> None:
    assert "cannot be read" not in monitor.texts()
    entry = monitor.in_vault(
        lambda workspace: next(
            line.entry for line in workspace.store.log.all_lines() if line.entry.kind is EntryKind.REVISION
        )
    )
    monitor.in_vault(lambda workspace: workspace.store.quarantine.put(entry))
    monitor.go(Place.RECORDS)
    monitor.go(Place.HOME)
    monitor.wait(lambda: "1 entry cannot be read by this version" in monitor.texts())


def test_t9_changes_that_could_not_be_read_are_told_until_the_vault_is_checked(monitor: Person) -> None:
    monitor.in_vault(lambda workspace: workspace.store.settings.put("changes.unread", "1"))
    monitor.go(Place.RECORDS)
    monitor.go(Place.HOME)
    monitor.wait(lambda: "what was saved last before that cannot be read" in monitor.texts())
    assert monitor.in_vault(lambda workspace: vaults.check(workspace).findings) == (Code.VAULT_CHANGES_UNREAD,)
    monitor.go(Place.RECORDS)
    monitor.go(Place.HOME)
    monitor.wait(lambda: "what was saved last before that cannot be read" not in monitor.texts())
