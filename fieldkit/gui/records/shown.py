"""One record as pages show it: its row, answers, history, and for a conflict its versions; read in one go."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from fieldkit.domain.forms import Kind
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.people import REVIEWERS, Role
from fieldkit.domain.products import GivenOut
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.i18n import Language
from fieldkit.services import remarks
from fieldkit.services.browsing import NO_LINKS, Browsing, HistoryLine, Links, Section
from fieldkit.services.cards import NO_CARDS, Cards, CardsOf
from fieldkit.services.comparing import Comparing, Comparison
from fieldkit.services.consenting import Agreement, Consenting
from fieldkit.services.given_out import Register
from fieldkit.services.migrating import Migrating
from fieldkit.services.remarks import Asked
from fieldkit.services.resolving import Conflict, Resolving
from fieldkit.services.workspace import Workspace

_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
DECIDABLE = frozenset(
    {
        State.SUBMITTED.value,
        State.ACCEPTED.value,
        State.RETURNED.value,
        State.EXCLUDED.value,
        State.DUPLICATE.value,
        State.DOUBTFUL.value,
    }
)
"""States in which a reviewer may say a word, also another than before."""


@dataclass(frozen=True, slots=True)
class RecordSight:
    """Everything about one record, and who looks at it."""

    row: RecordRow
    sections: tuple[Section, ...]
    history: tuple[HistoryLine, ...]
    role: Role | None
    versions: Comparison | None
    """The versions of a record in conflict."""
    conflict: Conflict | None = None
    """What has to be decided, for those who may."""
    newer: str = ""
    """The published version of its questionnaire that it is not on."""
    links: Links = NO_LINKS
    """Records that it corrects, or that correct it."""
    asked: tuple[Asked, ...] = ()
    """What is asked about single answers of a record that came back."""
    agreement: Agreement | None = None
    """What was agreed to; None for a draft."""
    given_out: tuple[GivenOut, ...] = ()
    """What left this vault with the record in it."""
    aside: Comparison | None = None
    """Versions in doubt beside what holds, or those that two laptops wrote as one device."""
    askable: tuple[Section, ...] = ()
    """The questions that it may be returned for, for those who may."""

    cards: CardsOf = NO_CARDS
    """Its identity cards, and whether one may be written."""

    @property
    def may_decide(self) -> bool:
        """Whether the person may accept, return, exclude it or call it a duplicate."""
        return self.role in REVIEWERS and self.row.state in DECIDABLE

    @property
    def may_correct(self) -> bool:
        """Whether a draft may follow it: not where versions wait to be decided on, not after a withdrawal."""
        return self.row.state in DECIDABLE


def read(workspace: Workspace, record: str, language: str) -> RecordSight:
    """Read it; runs on the worker's thread. Raises Refusal(RECORD_UNKNOWN)."""
    browsing = Browsing(workspace)
    view = browsing.show(record, language)
    conflict = view.row.state == State.CONFLICT
    decidable = view.row.state in DECIDABLE
    draft = view.row.state == State.DRAFT
    return RecordSight(
        row=view.row,
        sections=view.sections,
        history=() if draft else browsing.history(record),
        role=workspace.role,
        versions=Comparing(workspace).heads(record, language) if conflict else None,
        conflict=Resolving(workspace).look(record, language) if conflict and workspace.role in REVIEWERS else None,
        newer=Migrating(workspace).newer(record) if decidable else "",
        links=browsing.links(record),
        asked=remarks.asked(workspace, record, language),
        agreement=None if draft else Consenting(workspace).look(record),
        given_out=() if draft else Register(workspace).holding(record),
        aside=Comparing(workspace).doubtful(record, language) if decidable and view.row.doubt else None,
        cards=Cards(workspace).look(record),
        askable=remarks.askable(workspace, record, language) if decidable and workspace.role in REVIEWERS else (),
    )


def title(row: RecordRow, language: Language) -> str:
    """Form and place; a withdrawn record has neither."""
    named = words.form(row.form, row.title, language) if row.form else language.gettext("Record")
    return "  ·  ".join(filter(None, (named, row.place)))


def state_line(row: RecordRow, language: Language) -> str:
    """State, day, author, short number."""
    parts = (words.state(row.state, language), words.day(row.happened, language), row.author, words.short_id(row.id))
    return "  ·  ".join(filter(None, parts))


def value(text: str, kind: Kind, language: Language) -> str:
    """An answer in the manner of the language: days, moments and numbers as people write them."""
    if kind is Kind.DATE:
        return words.day(text, language)
    if kind is Kind.DATETIME:
        return _moment(text, language)
    return _number(text, language) if kind in _NUMBERS else text


def _moment(text: str, language: Language) -> str:
    """As the clock on the spot showed it, wherever one reads it."""
    try:
        return language.moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _number(text: str, language: Language) -> str:
    """With the separators of the language; as it is if that would round it."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return language.number(number) if number == round(number, 2) else text
