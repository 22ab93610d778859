"""What lists, search and figures show of one record, put together from its standing and its revision."""

from datetime import UTC, datetime

import msgspec

from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.facts import Fact
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.records import Standing


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What lists, search and figures show of one record."""

    row: RecordRow
    answers: Answers | None
    facts: tuple[Fact, ...]
    joined: Revision | None = None
    """What its versions come to together, if they do not touch."""


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


def _first(facts: tuple[Fact, ...], role: str) -> str:
    return next((fact.value for fact in facts if fact.role == role), "")


def utc(moment: str) -> str:
    """The moment in UTC for sorting; empty for one that no calendar has, which a strange device may claim."""
    try:
        parsed = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return parsed.strftime("%Y-%m-%dT%H:%M:%SZ")
