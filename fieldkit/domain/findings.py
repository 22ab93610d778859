"""What is wrong, or only doubtful, in a questionnaire: a code, a place in the sheets, the name of the thing."""

from enum import StrEnum
from typing import Annotated

import msgspec


class Severity(StrEnum):
    """Whether a questionnaire can be used in spite of the finding."""

    ERROR = "error"
    WARNING = "warning"


class Flaw(StrEnum):
    """Every kind of finding; stable and safe to print. `fieldkit.messages.form` has the sentences."""

    # The file as a whole.
    NOT_A_FORM = "form.not_a_form"
    TOO_LARGE = "form.too_large"
    CELL_TOO_LONG = "form.cell_too_long"
    BROKEN = "form.broken"
    SHEET_MISSING = "form.sheet_missing"
    SHEET_IGNORED = "form.sheet_ignored"
    ACTIVE_CONTENT = "form.active_content"

    # Columns.
    COLUMN_MISSING = "form.column_missing"
    COLUMN_TWICE = "form.column_twice"
    COLUMN_BAD = "form.column_bad"
    COLUMN_UNKNOWN = "form.column_unknown"

    # Rows of the survey.
    TYPE_MISSING = "form.type_missing"
    TYPE_UNKNOWN = "form.type_unknown"
    TYPE_GONE = "form.type_gone"
    TYPE_CARRIED = "form.type_carried"
    NAME_MISSING = "form.name_missing"
    NAME_BAD = "form.name_bad"
    NAME_TWICE = "form.name_twice"
    NAME_RESERVED = "form.name_reserved"
    NAME_CASE = "form.name_case"
    LABEL_MISSING = "form.label_missing"
    CALCULATION_MISSING = "form.calculation_missing"
    GROUP_OPEN = "form.group_open"
    GROUP_UNOPENED = "form.group_unopened"
    PARAMETER_BAD = "form.parameter_bad"
    VALUE_BAD = "form.value_bad"
    FILTER_MISSING = "form.filter_missing"
    FORMULA_EMPTY = "form.formula_empty"
    UNKNOWN_ROLE = "form.unknown_role"
    UNSUPPORTED = "form.unsupported"

    # Choices.
    LIST_UNKNOWN = "form.list_unknown"
    LIST_UNUSED = "form.list_unused"
    CHOICE_NAME_MISSING = "form.choice_name_missing"
    CHOICE_TWICE = "form.choice_twice"
    CHOICE_UNREACHABLE = "form.choice_unreachable"

    # Formulas.
    EXPRESSION = "form.expression"
    FUNCTION_UNKNOWN = "form.function_unknown"
    FUNCTION_ARGUMENTS = "form.function_arguments"
    REFERENCE_UNKNOWN = "form.reference_unknown"
    REFERENCE_TWICE = "form.reference_twice"
    REFERENCE_BAD = "form.reference_bad"
    CYCLE = "form.cycle"
    REGEX_OPEN = "form.regex_open"
    REGEX_BAD = "form.regex_bad"
    DIGEST = "form.digest_not_anonymous"
    LAST_SAVED = "form.last_saved"

    # Languages, media, files beside the form, settings.
    TRANSLATION_MISSING = "form.translation_missing"
    MEDIA_MISSING = "form.media_missing"
    FILE_MISSING = "form.file_missing"
    FILE_BAD = "form.file_bad"
    SETTING_BAD = "form.setting_bad"
    FORM_ID_CHANGED = "form.form_id_changed"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to correct or to know, with its place as far as it is known."""

    flaw: Flaw
    severity: Severity = Severity.ERROR
    sheet: Annotated[str, msgspec.Meta(max_length=64)] = ""
    row: int = 0
    """As the sheet counts: the header is row 1. 0 where the finding is of a whole column, sheet or file."""
    column: Annotated[str, msgspec.Meta(max_length=256)] = ""
    """The header as it is written."""
    name: Annotated[str, msgspec.Meta(max_length=256)] = ""
    """What the finding is about: a question, a list, a function, a file, a language."""
    ref: Annotated[str, msgspec.Meta(max_length=1024)] = ""
    """Path of the node, where the form has no sheets."""
    detail: Annotated[str, msgspec.Meta(max_length=500)] = ""
    """The converter's own English words, where there are no better ones."""


def is_error(finding: Finding) -> bool:
    """Whether the questionnaire cannot be used because of it."""
    return finding.severity is Severity.ERROR
