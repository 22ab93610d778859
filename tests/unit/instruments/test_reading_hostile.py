"""Form files that mean harm: refused by their sizes and forms, quickly and with little memory."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.findings import Flaw
from fieldkit.instruments.apart import examine_apart
from fieldkit.instruments.reading import examine

SECONDS, MEGABYTES = 2, 300
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DOCUMENT = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>'
    '<model><instance><data id="x">{nodes}</data></instance>{model}</model></h:head><h:body>{body}</h:body></h:html>'
)
MEASURE = """
import resource, sys, time
from pathlib import Path
from fieldkit.services.forms import check_file
first = time.process_time()
reading = check_file(Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(reading.instrument is None, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


def workbook(**parts: bytes) -> bytes:
    """A small form as xlsx, some parts of the package exchanged."""
    raw, out = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        page = book.add_worksheet("survey")
        for number, row in enumerate((("type", "name", "label"), ("text", "a", "A"))):
            page.write_row(number, 0, row)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys([*reversed(source.namelist()), *parts]):
            target.writestr(name, parts.get(name) or source.read(name))
    return out.getvalue()


def sheet(cells: int) -> bytes:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, cells + 1))
    return f"<worksheet {SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>".encode()


def xform(nodes: str = "<a/>", model: str = "", body: str = "", before: str = "") -> bytes:
    return (before + DOCUMENT.format(nodes=nodes, model=model, body=body)).encode()


def bind(**rules: str) -> str:
    return '<bind nodeset="/data/a" ' + " ".join(f'{name}="{source}"' for name, source in rules.items()) + "/>"


def entities() -> str:
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE h [<!ENTITY e0 "{"x" * 100}">{bombs}]>'


