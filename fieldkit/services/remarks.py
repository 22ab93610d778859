"""Why a record came back, question by question: what reviewers ask about single answers, in the words of the form.

They may ask about what was answered and about what was not, as long as the form asks it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from fieldkit.domain.bodies import Decision, Remark, Review
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.people import REVIEWERS
from fieldkit.domain.records import State
from fieldkit.services.answers import Section, questions
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one question."""

    ref: str
    label: str
    """The question in words; the end of its ref where the form does not know it."""
    words: str


def askable(workspace: Workspace, record: str, language: str = "en") -> tuple[Section, ...]:
    """The questions that a reason may be about; those without an answer have an empty value. None without content."""
    row = workspace.store.records.row(record)
    revision = workspace.store.records.revision(row.head) if row else None
    return questions(workspace, revision.answers, language) if revision else ()


def asked(workspace: Workspace, record: str, language: str = "en") -> tuple[Asked, ...]:
    """What is asked about the answers of a record that came back; nothing for any other."""
    row = workspace.store.records.row(record)
    if row is None or row.state != State.RETURNED:
        return ()
    remarks = tuple(dict.fromkeys(_remarks(workspace, row)))
    sections = askable(workspace, record, language) if remarks else ()
    labels = {item.ref: item.label for section in sections for item in section.items}
    return tuple(Asked(each.ref, labels.get(each.ref, each.ref.rpartition("/")[2]), each.words) for each in remarks)


def _remarks(workspace: Workspace, row: RecordRow) -> Iterator[Remark]:
    """Of the reviews in force that say what the record's row says."""
    roster = workspace.require_roster()
    reviews = workspace.store.records.reviews(row.id)
    followed = {name for _device, review in reviews.values() for name in review.follows}
    for name, (device, review) in sorted(reviews.items()):
        entitled = roster.role_of(device) in REVIEWERS and name not in followed
        if entitled and _says(review, row) and not isinstance(review.remarks, msgspec.UnsetType):
            yield from review.remarks


def _says(review: Review, row: RecordRow) -> bool:
    held = (review.revision, review.decision, review.reason)
    return held == (row.head, Decision.RETURNED, row.reason)
