"""What was found in a text, in words below it: the marks, and what may be done about the one at the cursor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from fieldkit.domain.linting import Mark
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.text import text
from fieldkit.messages.marks import LABELS

_LISTED = 6
"""Marks that are listed; the rest is counted."""


class MarkBar(QWidget):
    """Works without colour and is read by screen readers. Everything here can be done by keys in the text as well."""

    replaced = Signal(str)
    """Words to put in place of the mark at the cursor."""
    kept = Signal()
    """The mark at the cursor gives nobody away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._mark: Mark | None = None
        self._list = text("", Type.CAPTION, "second", wrap=True)
        self._how = text("", Type.CAPTION, "hint", wrap=True)
        self._replace = button("", self._take, "chip")
        self._others = button(_("Other words"), self._offer, "chip")
        self._keep = button(_("Gives nobody away"), self.kept.emit, "chip")
        flow = Flow(spacing=4)
        for each in (self._replace, self._others, self._keep):
            flow.addWidget(each)
        buttons = QWidget()
        buttons.setLayout(flow)
        warning = QLabel()
        warning.setPixmap(desk.look.pixmap("warn", "care", 16, self.devicePixelRatioF()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        line = row(spacing=8, stretch=False)
        line.addWidget(warning)
        line.addWidget(self._list, 1)
        for part in (line, buttons, self._how):
            layout.addWidget(part) if isinstance(part, QWidget) else layout.addLayout(part)
        self.hide()

    def show_marks(self, marks: tuple[Mark, ...], here: Mark | None) -> str:
        """Tell what was found and what may be done about the mark at the cursor; returns it as one sentence."""
        self._mark = here or (marks[0] if marks else None)
        self.setVisible(bool(marks))
        if marks and not self._how.text():
            self._explain()
        told = self._told(marks)
        self._list.setText(told)
        if self._mark is not None:
            self._name_buttons(self._mark)
        return told

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [self._replace, self._others, self._keep]

    @property
    def mark(self) -> Mark | None:
        """What the buttons are about."""
        return self._mark

    def _explain(self) -> None:
        from fieldkit.services.linting import names_by_model  # noqa: PLC0415  loaded by whoever found the first mark

        _ = self._desk.language.gettext
        keys = _("F7 goes to the next one, Alt+Enter replaces it, Alt+Backspace lets it stand.")
        rules = "" if names_by_model() else _("Names are found by rules only: fieldkit[names] is not installed.")
        self._how.setText(f"{keys} {rules}".strip())

    def _told(self, marks: tuple[Mark, ...]) -> str:
        language = self._desk.language
        listed = "; ".join(tell(mark, self._desk) for mark in marks[:_LISTED])
        more = len(marks) - _LISTED
        if more > 0:
            listed += " " + language.ngettext("and {n} more", "and {n} more", more)
        return listed

    def _name_buttons(self, mark: Mark) -> None:
        _ = self._desk.language.gettext
        self._replace.setText(_("Replace by {words}").format(words=mark.proposals[0]))
        self._others.setVisible(len(mark.proposals) > 1)
        told = tell(mark, self._desk)
        for each in (self._replace, self._others, self._keep):
            each.setAccessibleName(each.text())
            each.setAccessibleDescription(told)

    def _take(self) -> None:
        if self._mark is not None:
            self.replaced.emit(self._mark.proposals[0])

    def _offer(self) -> None:
        if self._mark is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in self._mark.proposals[1:]:
            menu.addAction(words)
        menu.triggered.connect(self._take_action)
        menu.popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))

    def _take_action(self, action: QAction) -> None:
        self.replaced.emit(action.text())


def tell(mark: Mark, desk: Desk) -> str:
    """Class and words of a mark."""
    words = " ".join(mark.words.split())
    return desk.language.gettext("{what}: {words}").format(what=desk.language.gettext(LABELS[mark.kind]), words=words)
