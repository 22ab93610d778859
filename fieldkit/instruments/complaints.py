"""What pyxform objects to, as findings: it speaks English sentences, in which the sheet, row and column are quoted."""

import re

from fieldkit.domain.findings import Finding, Flaw

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]|on row number (\d+)")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)'")
_COLUMN = re.compile(r"the '([^']+)' value is")
_NAME = r"'(?P<name>[^']*)'"
_FLAWS = (
    (Flaw.NOT_A_FORM, r"does not appear to be a valid XLSForm|not recognized as a supported type"),
    (Flaw.COLUMN_TWICE, rf"different names for the same column were found: '[^']*', {_NAME}"),
    (Flaw.COLUMN_TWICE, r"Duplicate column header: (?P<name>.*)"),
    (Flaw.COLUMN_MISSING, rf"required column headers were not found: {_NAME}"),
    (Flaw.COLUMN_BAD, r"missing header row|Column headers must not be empty|column names are invalid"),
    (Flaw.SHEET_MISSING, rf"You must have a sheet named {_NAME}"),
    (Flaw.SHEET_MISSING, r"There should be an? (?P<name>choices|external_choices) sheet"),
    (Flaw.NAME_RESERVED, r"the 'name' value '(?P<name>meta)'"),
    (
        Flaw.NAME_TWICE,
        rf"the 'name' value {_NAME} is invalid\. (?:Questions, groups, and repeats must|Repeat names must)",
    ),
    (Flaw.CHOICE_NAME_MISSING, r"Choices must have a name"),
    (Flaw.CHOICE_TWICE, r"Choice names must be unique"),
    (Flaw.NAME_BAD, r"Choice names with spaces.*See \[(?P<name>[^\]]*)\]"),
    (
        Flaw.NAME_BAD,
        r"Names must begin with|must not (?:begin with two underscores|contain a period|be 'name' or 'label')",
    ),
    (Flaw.REFERENCE_BAD, r"Reference variables must start|Reference variable lists"),
    (Flaw.REFERENCE_UNKNOWN, rf"Could not find the name {_NAME}|There is no survey element named '(?P<other>[^']*)'"),
    (Flaw.REFERENCE_TWICE, rf"The name {_NAME} appears more|multiple survey elements named '(?P<other>[^']*)'"),
    (Flaw.GROUP_UNOPENED, r"Unmatched 'end_\w+'\. No matching .* for the name '(?P<name>[^']*)'"),
    (Flaw.GROUP_OPEN, r"Unmatched 'begin_\w+'\. No matching .* for the name '(?P<name>[^']*)'"),
    (Flaw.TYPE_MISSING, r"Question with no type"),
    (Flaw.TYPE_UNKNOWN, rf"Unknown question type {_NAME}"),
    (Flaw.TYPE_GONE, r"This section has not been included"),
    (Flaw.CALCULATION_MISSING, r"Missing calculation"),
    (Flaw.NAME_MISSING, r"Question or group with no name|Entity lists must have a name"),
    (Flaw.LABEL_MISSING, r"element named '(?P<name>[^']*)' has no label or hint"),
    (Flaw.LIST_UNKNOWN, r"List name not in .*sheet: (?P<name>\S+)"),
    (Flaw.LIST_UNKNOWN, r"Please specify choices for this|There should be choices for this question"),
    (
        Flaw.PARAMETER_BAD,
        r"'parameters' value is invalid|[Pp]arameter|must be set to|'(?P<name>[\w-]+)' is an invalid value",
    ),
)
_KNOWN = tuple((flaw, re.compile(pattern, re.DOTALL)) for flaw, pattern in _FLAWS)
_CHOICE_FLAWS = frozenset({Flaw.CHOICE_NAME_MISSING, Flaw.CHOICE_TWICE})


def finding(message: str, at_sheet: str = "") -> Finding:
    """A sentence of pyxform as a finding, kept in its own words where nothing better is known.

    Args:
        message: what pyxform says.
        at_sheet: the sheet, if it is known otherwise.
    """
    flaw, name = _flaw(message)
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    return Finding(
        flaw=flaw,
        sheet=sheet[1] if sheet else at_sheet or _sheet(flaw, row is not None, message),
        row=int(row[1] or row[2]) if row else _header_row(flaw),
        column=(column[1] if column else name if flaw is Flaw.COLUMN_TWICE else "")[:256],
        name=name[:256],
        detail=" ".join(message.split())[:500] if flaw is Flaw.BROKEN else "",
    )


def _flaw(message: str) -> tuple[Flaw, str]:
    for flaw, pattern in _KNOWN:
        match = pattern.search(message)
        if match is not None:
            return flaw, next((text for text in match.groupdict().values() if text), "")
    return Flaw.BROKEN, ""


def _header_row(flaw: Flaw) -> int:
    return 1 if flaw in (Flaw.COLUMN_TWICE, Flaw.COLUMN_BAD) else 0


def _sheet(flaw: Flaw, has_row: bool, message: str) -> str:
    """There is no sheet in the sentence where pyxform goes through the survey row by row."""
    if flaw in _CHOICE_FLAWS or "Choice names" in message:
        return "choices"
    return "survey" if has_row else ""
