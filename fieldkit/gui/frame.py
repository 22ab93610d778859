"""The open vault: sidebar, one page at a time, status line. Pages of the sidebar are kept, others made anew."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.gui import standing, words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.examining import Examiner
from fieldkit.gui.gate.board import LanguageBox
from fieldkit.gui.page import Page
from fieldkit.gui.pages.home import Home
from fieldkit.gui.pages.making import make
from fieldkit.gui.pages.records import Records
from fieldkit.gui.pages.safety import SafetyPage
from fieldkit.gui.sidebar import Sidebar
from fieldkit.gui.standing import Standing
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.gui.widgets.text import text


class Frame(QFrame):
    """Shows the page asked for, keeps the sidebar true, and knows how to leave."""

    language_picked = Signal(str)
    lock_asked = Signal()
    guarded = Signal(object)
    named = Signal(str)
    rekey_asked = Signal(str)
    destroy_asked = Signal()
    """What the page of the vault itself tells."""

    def __init__(self, desk: Desk, first: Standing) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._desk = desk
        self._standing = first
        self._kept: dict[Place, Page] = {}
        self._saved = ""
        self.place = Place.HOME
        self.target = ""
        self._stack = QStackedWidget()
        self._status = text("", Type.CAPTION, "second")
        self._alarm = Banner(desk.look, desk.language)
        self._examiner: Examiner | None = None
        self._side = QVBoxLayout()
        self._side.setContentsMargins(0, 0, 0, 0)
        self._sidebar = self._make_sidebar()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._side)
        layout.addWidget(self._paper(), 1)
        self._add_shortcuts()
        desk.worker.changed.connect(self._on_changed)
        self._show_standing(first)
        self.go(Place.HOME.value)

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self._stack.currentWidget()
        if not isinstance(page, Page):
            raise TypeError("only pages are stacked")
        return page

    @property
    def places(self) -> tuple[Place, ...]:
        """What the sidebar offers."""
        return self._sidebar.places

    def go(self, name: str, target: str = "") -> Page:
        """Leave the present page and show another."""
        place = Place(name)
        before = self._stack.currentWidget()
        if isinstance(before, Page):
            before.leave()
        page = self._kept.get(place)
        if page is None:
            page = make(place, self._desk, target)
            page.went.connect(self.go)
            page.noted.connect(self._note)
            page.lock_asked.connect(self.lock_asked)
            if isinstance(page, SafetyPage):
                self._join_safety(page)
            self._stack.addWidget(page)
            if place in self.places:
                self._kept[place] = page
        self.place, self.target = place, target
        self._stack.setCurrentWidget(page)
        self._sidebar.show_place(place)
        if isinstance(before, Page) and before is not page and before not in self._kept.values():
            self._stack.removeWidget(before)
            before.deleteLater()
        page.refresh()
        return page

    def heed(self, examiner: Examiner) -> None:
        """Tell how the examination of the vault goes on, and what it finds."""
        self._examiner = examiner
        examiner.told.connect(self._on_examiner)
        self._on_examiner()

    def _on_examiner(self) -> None:
        if self._examiner is not None and self._examiner.refusal is not None:
            self._alarm.refuse(self._examiner.refusal)
        self._tell_status()

    def leave(self) -> None:
        """Give what is unsaved to the worker."""
        self.page.leave()

    def _join_safety(self, page: SafetyPage) -> None:
        page.guarded.connect(self.guarded)
        page.named.connect(self.named)
        page.rekey_asked.connect(self.rekey_asked)
        page.destroy_asked.connect(self.destroy_asked)

    def _on_changed(self, changes: Changes) -> None:
        self.page.on_changed(changes)
        self._desk.worker.run(standing.read, self._show_standing)

    def _show_standing(self, now: Standing) -> None:
        if now.role != self._standing.role or now.code != self._standing.code:
            self._standing = now
            self._sidebar.deleteLater()
            self._sidebar = self._make_sidebar()
            self._sidebar.show_place(self.place)
        self._standing = now
        self._sidebar.update_badge(now)
        self._tell_status()

    def _note(self, note: str) -> None:
        self._saved = note
        self._tell_status()

    def _tell_status(self) -> None:
        """`Saved 14:02 · last stick 3 days ago`."""
        _ = self._desk.language.gettext
        parts = [self._saved] if self._saved else []
        if self._standing.last_bundle:
            days = words.ago(self._standing.last_bundle, self._now(), self._desk.language)
            parts.append(_("last handed over: {days}").format(days=days))
        elif self._standing.role is not None:
            parts.append(_("nothing handed over yet"))
        if self._examiner is not None and self._examiner.percent is not None:
            parts.append(_("Checking the vault… {percent} %").format(percent=self._examiner.percent))
        self._status.setText("  ·  ".join(parts))

    def _now(self) -> datetime:
        return self._desk.clock.now()

    def _make_sidebar(self) -> Sidebar:
        made = Sidebar(self._desk, self._standing)
        made.picked.connect(self.go)
        made.locked.connect(self.lock_asked)
        self._side.addWidget(made)
        return made

    def _paper(self) -> QWidget:
        paper = QFrame()
        paper.setObjectName("paper")
        line = QFrame()
        line.setObjectName("statusline")
        inner = QHBoxLayout(line)
        inner.setContentsMargins(24, 2, 12, 2)
        inner.addWidget(self._status, 1)
        languages = LanguageBox(self._desk)
        languages.picked.connect(self.language_picked)
        inner.addWidget(languages)
        layout = QVBoxLayout(paper)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Shelf(self._alarm))
        layout.addWidget(self._stack, 1)
        layout.addWidget(line)
        return paper

    def _add_shortcuts(self) -> None:
        for keys, pressed in (
            ("Ctrl+L", self.lock_asked.emit),
            ("Ctrl+N", self._new),
            ("Ctrl+F", self._find),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)

    def _new(self) -> None:
        home = self.go(Place.HOME.value)
        if isinstance(home, Home):
            home.start_interview()

    def _find(self) -> None:
        records = self.go(Place.RECORDS.value)
        if isinstance(records, Records):
            records.focus_search()
