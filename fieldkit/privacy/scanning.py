"""The linter as one function: what in a text gives people away."""

from collections.abc import Callable, Iterable

from fieldkit.domain.linting import Span, without_overlaps
from fieldkit.privacy import contacts, dates, documents, names, numbers, places, plates, spelled, workplaces
from fieldkit.privacy.found import Found
from fieldkit.privacy.seeing import seen

NameFinder = Callable[[str], Iterable[Found]]
"""Finds names in a text as a reader sees it; the extra `fieldkit[names]` brings another one."""
_RULES: tuple[NameFinder, ...] = (
    numbers.find,
    spelled.find,
    contacts.find,
    documents.find,
    plates.find,
    dates.find,
    places.find,
    workplaces.find,
    names.find,
)


def scan(text: str, more: NameFinder | None = None) -> tuple[Span, ...]:
    """What gives people away in `text`, in its order and without overlaps.

    Args:
        text: any text.
        more: finds names beside the rules.
    """
    view = seen(text)
    spans: set[Span] = set()
    for rule in (*_RULES, *([more] if more else [])):
        for found in rule(view.text):
            start, end = view.origin(found.start, found.end)
            spans.add(Span(start, end, found.kind))
    return without_overlaps(tuple(spans))
