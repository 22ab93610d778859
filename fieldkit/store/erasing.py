"""What a withdrawal takes away: everything that tells what the person said, wherever the store has it."""

from fieldkit.domain.consent import CARD_USES
from fieldkit.domain.log import Entry
from fieldkit.store.attachments import AttachmentTable
from fieldkit.store.database import Database
from fieldkit.store.facts import FactTable
from fieldkit.store.kinds import ERASED, HAS_LOST_ITS_USE, IS_ERASED

STALE = "backup.stale"
"""Setting: there while older copies of the store hold what it has let go. Written with the erasure, so that the copies
go even if the program dies before it comes to that."""


def erase(database: Database, facts: FactTable, attachments: AttachmentTable, record: str) -> None:
    """Take the bodies of a record out of the log, its revisions, files, drafts, cards, facts and words of search."""
    _empty(database, IS_ERASED, record)
    database.run("DELETE FROM revision WHERE record = ?", record)
    database.run("DELETE FROM stub WHERE record = ?", record)
    database.run("DELETE FROM joined WHERE record = ?", record)
    drafts = database.rows(tuple[str], "SELECT id FROM draft WHERE record = ?", record)
    for owner in (record, *(draft for (draft,) in drafts)):
        attachments.forget(owner)
        database.run("DELETE FROM pending_card WHERE draft = ?", owner)
    database.run("DELETE FROM draft WHERE record = ?", record)
    row = database.row(tuple[int], "SELECT number FROM record WHERE id = ?", record)
    if row is not None:
        facts.delete(row[0])
        database.run("DELETE FROM search WHERE rowid = ?", row[0])
        # A contentless index only marks rows as gone; this rewrites it without their words.
        database.run("INSERT INTO search (search) VALUES ('optimize')")


def erase_cards(database: Database, record: str) -> None:
    """Take the identity cards of a record whose use ended out of the log, and out of its drafts."""
    _empty(database, HAS_LOST_ITS_USE, record)
    database.run(
        "DELETE FROM pending_card WHERE draft IN (SELECT id FROM draft WHERE record = ?1)"
        " AND use IN (SELECT use FROM closed_use WHERE record = ?1)",
        record,
    )


def erase_again(database: Database, facts: FactTable, attachments: AttachmentTable, entry: Entry) -> bool:
    """Take away what a line brought of which consent was taken back before it came; whether there was anything."""
    record, use = entry.subject, CARD_USES.get(entry.kind)
    gone = database.row(tuple[int], "SELECT 1 FROM withdrawal WHERE record = ?", record) is not None
    if gone and entry.kind in ERASED:
        erase(database, facts, attachments, record)
        return True
    sql = "SELECT 1 FROM closed_use WHERE record = ? AND use = ?"
    if use is None or database.row(tuple[int], sql, record, use.value) is None:
        return False
    erase_cards(database, record)
    return True


def _empty(database: Database, which: str, record: str) -> None:
    """Take the bodies of some entries of a record out of the log."""
    gone = database.run(
        "UPDATE entry SET salt = NULL, content = NULL, sealed = NULL"  # noqa: S608  constants
        f" WHERE subject = ? AND ({which}) AND (content IS NOT NULL OR sealed IS NOT NULL)",
        record,
    )
    if gone:
        database.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, '1')", STALE)
