"""What lists, search and figures show of one record, put together from its standing and its revision."""

import msgspec

from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.facts import Fact
from fieldkit.domain.forms import Instrument, Kind
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.periods import utc
from fieldkit.domain.records import Standing
from fieldkit.domain.retention import Stub


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What lists, search and figures show of one record."""

    row: RecordRow
    answers: Answers | None
    facts: tuple[Fact, ...]
    joined: Revision | None = None
    """What its versions come to together, if they do not touch."""
    aside: tuple[str, ...] = ()
    """Revisions that were set aside as in doubt, sorted."""
    sources: tuple[tuple[str, ...], ...] = ()
    """Every revision with its parents, and the reviews that count: all it was drawn from; empty if it was from more."""


def show(
    record: str,
    standing: Standing,
    revision: Revision | None = None,
    *,
    updated: str = "",
    facts: tuple[Fact, ...] = (),
    joined: Revision | None = None,
) -> Shown:
    """What is shown of a record that stands so; `revision` is the one to show, None if its content is not here."""
    row = RecordRow(
        id=record,
        form=revision.answers.form if revision else "",
        version=revision.answers.version if revision else "",
        state=standing.state.value,
        head=standing.head,
        author=revision.author if revision else "",
        updated=updated,
        site=_first(facts, "record.site"),
        happened=_first(facts, "record.date") or _first(facts, "record.start")[:10],
        reason=standing.reason,
        duplicate_of=standing.duplicate_of,
    )
    return Shown(row=row, answers=revision.answers if revision else None, facts=facts, joined=joined)


def show_stub(stub: Stub, standing: Standing, reviewed: list[str]) -> Shown:
    """A record that was put away: days instead of moments, a region instead of a site, a month instead of a day."""
    day = max([stub.day, *(utc(moment)[:10] for moment in reviewed)])
    row = RecordRow(
        id=stub.record,
        form=stub.form,
        version=stub.version,
        state=standing.state.value,
        head=standing.head,
        author=stub.author,
        updated=f"{day}T00:00:00Z" if day else "",
        site=stub.region,
        happened=stub.month,
        reason=standing.reason,
        duplicate_of=standing.duplicate_of,
        sealed=True,
    )
    return Shown(row=row, answers=None, facts=())


def worded(instrument: Instrument) -> frozenset[str]:
    """Paths of the questions whose answers people find records by; codes would only add noise to the search."""
    return frozenset(
        question.path
        for question in instrument.questions
        if (question.kind is Kind.TEXT or question.role == "record.site") and not question.sealed
    )


def texts(answers: Answers, worded: frozenset[str] | None) -> list[str]:
    """What people wrote in words, and the site; every answer where nobody knows which questions those are."""
    if worded is None:
        return [item.value for item in answers.items]
    return [item.value.replace("_", " ") for item in answers.items if item.path in worded]


def _first(facts: tuple[Fact, ...], role: str) -> str:
    return next((fact.value for fact in facts if fact.role == role), "")
