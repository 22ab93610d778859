"""Writing records for ODK's tools: an open folder in Briefcase's layout, one submission per record as it stands now."""

from collections import Counter
from datetime import UTC
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.domain.bodies import Revision
from fieldkit.domain.consent import Use
from fieldkit.domain.forms import Instrument
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.odk_storage import Storage, new_storage
from fieldkit.instruments import submission
from fieldkit.instruments.session import load
from fieldkit.instruments.submission import Heading
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import odk_files
from fieldkit.services.given_out import Register
from fieldkit.services.odk_known import KnownSubmissions
from fieldkit.services.releasing import Releasing
from fieldkit.services.workspace import Workspace

_GIVEN = (State.SUBMITTED.value, State.ACCEPTED.value)
"""States of records that may leave: whole, not doubted, not taken back."""


class OdkExported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written and what was not."""

    records: int
    forms: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    """Records by the state for which they stayed."""
    without_form: int
    """Records of questionnaires that this vault does not have, or whose content is not here."""
    attachments: int
    """Files written beside the submissions, not encrypted as they are not."""
    left_behind: int
    """Answers that name a file that is not held."""
    without_consent: int
    """Records that may not even be kept."""


class OdkExport:
    """Exports of one vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._known = KnownSubmissions(workspace)
        self._releasing = Releasing(workspace)
        self._zone = workspace.clock.now().tzinfo or UTC

    def write(self, out: Path, *, form: str = "", progress: Progress = NO_PROGRESS) -> OdkExported:
        """Write a new folder, whole or not at all. It is not encrypted: whoever has it reads everything.

        Raises Refusal: FORM_UNKNOWN if `form` is none; FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE.
        """
        if form and self._store.instruments.get(form) is None:
            raise Refusal(Code.FORM_UNKNOWN, form=form)
        left_out: Counter[str] = Counter()
        written: list[str] = []
        without_form = attachments = named = refused = 0
        given: list[str] = []
        progress.start(0)
        with new_storage(out, self._workspace.clock) as storage, self._store.transaction():
            for row in self._store.records.all(RecordFilter(form=form)):
                progress.step()
                if row.state not in _GIVEN:
                    left_out[row.state] += 1
                    continue
                if row.id in self._releasing.refused:
                    refused += 1
                    continue
                revision = self._releasing.revision(row)
                instrument = self._store.instruments.get(row.form, row.version)
                if revision is None or instrument is None:
                    without_form += 1
                    continue
                if row.form not in written:
                    self._add_form(storage, row.form)
                    written.append(row.form)
                attachments += self._add(storage, row.head, revision, instrument)
                given.append(row.id)
                named += odk_files.named(instrument, revision.answers)
            parts = {Use.STORE_RECORD: given}
            Register(self._workspace).note(ProductKind.ODK, parts, level=Level.INTERNAL, name=out.name)
        logs.event("odk.exported", records=len(given))
        return OdkExported(
            records=len(given),
            forms=tuple(written),
            left_out=tuple(sorted(left_out.items())),
            without_form=without_form,
            attachments=attachments,
            left_behind=named - attachments,
            without_consent=refused,
        )

    def _add_form(self, storage: Storage, form: str) -> None:
        """The newest version: the layout has room for one."""
        newest = self._store.instruments.get(form)
        if newest is not None:
            storage.add_form(form, newest.title, newest.xform.encode("utf-8"))

    def _add(self, storage: Storage, head: str, revision: Revision, instrument: Instrument) -> int:
        """Write one record; returns the number of its files."""
        session = load(
            instrument,
            clock=self._workspace.clock,
            answers=revision.answers,
            strict=False,
            reference=self._workspace.reference,
        )
        instance_id = self._known.instance_of(revision.record, head)
        heading = Heading(
            instance_id=instance_id,
            deprecated_id=self._known.instance_of(revision.record, revision.parents[0]) if revision.parents else "",
            submitted=revision.at,
        )
        document = submission.write(session, revision.answers, heading, self._zone)
        files = odk_files.contents(self._workspace, revision.record, instrument, revision.answers)
        written = storage.add_submission(instrument.form, instance_id, revision.record, document, files)
        self._known.remember(instance_id, revision.record, head)
        return written
