"""What is told of drafts: in lists, on opening one, and after a save."""

from dataclasses import dataclass

from fieldkit.domain.answers import Answer
from fieldkit.domain.changes import Changes
from fieldkit.domain.drafts import Draft
from fieldkit.domain.forms import Session
from fieldkit.domain.records import State
from fieldkit.services.remarks import Asked
from fieldkit.services.sealing import LeftOut
from fieldkit.store.store import Store


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft as lists show it. `record` is set if it amends a submitted record, `reason` if that was returned.

    `corrects` is set if it is the correction of a record that can no longer be read here.
    """

    id: str
    form: str
    title: str
    updated: str
    record: str
    reason: str
    corrects: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft to go on with. `typed` are words that are no answers yet, `reason` why the record came back."""

    session: Session
    typed: tuple[Answer, ...]
    reason: str
    asked: tuple[Asked, ...] = ()
    """What is asked about single answers."""
    left_out: tuple[LeftOut, ...] = ()
    """Answers of an older program that may not be kept, and are gone."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A durable save: which record, its state, its revision (empty for a draft)."""

    id: str
    state: str
    revision: str
    changes: Changes
    left_out: tuple[LeftOut, ...] = ()
    """Answers to sealed questions that may not be kept, and are in it no more."""
    sealed: int = 0
    """Identity cards that were written with it."""


def row_of(store: Store, draft: Draft) -> DraftRow:
    """A draft as lists show it."""
    instrument = store.instruments.get(draft.answers.form, draft.answers.version)
    amended = store.records.row(draft.record or draft.corrects)
    return DraftRow(
        id=draft.id,
        form=draft.answers.form,
        title=instrument.title if instrument else draft.answers.form,
        updated=draft.updated,
        record=draft.record,
        reason=amended.reason if amended and amended.state == State.RETURNED else "",
        corrects=draft.corrects,
    )
