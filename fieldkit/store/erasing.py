"""What a withdrawal takes away: everything that tells what the person said, wherever the store has it."""

from fieldkit.domain.log import EntryKind
from fieldkit.store.attachments import AttachmentTable
from fieldkit.store.database import Database
from fieldkit.store.facts import FactTable

ERASED = frozenset({EntryKind.REVISION, EntryKind.REVIEW, EntryKind.ATTACHMENT})
"""Entries that lose their bodies."""
STALE = "backup.stale"
"""Setting: there while older copies of the store hold what it has let go. Written with the erasure, so that the copies
go even if the program dies before it comes to that."""


def erase(database: Database, facts: FactTable, attachments: AttachmentTable, record: str) -> None:
    """Take the bodies of a record out of the log, its revisions, files, drafts, facts and words of search."""
    gone = database.run(
        "UPDATE entry SET salt = NULL, content = NULL, sealed = NULL"
        " WHERE subject = ? AND kind IN ('revision', 'review', 'attachment')"
        " AND (content IS NOT NULL OR sealed IS NOT NULL)",
        record,
    )
    if gone:
        database.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, '1')", STALE)
    database.run("DELETE FROM revision WHERE record = ?", record)
    database.run("DELETE FROM stub WHERE record = ?", record)
    database.run("DELETE FROM joined WHERE record = ?", record)
    drafts = database.rows(tuple[str], "SELECT id FROM draft WHERE record = ?", record)
    for owner in (record, *(draft for (draft,) in drafts)):
        attachments.forget(owner)
    database.run("DELETE FROM draft WHERE record = ?", record)
    row = database.row(tuple[int], "SELECT number FROM record WHERE id = ?", record)
    if row is not None:
        facts.delete(row[0])
        database.run("DELETE FROM search WHERE rowid = ?", row[0])
        # A contentless index only marks rows as gone; this rewrites it without their words.
        database.run("INSERT INTO search (search) VALUES ('optimize')")
