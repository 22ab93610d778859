"""The list of records at the window: whole list sorted, filters, search by stems, reading on, empty states."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableView, QWidget

from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.models import records as model
from fieldkit.gui.pages import records
from fieldkit.gui.pages.record import OneRecord
from fieldkit.gui.pages.records import Records
from fieldkit.services.browsing import Browsing
from tests.gui.hands import Person


def page(person: Person) -> Records:
    shown = person.go(Place.RECORDS)
    assert isinstance(shown, Records)
    return shown


def column(shown: Records, number: int) -> list[str]:
    return [str(shown.model.index(at, number).data()) for at in range(shown.model.rowCount())]


def sort(person: Person, shown: Records, number: int, order: Qt.SortOrder) -> None:
    shown.table.sortByColumn(number, order)
    person.settle()


def test_sorting_sorts_the_whole_list_and_reads_on_at_its_end(supervisor: Person, monkeypatch) -> None:
    monkeypatch.setattr(records, "_PAGE", 7)
    shown = page(supervisor)
    sort(supervisor, shown, model.DATE, Qt.SortOrder.AscendingOrder)
    expected = supervisor.in_vault(lambda workspace: Browsing(workspace).page(RecordFilter(), limit=999).rows)
    first = shown.model.rowCount()
    assert 7 <= first < len(expected)
    while shown.model.canFetchMore(QModelIndex()):
        shown.table.scrollToBottom()
        supervisor.settle()
        if shown.model.canFetchMore(QModelIndex()):
            shown.model.fetchMore(QModelIndex())
            supervisor.settle()
    dates = [shown.model.row_at(at).happened for at in range(shown.model.rowCount())]
    assert dates == sorted(row.happened for row in expected)
    assert len({shown.model.row_at(at).id for at in range(shown.model.rowCount())}) == len(expected)


def test_states_sort_by_the_life_of_a_record_and_places_by_their_names(supervisor: Person) -> None:
    shown = page(supervisor)
    sort(supervisor, shown, model.STATE, Qt.SortOrder.AscendingOrder)
    states = [shown.model.row_at(at).state for at in range(shown.model.rowCount())]
    life = [state.value for state in State]
    assert states == sorted(states, key=life.index)
    assert len(set(states)) > 3
    sort(supervisor, shown, model.PLACE, Qt.SortOrder.AscendingOrder)
    named = [place for place in column(shown, model.PLACE) if place]
    assert named == sorted(named, key=str.casefold)


def test_filters_by_form_place_and_state_restrict_together(supervisor: Person) -> None:
    shown = page(supervisor)
    all_rows = shown.model.rowCount()
    place = supervisor.find(QComboBox, "Place").itemText(1)
    supervisor.choose("Place", place)
    assert set(column(shown, model.PLACE)) == {place}
    supervisor.choose("Form", "Short interview")
    supervisor.press("accepted")
    assert 0 <= shown.model.rowCount() < all_rows
    assert set(column(shown, model.FORM)) <= {"Short interview"}
    shown.filters.clear()
    supervisor.settle()
    assert shown.model.rowCount() == all_rows


def test_russian_words_are_found_in_any_form_and_nothing_found_says_what_to_try(supervisor: Person) -> None:
    shown = page(supervisor)
    rows = supervisor.in_vault(lambda workspace: Browsing(workspace).page(RecordFilter(text="рублей")).rows)
    assert rows
    search(supervisor, shown, "рублями")
    assert shown.model.rowCount() == len(rows)
    search(supervisor, shown, "zzzznothing")
    assert "Nothing found" in supervisor.texts(shown)
    assert "Try fewer words" in supervisor.texts(shown)
    supervisor.press("Show all records")
    assert shown.model.rowCount() > len(rows)


def search(person: Person, shown: Records, words: str) -> None:
    """Type and wait for what is found; the test driver cannot press Cyrillic keys."""
    shown.search.setText(words)
    person.wait(lambda: not shown.filters._pause.isActive())
    person.settle()


def test_an_empty_vault_says_where_to_begin(alone: Person) -> None:
    shown = page(alone)
    assert "There are no records yet" in alone.texts(shown)
    alone.press("Go to Home")
    assert alone.frame.place is Place.HOME


def test_enter_opens_a_record_and_escape_comes_back_to_its_row(supervisor: Person) -> None:
    shown = page(supervisor)
    shown.focus_search()
    supervisor.keys(Qt.Key.Key_Return)
    assert shown.table.hasFocus()
    for _ in range(3):
        supervisor.keys(Qt.Key.Key_Down)
    chosen = shown.model.row_at(shown.table.currentIndex().row()).id
    supervisor.keys(Qt.Key.Key_Return)
    assert isinstance(supervisor.page, OneRecord)
    supervisor.keys(Qt.Key.Key_Escape)
    assert supervisor.page is shown
    assert shown.model.row_at(shown.table.currentIndex().row()).id == chosen


def test_every_input_has_a_name(supervisor: Person) -> None:
    shown = page(supervisor)
    inputs = [each for each in supervisor.all(QWidget, shown) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert {QLineEdit, QComboBox, QPushButton, QTableView} <= {type(each) for each in inputs}
    assert [each for each in inputs if not each.accessibleName()] == []