HOSTILE: dict[str, tuple[str, Flaw, Callable[[], bytes]]] = {
    "zip bomb": (".xlsx", Flaw.TOO_LARGE, lambda: workbook(**{STRINGS: b" " * 300_000_000})),
    "many strings": (
        ".xlsx",
        Flaw.TOO_LARGE,
        lambda: workbook(**{STRINGS: f"<sst {SPREADSHEET}>{'<si><t>a</t></si>' * 2_000_000}</sst>".encode()}),
    ),
    "million cells": (".xlsx", Flaw.TOO_LARGE, lambda: workbook(**{SHEET: sheet(1_000_000)})),
    "entities in a workbook": (
        ".xlsx",
        Flaw.NOT_A_FORM,
        lambda: workbook(**{STRINGS: f"{entities()}<sst {SPREADSHEET}><si><t>&e9;</t></si></sst>".encode()}),
    ),
    "a sheet under another name": (
        ".xlsx",
        Flaw.TOO_LARGE,
        lambda: workbook(**{"xl/worksheets/picture.png": sheet(300_000)}),
    ),
    "another encoding": (
        ".xlsx",
        Flaw.NOT_A_FORM,
        lambda: workbook(**{SHEET: b'<?xml version="1.0" encoding="utf-7"?>' + sheet(1)}),
    ),
    "million nodes": (".xml", Flaw.TOO_LARGE, lambda: xform("<a/>" * 1_000_000)),
    "many nodes": (".xml", Flaw.TOO_LARGE, lambda: xform("".join(f"<a{n}/>" for n in range(30_000)))),
    "many binds": (".xml", Flaw.TOO_LARGE, lambda: xform(model=bind(relevant="1") * 100_000)),
    "deep nodes": (".xml", Flaw.NOT_A_FORM, lambda: xform("<a>" * 100_000 + "</a>" * 100_000)),
    "entity bomb": (".xml", Flaw.NOT_A_FORM, lambda: xform("<a>&e9;</a>", before=entities())),
    "external entity": (
        ".xml",
        Flaw.NOT_A_FORM,
        lambda: xform("<a>&e;</a>", before='<!DOCTYPE h [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
    ),
    "document type": (".xml", Flaw.NOT_A_FORM, lambda: xform(before='<!DOCTYPE h SYSTEM "http://x.invalid/h.dtd">')),
    "include": (
        ".xml",
        Flaw.UNSUPPORTED,
        lambda: xform('<a><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/hostname"/></a>'),
    ),
    "long label": (
        ".xml",
        Flaw.CELL_TOO_LONG,
        lambda: xform(body=f'<input ref="/data/a"><label>{"x" * 9_000_000}</label></input>'),
    ),
    "long label in a table": (
        ".md",
        Flaw.CELL_TOO_LONG,
        lambda: b"| survey |\n| | type | name | label |\n| | text | a | " + b"x" * 10_000_000 + b" |",
    ),
    "comments": (".md", Flaw.CELL_TOO_LONG, lambda: b"| survey |\n| | type | name |\n| " + b"#" * 1_000_000 + b" |||"),
    "script": (
        ".xml",
        Flaw.ACTIVE_CONTENT,
        lambda: xform(body='<input ref="/data/a"><label><script/></label></input>'),
    ),
    "deep formula": (
        ".xml",
        Flaw.EXPRESSION,
        lambda: xform(model=bind(relevant="not(" * 10_000 + "1" + ")" * 10_000)),
    ),
    "recursive relevance": (".xml", Flaw.CYCLE, lambda: xform(model=bind(relevant=". = 1", calculate="../a + 1"))),
    "groups without end": (
        ".md",
        Flaw.TOO_LARGE,
        lambda: b"| survey |\n| | type | name |\n" + b"| | begin group | g |\n" * 3_000,
    ),
    "old workbook": (".xls", Flaw.TOO_LARGE, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_within_little_time_and_memory(name: str, tmp_path: Path) -> None:
    ending, _, make = HOSTILE[name]
    path = tmp_path / f"form{ending}"
    path.write_bytes(make())
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, check=True, text=True)
    refused, seconds, megabytes = done.stdout.split()
    assert refused == "True"
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_for_what_it_is(name: str) -> None:
    ending, flaw, make = HOSTILE[name]
    reading = examine(make(), f"form{ending}")
    assert reading.instrument is None
    assert flaw in {finding.flaw for finding in reading.findings}


def test_a_formula_gives_its_value_and_is_named_where_the_file_has_none() -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        page = book.add_worksheet("survey")
        page.write_row(0, 0, ("type", "name", "label"))
        page.write_row(1, 0, ("text", "a"))
        page.write_formula(1, 2, "=B2", value="Who?")
    reading = examine(raw.getvalue(), "form.xlsx")
    assert reading.instrument is not None
    assert "<label>Who?</label>" in reading.instrument.xform
    with zipfile.ZipFile(raw) as archive:
        page = archive.read(SHEET).replace(b"<v>Who?</v>", b"")
    bare = list(examine(workbook(**{SHEET: page}), "form.xlsx").findings)
    assert (Flaw.FORMULA_EMPTY, "survey", 2, "C") in [(each.flaw, each.sheet, each.row, each.column) for each in bare]


def test_macros_are_ignored() -> None:
    reading = examine(workbook(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 500}), "form.xlsm")
    assert reading.instrument is not None


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    text = b"| survey |\n| | type | name | label |\n| | text | a | A |"
    assert [each.flaw for each in examine_apart(text, path, time_limit=0.001).findings] == [Flaw.TOO_LARGE]
    assert examine_apart(text, path).instrument == examine(text, path.name).instrument


@given(st.binary(max_size=200), st.sampled_from([".xlsx", ".xls", ".csv", ".md", ".xml"]))
def test_no_bytes_break_the_reader(untrusted: bytes, ending: str) -> None:
    heads = {".xlsx": b"PK\x03\x04", ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xml": b"<?xml"}
    assert examine(heads.get(ending, b"") + untrusted, f"form{ending}").instrument is None
