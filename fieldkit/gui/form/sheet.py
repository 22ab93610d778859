"""The scrolling sheet of a form: one section at a time, which of its cards are closed, where the keyboard is."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.form import cards
from fieldkit.gui.form.attached import FileAnswer
from fieldkit.gui.form.filling import SPECIAL, Filling
from fieldkit.gui.form.halt import Halt
from fieldkit.gui.form.outline import Section
from fieldkit.gui.form.repeats import card_key
from fieldkit.gui.form.section import SectionView
from fieldkit.gui.form.told import ToldText
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN, MEASURE
from fieldkit.gui.widgets.boxes import Scrolled, clear, row
from fieldkit.gui.widgets.buttons import Button, button
from fieldkit.gui.widgets.text import text


class Sheet(Scrolled):
    """Builds a section anew only when it is another one, or has other questions or cards than are on the screen."""

    answered = Signal(str, str)
    pending = Signal(str, str)
    left = Signal(str)
    hiding = Signal(str)
    added = Signal(str)
    removed = Signal(str, int)
    returned = Signal()
    thrown = Signal()
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
        self._halt: Halt | None = None
        self._onward: Button | None = None
        for number in range(1, len(SPECIAL) + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setProperty("number", number)
            shortcut.activated.connect(self._press_chip)

    @property
    def focused_ref(self) -> str:
        """The question that has the keyboard; empty if none has."""
        return self._view.focused_ref() if self._view is not None else ""

    @property
    def complete(self) -> bool:
        """Whether everything that is asked in the section is on the screen."""
        return self._view is not None and self._view.complete

    @property
    def busy(self) -> bool:
        """Whether a file is being taken in."""
        return any(answer.busy for answer in self.findChildren(FileAnswer))

    def show_section(self, filling: Filling, section: Section, *, last: bool, halted: str = "") -> None:
        """Bring the screen up to what the session says; after the last section comes submitting."""
        same = self._section is not None and self._section.key == section.key
        onward_changed = self._last != last
        self._filling, self._section, self._last = filling, section, last
        view = self._view
        if view is None or not same or not view.matches(section):
            self._build(filling, section)
        else:
            view.show_section(section)
            if onward_changed:
                self._name_onward()
        if self._halt is not None and self._onward is not None:
            news = halted and last and self._halt.isHidden()
            self._halt.tell(halted if last else "")
            if news:
                QTimer.singleShot(0, self, self._show_halt)  # once it has its place
            self._onward.setVisible(not (halted and last))

    def start_over(self, repeat: str = "", index: int = -1) -> None:
        """What is on the screen stands for other refs now: card `index` of a repeat went."""
        kept = set()
        for key in self._closed:
            ref, _, number = key.rpartition(" ")
            if ref == repeat and int(number) != index:
                kept.add(card_key(ref, int(number) - (int(number) > index)))
            elif ref != repeat and not cards.position(ref, repeat):
                kept.add(key)
        self._closed = frozenset(kept) if repeat else frozenset()
        self._view = None

    def forget(self) -> None:
        """Another session goes on with the same form: nothing on the screen belongs to it."""
        self._view = None

    def commit(self) -> None:
        """Take what is being typed as final."""
        question = self._view.question(self.focused_ref) if self._view is not None else None
        if question is not None:
            question.control.commit()

    def focus(self, ref: str) -> None:
        """Give the keyboard to a question and bring it into sight; a closed card opens."""
        self._unfold(ref)
        question = self._view.question(ref) if self._view is not None else None
        if question is not None:
            question.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(question, 0, MARGIN)

    def next_mark(self) -> bool:
        """Go to the next part of a text that gives somebody away, round and round; returns whether there is one."""
        texts = [each for each in self.findChildren(ToldText) if each.isVisible()]
        texts.sort(key=self._height_of)
        here = next((place for place, each in enumerate(texts) if each.edit.hasFocus()), 0)
        ahead = texts[here + 1 :] + texts[: here + 1]
        found = bool(texts) and (
            (texts[here].edit.hasFocus() and texts[here].next_mark()) or any(each.first_mark() for each in ahead)
        )
        focused = QApplication.focusWidget()
        if found and focused is not None:
            self.ensureWidgetVisible(focused, 0, MARGIN)
        return found

    def _height_of(self, widget: QWidget) -> int:
        return widget.mapTo(self, widget.rect().topLeft()).y()

    def focus_first(self, card: str = "") -> None:
        """Give the keyboard to the first question, or to the first one of a card."""
        if self._view is not None:
            first = self._view.first_below(card) if card else self._view.question_after("")
            if first is not None:
                self.focus(first.ref)

    def focus_undo(self) -> None:
        """Give the keyboard to the button that puts a card back."""
        undo: QWidget | None = self.findChild(QPushButton, "undo")
        if undo is not None:
            undo.setFocus()
            self.ensureWidgetVisible(undo, 0, MARGIN)

    def _build(self, filling: Filling, section: Section) -> None:
        """Put the questions of a section on the screen anew, keeping the keyboard where it was."""
        focused = self.focused_ref
        clear(self.column)
        self._view = view = SectionView(self._desk, filling, section, self._closed)
        view.answered.connect(self.answered)
        view.pending.connect(self.pending)
        view.left.connect(self.left)
        view.hiding.connect(self.hiding)
        view.passed.connect(self._pass_on)
        view.added.connect(self.added)
        view.removed.connect(self.removed)
        view.returned.connect(self.returned)
        view.folded.connect(self._fold)
        view.show_section(section)  # before it is in the window: laid out and painted once
        self._halt = Halt(self._desk)
        self._halt.hide()
        self._halt.thrown.connect(self.thrown)
        self._onward = button("", self.finished.emit)
        self._name_onward()
        self.column.addWidget(text(section.title, Type.HEADING, wrap=True))
        self.column.addWidget(view)
        self.column.addWidget(self._halt)
        self.column.addLayout(row(self._onward))
        self.column.addStretch(1)
        if focused:
            self.focus(focused)

    def _show_halt(self) -> None:
        if self._halt is not None:
            self.ensureWidgetVisible(self._halt, 0, MARGIN)

    def _name_onward(self) -> None:
        _ = self._desk.language.gettext
        if self._onward is not None:
            words = _("Submit") if self._last else _("Next section")
            self._onward.setText(words)
            self._onward.enters = not self._last  # one Enter too many must not submit
            self._onward.setAccessibleName(words)

    def _pass_on(self, ref: str) -> None:
        following = self._view.question_after(ref) if self._view is not None else None
        if following is not None:
            self.focus(following.ref)
        else:
            end = self._onward if self._halt is None or self._halt.isHidden() else self._halt
            if end is not None:
                end.setFocus()
                self.ensureWidgetVisible(end, 0, MARGIN)

    def _press_chip(self) -> None:
        sender, question = self.sender(), None
        if self._view is not None:
            question = self._view.question(self.focused_ref)
        if sender is not None and question is not None:
            question.press_chip(int(sender.property("number")))

    def _unfold(self, ref: str) -> None:
        for key in self._closed:
            repeat, _, number = key.rpartition(" ")
            if cards.position(ref, repeat) == int(number) + 1:
                self._fold(key)

    def _fold(self, key: str) -> None:
        self._closed ^= {key}
        if self._filling is not None and self._section is not None:
            self._build(self._filling, self._section)
