"""The archive of a vault: written for a court, a library or the day the program stops, and checked again."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from fieldkit import logs, paths
from fieldkit.crypto import signing
from fieldkit.domain import bodies, sealed
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Review, Revision, Withdrawal
from fieldkit.domain.consent import Use
from fieldkit.domain.ids import is_file_name
from fieldkit.domain.listing import RecordFilter, RecordRow
from fieldkit.domain.log import Line
from fieldkit.domain.people import roster_message
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import archive
from fieldkit.exchange.archive import (
    Archive,
    ArchivedAnswer,
    ArchivedEvent,
    ArchivedRecord,
    ArchivedRevision,
    ArchivedSection,
)
from fieldkit.exchange.new_folder import new_folder
from fieldkit.instruments import sealing
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services.answers import in_words
from fieldkit.services.attachments import Attachments
from fieldkit.services.given_out import Register
from fieldkit.services.logbook import LogReport, verify_log
from fieldkit.services.releasing import Releasing
from fieldkit.services.workspace import Workspace


class Archived(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, in numbers."""

    records: int
    logs: int
    entries: int
    attachments: int = 0
    """Files that answers name and that are here."""


class Archiving:
    """Archives of one vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._releasing = Releasing(workspace)

    def write(self, out: Path, readme: str, *, language: str = "en", progress: Progress = NO_PROGRESS) -> Archived:
        """Write everything held into a new folder, whole or not at all. It is not encrypted.

        Args:
            out: absent or empty.
            readme: the words of README.txt, in the language of the person who asked.
            language: in which questions and answers are told, as far as the questionnaires have it.
            progress: counts records.

        Raises Refusal: PROJECT_MISSING; FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE.
        """
        signed = self._store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        verifier = (paths.resources() / "archive" / "verify.py").read_bytes()
        entries = records = files = 0
        given: list[str] = []
        with new_folder(out, self._workspace.clock) as root, self._store.transaction():
            made = Archive(root)
            made.add_documents(readme, verifier, signed)
            heads = self._store.log.heads()
            for each in heads:
                head = each.head
                entries += made.add_log(each, self._releasing.lines(head))
            progress.start(self._store.records.total(RecordFilter()))
            for row in self._store.records.all(RecordFilter()):
                told = self._record(row, language)
                made.add_record(told)
                for name, content in self._files(row.id):
                    made.add_file(row.id, name, content)
                    files += 1
                records += 1
                given += [row.id] if told.revisions else []
                progress.step()
            parts = {Use.STORE_RECORD: given}
            Register(self._workspace).note(ProductKind.ARCHIVE, parts, level=Level.INTERNAL, name=out.name)
        logs.event("archive.written", records=records)
        return Archived(records=records, logs=len(heads), entries=entries, attachments=files)

    def _files(self, record: str) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file of a record that is here and whole; names differ by more than capitals."""
        if record in self._releasing.refused:
            return
        seen: set[str] = set()
        for row in self._store.attachments.of(record):
            if row.name.casefold() in seen or not is_file_name(row.name):
                continue
            try:
                content = Attachments(self._workspace).read(record, row.name)
            except Refusal as refusal:
                if not refusal.code.value.startswith("attachment."):
                    raise
                logs.event("archive.file_left")
                continue
            seen.add(row.name.casefold())
            yield row.name, content

    def _record(self, row: RecordRow, language: str) -> ArchivedRecord:
        lines = self._releasing.about(row.id)
        instrument = self._store.instruments.get(row.form, row.version) if row.form else None
        contents = [(line, bodies.read(line)) for line in lines]
        return ArchivedRecord(
            id=row.id,
            state=row.state,
            title=instrument.title if instrument else row.form,
            revisions=tuple(self._revision(each, language) for _, each in contents if isinstance(each, Revision)),
            events=tuple(self._event(line, each) for line, each in contents if isinstance(each, Review | Withdrawal)),
        )

    def _revision(self, revision: Revision, language: str) -> ArchivedRevision:
        raw = {item.ref: item.value for item in self._shown(revision.answers).items}
        sections = tuple(
            ArchivedSection(
                title=section.title,
                answers=tuple(
                    ArchivedAnswer(question=item.label, answer=item.value, ref=item.ref, value=raw[item.ref])
                    for item in section.items
                    if item.ref in raw
                ),
            )
            for section in in_words(self._workspace, revision.answers, language)
        )
        shown = {answer.ref for section in sections for answer in section.answers}
        return ArchivedRevision(
            name=bodies.revision_id(revision),
            parents=revision.parents,
            author=revision.author,
            at=revision.at,
            form=revision.answers.form,
            version=revision.answers.version,
            sections=sections,
            unasked=tuple(ref for ref in raw if ref not in shown),
        )

    def _shown(self, answers: Answers) -> Answers:
        """The answers as they are stored, without sealed ones and what a form computes from those."""
        instrument = self._store.instruments.get(answers.form, answers.version)
        return sealed.without(answers, sealing.telling(instrument)) if instrument else answers

    def _event(self, line: Line, content: Review | Withdrawal) -> ArchivedEvent:
        if isinstance(content, Review):
            note = content.reason or content.duplicate_of
            return ArchivedEvent(
                kind=content.decision.value, at=content.at, by=content.reviewer, revision=content.revision, note=note
            )
        device = self._workspace.require_roster().device(line.entry.device)
        by = device.member if device else ""
        uses = " ".join(sorted(content.closes or ()))
        return ArchivedEvent(kind=line.entry.kind.value, at=content.at, by=by, revision="", note=uses)


def verify(folder: Path) -> LogReport:
    """Check the logs of an archive against the roster in it.

    Raises Refusal: FILE_MISSING, FILE_UNREADABLE, ARCHIVE_NOT_ONE; ARCHIVE_BAD_SIGNATURE if the roster is not signed.
    """
    signed = archive.roster_of(folder)
    roster = signed.roster
    if not any(signing.verify(roster.project_key, roster_message(roster), each) for each in signed.signatures):
        raise Refusal(Code.ARCHIVE_BAD_SIGNATURE)
    found = tuple(verify_log(head, lines, roster) for head, lines in archive.logs_of(folder))
    return LogReport(ok=all(line.ok for line in found), logs=found)
