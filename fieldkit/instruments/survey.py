"""The survey sheet as questions, groups and repeats: what each row is, and where its node stands in the form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments.collecting import Flawed, Place
from fieldkit.instruments.columns import Column, columns
from fieldkit.instruments.workbook import Book, Row, Sheet

_BEGIN = re.compile(r"begin[\s_]+(lgroup|group|looped group|repeat|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[\s_]+(lgroup|group|looped group|repeat|loop)\b", re.IGNORECASE)
_SELECT = re.compile(
    r"(?P<command>select (?:one|multiple) (?:from|using)(?! file)|add select (?:one|multiple) prompt using"
    r"|select all that apply(?: from)?|select[_ ](?:one|multiple)(?:[_ ]from[_ ]file|[_ ]external)?|select1|rank)"
    r" (?P<list>\S+)(?P<other>.*)\Z",
    re.IGNORECASE,
)
DEEPEST = 50
"""Groups inside each other."""
_YES = frozenset({"yes", "true", "true()"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the survey that makes a node."""

    row: Row
    type: str
    """In one spelling: `select_one`, `begin group`; the list stands in `list_name`."""
    name: str
    path: str
    """Path of the node below the root of the form."""
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are known by their one name."""

    sheet: Sheet
    columns: dict[str, Column] = field(default_factory=dict)

    def cells(self, row: Row) -> Iterator[tuple[Column, str]]:
        """Columns and texts of a row."""
        for header, text in row.cells.items():
            column = self.columns.get(header)
            if column is not None:
                yield column, text

    def text(self, row: Row, name: str) -> str:
        """The first cell of that name, whatever its language; empty if there is none."""
        return next((text for column, text in self.cells(row) if column.name == name), "").strip()

    def row(self, number: int) -> Row | None:
        """The row of that number, unless it is empty."""
        return next((row for row in self.sheet.rows if row.number == number), None)

    def place(self, row: Row, name: str) -> Place:
        """The cell of that name, as the sheet writes it; in a column still to be added if the sheet has none."""
        found = [column.header for column in self.columns.values() if column.name == name]
        filled = [header for header in found if header in row.cells]
        return Place(self.sheet.name, row.number, next(iter(filled or found), name))

    def at(self, row: Row, column: Column) -> Place:
        """The place of one cell."""
        return Place(self.sheet.name, row.number, column.header)


def table(book: Book, name: str) -> Table:
    """A sheet with its columns; empty if the file has none."""
    sheet = book.sheet(name)
    return Table(sheet, columns(name, sheet.header))


def lines(survey: Table) -> tuple[Line, ...]:
    """The rows that make nodes, with paths by the nesting of groups; rows that are commented out are none.

    Raises Flawed(TOO_LARGE) for groups inside groups without end.
    """
    found: list[Line] = []
    around: list[str] = []
    for row in survey.sheet.rows:
        kind = " ".join(survey.text(row, "type").split())
        if not kind or survey.text(row, "disabled").lower() in _YES:
            continue
        if _END.match(kind):
            del around[-1:]
            continue
        if len(around) > DEEPEST:
            raise Flawed(Finding(flaw=Flaw.TOO_LARGE, sheet="survey", row=row.number))
        line = _line(row, kind, survey.text(row, "name"), around)
        found.append(line)
        if line.type.startswith("begin "):
            around.append(line.name)
    return tuple(found)


def _line(row: Row, kind: str, name: str, around: list[str]) -> Line:
    path = "".join(f"/{each}" for each in (*around, name))
    begin = _BEGIN.match(kind)
    if begin is not None:
        return Line(row, f"begin {begin[1].lower()}", name, path)
    select = _SELECT.match(kind)
    if select is not None:
        return Line(row, _select(select["command"].lower()), name, path, select["list"])
    return Line(row, kind, name, path)


def _select(command: str) -> str:
    """The many ways to write a select as one."""
    if command == "rank":
        return command
    several = "multiple" in command or "all that apply" in command
    ending = "_from_file" if "file" in command else "_external" if "external" in command else ""
    return f"select_{'multiple' if several else 'one'}{ending}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A form file as checks look at it."""

    book: Book
    survey: Table
    choices: Table
    external: Table
    settings: Table
    lines: tuple[Line, ...]
    by_path: Mapping[str, Line]

    def line(self, path: str) -> Line | None:
        """The row of a node; `path` is its path in the form, with the root."""
        root, found, below = path[1:].partition("/")
        return self.by_path.get(f"/{below}") if root and found else None

    def named(self, name: str) -> Line | None:
        """The first row with that name."""
        return next((line for line in self.lines if line.name == name), None)


def layout(book: Book) -> Layout:
    """The sheets of a book with their columns, and the rows of the survey. Raises Flawed(TOO_LARGE)."""
    survey = table(book, "survey")
    nodes = lines(survey)
    return Layout(
        book=book,
        survey=survey,
        choices=table(book, "choices"),
        external=table(book, "external_choices"),
        settings=table(book, "settings"),
        lines=nodes,
        by_path={line.path: line for line in reversed(nodes)},
    )
