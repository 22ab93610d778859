"""Findings as checks make them: gathered in order, each place once for one flaw, within a bound."""

from dataclasses import dataclass

from fieldkit.domain.findings import Finding, Flaw, Severity, is_error
from fieldkit.errors import Code, Refusal

MOST = 500
"""Findings of one form; whoever has that many corrects some and checks again."""
_LONGEST_NAME = 256
_CODES = {code.value: code for code in Code}
_FLAWS = {flaw.value: flaw for flaw in Flaw}
_REFUSED_AS = {
    Flaw.SHEET_MISSING: Code.FORM_NOT_A_FORM,
    Flaw.CELL_TOO_LONG: Code.FORM_TOO_LARGE,
    Flaw.FUNCTION_UNKNOWN: Code.FORM_EXPRESSION,
    Flaw.FUNCTION_ARGUMENTS: Code.FORM_EXPRESSION,
}
"""Flaws of which frontends that show one sentence only speak less precisely."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: a cell, a row, a column or a sheet of a workbook, or a node of an XForm."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    ref: str = ""


NOWHERE = Place()


class Flawed(Exception):  # noqa: N818  carries findings to the door, where they become a refusal or a report
    """A form that cannot be read any further."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*(finding.flaw.value for finding in findings))
        self.findings = findings


class Findings:
    """What was found so far. Mutable; lives for one reading."""

    def __init__(self) -> None:
        self._found: dict[tuple[Flaw, str, int, str, str, str], Finding] = {}

    def error(self, flaw: Flaw, place: Place, name: str = "") -> None:
        """Something for which the form is refused."""
        self.add(_finding(flaw, place, name, Severity.ERROR))

    def warning(self, flaw: Flaw, place: Place, name: str = "") -> None:
        """Something that a person should know, though the form can be used."""
        self.add(_finding(flaw, place, name, Severity.WARNING))

    def add(self, finding: Finding) -> None:
        """Keep a finding, unless the same was found at the same place or there are too many already."""
        key = (finding.flaw, finding.sheet, finding.row, finding.column, finding.name, finding.ref)
        if key not in self._found and len(self._found) < MOST:
            self._found[key] = finding

    @property
    def broken(self) -> bool:
        """Whether there is any error among them."""
        return any(map(is_error, self._found.values()))

    def errors_in(self, sheet: str, row: int) -> bool:
        """Whether an error of that row is known."""
        return any(each.row == row and each.sheet == sheet and is_error(each) for each in self._found.values())

    def in_order(self) -> tuple[Finding, ...]:
        """Errors first, then by sheet and row."""
        return tuple(sorted(self._found.values(), key=lambda each: (not is_error(each), each.sheet, each.row)))


def refusal(findings: tuple[Finding, ...]) -> Refusal:
    """The first error as a refusal, with its place but nothing of what the form says."""
    first = next(filter(is_error, findings))
    code = _REFUSED_AS.get(first.flaw) or _CODES.get(first.flaw.value, Code.FORM_BROKEN)
    if first.sheet:
        return Refusal(code, place=first.sheet, row=first.row)
    if first.flaw is Flaw.FUNCTION_UNKNOWN:
        return Refusal(code, ref=first.ref, name=first.name)
    return Refusal(code, ref=first.ref) if first.ref else Refusal(code)


def of_refusal(error: Refusal, place: Place) -> Finding:
    """What the engine refuses, as a finding at the place that its ref stands for."""
    function, ref = str(error.params.get("name", "")), str(error.params.get("ref", ""))
    if function:
        return _finding(Flaw.FUNCTION_UNKNOWN, place, function, Severity.ERROR)
    if error.code is Code.FORM_BROKEN and ref:
        # A rule or a control of a node that is not there.
        return _finding(Flaw.REFERENCE_UNKNOWN, place, ref, Severity.ERROR)
    flaw = Flaw.SETTING_BAD if error.code is Code.FORM_BROKEN else _FLAWS.get(error.code.value, Flaw.BROKEN)
    return _finding(flaw, place, str(error.params.get("kind", "")), Severity.ERROR)


def _finding(flaw: Flaw, place: Place, name: str, severity: Severity) -> Finding:
    return Finding(
        flaw=flaw,
        severity=severity,
        sheet=place.sheet,
        row=place.row,
        column=place.column[:_LONGEST_NAME],
        name=name[:_LONGEST_NAME],
        ref=place.ref,
    )
