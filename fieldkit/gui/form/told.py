"""A text in which what gives people away is marked, with ways to replace it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

from fieldkit.domain.linting import LetStand, Mark
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.marks import MarkBar, tell
from fieldkit.gui.form.sighting import Sighting
from fieldkit.gui.form.typed import LongText
from fieldkit.gui.form.underlining import Underlining

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ToldText(LongText):
    """Marks come a little after the last key. What somebody let stand stays so while the form is open."""

    def __init__(self, desk: Desk, lines: int, let_stand: LetStand, *, flowing: bool) -> None:
        super().__init__(lines, flowing=flowing)
        self._desk = desk
        self._let_stand = let_stand
        self._bar = MarkBar(desk)
        self._bar.replaced.connect(self.replace)
        self._bar.kept.connect(self.keep)
        self.area.addWidget(self._bar)
        self._lines_under = Underlining(self.edit.document(), desk.look.colour("care"), self.edit)
        self.sighting = Sighting(desk.worker, self.edit.toPlainText, self)
        self.sighting.found.connect(self._show)
        self.edit.document().contentsChange.connect(self._note)
        self.edit.cursorPositionChanged.connect(self._tell_marks)
        self.edit.viewport().installEventFilter(self)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked now."""
        return self._lines_under.marks

    def stops(self) -> list[QWidget]:
        """The input, and what may be done about a mark."""
        return [*super().stops(), *self._bar.stops()]

    def next_mark(self) -> bool:
        """Select the next mark behind the cursor; returns whether there is one."""
        here = self.edit.textCursor().selectionEnd()
        if self.edit.textCursor().hasSelection() is False and self.edit.hasFocus() and here == 0:
            here = -1
        following = next((mark for mark in self.marks if mark.start >= here), None)
        if following is not None:
            self._select(following)
        return following is not None

    def first_mark(self) -> bool:
        """Select the first mark; returns whether there is one."""
        if self.marks:
            self._select(self.marks[0])
        return bool(self.marks)

    def replace(self, words: str) -> None:
        """Put words in place of the mark at the cursor; Ctrl+Z brings the text back."""
        mark = self._bar.mark
        if mark is None or self.edit.isReadOnly():
            return
        cursor = self._cursor(mark)
        cursor.insertText(words)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def keep(self) -> None:
        """Let the mark at the cursor stand, wherever these words are in the text."""
        mark = self._bar.mark
        if mark is not None:
            self._let_stand.add(mark)
            self._show(self.marks)
            self.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Keys for marks, and their class on hover."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_taken(event):
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.edit.cursorForPosition(event.pos()).position()
            mark = next((each for each in self.marks if each.start <= place <= each.end), None)
            QToolTip.showText(event.globalPos(), tell(mark, self._desk) if mark else "", self.edit)
            return True
        return super().eventFilter(watched, event)

    def _is_taken(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
            return False
        mark = self._bar.mark
        if mark is None or event.key() not in (*_ENTER, Qt.Key.Key_Backspace):
            return False
        if event.key() in _ENTER:
            self.replace(mark.proposals[0])
        else:
            self.keep()
        return True

    def _note(self, _place: int, removed: int, added: int) -> None:
        if removed or added:
            self.sighting.note()

    def _show(self, marks: tuple[Mark, ...]) -> None:
        self._lines_under.show_marks(self._let_stand.without(marks))
        self._tell_marks()

    def _tell_marks(self) -> None:
        cursor = self.edit.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        here = next((mark for mark in self.marks if mark.start <= start and end <= mark.end), None)
        self.edit.setAccessibleDescription(self._bar.show_marks(self.marks, here))

    def _select(self, mark: Mark) -> None:
        self.edit.setTextCursor(self._cursor(mark))
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _cursor(self, mark: Mark) -> QTextCursor:
        cursor = self.edit.textCursor()
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor
