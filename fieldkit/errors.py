"""Coded refusals: the only exception that lower layers raise for a person's sake.

A code is stable and safe to print; the two frontends turn it into a translated sentence with advice
(`fieldkit.messages`). Parameters carry counts, codes and ids only, never content, names or paths of testimony.
"""

from collections.abc import Callable
from enum import StrEnum


class Code(StrEnum):
    """Every reason for which fieldkit refuses; `group.reason`."""

    # Anything that should not happen: a defect in fieldkit, shown with its place in the code, without values.
    INTERNAL = "internal.defect"

    # The vault and its key slots.
    VAULT_MISSING = "vault.missing"
    VAULT_EXISTS = "vault.exists"
    VAULT_FOLDER_NOT_EMPTY = "vault.folder_not_empty"
    VAULT_FOLDER_SYNCED = "vault.folder_synced"
    VAULT_WRONG_PASSPHRASE = "vault.wrong_passphrase"
    VAULT_WRONG_RECOVERY_CODE = "vault.wrong_recovery_code"
    VAULT_SLOTS_DAMAGED = "vault.slots_damaged"
    VAULT_KDF_REFUSED = "vault.kdf_refused"
    VAULT_NO_MEMORY = "vault.no_memory"
    VAULT_IN_USE = "vault.in_use"
    VAULT_READ_ONLY = "vault.read_only"
    VAULT_DISK_FULL = "vault.disk_full"
    VAULT_DISK_ERROR = "vault.disk_error"
    VAULT_STORE_DAMAGED = "vault.store_damaged"
    VAULT_STORE_NEWER = "vault.store_newer"
    VAULT_PASSPHRASE_WEAK = "vault.passphrase_weak"
    VAULT_PASSPHRASE_MISSING = "vault.passphrase_missing"
    VAULT_RECOVERY_CODE_MISSING = "vault.recovery_code_missing"
    VAULT_NOT_CONFIRMED = "vault.not_confirmed"
    VAULT_CHANGES_UNREAD = "vault.changes_unread"
    VAULT_LOG_BROKEN = "vault.log_broken"
    ESCROW_NO_OFFICERS = "escrow.no_officers"
    ESCROW_NOT_YOURS = "escrow.not_yours"
    ESCROW_LAPTOP_REVOKED = "escrow.laptop_revoked"
    ESCROW_OFFICER_REVOKED = "escrow.officer_revoked"
    ESCROW_NONE = "escrow.none"
    RECOVERY_REQUEST_DAMAGED = "recovery.request_damaged"
    RECOVERY_ANSWER_DAMAGED = "recovery.answer_damaged"
    RECOVERY_ANSWER_ELSEWHERE = "recovery.answer_elsewhere"
    RECOVERY_ANSWER_OLD = "recovery.answer_old"
    RECOVERY_WRONG_PASSPHRASE = "recovery.wrong_passphrase"
    RECOVERY_NOT_CONFIRMED = "recovery.not_confirmed"
    BACKUP_NOT_MADE = "backup.not_made"
    BACKUP_NOT_ONE = "backup.not_one"

    # Instruments and answers.
    FORM_NOT_A_FORM = "form.not_a_form"
    FORM_BROKEN = "form.broken"
    FORM_TOO_LARGE = "form.too_large"
    FORM_UNSUPPORTED = "form.unsupported"
    FORM_EXPRESSION = "form.expression"
    FORM_CYCLE = "form.cycle"
    FORM_UNKNOWN = "form.unknown"
    FORM_LANGUAGE_UNKNOWN = "form.language_unknown"
    FORM_UNKNOWN_ROLE = "form.unknown_role"
    FORM_EXISTS_DIFFERENT = "form.exists_different"
    FORM_NOT_OFFERED = "form.not_offered"
    ANSWER_UNKNOWN_QUESTION = "answer.unknown_question"
    ANSWER_NOT_RELEVANT = "answer.not_relevant"
    ANSWER_READ_ONLY = "answer.read_only"
    ANSWER_WRONG_TYPE = "answer.wrong_type"
    ANSWER_UNKNOWN_CHOICE = "answer.unknown_choice"
    ANSWER_PROBLEMS = "answer.problems"
    ANSWERS_UNREADABLE = "answers.unreadable"

    # Records.
    RECORD_UNKNOWN = "record.unknown"
    RECORD_EXISTS = "record.exists"
    RECORD_NOT_A_DRAFT = "record.not_a_draft"
    RECORD_NOT_SUBMITTED = "record.not_submitted"
    RECORD_WITHDRAWN = "record.withdrawn"
    RECORD_SEALED = "record.sealed"
    CONSENT_MISSING = "consent.missing"
    CONSENT_NOT_CONFIRMED = "consent.not_confirmed"
    CONSENT_NOT_NAMED = "consent.not_named"
    CONSENT_BAD_DAY = "consent.bad_day"
    IDENTITY_NOT_ALLOWED = "identity.not_allowed"
    IDENTITY_NO_OFFICERS = "identity.no_officers"
    IDENTITY_NO_SUCH_OFFICER = "identity.no_such_officer"
    IDENTITY_NOT_OFFICER = "identity.not_officer"
    IDENTITY_NOT_FOR_YOU = "identity.not_for_you"
    IDENTITY_BAD_CODE = "identity.bad_code"
    IDENTITY_BAD_WORDS = "identity.bad_words"
    IDENTITY_NO_REASON = "identity.no_reason"
    IDENTITY_UNKNOWN = "identity.unknown"
    RECORD_ON_VERSION = "record.on_version"
    MIGRATION_LOSES = "migration.loses"
    REVIEW_NOT_ALLOWED = "review.not_allowed"
    RECORD_NO_CONFLICT = "record.no_conflict"
    RESOLVE_UNDECIDED = "resolve.undecided"
    RESOLVE_NOT_TOGETHER = "resolve.not_together"
    RESOLVE_UNKNOWN_VERSION = "resolve.unknown_version"

    # Files that answer questions.
    ATTACHMENT_UNKNOWN = "attachment.unknown"
    ATTACHMENT_AMBIGUOUS = "attachment.ambiguous"
    ATTACHMENT_NOT_ASKED = "attachment.not_asked"
    ATTACHMENT_MISSING = "attachment.missing"
    ATTACHMENT_DAMAGED = "attachment.damaged"

    # Project, roster, enrolment.
    REFERENCE_WRONG = "reference.wrong"
    REFERENCE_LIST_UNKNOWN = "reference.list_unknown"
    PROJECT_MISSING = "project.missing"
    PROJECT_EXISTS = "project.exists"
    PROJECT_BAD_TITLE = "project.bad_title"
    PROJECT_BAD_CODE = "project.bad_code"
    PROJECT_NOT_OFFICER = "project.not_officer"
    PROJECT_REQUEST_DAMAGED = "project.request_damaged"
    PROJECT_ANSWER_DAMAGED = "project.answer_damaged"
    PROJECT_ANSWER_NOT_FOR_YOU = "project.answer_not_for_you"
    PROJECT_MEMBER_EXISTS = "project.member_exists"
    PROJECT_MEMBER_UNKNOWN = "project.member_unknown"
    PROJECT_OWN_DEVICE = "project.own_device"
    PROJECT_REVOKED_ALREADY = "project.revoked_already"
    PROJECT_NOT_CONFIRMED = "project.not_confirmed"
    PROJECT_OWN_ROLE = "project.own_role"
    PROJECT_SEVERAL_DEVICES = "project.several_devices"
    PROJECT_BAD_MOMENT = "project.bad_moment"
    PROJECT_ROSTER_OLD = "project.roster_old"
    PROJECT_NO_READERS = "project.no_readers"

    # Clocks.
    CLOCK_TURNED_BACK = "clock.turned_back"

    # Bundles.
    BUNDLE_DAMAGED = "bundle.damaged"
    BUNDLE_NOT_A_BUNDLE = "bundle.not_a_bundle"
    BUNDLE_NONE_HERE = "bundle.none_here"
    BUNDLE_NOT_FOR_YOU = "bundle.not_for_you"
    BUNDLE_UNKNOWN_DEVICE = "bundle.unknown_device"
    BUNDLE_REVOKED_DEVICE = "bundle.revoked_device"
    BUNDLE_OTHER_PROJECT = "bundle.other_project"
    BUNDLE_BAD_SIGNATURE = "bundle.bad_signature"
    BUNDLE_TOO_LARGE = "bundle.too_large"
    BUNDLE_NEWER_FORMAT = "bundle.newer_format"
    BUNDLE_DOWNGRADED = "bundle.downgraded"
    BUNDLE_WEAK_KEY = "bundle.weak_key"
    BUNDLE_ROSTER_JUMP = "bundle.roster_jump"
    BUNDLE_GAP = "bundle.gap"
    BUNDLE_FORK = "bundle.fork"
    BUNDLE_NOTHING_TO_SEND = "bundle.nothing_to_send"
    BUNDLE_NO_ROOM = "bundle.no_room"
    BUNDLE_NOT_WAITING = "bundle.not_waiting"
    BUNDLE_IMPORTER_FAILED = "bundle.importer_failed"

    # Travelling without testimony.
    TRAVEL_READER = "travel.reader"
    TRAVEL_DRAFTS = "travel.drafts"

    # Files of the person.
    FILE_MISSING = "file.missing"
    FILE_UNREADABLE = "file.unreadable"
    FILE_CANNOT_WRITE = "file.cannot_write"
    FILE_FULL = "file.full"
    FILE_EXISTS = "file.exists"
    TEXT_LINE_UNREADABLE = "file.line_unreadable"

    # Attachments: pictures, sounds, videos.
    MEDIA_UNREADABLE = "media.unreadable"
    MEDIA_WRONG_KIND = "media.wrong_kind"
    MEDIA_NOT_CLEANABLE = "media.not_cleanable"
    MEDIA_TOO_LARGE = "media.too_large"
    MEDIA_TOO_MANY_PIXELS = "media.too_many_pixels"
    MEDIA_FAILED = "media.failed"
    MEDIA_NO_FINDER = "media.no_finder"

    # Archives.
    ARCHIVE_NOT_ONE = "archive.not_one"
    ARCHIVE_BAD_SIGNATURE = "archive.bad_signature"

    # Submissions of ODK's tools.
    ODK_NOTHING_FOUND = "odk.nothing_found"
    ODK_NOT_A_SUBMISSION = "odk.not_a_submission"
    ODK_TOO_LARGE = "odk.too_large"
    ODK_NO_INSTANCE_ID = "odk.no_instance_id"
    ODK_CONFLICT = "odk.conflict"
    ODK_OUT_OF_DATE = "odk.out_of_date"
    ODK_KEY_NEEDED = "odk.key_needed"
    ODK_BAD_KEY = "odk.bad_key"
    ODK_KEY_LOCKED = "odk.key_locked"
    ODK_WRONG_KEY = "odk.wrong_key"
    ODK_ATTACHMENT_MISSING = "odk.attachment_missing"
    ODK_DAMAGED = "odk.damaged"

    # Figures and reports.
    STATS_BAD_PERIOD = "stats.bad_period"
    MICRODATA_TOO_FEW = "microdata.too_few"
    FIGURES_TOO_ALIKE = "figures.too_alike"
    STATS_UNKNOWN_DIMENSION = "stats.unknown_dimension"
    SITE_UNKNOWN = "site.unknown"
    REPORT_UNKNOWN_KIND = "report.unknown_kind"
    REPORT_NAMES_INSIDE = "report.names_inside"
    LANGUAGE_UNKNOWN = "language.unknown"


class Refusal(Exception):  # noqa: N818  the field's word for it, used everywhere
    """fieldkit will not do this, for the reason `code`; `params` fill the sentence and hold no content."""

    def __init__(self, code: Code, **params: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple[Callable[[Code, dict[str, str | int]], "Refusal"], tuple[Code, dict[str, str | int]]]:
        """Cross to another process with code and parameters; an exception as such is made anew of its text."""
        return _made_again, (self.code, self.params)


def _made_again(code: Code, params: dict[str, str | int]) -> Refusal:
    refusal = Refusal(code)
    refusal.params = params
    return refusal
