"""Records with files, written as submitting writes them, without the child process that cleans pictures."""

from fieldkit.domain.answers import Answer, Answers
from fieldkit.media.cleaning import Cleaned
from fieldkit.services.attachments import Attachments
from fieldkit.services.enclosures import enclose
from fieldkit.services.workspace import Workspace
from tests.flow.team import Team


def file_of(team: Team, code: str, content: bytes, record: str = "") -> tuple[str, str]:
    """A record with a file, as submitting writes it; gives the record and the name."""
    workspace, record = team[code], record or team.clock.new_id()
    cleaned = Cleaned(data=content, media_type="image/png", extension="png")
    files = Attachments(workspace)
    with workspace.store.transaction():
        name = files._new_name(cleaned)
        files._write(record, name, cleaned, "0" * 64)
        enclose(workspace, record, record, answers_with(name), code)
        team.record(code, name, record=record)
    return record, name


def answers_with(name: str) -> Answers:
    return Answers(form="stop", version="1", items=(Answer(ref="/data/words", value=name),))


def blobs(workspace: Workspace) -> int:
    return len(workspace.store.blobs.names())


def read(workspace: Workspace, record: str, name: str) -> bytes:
    return Attachments(workspace).read(record, name)
