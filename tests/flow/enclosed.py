"""Records with files, written as submitting writes them, without the child process that cleans pictures."""

import os
import random
from collections.abc import Iterator

from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.media import MAX_ATTACHMENT
from fieldkit.media.cleaning import Cleaned
from fieldkit.services.attachments import Attachments
from fieldkit.services.enclosures import enclose
from fieldkit.services.workspace import Workspace
from tests.flow.team import Team


def file_of(team: Team, code: str, content: bytes, record: str = "") -> tuple[str, str]:
    """A record with a file, as submitting writes it; gives the record and the name."""
    workspace, record = team[code], record or team.clock.new_id()
    with workspace.store.transaction():
        name = attach(workspace, record, content, code)
        team.record(code, name, record=record)
    return record, name


def attach(workspace: Workspace, record: str, content: bytes, author: str) -> str:
    """Keep a file of a record and the log's entry on it, in the transaction of the revision; gives the file's name."""
    cleaned = Cleaned(data=content, media_type="image/png", extension="png")
    files = Attachments(workspace)
    name = files._new_name(cleaned)
    files._write(record, name, cleaned, "0" * 64)
    enclose(workspace, record, record, answers_with(name), author)
    return name


def contents(chance: random.Random, total: int) -> Iterator[bytes]:
    """Files from one byte to the largest, until there are so many bytes."""
    while total > 0:
        size = min(total, chance.choice((1, 200_000, 3_000_000, MAX_ATTACHMENT)))
        yield os.urandom(size)
        total -= size


def answers_with(name: str) -> Answers:
    return Answers(form="stop", version="1", items=(Answer(ref="/data/words", value=name),))


def blobs(workspace: Workspace) -> int:
    return len(workspace.store.blobs.names())


def read(workspace: Workspace, record: str, name: str) -> bytes:
    return Attachments(workspace).read(record, name)
