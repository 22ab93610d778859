"""Taking folders of ODK's tools in: every submission in its turn, with a receipt for each."""

from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.crypto.odk import PrivateKey
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import odk_folders
from fieldkit.exchange.odk_folders import InstanceFolder
from fieldkit.instruments.submission_heading import Submission
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import odk_opening
from fieldkit.services.forms import Forms
from fieldkit.services.odk_forms import FolderForms
from fieldkit.services.odk_opening import Opened
from fieldkit.services.odk_report import OdkReport, Receipt, SubmissionReceipt
from fieldkit.services.odk_taking import Taking
from fieldkit.services.workspace import Workspace

_OF_THE_SUBMISSION = ("odk.", "form.", "answer.", "file.", "record.")
"""Refusals that concern one submission; others concern the vault and end the import."""
_RECEIPTS = {
    Code.ODK_CONFLICT: Receipt.CONFLICT,
    Code.ODK_OUT_OF_DATE: Receipt.OUT_OF_DATE,
    Code.RECORD_WITHDRAWN: Receipt.WITHDRAWN,
}


class _Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A submission to be taken in."""

    folder: InstanceFolder
    told: Submission


class OdkImport:
    """Imports of one vault. What is held is never overwritten; importing a folder again changes nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def take(
        self,
        folder: Path,
        *,
        form: str = "",
        key_file: Path | None = None,
        key_passphrase: str = "",
        progress: Progress = NO_PROGRESS,
    ) -> OdkReport:
        """Take in what lies in a folder of Briefcase or Collect, a submission at a time, each durable when counted.

        Args:
            folder: the storage, the device folder, or any folder around submissions.
            form: only submissions of this form.
            key_file: private key for encrypted submissions.
            key_passphrase: of the private key.
            progress: counts submissions.

        Raises Refusal: PROJECT_MISSING, FILE_MISSING, FILE_UNREADABLE, ODK_NOTHING_FOUND, ODK_TOO_LARGE,
        ODK_BAD_KEY, ODK_KEY_LOCKED, VAULT_…; what is wrong with a submission stands in the report.
        """
        self._workspace.require_roster()
        key = odk_opening.read_key(key_file, key_passphrase) if key_file else None
        found = odk_folders.search(folder.resolve())
        Forms(self._workspace).install_shipped()  # facts can only be drawn from answers to known questions
        forms = FolderForms(self._workspace, found.forms)
        taking = Taking(self._workspace, forms)
        receipts: list[SubmissionReceipt] = []
        waiting: list[_Waiting] = []
        for instance in found.instances:
            try:
                waiting.append(_Waiting(folder=instance, told=odk_opening.look(instance)[0]))
            except Refusal as refusal:
                receipts.append(_refused(instance.path.name, refusal))
        wanted = [each for each in waiting if form in ("", each.told.form)]
        progress.start(len(wanted))
        for each in _Queue(wanted, key):
            receipts.append(_take(taking, each))
            progress.step()
        receipts.extend(
            SubmissionReceipt(what=name, receipt=Receipt.REFUSED, code=code) for name, code in forms.refused
        )
        report = OdkReport(
            receipts=tuple(receipts),
            other_forms=len(waiting) - len(wanted),
            forms=tuple(forms.taken),
            changes=taking.changes,
        )
        logs.event("odk.imported", new=report.new, refused=len(report.refused))
        return report


class _Ready(msgspec.Struct, frozen=True, kw_only=True):
    """A submission whose turn has come: in the clear, or the reason why it cannot be opened."""

    what: str
    opened: Opened | None = None
    refusal: Refusal | None = None


class _Queue:
    """Submissions in an order in which each comes after the one that it replaces, whatever their folders are called."""

    def __init__(self, waiting: list[_Waiting], key: PrivateKey | None) -> None:
        self._queue = deque(sorted(waiting, key=lambda each: (each.told.instance_id, each.folder.path)))
        self._names = Counter(each.told.instance_id for each in waiting)
        self._key = key

    def __iter__(self) -> Iterator[_Ready]:
        put_off = 0
        while self._queue:
            each = self._queue.popleft()
            last_chance = put_off > len(self._queue)
            ready = None if self._must_wait(each.told) and not last_chance else self._open(each)
            if ready is None or (ready.opened and self._must_wait(ready.opened.told) and not last_chance):
                self._queue.append(each)
                put_off += 1
                continue
            put_off = 0
            self._names[each.told.instance_id] -= 1
            yield ready

    def _must_wait(self, told: Submission) -> bool:
        """Whether what it replaces is still to come; an encrypted one tells that only when opened."""
        return told.deprecated_id != told.instance_id and self._names[told.deprecated_id] > 0

    def _open(self, waiting: _Waiting) -> _Ready:
        what = waiting.folder.path.name
        try:
            return _Ready(what=what, opened=odk_opening.open_(waiting.folder, self._key))
        except Refusal as refusal:
            _check_concerns_submission(refusal)
            return _Ready(what=what, refusal=refusal)


def _take(taking: Taking, ready: _Ready) -> SubmissionReceipt:
    if ready.opened is None:
        return _refused(ready.what, ready.refusal or Refusal(Code.ODK_NOT_A_SUBMISSION))
    try:
        return taking.take(ready.what, ready.opened)
    except Refusal as refusal:
        _check_concerns_submission(refusal)
        return _refused(ready.what, refusal)


def _refused(what: str, refusal: Refusal) -> SubmissionReceipt:
    return SubmissionReceipt(
        what=what,
        receipt=_RECEIPTS.get(refusal.code, Receipt.REFUSED),
        code=refusal.code,
        ref=str(refusal.params.get("ref", "")),
    )


def _check_concerns_submission(refusal: Refusal) -> None:
    if not refusal.code.value.startswith(_OF_THE_SUBMISSION):
        raise refusal
