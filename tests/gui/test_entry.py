"""Filling a form: by keyboard alone, left and come back to, locked in the middle, judged and submitted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.form.rail import Rail
from fieldkit.services.browsing import Browsing
from fieldkit.services.demo import PASSPHRASE
from fieldkit.services.recording import Recording
from tests.gui.conftest import Sit
from tests.gui.hands import Person, type_keys
from tests.gui.typist import (
    begin,
    drawn,
    entry,
    fill,
    filling,
    focus,
    go_to,
    press,
    question,
    reopen,
    stand_at,
    value,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""What is drawn into memory has no windows in front of others: the lists of drop-downs ask in vain."""
CONTROL = Qt.KeyboardModifier.ControlModifier
SHORT = {
    "safe_here": "Safe to talk here",
    "danger_signs": "None seen",
    "consent_store": "Yes",
    "consent_statistics": "Yes",
    "consent_summary": "Yes",
    "consent_referral": "#1",
    "collection_mode": "Short interview in a queue",
    "site": "Mayskiy border point",
    "event_date": "June 2009",
    "sex": "Female",
    "age_band": "30-45",
    "citizenship": "Uzbekistan",
    "purpose": "Work|Trade",
    "direction": "Entering",
    "entry_mode": "Let through for money",
    "treatment": "Polite",
    "money_involved": "Yes",
    "help_wanted": "No help wanted",
    "help_urgent": "No",
    "finding": "Event seen or told",
    "incident_types": "Bribe paid",
    "certainty": "Told first-hand",
    "attribution": "Category only",
    "monitor_note": "Говорила спокойно",
}
PAYMENT = {
    "pay_ask_mode": "Asked openly",
    "pay_status": "Paid",
    "pay_purpose": "To pass a check",
    "pay_payee": "#2",
    "pay_channel": "Direct to the official",
    "pay_known": "From",
    "pay_low": "150",
    "pay_high": "1500,50",
    "pay_currency": "Rouble",
    "pay_basis": "Per person",
}


def test_a_short_interview_is_filled_and_submitted_by_keyboard_alone(monitor: Person) -> None:
    begin(monitor, "interview_short")
    draft = monitor.frame.target
    passed = fill(monitor, SHORT | PAYMENT)
    assert len(passed) == len(set(passed)) >= 40
    press(monitor, Qt.Key.Key_Return, CONTROL)
    assert monitor.frame.place is Place.RECORD
    record = monitor.in_vault(lambda workspace: Browsing(workspace).show(draft))
    assert record.row.state == State.SUBMITTED.value


def test_what_is_typed_in_a_row_of_money_becomes_exact_answers(monitor: Person) -> None:
    begin(monitor, "interview_short")
    fill(monitor, SHORT | PAYMENT)
    assert [value(monitor, name) for name in ("event_date", "date_precision")] == ["2009-06-01", "month"]
    assert [float(value(monitor, name)) for name in ("pay_low", "pay_high")] == [150, 1500.5]
    assert [value(monitor, name) for name in ("pay_currency", "pay_basis", "pay_payee")] == [
        "RUB",
        "per_person",
        "dont_know",
    ]
    assert value(monitor, "purpose") == "work trade"


def test_leaving_in_the_middle_loses_no_word(monitor: Person) -> None:
    begin(monitor, "interview_short")
    draft = monitor.frame.target
    fill(monitor, SHORT)
    stand_at(monitor, "monitor_note")
    type_keys(focus(), " и тихо")
    monitor.keys(Qt.Key.Key_Escape)
    assert monitor.frame.place is Place.HOME
    reopen(monitor, draft)
    assert value(monitor, "monitor_note") == "Говорила спокойно и тихо"
    assert value(monitor, "event_date") == "2009-06-01"


def test_half_a_date_and_half_a_name_survive_a_lock(monitor: Person, sit: Sit, tmp_path: Path) -> None:
    begin(monitor, "interview_short")
    draft = monitor.frame.target
    fill(monitor, {name: SHORT[name] for name in ("safe_here", "danger_signs", "consent_store")})
    go_to(monitor, 2)
    stand_at(monitor, "citizenship")
    write(monitor, "stan")
    stand_at(monitor, "event_date")
    type_keys(focus(), "14.06.20")
    monitor.window.lock()
    again = sit(tmp_path / "vault-M01", phrase=PASSPHRASE)
    reopen(again, draft)
    go_to(again, 2)
    assert again.find(QComboBox, "Citizenship").currentText() == "stan"
    assert again.find(QLineEdit, question(again, "event_date").control.stops()[0].accessibleName()).text() == "14.06.20"
    assert value(again, "event_date") == ""
    assert "This cannot be read as a date" in again.texts(question(again, "event_date").complaint_row)
    stand_at(again, "event_date")
    write(again, "09")
    press(again, Qt.Key.Key_Return)
    assert value(again, "event_date") == "2009-06-14"
    assert value(again, "date_precision") == "exact_day"


def test_a_month_typed_and_locked_before_going_on_counts(monitor: Person) -> None:
    begin(monitor, "interview_short")
    draft = monitor.frame.target
    fill(monitor, {name: SHORT[name] for name in ("safe_here", "danger_signs", "consent_store")})
    go_to(monitor, 2)
    stand_at(monitor, "event_date")
    type_keys(focus(), "апрель или май 2009")
    monitor.go(Place.HOME)
    reopen(monitor, draft)
    assert [value(monitor, name) for name in ("event_date", "event_date_to", "date_precision")] == [
        "2009-04-01",
        "2009-05-31",
        "range",
    ]


