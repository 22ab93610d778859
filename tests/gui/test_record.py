"""One record at the window: read, corrected, decided on, withdrawn; its history; versions that contradict."""

from PySide6.QtWidgets import QAbstractButton

from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.entry import Entry
from fieldkit.gui.pages.record import OneRecord
from fieldkit.services.browsing import Browsing
from fieldkit.services.recording import Recording
from fieldkit.services.reviewing import Reviewing
from tests.gui.hands import Person


def of_state(person: Person, state: State) -> str:
    wanted = RecordFilter(states=(state.value,))
    return person.in_vault(lambda workspace: Browsing(workspace).page(wanted).rows[0].id)


def state(person: Person, record: str) -> str:
    return person.in_vault(lambda workspace: Browsing(workspace).show(record).row.state)


def opened(person: Person, record: str) -> OneRecord:
    page = person.go(Place.RECORD, record)
    assert isinstance(page, OneRecord)
    return page


def rewrite(workspace, record: str, *, keep: bool = False) -> str:
    """A later revision whose first free text is another; with `keep` also one that does not know of it."""
    recording = Recording(workspace)
    draft = recording.amend(record)
    held = workspace.store.drafts.get(draft)
    _answer(recording, draft, "first")
    recording.submit(draft)
    if keep:
        workspace.store.drafts.put(held)
        _answer(recording, draft, "second")
        recording.submit(draft)
    return record


def _answer(recording: Recording, draft: str, words: str) -> None:
    session = recording.resume(draft)
    ref = next(node.ref for node in session.nodes() if node.kind == "text" and node.relevant and not node.readonly)
    session.set(ref, words)
    recording.save(draft, session.draft())


def test_answers_and_history_are_read(supervisor: Person) -> None:
    record = of_state(supervisor, State.ACCEPTED)
    page = opened(supervisor, record)
    view = supervisor.in_vault(lambda workspace: Browsing(workspace).show(record))
    told = supervisor.texts(page)
    assert all(item.label in told for section in view.sections for item in section.items)
    assert "S01 accepted it" in told
    assert "wrote it down" in told


def test_a_returned_record_shows_the_reason_and_is_corrected(monitor: Person, supervisor: Person) -> None:
    record = of_state(supervisor, State.RETURNED)
    page = opened(supervisor, record)
    assert "Which control point was it? (fictional)" in supervisor.texts(page)
    assert supervisor.find(QAbstractButton, "Correct it").property("kind") == "primary"
    supervisor.press("Correct it")
    assert isinstance(supervisor.page, Entry)


def test_a_monitor_may_correct_and_withdraw_but_not_decide(monitor: Person) -> None:
    record = of_state(monitor, State.SUBMITTED)
    page = opened(monitor, record)
    names = set(monitor.names(QAbstractButton, page))
    assert {"Correct it", "Withdraw consent"} <= names
    assert not {"Accept", "Return with a reason", "Exclude from figures", "Mark as a duplicate"} & names


def test_withdrawing_is_asked_first_and_erases(supervisor: Person) -> None:
    record = of_state(supervisor, State.ACCEPTED)
    page = opened(supervisor, record)
    supervisor.press("Withdraw consent")
    assert "cannot be undone" in supervisor.texts(page)
    supervisor.press("Cancel")
    assert state(supervisor, record) == State.ACCEPTED
    supervisor.press("Withdraw consent")
    supervisor.press("Erase for good")
    assert state(supervisor, record) == State.WITHDRAWN
    assert "Consent was withdrawn" in supervisor.texts(page)
    assert "Correct it" not in supervisor.names(QAbstractButton, page)


def test_a_reason_is_needed_to_return_or_exclude(supervisor: Person) -> None:
    record = of_state(supervisor, State.SUBMITTED)
    page = opened(supervisor, record)
    supervisor.press("Return with a reason")
    assert not supervisor.find(QAbstractButton, "Return").isEnabled()
    supervisor.write("Reason", "Which day?", page)
    supervisor.press("Return")
    assert state(supervisor, record) == State.RETURNED
    assert "Which day?" in supervisor.texts(page)
    supervisor.press("Exclude from figures")
    supervisor.write("Reason", "Hearsay", page)
    supervisor.press("Exclude")
    assert state(supervisor, record) == State.EXCLUDED


def test_a_duplicate_is_found_by_its_number(supervisor: Person) -> None:
    record, other = of_state(supervisor, State.SUBMITTED), of_state(supervisor, State.ACCEPTED)
    page = opened(supervisor, record)
    supervisor.press("Mark as a duplicate")
    supervisor.write("Search for the other record", other, page)
    supervisor.wait(lambda: not page.decisions.twin._pause.isActive())
    supervisor.settle()
    [row] = [each for each in supervisor.all(QAbstractButton, page) if other in each.accessibleName()]
    row.click()
    supervisor.settle()
    assert state(supervisor, record) == State.DUPLICATE
    assert f"Tells the same as record {other[:8]}" in supervisor.texts(page)


def test_what_a_revision_changed_is_shown_alone(supervisor: Person) -> None:
    record = of_state(supervisor, State.ACCEPTED)
    supervisor.in_vault(lambda workspace: rewrite(workspace, record))
    page = opened(supervisor, record)
    supervisor.press("What changed")
    told = supervisor.texts(page)
    assert "first" in told
    assert "—" in told
    assert "Safety" not in told
    supervisor.press("Show all answers")
    assert "Show all answers" not in supervisor.texts(page)


def test_versions_that_contradict_stand_side_by_side_and_nothing_is_decided(supervisor: Person) -> None:
    record = of_state(supervisor, State.ACCEPTED)
    supervisor.in_vault(lambda workspace: rewrite(workspace, record, keep=True))
    page = opened(supervisor, record)
    told = supervisor.texts(page)
    assert {"first", "second"} <= set(told.split("\n"))
    assert "contradict one another" in told
    assert not {"Accept", "Correct it"} & set(supervisor.names(QAbstractButton, page))


def test_a_refusal_is_said_and_nothing_changes(supervisor: Person) -> None:
    record = of_state(supervisor, State.SUBMITTED)
    page = opened(supervisor, record)
    page.decisions.send_back()
    supervisor.in_vault(lambda workspace: Reviewing(workspace).withdraw(record))  # behind the page's back
    supervisor.write("Reason", "Which day?", page)
    supervisor.press("Return")
    assert page.banner.words != ""
    assert state(supervisor, record) == State.WITHDRAWN


def test_an_unknown_record_is_refused_in_words(supervisor: Person) -> None:
    page = opened(supervisor, "nothing")
    assert "nothing" in page.banner.words
    supervisor.window.lock()
