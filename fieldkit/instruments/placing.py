"""Nodes of an XForm back to the cells that they come from: people correct their sheets, not our XML."""

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.collecting import NOWHERE, Place, of_refusal
from fieldkit.instruments.columns import Column
from fieldkit.instruments.survey import Layout, Line

_COLUMNS = {
    "relevant": ("relevant",),
    "required": ("required",),
    "readonly": ("read_only",),
    "constraint": ("constraint",),
    "calculate": ("calculation", "default"),
}
"""Attribute of a bind -> the columns that it may come from."""
_COMPUTED = frozenset({"calculation", "relevant", "repeat_count"})
_FORMULAS = frozenset({*_COMPUTED, "required", "read_only", "constraint", "choice_filter", "default", "label", "hint"})


class Places:
    """Where findings of one form are shown."""

    def __init__(self, sheets: Layout | None) -> None:
        self._sheets = sheets

    def of(self, ref: str, facet: str) -> Place:
        """The cell of a formula by the path of its node and the attribute of its bind."""
        line = self._line(ref)
        if self._sheets is None or line is None:
            return Place(column=facet, ref=ref)
        return self._filled(line, frozenset(_COLUMNS.get(facet, (facet,))))

    @property
    def whole(self) -> Place:
        """The form as such."""
        return Place(sheet="survey") if self._sheets else NOWHERE

    @property
    def form_id(self) -> Place:
        """The cell with the id of the form."""
        return self._setting("form_id")

    def of_file(self, name: str) -> Place:
        """The first cell that names a file, or the instance that it gives."""
        if self._sheets is None:
            return NOWHERE
        stem = name.rpartition(".")[0]
        for line in self._sheets.lines:
            for column, text in self._sheets.survey.cells(line.row):
                if name in text or f"'{stem}'" in text or f'"{stem}"' in text or line.name == stem:
                    return self._sheets.survey.at(line.row, column)
        return self.whole

    def refused(self, error: Refusal) -> Finding:
        """What the engine refuses, at the cell that can be the reason."""
        line = self._line(str(error.params.get("ref", "")))
        if error.params.get("place") == "settings":
            return of_refusal(error, self._setting("version"))
        if self._sheets is None or line is None:
            return of_refusal(error, Place(sheet=self.whole.sheet, ref=str(error.params.get("ref", ""))))
        if error.code is Code.FORM_UNKNOWN_ROLE:
            return self._role(line)
        return of_refusal(error, self._filled(line, _COMPUTED if error.code is Code.FORM_CYCLE else _FORMULAS))

    def _setting(self, name: str) -> Place:
        rows = self._sheets.settings.sheet.rows if self._sheets else ()
        return self._sheets.settings.place(rows[0], name) if self._sheets and rows else self.whole

    def _role(self, line: Line) -> Finding:
        for header, text in line.row.cells.items():
            if header.lower().endswith(":fact"):
                return Finding(
                    flaw=Flaw.UNKNOWN_ROLE, sheet="survey", row=line.row.number, column=header, name=text[:256]
                )
        return Finding(flaw=Flaw.UNKNOWN_ROLE, sheet="survey", row=line.row.number)

    def _line(self, ref: str) -> Line | None:
        return self._sheets.line(ref) if self._sheets else None

    def _filled(self, line: Line, names: frozenset[str]) -> Place:
        """The first filled cell of these columns; the row if there is none."""
        cells: list[tuple[Column, str]] = list(self._sheets.survey.cells(line.row)) if self._sheets else []
        column = next((column for column, _ in cells if column.name in names), None)
        return Place("survey", line.row.number, column.header if column else "")