def test_an_answer_that_cannot_be_right_is_said_beside_the_question(monitor: Person) -> None:
    begin(monitor, "interview_short")
    fill(monitor, SHORT | {"event_date": "01.01.2199", "wait_known": "Exactly", "wait_low": "99999"})
    go_to(monitor, 2)
    row = question(monitor, "event_date").complaint_row
    assert "The date must not lie in the future." in monitor.texts(row)
    go_to(monitor, 3)
    assert "Minutes, from 0 to 10080" in monitor.texts(question(monitor, "wait_low"))


def test_f8_goes_round_what_is_missing(monitor: Person) -> None:
    begin(monitor, "interview_short")
    fill(monitor, {"safe_here": "Safe to talk here", "consent_store": "Yes"})
    wrong = filling(monitor).problem_refs()
    assert len(wrong) > 5
    seen = []
    for _ in range(len(wrong) + 1):
        press(monitor, Qt.Key.Key_F8)
        seen.append(entry(monitor).sheet.focused_ref)
    assert seen[: len(wrong)] in [[*wrong[at:], *wrong[:at]] for at in range(len(wrong))]
    assert seen[-1] == seen[0]


def test_submitting_with_problems_changes_nothing_and_leads_to_the_first(monitor: Person) -> None:
    begin(monitor, "interview_short")
    draft = monitor.frame.target
    fill(monitor, SHORT | PAYMENT | {"pay_low": ""})
    press(monitor, Qt.Key.Key_Return, CONTROL)
    assert monitor.frame.place is Place.ENTRY
    assert f"{len(filling(monitor).problem_refs())} question" in monitor.page.banner.words
    assert entry(monitor).sheet.focused_ref.endswith("/pay_low")
    assert "This needs an answer." in monitor.texts(question(monitor, "pay_low").complaint_row)
    assert draft in [row.id for row in monitor.in_vault(lambda workspace: Recording(workspace).drafts())]


def test_the_language_can_change_in_the_middle(monitor: Person) -> None:
    begin(monitor, "interview_short")
    fill(monitor, {name: SHORT[name] for name in ("safe_here", "danger_signs", "consent_store")})
    before = filling(monitor).session.draft()
    monitor.choose("Language of the questions", "Русский")
    drawn(monitor)
    go_to(monitor, 0)
    words = monitor.texts(question(monitor, "safe_here"))
    assert "Здесь безопасно говорить?" in words
    assert "Is it safe to talk here?" in words
    assert filling(monitor).session.draft() == before
    begin(monitor, "interview_short")
    (second,) = [box for box in monitor.all(QComboBox) if box.accessibleName() == "Second language"]
    offered = [second.itemText(index) for index in range(second.count())]
    assert offered == ["Русский", "English", "Кыргызча", "Қазақша", "No second language"]


def test_an_unsafe_place_ends_the_form_calmly(monitor: Person) -> None:
    begin(monitor, "interview")
    write(monitor, "Not")
    press(monitor, Qt.Key.Key_Space)
    assert "Stop here. Do not keep anything." in monitor.texts()
    assert "the rest of the form stays closed" in monitor.texts()
    assert not [made for made in monitor.all(QPushButton) if made.text() == "Next section"]
    drafts = len(monitor.in_vault(lambda workspace: Recording(workspace).drafts()))
    monitor.press("Throw the draft away", entry(monitor).sheet)
    monitor.press("Throw away")
    assert monitor.frame.place is Place.HOME
    assert len(monitor.in_vault(lambda workspace: Recording(workspace).drafts())) == drafts - 1


def test_without_consent_nothing_more_is_asked(monitor: Person) -> None:
    begin(monitor, "interview")
    fill(monitor, {"safe_here": "Safe to talk here", "consent_store": "No"})
    assert "Without consent nothing may be kept." in monitor.texts()
    entry(monitor).previous_section()
    entry(monitor).next_section()
    stand_at(monitor, "consent_store")
    write(monitor, "Yes")
    press(monitor, Qt.Key.Key_Space)
    assert "Without consent nothing may be kept." not in monitor.texts()


def test_a_draft_can_be_thrown_away_after_a_question(monitor: Person) -> None:
    begin(monitor, "observation")
    draft = monitor.frame.target
    monitor.press("Throw the draft away")
    monitor.press("Cancel")
    assert monitor.frame.place is Place.ENTRY
    monitor.press("Throw the draft away")
    monitor.press("Throw away")
    assert draft not in [row.id for row in monitor.in_vault(lambda workspace: Recording(workspace).drafts())]


def test_tab_goes_through_the_questions_as_they_stand(monitor: Person) -> None:
    begin(monitor, "interview_short")
    fill(monitor, {name: SHORT[name] for name in ("safe_here", "danger_signs", "consent_store")})
    go_to(monitor, 1)
    visited = []
    for _ in range(24):
        visited.append((entry(monitor).sheet.focused_ref.rpartition("/")[2], focus().accessibleName()))
        press(monitor, Qt.Key.Key_Tab)
    order = [name for at, (name, _) in enumerate(visited) if name and (at == 0 or visited[at - 1][0] != name)]
    assert order[:4] == ["consent_store", "consent_statistics", "consent_summary", "consent_referral"]
    assert [name for ref, name in visited if ref == "consent_statistics"][1:] == [
        f"May it be counted in statistics?: {chip}"
        for chip in ("Refused to answer", "Does not know", "Not asked", "Left out for safety")
    ]


def test_the_rail_tells_how_far_each_section_is(monitor: Person) -> None:
    begin(monitor, "interview_short")
    rail = monitor.window.findChild(Rail)
    assert isinstance(rail, Rail)
    assert monitor.names(QPushButton, rail)[0] == "Safety, 0/2"
    fill(monitor, {"safe_here": "Safe to talk here", "danger_signs": "None seen"})
    assert monitor.names(QPushButton, rail)[0] == "Safety"
