"""The identity cards of a record: written here and sealed at once, opened here by those who may.

What is typed lives in the fields alone: it is no draft, and it is gone when the page is left or the vault locks.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.domain.consent import Use
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field, line
from fieldkit.gui.widgets.text import text
from fieldkit.messages import identity
from fieldkit.services.cards import CardRow, Cards, CardsOf, OpenedCard
from fieldkit.services.workspace import Workspace


class CardsView(QWidget):
    """What is there by code; fields for a new card; for identity officers, one card to be opened for a reason."""

    sealed = Signal()
    """A card was written; the record has to be read again."""

    def __init__(self, desk: Desk, record: str, cards: CardsOf, banner: Banner) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk, self._record, self._banner = desk, record, banner
        parts: list[QWidget] = [text(_line(each, desk), wrap=True) for each in cards.rows]
        if not parts:
            parts.append(text(_("No identity card is here."), tone="second"))
        self._fields: dict[Use, QLineEdit] = {use: line() for use in cards.uses}
        self._person = choices((("", _("Somebody new")), *((code, code) for code in _codes(cards))))
        if cards.uses:
            parts.append(self._writing())
        self._card = choices(tuple((_value(each), _name(each, desk)) for each in _openable(cards)))
        self._reason = line()
        self._reason.returnPressed.connect(self._open)
        self._told = column(spacing=INSIDE)
        if cards.opens and cards.rows:
            parts.append(self._opening())
        self.setLayout(column(*parts, spacing=INSIDE))

    def begin(self) -> None:
        """Give the keyboard to the first field."""
        (next(iter(self._fields.values())) if self._fields else self._reason).setFocus()

    def forget(self) -> None:
        """Empty every field, and take what was opened off the screen."""
        for each in (*self._fields.values(), self._reason):
            each.clear()
        clear(self._told)

    def _writing(self) -> QWidget:
        _ = self._desk.language.gettext
        told = _(
            "It is sealed at once: only identity officers can read it, nobody else here or on the way. "
            "What is typed is lost if the vault locks."
        )
        holder = QWidget()
        fields = [field(identity.asked(use, self._desk.language), each) for use, each in self._fields.items()]
        layout = column(
            text(_("Write a card"), Type.HEADING),
            text(told, tone="second", wrap=True),
            field(_("Person"), self._person),
            *fields,
            row(button(_("Seal"), self._seal)),
            spacing=INSIDE,
        )
        layout.setContentsMargins(0, BETWEEN, 0, 0)
        holder.setLayout(layout)
        return holder

    def _opening(self) -> QWidget:
        _ = self._desk.language.gettext
        holder = QWidget()
        layout = column(
            text(_("Open a card"), Type.HEADING),
            text(_("The log keeps that you opened it, and why."), tone="second", wrap=True),
            field(_("Card"), self._card),
            field(_("Why it has to be opened"), self._reason),
            row(button(_("Open"), self._open)),
            self._told,
            spacing=INSIDE,
        )
        layout.setContentsMargins(0, BETWEEN, 0, 0)
        holder.setLayout(layout)
        return holder

    def _seal(self) -> None:
        typed = tuple((use, each.text()) for use, each in self._fields.items() if each.text().strip())
        if not typed:
            self.begin()
            return
        job = partial(_write, record=self._record, typed=typed, code=chosen(self._person))
        self._desk.worker.run(job, self._tell_sealed, self._banner.refuse)

    def _tell_sealed(self, code: str) -> None:
        _ = self._desk.language.gettext
        self.forget()
        self._banner.tell(_("Sealed. In texts write {code} in place of the person's name.").format(code=code))
        self._desk.worker.changed.emit(Changes(records=frozenset({self._record})))
        self.sealed.emit()

    def _open(self) -> None:
        job = partial(_read, value=chosen(self._card), reason=self._reason.text())
        self._desk.worker.run(job, self._show_words, self._banner.refuse)

    def _show_words(self, found: tuple[OpenedCard, ...]) -> None:
        _ = self._desk.language.gettext
        clear(self._told)
        for each in found:
            if each.row.doubtful:
                told = _("A revoked laptop signed this card. It may be made up: do not trust it.")
                self._told.addWidget(text(told, tone="stop", wrap=True))
            self._told.addWidget(text(each.words, Type.STRONG, wrap=True))
        self._reason.clear()


def _write(workspace: Workspace, *, record: str, typed: tuple[tuple[Use, str], ...], code: str) -> str:
    """Seal what was typed of one person; runs on the worker's thread."""
    return Cards(workspace).add_all(record, typed, code)


def _read(workspace: Workspace, *, value: str, reason: str) -> tuple[OpenedCard, ...]:
    code, _, use = value.partition(" ")
    return Cards(workspace).open(code, Use(use), reason)


def _codes(cards: CardsOf) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.code for each in cards.rows))


def _openable(cards: CardsOf) -> tuple[CardRow, ...]:
    """One for each person and use: all cards of them open together."""
    return tuple({_value(each): each for each in cards.rows if each.entry}.values())


def _value(card: CardRow) -> str:
    return f"{card.code} {card.use.value}"


def _name(card: CardRow, desk: Desk) -> str:
    return f"{card.code}  ·  {identity.purpose(card.use, desk.language)}"


def _line(card: CardRow, desk: Desk) -> str:
    """Code, what is on it, who wrote it and when, how often it was opened."""
    language = desk.language
    opened = language.ngettext("opened {n} time", "opened {n} times", card.opened) if card.opened else ""
    doubt = language.gettext("in doubt") if card.doubtful else ""
    return "  ·  ".join(filter(None, (_name(card, desk), card.author, words.moment(card.at, language), opened, doubt)))
