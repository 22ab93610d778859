"""What differs between two versions of a questionnaire."""

from enum import StrEnum

import msgspec


class Change(StrEnum):
    """Every kind of difference; stable and safe to print."""

    QUESTION_ADDED = "question_added"
    QUESTION_REMOVED = "question_removed"
    QUESTION_RENAMED = "question_renamed"
    """Another path, the same type and words: its answers are found under the new path."""
    TYPE = "type"
    LABEL = "label"
    HINT = "hint"
    RELEVANT = "relevant"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    CONSTRAINT_MESSAGE = "constraint_message"
    CALCULATION = "calculation"
    READ_ONLY = "read_only"
    DEFAULT = "default"
    REPEAT_COUNT = "repeat_count"
    CHOICE_FILTER = "choice_filter"
    APPEARANCE = "appearance"
    PRIVACY = "privacy"
    ROLE = "role"
    CHOICE_ADDED = "choice_added"
    CHOICE_REMOVED = "choice_removed"
    CHOICE_LABEL = "choice_label"
    ORDER = "order"
    LANGUAGE_ADDED = "language_added"
    LANGUAGE_REMOVED = "language_removed"
    TITLE = "title"


class FormChange(msgspec.Struct, frozen=True, kw_only=True):
    """One difference, with what was and what is."""

    change: Change
    ref: str = ""
    """The question by its path in the newer version, in the older one if it was removed; empty for the whole form."""
    name: str = ""
    """The choice or language that it is about."""
    before: str = ""
    after: str = ""
