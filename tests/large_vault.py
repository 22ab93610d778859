"""A vault with many records, for measuring: made by the program's own writers, many to a transaction.

The answers come from a questionnaire that the form engine filled and checked; site, day and words then differ from
record to record. One record in ten is reviewed. `vault check` has nothing to say of such a vault.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Decision, Review, Revision, revision_id
from fieldkit.domain.log import EntryKind
from fieldkit.instruments import answers_json
from fieldkit.instruments.session import load
from fieldkit.services import reference
from fieldkit.services.forms import Forms
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace
from tests.command import ANSWERS
from tests.flow.enclosed import answers_with, attach, contents

FORM = "interview_short"
AT_ONCE = 1_000
"""Records in one transaction."""
RARE = "верблюд"
"""A word in one record of a thousand."""
_FIRST_DAY = date(2024, 1, 1)
_REVIEWED = 10


def fill(workspace: Workspace, records: int, seed: int = 1) -> None:
    """Write records into the vault of somebody who may record and review."""
    made = answers(workspace, random.Random(seed))
    for first in range(0, records, AT_ONCE):
        with workspace.store.transaction():
            for number in range(first, min(first + AT_ONCE, records)):
                _record(workspace, number, next(made))


def fill_files(workspace: Workspace, total: int, chance: random.Random) -> int:
    """Add records with files of so many bytes together; gives the number of files."""
    given = 0
    for content in contents(chance, total):
        record, author = workspace.clock.new_id(), workspace.identity.code
        with workspace.store.transaction():
            answers = answers_with(attach(workspace, record, content, author))
            revision = Revision(record=record, author=author, at=workspace.now(), answers=answers)
            Journal(workspace).append(EntryKind.REVISION, record, revision)
        given += 1
    return given


def _record(workspace: Workspace, number: int, answers: Answers) -> None:
    journal, record, author = Journal(workspace), workspace.clock.new_id(), workspace.identity.code
    revision = Revision(record=record, author=author, at=workspace.now(), answers=answers)
    journal.append(EntryKind.REVISION, record, revision)
    if number % _REVIEWED == 0:
        review = Review(
            record=record,
            revision=revision_id(revision),
            decision=Decision.ACCEPTED,
            reviewer=author,
            at=workspace.now(),
        )
        journal.append(EntryKind.REVIEW, record, review)


def answers(workspace: Workspace, chance: random.Random) -> Iterator[Answers]:
    """The same interview without end, at other places, on other days, told in other words."""
    instrument = Forms(workspace).offered(FORM)
    session = load(instrument, clock=workspace.clock)
    answers_json.fill(session, ANSWERS.read_bytes(), lambda _ref: "")
    assert not session.problems()
    answers = session.answers()
    sites = sorted(reference.load().sites)
    words = ["".join(chance.choices("абвгдежзиклмнопрстуфхцчшщыэюя", k=chance.randint(3, 11))) for _ in range(5_000)]
    number = 0
    while True:
        number += 1
        said = [*chance.choices(words, k=12), *([RARE] if number % 1_000 == 0 else [])]
        given = {
            "/data/person/site": chance.choice(sites),
            "/data/person/event_date": (_FIRST_DAY + timedelta(days=chance.randrange(730))).isoformat(),
            "/data/close/monitor_note": " ".join(said),
        }
        items = tuple(msgspec.structs.replace(item, value=given.get(item.ref, item.value)) for item in answers.items)
        yield msgspec.structs.replace(answers, items=items)
