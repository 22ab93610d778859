"""The scrolling sheet of a form: one section at a time, which of its cards are closed, where the keyboard is."""

from PySide6.QtCore import Signal

from fieldkit.gui.desk import Desk
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.outline import Section
from fieldkit.gui.form.section import SectionView
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN, MEASURE
from fieldkit.gui.widgets.boxes import Scrolled, clear, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text


class Sheet(Scrolled):
    """Builds a section anew only when it is another one, or has other questions or cards than are on the screen."""

    answered = Signal(str, str)
    left = Signal(str)
    added = Signal(str)
    removed = Signal(str, int)
    finished = Signal()
    """The person is through with the section."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(MEASURE, spacing=BETWEEN)
        self._desk = desk
        self._filling: Filling | None = None
        self._section: Section | None = None
        self._last = False
        self._closed: frozenset[str] = frozenset()
        self._view: SectionView | None = None

    @property
    def focused_ref(self) -> str:
        """The question that has the keyboard; empty if none has."""
        return self._view.focused_ref() if self._view is not None else ""

    def show_section(self, filling: Filling, section: Section, *, last: bool) -> None:
        """Bring the screen up to what the session says; after the last section comes submitting."""
        same = self._section is not None and self._section.key == section.key and self._last == last
        self._filling, self._section, self._last = filling, section, last
        view = self._view
        if view is None or not same or not view.matches(section):
            view = self._build(filling, section)
        view.show_section(section)

    def start_over(self) -> None:
        """Cards came or went: what is on the screen stands for other refs now."""
        self._closed = frozenset()
        self._view = None

    def focus(self, ref: str) -> None:
        """Give the keyboard to a question and bring it into sight."""
        item = self._view.focus(ref) if self._view is not None else None
        if item is not None:
            self.ensureWidgetVisible(item, 0, MARGIN)

    def focus_first(self, below: str = "") -> None:
        """Give the keyboard to the first question, or to the first one below a ref."""
        if self._view is not None:
            inside = (ref for ref in self._view.items if ref.startswith(below))
            self.focus(next(inside, ""))

    def _build(self, filling: Filling, section: Section) -> SectionView:
        """Put the questions of a section on the screen anew, keeping the keyboard where it was."""
        _ = self._desk.language.gettext
        focused = self.focused_ref
        clear(self.column)
        self._view = view = SectionView(self._desk, filling, section, self._closed)
        view.answered.connect(self.answered)
        view.left.connect(self.left)
        view.added.connect(self.added)
        view.removed.connect(self.removed)
        view.folded.connect(self._fold)
        self.column.addWidget(text(section.title, Type.HEADING, wrap=True))
        self.column.addWidget(view)
        self.column.addLayout(row(button(_("Submit") if self._last else _("Next section"), self.finished.emit)))
        self.column.addStretch(1)
        if focused:
            view.focus(focused)
        return view

    def _fold(self, key: str) -> None:
        self._closed ^= {key}
        if self._filling is not None and self._section is not None:
            self._build(self._filling, self._section).show_section(self._section)
