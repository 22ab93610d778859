"""Consent at the window: what was agreed to, in words; taking it back by keyboard, after being told what that does."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox

from fieldkit import i18n
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.services.browsing import Browsing
from fieldkit.services.consenting import Consenting
from fieldkit.services.reporting import Order, Reporting
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person
from tests.gui.test_record import opened, state

COUNTED = "counting it in statistics"


def quoted(workspace: Workspace) -> str:
    """An accepted interview that may be quoted."""
    rows = Browsing(workspace).page(RecordFilter(states=(State.ACCEPTED.value,), form="interview")).rows
    desk = Consenting(workspace)
    return next(row.id for row in rows if (Use.ANONYMOUS_QUOTE, Agreed.GIVEN) in desk.look(row.id).uses)


def test_a_use_is_taken_back_by_keyboard_after_its_consequences_were_told(supervisor: Person, tmp_path: Path) -> None:
    record = supervisor.in_vault(quoted)
    report = Order(language=i18n.load("en"))
    supervisor.in_vault(lambda workspace: Reporting(workspace).pdf(report, tmp_path / "r.pdf"))
    page = opened(supervisor, record)
    told = supervisor.texts(page)
    assert f"{COUNTED}: yes" in told
    assert "r.pdf" in told
    supervisor.find(QAbstractButton, "Withdraw consent").setFocus()
    supervisor.keys(Qt.Key.Key_Space)
    asking = page.decisions.withdrawing
    assert "every answer, revision and note of this record is erased" in supervisor.texts(asking)
    assert "given out before" in supervisor.texts(asking)
    supervisor.find(QCheckBox, COUNTED, asking).setFocus()
    supervisor.keys(Qt.Key.Key_Space)
    assert not asking.everything.isChecked()
    assert f"for: {COUNTED}" in supervisor.texts(asking)
    assert "cannot be undone" in supervisor.texts(asking)
    supervisor.find(QAbstractButton, "Take back", asking).setFocus()
    supervisor.keys(Qt.Key.Key_Space)
    assert state(supervisor, record) == State.ACCEPTED
    told = supervisor.texts(page)
    assert f"{COUNTED}: taken back" in told
    assert "recorded that consent was withdrawn for:" in told
    assert COUNTED not in supervisor.names(QCheckBox, page)


def test_nothing_is_taken_back_without_a_mark_or_after_escape(supervisor: Person) -> None:
    record = supervisor.in_vault(quoted)
    page = opened(supervisor, record)
    before = supervisor.in_vault(lambda workspace: Consenting(workspace).look(record))
    supervisor.press("Withdraw consent")
    asking = page.decisions.withdrawing
    asking.everything.setFocus()
    supervisor.keys(Qt.Key.Key_Space)
    assert not supervisor.find(QAbstractButton, "Erase for good", asking).isEnabled()
    supervisor.keys(Qt.Key.Key_Escape)
    assert asking.isHidden()
    assert supervisor.in_vault(lambda workspace: Consenting(workspace).look(record)) == before


def test_what_an_erased_record_was_given_out_in_is_told(supervisor: Person, tmp_path: Path) -> None:
    record = supervisor.in_vault(quoted)
    supervisor.in_vault(lambda workspace: Reporting(workspace).pdf(Order(language=i18n.load("en")), tmp_path / "e.pdf"))
    page = opened(supervisor, record)
    supervisor.press("Withdraw consent")
    supervisor.press("Erase for good")
    assert state(supervisor, record) == State.WITHDRAWN
    told = supervisor.texts(page)
    assert "Given out with it" in told
    assert "e.pdf" in told
