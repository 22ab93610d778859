"""The zip package around an xlsx workbook, looked at before any library opens a part of it."""

import io
import re
import zipfile
from itertools import islice

from fieldkit.domain.findings import Finding, Flaw, Severity
from fieldkit.instruments.collecting import Flawed

MOST_CELLS = 200_000
"""Cells with a text: twice what 1,000 questions and 5,000 choices in ten languages have."""
_UNPACKED = 60_000_000
"""Bytes that the parts of a workbook may unpack to."""
_MOST_EMPTY = 1_000_000
"""Cells that only have a format; people colour whole columns."""
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|si)[\s>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["'](?!(?i:utf-8|us-ascii)["'])""")
_MARKUP = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<", b"\x4c\x6f\xa7\x94")
"""How XML begins, in ASCII, UTF-8, UTF-16 and EBCDIC: readers find parts by reference, whatever they are called."""
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml\Z")
_SHEET_NAME = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)\"""")
_UNCOMPUTED = re.compile(
    rb"""<c r="([A-Z]{1,3})(\d{1,7})"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"""
)
_MOST_NAMED = 20


def check(untrusted: bytes) -> tuple[Finding, ...]:
    """Formulas of spreadsheet cells whose results are not in the file, for which the cells are empty.

    Raises Flawed: NOT_A_FORM for what is no package, has a document type or hides what it is behind a rare encoding;
    TOO_LARGE for sizes and numbers of cells beyond those of questionnaires.
    """
    found: list[Finding] = []
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _UNPACKED:
                raise Flawed(Finding(flaw=Flaw.TOO_LARGE))
            # The order of the sheets is only told by the list of them, which may stand anywhere in the package.
            listed = "xl/workbook.xml" in archive.namelist()
            names = _SHEET_NAME.findall(archive.read("xl/workbook.xml")) if listed else []
            for each in archive.infolist():
                part = archive.read(each)
                _check_part(part)
                found.extend(_uncomputed(each.filename, part, names))
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError):
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM)) from None
    return tuple(found[:_MOST_NAMED])


def _check_part(part: bytes) -> None:
    if not part[:64].lstrip().startswith(_MARKUP):
        return
    if b"<!DOCTYPE" in part or b"\0" in part[:256] or part.startswith(b"\x4c\x6f") or _ENCODING.match(part):
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM))
    if _more_than(MOST_CELLS, _VALUE, part) or _more_than(_MOST_EMPTY, _CELL, part):
        raise Flawed(Finding(flaw=Flaw.TOO_LARGE))


def _more_than(most: int, mark: re.Pattern[bytes], part: bytes) -> bool:
    return next(islice(mark.finditer(part), most, None), None) is not None


def _uncomputed(name: str, part: bytes, sheets: list[bytes]) -> list[Finding]:
    match = _SHEET.match(name)
    if match is None:
        return []
    number = int(match[1]) - 1
    sheet = sheets[number].decode("utf-8", "replace")[:64] if 0 <= number < len(sheets) else name[:64]
    return [
        Finding(
            flaw=Flaw.FORMULA_EMPTY,
            severity=Severity.WARNING,
            sheet=sheet,
            row=int(cell[2]),
            column=cell[1].decode("ascii"),
        )
        for cell in islice(_UNCOMPUTED.finditer(part), _MOST_NAMED)
    ]
