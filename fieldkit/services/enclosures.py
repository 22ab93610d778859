"""Files at the moment of submitting: those that the answers name join the log with their record, others go."""

from fieldkit.domain.answers import Answers
from fieldkit.domain.attachments import AttachmentRow
from fieldkit.domain.bodies import Attachment
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.log import EntryKind
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace


def enclose(workspace: Workspace, draft: str, record: str, answers: Answers, author: str) -> Changes:
    """Write an entry for each file of the draft that an answer names. Belongs into the transaction of the revision.

    Files that a correction keeps from an earlier revision have their entries already.
    """
    named = frozenset(item.value for item in answers.items)
    changes = NOTHING
    for row in workspace.store.attachments.keep_only(draft, named):
        _, changed = Journal(workspace).append(EntryKind.ATTACHMENT, record, _body(workspace, row, record, author))
        changes |= changed
    return changes


def _body(workspace: Workspace, row: AttachmentRow, record: str, author: str) -> Attachment:
    return Attachment(
        record=record,
        name=row.name,
        author=author,
        at=workspace.now(),
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        original_sha256=row.original_sha256,
        sealed_size=row.sealed_size,
        sealed_sha256=row.sealed_sha256,
        key=row.key.hex(),
    )
