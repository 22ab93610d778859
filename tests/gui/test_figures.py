"""The page with the figures, read against what the services say."""

import gettext
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QRadioButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.domain.breakdown import DIMENSIONS
from fieldkit.domain.figures import Figures
from fieldkit.domain.query import Level, Period
from fieldkit.gui.desk import Place
from fieldkit.gui.page import Page
from fieldkit.gui.pages.figures import FiguresPage
from fieldkit.gui.theme.look import Look
from fieldkit.gui.widgets.charts import Chart, Mark
from fieldkit.gui.widgets.sheet import Column, Sheet
from fieldkit.i18n import Language
from fieldkit.services.figures import FigureBoard
from fieldkit.services.workspace import Workspace
from tests.gui.conftest import Sit, member
from tests.gui.hands import Person

VIEWS = ("Overview", "Money", "Visits and waiting", "Records", "Breakdown")


def at_figures(person: Person) -> FiguresPage:
    page = person.go(Place.FIGURES)
    assert isinstance(page, FiguresPage)
    return page


def told(
    person: Person, level: Level = Level.INTERNAL, by: tuple[str, ...] = (), period: Period | None = None
) -> Figures:
    """What the services say about the open vault."""

    def compute(workspace: Workspace) -> Figures:
        return FigureBoard(workspace).compute(level=level, by=by, period=period)

    return person.in_vault(compute)


