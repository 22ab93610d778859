"""A repeat on the screen: its instances as cards that fold, go and come back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldkit.domain.forms import NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.named import label, named
from fieldkit.gui.form.outline import Branch
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN
from fieldkit.gui.widgets.boxes import Card, row
from fieldkit.gui.widgets.buttons import button, icon_button
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import Language

_SUMMARY = 3
"""Answers that the line of a closed card quotes."""

Fill = Callable[[QVBoxLayout, list[Branch]], None]
"""Puts the questions of an instance into its card."""


def card_key(repeat: str, index: int) -> str:
    """The name of a card while nothing comes or goes."""
    return f"{repeat} {index}"


class Repeat(QWidget):
    """All cards of one repeat and the button for another."""

    added = Signal(str)
    removed = Signal(str, int)
    returned = Signal()
    folded = Signal(str)

    def __init__(self, desk: Desk, filling: Filling, branch: Branch, closed: frozenset[str], fill: Fill) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._state = branch.state
        self._name = label(branch.state, desk.language)
        self._closed = closed
        self._fill = fill
        self._warnings: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(text(self._name, Type.HEADING, wrap=True))
        gone = filling.removed if filling.removed and filling.removed.repeat == branch.state.ref else None
        for index, instance in enumerate(branch.below):
            if gone is not None and gone.index == index:
                column.addWidget(self._gap(index))
            column.addWidget(self._card(instance, index))
        if gone is not None and gone.index >= len(branch.below):
            column.addWidget(self._gap(gone.index))
        if not branch.state.readonly:
            words = _("Add: {what}").format(what=self._name)
            column.addLayout(row(button(words, self._tell_added, "plain", self._icon("plus"))))

    def show_instances(self, branch: Branch, filling: Filling) -> None:
        """Let closed cards tell that something in them is wrong."""
        for index, instance in enumerate(branch.below):
            warning = self._warnings.get(card_key(self._state.ref, index))
            if warning is not None:
                warning.setVisible(any(filling.complaint(state) for state in instance.leaves()))

    def _title(self, index: int) -> str:
        _ = self._desk.language.gettext
        return _("{what} {number}").format(what=self._name, number=self._desk.language.number(index + 1))

    def _card(self, instance: Branch, index: int) -> QWidget:
        _ = self._desk.language.gettext
        key = card_key(self._state.ref, index)
        closed = key in self._closed
        title = self._title(index)
        fold_name = _("Show {what}") if closed else _("Fold {what}")
        fold = icon_button(self._icon("right" if closed else "down"), fold_name.format(what=title), self._tell_folded)
        fold.setProperty("key", key)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(fold)
        head.addWidget(text(title, Type.STRONG))
        if closed:
            warning = QLabel()
            warning.setPixmap(self._desk.look.pixmap("warn", "stop", 16, self.devicePixelRatioF()))
            warning.hide()
            self._warnings[key] = warning
            head.addSpacing(4)
            head.addWidget(warning)
            head.addWidget(text(_summary(instance, self._desk.language), Type.CAPTION, "second", wrap=True), 1)
        else:
            head.addStretch(1)
        if not self._state.readonly:
            remove = icon_button(self._icon("trash"), _("Remove {what}").format(what=title), self._tell_removed)
            remove.setProperty("index", index)
            head.addWidget(remove)
        card = Card(head, spacing=BETWEEN)
        if closed:
            card.column.setContentsMargins(BETWEEN, 4, BETWEEN, 4)
        else:
            self._fill(card.column, instance.below)
        return card

    def _gap(self, index: int) -> QWidget:
        """Where a card was: it can be put back."""
        _ = self._desk.language.gettext
        holder = QWidget()
        words = text(_("{what} was removed.").format(what=self._title(index)), tone="second")
        self.undo = button(_("Put it back"), self._tell_returned, "link", self._icon("returned"))
        self.undo.setObjectName("undo")
        holder.setLayout(row(words, self.undo))
        return holder

    def _icon(self, name: str) -> QIcon:
        return self._desk.look.icon(name)

    def _tell_added(self) -> None:
        self.added.emit(self._state.ref)

    def _tell_removed(self) -> None:
        self.removed.emit(self._state.ref, int(_said(self.sender(), "index") or 0))

    def _tell_returned(self) -> None:
        self.returned.emit()

    def _tell_folded(self) -> None:
        self.folded.emit(_said(self.sender(), "key"))


def _said(sender: QObject | None, name: str) -> str:
    return str(sender.property(name)) if sender is not None else ""


def _summary(instance: Branch, language: Language) -> str:
    """The first answers of a closed card in words."""
    words = [_in_words(named(state, language)) for state in instance.leaves() if state.relevant and state.value]
    return "  ·  ".join(words[:_SUMMARY])


def _in_words(state: NodeState) -> str:
    labels = {choice.value: choice.label for choice in state.choices or ()}
    return ", ".join(labels.get(code, code) for code in state.value.split()) if labels else state.value
