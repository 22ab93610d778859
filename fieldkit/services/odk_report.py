"""What came of an import from ODK's tools: one receipt per submission, told apart as ODK Central tells them."""

from enum import StrEnum

import msgspec

from fieldkit.domain.changes import Changes
from fieldkit.errors import Code
from fieldkit.services.sealing import LeftOut


class Receipt(StrEnum):
    """What became of one submission."""

    NEW = "new"
    IDENTICAL = "identical"
    """Held already, with the same answers."""
    CONFLICT = "conflict"
    """Held already, with other answers; those held stay."""
    UPDATED = "updated"
    """It replaces the current state of a record and became it."""
    OUT_OF_DATE = "out_of_date"
    """A later state is held; it stays. Refused unless the very same answers are held as an earlier state."""
    PREVIOUS_UNKNOWN = "previous_unknown"
    """It replaces a submission that never came here; taken in as a new record, because it is whole by itself."""
    WITHDRAWN = "withdrawn"
    """Consent for its record was taken back; nothing of it is taken in again."""
    REFUSED = "refused"
    """It could not be read, or belongs to no known form."""


class SubmissionReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """One submission and what became of it."""

    what: str
    """Name of its folder."""
    receipt: Receipt
    record: str = ""
    code: Code | None = None
    """Why it was not taken in."""
    ref: str = ""
    """The question in question, if the code speaks of one."""
    problems: tuple[str, ...] = ()
    """Questions whose answer is missing or against the form's rules: taken in all the same, a past record is a fact."""
    unknown: tuple[str, ...] = ()
    """Fields that the form does not have; left out."""
    other_version: str = ""
    """The form version that read it, if its own is not known here."""
    attachments: int = 0
    """Files left behind: no answer names them, or they cannot be kept."""
    files: int = 0
    """Files taken in with it."""
    sealed: int = 0
    """Names or ways to reach somebody that went onto identity cards. The folder has them in the clear."""
    left_out: tuple[LeftOut, ...] = ()
    """Those that could not, and are kept nowhere here."""


class OdkReport(msgspec.Struct, frozen=True, kw_only=True):
    """The whole import."""

    receipts: tuple[SubmissionReceipt, ...]
    other_forms: int
    """Submissions of forms that were not asked for."""
    forms: tuple[str, ...]
    """Form ids taken from the folder."""
    changes: Changes

    def count(self, *wanted: Receipt) -> int:
        """Number of submissions with one of these receipts."""
        return sum(each.receipt in wanted for each in self.receipts)

    @property
    def new(self) -> int:
        """Records that were not known here before."""
        return self.count(Receipt.NEW, Receipt.PREVIOUS_UNKNOWN)

    @property
    def identical(self) -> int:
        """Submissions that were here already, as the current state or an earlier one."""
        return sum(each.code is None for each in self.receipts if each.receipt in _HELD)

    @property
    def refused(self) -> tuple[SubmissionReceipt, ...]:
        """What was not taken in and is not held either."""
        return tuple(each for each in self.receipts if each.code is not None)

    @property
    def taken(self) -> tuple[SubmissionReceipt, ...]:
        """What changed the vault."""
        return tuple(each for each in self.receipts if each.receipt in _TAKEN)


_HELD = (Receipt.IDENTICAL, Receipt.OUT_OF_DATE)
_TAKEN = (Receipt.NEW, Receipt.UPDATED, Receipt.PREVIOUS_UNKNOWN)