def cells(table: QTableView) -> list[list[str]]:
    """What a screen reader hears of a table, row by row."""
    model = table.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [
        [str(model.data(model.index(row, column), role)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def rows(person: Person, name: str) -> list[list[str]]:
    return cells(person.find(Sheet, name))


def enter(person: Person, name: str, words: str) -> None:
    """Type into a field and press Enter."""
    person.write(name, words)
    if not words:
        person.keys(Qt.Key.Key_Delete)  # what was there is selected
    person.keys(Qt.Key.Key_Return)


def test_cards_say_numerator_denominator_and_interval(supervisor: Person) -> None:
    at_figures(supervisor)
    figures = told(supervisor)
    tally, words = figures.tally.total, supervisor.texts()
    assert tally.payments_seen > 0
    assert tally.interval is not None
    assert f"{tally.per_100:.2f}" in words
    assert f"{tally.payments_seen} payments seen, {tally.people_processed:,} people processed" in words
    assert f"{tally.interval.low:.2f}–{tally.interval.high:.2f}" in words
    assert f"{figures.records.active} of {figures.records.all}" in words
    assert f"{figures.records.negative_observations} of {figures.records.active}" in words
    assert f"{tally.with_zero} of {tally.watched}" in words
    assert "not a probability sample" in words
    assert f"{figures.records.active} records give figures" in words


def test_money_stands_in_one_row_per_currency_and_is_never_added(supervisor: Person) -> None:
    at_figures(supervisor)
    supervisor.press("Money")
    money = told(supervisor).money_lost
    shown = rows(supervisor, "Money paid or taken")
    assert [row[0] for row in shown] == [row.currency for row in money.by_currency]
    assert len(shown) >= 2
    for row, cell in zip(money.by_currency, shown, strict=True):
        assert cell[1:4] == [str(row.payments), f"{int(row.low or 0):,}", f"{int(row.high or 0):,}"]
    added = sum(int(row.low or 0) for row in money.by_currency)
    assert f"{added:,}" not in {cell for table in supervisor.all(Sheet) for row in cells(table) for cell in row}
    apart = {row[0]: row for row in rows(supervisor, "Shown apart, never added")}
    assert apart["Paid in a monitor's test"][1] == "EV04.1 10000 KZT"
    statuses = {row.code: row.count for row in told(supervisor).payments_by_status}
    assert sum(int(row[1]) for row in rows(supervisor, "All payment rows by status")) == sum(
        count or 0 for count in statuses.values()
    )


def test_visits_waiting_and_empty_findings_are_shown(supervisor: Person) -> None:
    at_figures(supervisor)
    supervisor.press("Visits and waiting")
    figures = told(supervisor)
    shown = rows(supervisor, "Watched visits")
    assert len(shown) == len(figures.tally.by_site) + 1
    assert shown[-1][1] == str(figures.tally.total.watched)
    assert sum(int(row[-1]) for row in rows(supervisor, "Looked and asked, nothing found")) == len(figures.negative)
    assert len(rows(supervisor, "Waiting time in minutes")) == len(figures.waiting)


def test_a_public_product_hides_and_says_so(supervisor: Person) -> None:
    at_figures(supervisor)
    supervisor.press("Money")
    before = rows(supervisor, "Who received it")
    supervisor.press("Public")
    public = told(supervisor, Level.PUBLIC)
    hidden = [row for row in public.money_lost.by_payee if row.hidden]
    after = rows(supervisor, "Who received it")
    assert len(hidden) == sum("hidden" in row for row in after) > 0
    assert not any("hidden" in row for row in before)
    assert "hidden: rests on fewer than 5 records" in supervisor.texts()
    assert "Values resting on fewer than 5 records are hidden" in supervisor.texts()
    assert all(len(row) == 2 for row in rows(supervisor, "Shown apart, never added"))  # no record ids
    assert supervisor.page.findChild(QWidget, "level").property("tone") == "good"


@pytest.mark.parametrize("name", DIMENSIONS)
def test_each_breakdown_shows_the_rows_of_the_services(supervisor: Person, name: str) -> None:
    page = at_figures(supervisor)
    page.by.setCurrentIndex(page.by.findData(name))
    page.by.activated.emit(page.by.currentIndex())
    supervisor.settle()
    table = told(supervisor, by=(name,)).table
    shown = rows(supervisor, supervisor.find(Chart, page_title(supervisor)).accessibleName())
    assert sorted((row[1], row[2]) for row in shown) == sorted(
        (str(row.records), str(row.payments)) for row in table.rows
    )
    lost = rows(supervisor, "Money paid or taken")
    assert len(lost) == sum(len(row.money) for row in table.rows)


def page_title(person: Person) -> str:
    return next(name for name in person.names(Chart) if name.startswith("Records broken down: "))


def test_a_period_narrows_and_an_open_end_is_open(supervisor: Person) -> None:
    at_figures(supervisor)
    everything = told(supervisor).records.active
    enter(supervisor, "From", "2009-07")
    active = supervisor.page._shown.figures.records.active  # type: ignore[attr-defined]
    assert 0 < active < everything
    enter(supervisor, "From", "")
    enter(supervisor, "To", "2008")
    assert supervisor.page._shown.figures.records.first.year <= 2008  # type: ignore[attr-defined]


def test_what_is_no_period_is_said_and_the_figures_stay(supervisor: Person) -> None:
    page = at_figures(supervisor)
    before = supervisor.texts(page._area)
    enter(supervisor, "From", "June")
    assert page.banner.words == "This is not a period. Write it as 2009, 2009-06, 2009-06-14 or FROM..TO."
    assert page.scope.first.property("wrong") is True
    assert supervisor.texts(page._area) == before
    enter(supervisor, "From", "2009")
    assert page.banner.words == ""
    assert page.scope.first.property("wrong") is False


def test_a_place_with_nothing_offers_to_show_everything(supervisor: Person) -> None:
    page = at_figures(supervisor)
    enter(supervisor, "From", "2031")
    assert "No accepted record lies in this period and place." in supervisor.texts()
    supervisor.press("Show everything")
    assert page.scope.is_open
    assert "What this cannot say" in supervisor.texts()


def test_an_empty_vault_says_where_figures_come_from(alone: Person) -> None:
    at_figures(alone)
    assert "There are no records yet." in alone.texts()
    alone.press("Go to sticks")
    assert alone.frame.place is Place.STICKS


def test_records_that_wait_are_counted_and_only_reviewers_are_sent_there(
    sit: Sit, sample: Path, tmp_path: Path
) -> None:
    monitor = member(sit, sample, tmp_path, "M01")
    at_figures(monitor)
    assert "wait for review" in monitor.texts()
    assert "Go to review" not in monitor.names(QAbstractButton)


def test_everything_has_a_name_and_charts_say_what_they_show(supervisor: Person) -> None:
    page = at_figures(supervisor)
    for view in VIEWS:
        supervisor.press(view, page)
        for kind in (QLineEdit, QComboBox, QAbstractButton, QTableView, Chart):
            for each in supervisor.all(kind, page):
                assert each.accessibleName() or isinstance(each.parent(), QTableView), each
    supervisor.press("Money")
    table = {row[0] for name in ("Who received it", "What it was for", "Where") for row in rows(supervisor, name)}
    for chart in supervisor.all(Chart):
        entries = chart.accessibleDescription().split("; ")
        assert entries
        assert {entry.rpartition(": ")[0] for entry in entries} <= table


def test_the_keyboard_goes_from_the_filters_over_the_level_to_the_views(supervisor: Person) -> None:
    page = at_figures(supervisor)
    assert supervisor.window.focusWidget() is supervisor.find(QAbstractButton, "Overview")
    supervisor.keys(Qt.Key.Key_Right)
    assert "Money paid or taken" in supervisor.texts()
    page.scope.first.setFocus()
    seen = []
    for _ in range(6):
        seen.append(supervisor.window.focusWidget().accessibleName())
        supervisor.keys(Qt.Key.Key_Tab)
    assert seen == ["From", "To", "Place", "Break down by", "Internal", "Money"]
    supervisor.find(QRadioButton, "Internal").setFocus()
    supervisor.keys(Qt.Key.Key_Right)
    assert page.level.level is Level.PARTNER


class Marked(gettext.NullTranslations):
    """Shows which words went through the catalogue."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


def untranslated(texts: Iterable[str]) -> list[str]:
    """Texts with words that are neither from the catalogue nor codes."""
    return [text for text in texts if re.search(r"[a-z]{2}", re.sub(r"⟦[^⟧]*⟧", "", text))]


def marked(person: Person, kind: type[Page]) -> Page:
    """A page of its own, in Russian, with marks around the words of the program."""
    desk = replace(person.window._desk, language=Language("ru", Marked()))
    page = kind(desk)  # type: ignore[call-arg]  # pages of the sidebar take the desk only
    page.setParent(person.window)
    page.resize(1000, 800)
    page.show()
    page.refresh()
    person.settle()
    return page


def test_all_words_come_from_the_catalogue(supervisor: Person) -> None:
    page = marked(supervisor, FiguresPage)
    assert isinstance(page, FiguresPage)
    page.by.setCurrentIndex(page.by.findData("actor"))
    page.refresh()
    supervisor.settle()
    for index in range(len(VIEWS)):
        page._tabs.button(index).setChecked(True)
        supervisor.settle()
        words = supervisor.texts(page).splitlines()
        words += [cell for table in supervisor.all(Sheet, page) for row in cells(table) for cell in row]
        words += supervisor.names(Chart, page)
        assert len(words) > 10
        assert untranslated(words) == []


def test_locking_while_figures_are_computed_is_safe(supervisor: Person) -> None:
    page = at_figures(supervisor)
    page.refresh()
    page.refresh()
    supervisor.window.lock()
    assert supervisor.window.worker._workspace is None


def painted(chart: Chart, colour: QColor) -> list[int]:
    """Pixels of a colour in each row of a chart."""
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    chart.render(image)
    height = chart.height() // len(chart._marks)
    return [
        sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(top, top + height))
        for top in range(0, chart.height(), height)
    ]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_bars_are_as_long_as_their_values(qtbot: QtBot, look: Look, direction: Qt.LayoutDirection) -> None:
    chart = Chart(look, "Bars", [Mark(label=f"row {value}", value=value, words=str(value)) for value in (8, 4, 2)])
    qtbot.addWidget(chart)
    chart.setLayoutDirection(direction)
    chart.resize(600, chart.sizeHint().height())
    first, second, third = painted(chart, look.colour("accent"))
    assert first > 1000
    assert abs(first - 2 * second) < 60
    assert abs(second - 2 * third) < 60
    assert chart.accessibleDescription() == "row 8: 8; row 4: 4; row 2: 2"


def test_a_table_is_as_high_as_its_rows_at_any_width(qtbot: QtBot, look: Look) -> None:
    long = "A place with a name that is much longer than the others"
    sheet = Sheet(
        "Places", (Column("Place"), Column("Number", number=True)), [(long, "1"), (long, "2"), ("Short", "3")]
    )
    qtbot.addWidget(sheet)
    sheet.show()
    heights = []
    for width in (700, 200):
        sheet.resize(width, sheet.heightForWidth(width))
        inner = sheet.horizontalHeader().height() + sheet.verticalHeader().length()
        assert inner == sheet.height()
        assert sheet.horizontalHeader().length() == width
        heights.append(sheet.height())
    assert heights[1] > heights[0]
    model = sheet.model()
    assert model.data(model.index(1, 0)) == ""  # said once for the eye,
    assert cells(sheet)[1] == [long, "2"]  # each time for the ear
