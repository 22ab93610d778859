"""What taking bundles in does to each record: the receipts that a person reads before and after an import."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from fieldkit.domain.listing import RecordRow
from fieldkit.domain.records import State
from fieldkit.services.workspace import Workspace


class What(StrEnum):
    """What came about a record, the weightiest first."""

    NEW = "new"
    """It was not known here before."""
    UPDATED = "updated"
    """It was known; something about it came."""
    IDENTICAL = "identical"
    """All that came about it was here already."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One record of an import. What it shows of the content is what lists of records show."""

    record: str
    what: What
    conflict: bool = False
    """Whether versions contradict one another since this import."""
    withdrawn: bool = False
    """Whether consent for the whole of it is withdrawn, by now."""
    author: str = ""
    form: str = ""
    site: str = ""
    happened: str = ""
    title: str = ""
    """Title of the questionnaire; filled by `named`, as the name of the site is."""
    place: str = ""


_WEIGHTS = {what: weight for weight, what in enumerate(What)}


def told(record: str, row: RecordRow | None, what: What, *, conflict: bool) -> Outcome:
    """The outcome of a record that one bundle speaks of, and whose row is this now."""
    if row is None:
        return Outcome(record=record, what=what, conflict=conflict)
    shown = {"author": row.author, "form": row.form, "site": row.site, "happened": row.happened}
    withdrawn = row.state == State.WITHDRAWN.value
    return Outcome(record=record, what=what, conflict=conflict, withdrawn=withdrawn, **shown)


def joined(bundles: Iterable[tuple[Outcome, ...]]) -> tuple[Outcome, ...]:
    """One outcome per record of all bundles: conflicts first, then the weightier ones, of each author together."""
    last: dict[str, Outcome] = {}
    for outcomes in bundles:
        for each in outcomes:
            before = last.get(each.record)
            last[each.record] = each if before is None else _after(before, each)
    return tuple(sorted(last.values(), key=_place))


def named(workspace: Workspace, outcomes: tuple[Outcome, ...], language: str) -> tuple[Outcome, ...]:
    """The same with questionnaires and sites in words; a questionnaire that is not known here keeps its id."""
    forms = {form: workspace.store.instruments.get(form) for form in {each.form for each in outcomes if each.form}}
    titles = {form: instrument.title if instrument else form for form, instrument in forms.items()}
    sites = {each.site for each in outcomes if each.site}
    places = {site: workspace.reference.site_label(site, language) for site in sites}
    return tuple(
        msgspec.structs.replace(each, title=titles.get(each.form, ""), place=places.get(each.site, ""))
        for each in outcomes
    )


def _after(before: Outcome, each: Outcome) -> Outcome:
    """What two bundles did to a record one after the other; one that brought nothing ends no conflict."""
    conflict = before.conflict if each.what is What.IDENTICAL else each.conflict
    return msgspec.structs.replace(each, what=min(before.what, each.what, key=_WEIGHTS.__getitem__), conflict=conflict)


def _place(each: Outcome) -> tuple[bool, int, str, str, str]:
    return (not each.conflict, _WEIGHTS[each.what], each.author, each.happened, each.record)
