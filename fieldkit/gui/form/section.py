"""One section on the screen: its questions, headings of inner groups, repeats as cards."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.domain.forms import Kind, NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.outline import Branch, Section
from fieldkit.gui.form.question import Note, Question
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN
from fieldkit.gui.widgets.boxes import Card, row
from fieldkit.gui.widgets.buttons import button, icon_button
from fieldkit.gui.widgets.text import text

_GAP = 24
_SUMMARY = 3
"""Answers that the line of a closed card quotes."""


class SectionView(QWidget):
    """Made for one structure; `matches` tells when it has to be made anew."""

    answered = Signal(str, str)
    left = Signal(str)
    added = Signal(str)
    removed = Signal(str, int)
    folded = Signal(str)

    def __init__(self, desk: Desk, filling: Filling, section: Section, closed: frozenset[str]) -> None:
        super().__init__()
        self._desk = desk
        self._filling = filling
        self._closed = closed
        self.items: dict[str, Question | Note] = {}
        self._groups: list[tuple[str, Kind, QWidget]] = []
        self.key = section.key
        self._shape = _shape(section.branches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for branch in section.branches:
            whole = branch.state.kind is Kind.GROUP
            for part in branch.below if whole else [branch]:
                self._add(column, part)

    def matches(self, section: Section) -> bool:
        """Whether the section still has the questions and cards that are on the screen."""
        return self._shape == _shape(section.branches)

    def show_section(self, section: Section) -> None:
        """Bring every question up to date."""
        other = self._filling.second_language
        session = self._filling.session
        for state in section.leaves():
            item = self.items.get(state.ref)
            if item is not None:
                second = session.translated_label(state.ref, other) if other and state.relevant else ""
                item.show_state(state, second, self._filling.complaint(state), wrong=self._filling.is_wrong(state.ref))
        relevant = {(each.ref, each.kind): each.relevant for each in _containers(section.branches)}
        for ref, kind, widget in self._groups:
            widget.setVisible(relevant.get((ref, kind), True))

    def focused_ref(self) -> str:
        """The question that has the keyboard; empty if none has."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, Question):
                return widget.ref
            widget = widget.parentWidget()
        return ""

    def focus(self, ref: str) -> QWidget | None:
        """Give the keyboard to a question; returns it."""
        item = self.items.get(ref)
        if item is not None:
            item.setFocus()
        return item

    def _add(self, column: QVBoxLayout, branch: Branch) -> None:
        state = branch.state
        if state.kind is Kind.REPEAT:
            self._keep(column, state, self._repeat(branch))
        elif state.kind is Kind.GROUP:
            box = QWidget()
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(_GAP)
            if state.label:
                inner.addWidget(text(state.label, Type.HEADING, wrap=True))
            for below in branch.below:
                self._add(inner, below)
            self._keep(column, state, box)
        elif state.kind is Kind.NOTE:
            self.items[state.ref] = note = Note(self._desk, state)
            column.addWidget(note)
        else:
            self.items[state.ref] = question = Question(self._desk, state)
            question.answered.connect(self.answered)
            question.left.connect(self.left)
            column.addWidget(question)

    def _keep(self, column: QVBoxLayout, state: NodeState, widget: QWidget) -> None:
        self._groups.append((state.ref, state.kind, widget))
        column.addWidget(widget)

    def _repeat(self, branch: Branch) -> QWidget:
        _ = self._desk.language.gettext
        state = branch.state
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(text(state.label, Type.HEADING, wrap=True))
        for index, instance in enumerate(branch.below):
            column.addWidget(self._card(state, instance, index))
        if not state.readonly:
            add = button(_("Add: {what}").format(what=state.label), self._tell_added, "plain", self._icon("plus"))
            add.setProperty("ref", state.ref)
            column.addLayout(row(add))
        return box

    def _card(self, repeat: NodeState, instance: Branch, index: int) -> QWidget:
        _ = self._desk.language.gettext
        closed = f"{repeat.ref} {index}" in self._closed
        title = _("{what} {number}").format(what=repeat.label, number=self._desk.language.number(index + 1))
        fold = icon_button(self._icon("right" if closed else "down"), title, self._tell_folded)
        fold.setProperty("key", f"{repeat.ref} {index}")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(fold)
        head.addWidget(text(title, Type.STRONG))
        summary = text(_summary(instance) if closed else "", Type.CAPTION, "second")
        head.addWidget(summary, 1)
        if not repeat.readonly:
            remove = icon_button(self._icon("trash"), _("Remove {what}").format(what=title), self._tell_removed)
            remove.setProperty("ref", repeat.ref)
            remove.setProperty("index", index)
            head.addWidget(remove)
        card = Card(head, spacing=BETWEEN)
        if not closed:
            for below in instance.below:
                self._add(card.column, below)
        return card

    def _icon(self, name: str) -> QIcon:
        return self._desk.look.icon(name)

    def _tell_added(self) -> None:
        self.added.emit(_said(self.sender(), "ref"))

    def _tell_removed(self) -> None:
        sender = self.sender()
        self.removed.emit(_said(sender, "ref"), int(_said(sender, "index") or 0))

    def _tell_folded(self) -> None:
        self.folded.emit(_said(self.sender(), "key"))


def _said(sender: QObject | None, name: str) -> str:
    return str(sender.property(name)) if sender is not None else ""


def _shape(branches: list[Branch]) -> tuple[object, ...]:
    return tuple((branch.state.ref, branch.state.kind, _shape(branch.below)) for branch in branches)


def _containers(branches: list[Branch]) -> list[NodeState]:
    found: list[NodeState] = []
    for branch in branches:
        if branch.state.kind in {Kind.GROUP, Kind.REPEAT}:
            found.append(branch.state)
        found.extend(_containers(branch.below))
    return found


def _summary(instance: Branch) -> str:
    """The first answers of a closed card in words."""
    words = []
    for state in instance.leaves():
        if state.relevant and state.value:
            labels = {choice.value: choice.label for choice in state.choices or ()}
            words.append(labels.get(state.value, state.value))
    return "  ·  ".join(words[:_SUMMARY])
