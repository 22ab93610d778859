"""Files that people hand over, to instruments: XLSForm workbooks through pyxform, XForm documents as they are."""

import csv
import re
from functools import cache

from fieldkit import paths
from fieldkit.domain.forms import Instrument, Kind, Question
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup, plan, xform, xlsform
from fieldkit.instruments.definition import Form, NodeDefinition

LARGEST = markup.LARGEST
"""Bytes of a form file."""

_FORM_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}\Z")


def read_form(data: bytes, name: str) -> Instrument:
    """The instrument in a form file: xlsx, xls, csv, md or XForm XML.

    Args:
        data: content of the file.
        name: its file name; only the ending is looked at.

    Raises Refusal: FORM_TOO_LARGE, FORM_NOT_A_FORM, FORM_BROKEN (sheet and row where known), FORM_EXPRESSION,
    FORM_CYCLE, FORM_UNKNOWN_ROLE, FORM_UNSUPPORTED.
    """
    if len(data) > markup.LARGEST:
        raise Refusal(Code.FORM_TOO_LARGE, limit=markup.LARGEST)
    if not data.strip():
        raise Refusal(Code.FORM_NOT_A_FORM)
    if _looks_like_xml(data):
        # Read once by lxml, so that any declared encoding becomes the one that instruments are kept in.
        return from_xform(markup.text(markup.read(data)))
    return from_xform(xlsform.convert(data, name))


def from_xform(document: str) -> Instrument:
    """The instrument of an XForm document. Raises Refusal like `read_form`."""
    form = xform.read(document)
    plan.of(form)
    if not _FORM_ID.match(form.form) or len(form.version) > 64:
        raise Refusal(Code.FORM_BROKEN, place="settings")
    return Instrument(
        form=form.form,
        version=form.version,
        title=form.title[:500],
        languages=form.languages,
        questions=_questions(form),
        xform=document,
    )


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<?xml", b"<h:html", b"<html")) or data[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def _questions(form: Form) -> tuple[Question, ...]:
    return tuple(_question(node) for node in form.by_path.values() if node is not form.root and _counts(node))


def _counts(node: NodeDefinition) -> bool:
    """Groups say nothing to storage unless they carry a class or role of their own."""
    return node.kind is not Kind.GROUP or bool(node.bind.privacy or node.bind.role)


def _question(node: NodeDefinition) -> Question:
    if node.bind.role and node.bind.role not in fact_roles():
        raise Refusal(Code.FORM_UNKNOWN_ROLE, ref=node.path)
    return Question(path=node.path, kind=node.kind, privacy=node.bind.privacy, role=node.bind.role)


@cache
def fact_roles() -> frozenset[str]:
    """The closed set of fact roles and fact tables."""
    with (paths.resources() / "codelists" / "fact_role.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))
