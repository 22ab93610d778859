"""An XForm document to an instrument: the engine must be able to run it before any vault takes it."""

import csv
import hashlib
import re
from functools import cache

from fieldkit import paths
from fieldkit.domain.forms import Instrument, Kind, Question
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import plan, xform
from fieldkit.instruments.definition import Form, NodeDefinition
from fieldkit.instruments.xlsform import identifier

_FORM_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}\Z")
_LONGEST_VERSION = 64


def from_xform(document: str) -> Instrument:
    """The instrument of an XForm document.

    Raises Refusal: FORM_TOO_LARGE, FORM_NOT_A_FORM, FORM_BROKEN, FORM_EXPRESSION, FORM_CYCLE, FORM_UNKNOWN_ROLE,
    FORM_UNSUPPORTED; with the path of the node where there is one.
    """
    form = xform.read(document)
    plan.of(form)
    if len(form.version) > _LONGEST_VERSION:
        raise Refusal(Code.FORM_BROKEN, place="settings")
    return Instrument(
        form=form_id(form.form),
        version=form.version,
        title=form.title[:500],
        languages=form.languages,
        questions=_questions(form),
        xform=document,
    )


def form_id(written: str) -> str:
    """The id of the instrument: the form's own where it can be one, else as like it as possible and still its own."""
    if _FORM_ID.match(written):
        return written
    mark = hashlib.sha256(written.encode("utf-8")).hexdigest()[:6]
    return f"{identifier(written)[:56] or 'form'}-{mark}"


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
