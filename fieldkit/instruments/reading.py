"""Files that people hand over, to instruments: XLSForm workbooks through pyxform, XForm documents as they are."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.domain.forms import Instrument
from fieldkit.errors import Refusal
from fieldkit.instruments import (
    check_document,
    check_formulas,
    check_sheets,
    check_survey,
    external,
    markup,
    workbook,
    xform,
    xlsform,
)
from fieldkit.instruments.assembling import fact_roles, from_xform
from fieldkit.instruments.collecting import NOWHERE, Findings, Flawed, of_refusal, refusal
from fieldkit.instruments.companions import NOTHING, Beside
from fieldkit.instruments.external_select import Cells, rows
from fieldkit.instruments.placing import Places
from fieldkit.instruments.survey import Layout, layout

__all__ = ["LARGEST", "Reading", "examine", "fact_roles", "from_xform", "read_form"]

LARGEST = markup.LARGEST
"""Bytes of a form file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a form file."""

    instrument: Instrument | None
    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    """Files beside the form that are part of the instrument now."""


def read_form(untrusted: bytes, name: str, beside: Beside = NOTHING) -> Instrument:
    """The instrument in a form file.

    Raises Refusal for the first of the errors that `examine` finds: FORM_TOO_LARGE, FORM_NOT_A_FORM, FORM_BROKEN
    (sheet and row where known), FORM_EXPRESSION, FORM_CYCLE, FORM_UNKNOWN_ROLE, FORM_UNSUPPORTED.
    """
    reading = examine(untrusted, name, beside)
    if reading.instrument is None:
        raise refusal(reading.findings)
    return reading.instrument


def examine(untrusted: bytes, name: str, beside: Beside = NOTHING) -> Reading:
    """Read a form file: xlsx, xls, csv, md or XForm XML. Refuses nothing; the findings tell why there is no instrument.

    Args:
        untrusted: content of the file.
        name: its file name; the ending helps with tables, the stem is the id of a form that has none.
        beside: the files that the form may name.
    """
    found = Findings()
    try:
        return _examined(untrusted, name, beside, found)
    except Flawed as flawed:
        for finding in flawed.findings:
            found.add(finding)
    except Refusal as error:
        found.add(of_refusal(error, NOWHERE))
    return Reading(None, found.in_order())


def _examined(untrusted: bytes, name: str, beside: Beside, found: Findings) -> Reading:
    if len(untrusted) > LARGEST:
        raise Flawed(Finding(flaw=Flaw.TOO_LARGE))
    if not untrusted.strip():
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM))
    if _looks_like_xml(untrusted):
        # Read once by lxml, so that any declared encoding becomes the one that instruments are kept in.
        document = markup.read(untrusted)
        check_document.check_sizes(document)
        check_document.check_words(document)
        return _assembled(document, (), Places(None), beside, found)
    sheets = layout(workbook.read(untrusted, name))
    for doubt in sheets.book.doubts:
        found.add(doubt)
    check_formulas.check(sheets, found)
    check_sheets.check(sheets, beside, found)
    converted = _converted(sheets, name, found)
    if converted is None:
        return Reading(None, found.in_order())
    # pyxform would leave the sheet external_choices to a file of its own.
    choices = rows(sheets.external)
    return _assembled(markup.read(converted.encode("utf-8")), choices, Places(sheets), beside, found)


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") or data[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def _converted(sheets: Layout, name: str, found: Findings) -> str | None:
    """The XForm that pyxform makes. It refuses at the first error, so the survey is searched for the others then."""
    try:
        return xlsform.convert(sheets.book, name.rpartition(".")[0] or name)
    except Flawed as flawed:
        ours = Findings()
        check_survey.check(sheets, ours)
        for finding in (check_survey.located(each, sheets) for each in flawed.findings):
            known = ours.errors_in(finding.sheet, finding.row) if finding.row else ours.broken
            if not known:
                ours.add(finding)
        for finding in ours.in_order():
            found.add(finding)
    return None


def _assembled(
    document: etree._Element, choices: Sequence[Cells], places: Places, beside: Beside, found: Findings
) -> Reading:
    files = external.embed(document, beside, choices, places, found)
    check_document.check_formulas(document, places.of, found)
    if found.broken:
        return Reading(None, found.in_order())
    try:
        # Logs and signatures know one spelling of a text only.
        instrument = from_xform(unicodedata.normalize("NFC", markup.text(document)))
    except Refusal as error:
        found.add(places.refused(error))
        return Reading(None, found.in_order())
    if instrument.form != xform.read(instrument.xform).form:
        found.warning(Flaw.FORM_ID_CHANGED, places.form_id, instrument.form)
    return Reading(instrument, found.in_order(), files)
