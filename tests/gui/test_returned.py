"""What a supervisor decides shows at the monitor's window after the next stick, down to the question it is about."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fieldkit.domain.bodies import Remark
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.entry import Entry
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from fieldkit.services.remarks import askable
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person


def decide(workspace: Workspace, stick: Path) -> dict[State, str]:
    """One record of M01 in each state, and a stick for M01; returns the ids."""
    rows = [row for row in Browsing(workspace).page(RecordFilter()).rows if row.author == "M01" and row.head]
    plain = [row.id for row in rows if row.state in {State.SUBMITTED, State.ACCEPTED, State.RETURNED}]
    returned, excluded, twin, accepted = plain[:4]
    desk = Reviewing(workspace)
    item = Browsing(workspace).show(returned).sections[-1].items[-1]
    desk.return_to_author(returned, "Two questions", (Remark(ref=item.ref, words="Is that so?"),))
    desk.exclude(excluded, "hearsay")
    desk.duplicate(twin, accepted)
    desk.accept(accepted)
    Bundling(workspace).write(stick, ("M01",))
    return {State.RETURNED: returned, State.EXCLUDED: excluded, State.DUPLICATE: twin, State.ACCEPTED: accepted}


def test_states_and_reasons_are_seen_after_the_return_stick(
    monitor: Person, supervisor: Person, tmp_path: Path
) -> None:
    decided = supervisor.in_vault(lambda workspace: decide(workspace, tmp_path))
    monitor.in_vault(lambda workspace: Bundling(workspace).import_files(tuple(tmp_path.glob("*.fkb"))))
    for state, words in (
        (State.EXCLUDED, "Kept out of all figures\nhearsay"),
        (State.DUPLICATE, f"Tells the same as record {decided[State.ACCEPTED][:8]}"),
        (State.ACCEPTED, "S01 accepted it"),
    ):
        monitor.go(Place.RECORD, decided[state])
        assert words in monitor.texts(monitor.page)

    monitor.go(Place.HOME)
    assert "Came back" in monitor.texts(monitor.page)
    row = next(each for each in monitor.all(QAbstractButton) if "Two questions" in each.accessibleName())
    row.click()
    monitor.settle()
    item = monitor.in_vault(lambda workspace: Browsing(workspace).show(decided[State.RETURNED]).sections[-1].items[-1])
    assert f"Came back\nTwo questions\n{item.label} — Is that so?" in monitor.texts(monitor.page)
    monitor.press("Correct it")
    entry = monitor.page
    assert isinstance(entry, Entry)
    assert f"{item.label} — Is that so?" in entry.banner.words
    assert entry._stand_at == item.ref


def test_what_was_not_answered_is_asked_for_by_its_question(
    monitor: Person, supervisor: Person, tmp_path: Path
) -> None:
    def first_open(workspace: Workspace) -> tuple[str, str, str]:
        """A accepted record of M01, and a question of it that has no answer."""
        rows = Browsing(workspace).page(RecordFilter(states=(State.ACCEPTED.value,))).rows
        record = next(row.id for row in rows if row.author == "M01")
        open_ = (item for section in askable(workspace, record) for item in section.items if not item.value)
        item = next(open_)
        return record, item.ref, item.label

    record, ref, label = supervisor.in_vault(first_open)
    supervisor.go(Place.RECORD, record)
    supervisor.press("Return with a reason")
    supervisor.choose("About", f"{label} (no answer)")
    supervisor.write("Reason", "Please fill it in")
    supervisor.keys(Qt.Key.Key_Return)
    assert f"{label} — Please fill it in" in supervisor.texts(supervisor.page)
    supervisor.in_vault(lambda workspace: Bundling(workspace).write(tmp_path, ("M01",)))
    monitor.in_vault(lambda workspace: Bundling(workspace).import_files(tuple(tmp_path.glob("*.fkb"))))
    monitor.go(Place.RECORD, record)
    monitor.press("Correct it")
    entry = monitor.page
    assert isinstance(entry, Entry)
    assert f"{label} — Please fill it in" in entry.banner.words
    assert entry._stand_at == ref
