"""Putting names to words in a report: from identity cards, for people who said again lately that they want it.

A card is opened when the report is written, never for looking at it, and each opening is told in the log.
"""

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from fieldkit.domain.consent import Use
from fieldkit.domain.figures import Figures
from fieldkit.domain.linting import Kind
from fieldkit.domain.naming import Bar, Candidate, NamedQuote, Naming
from fieldkit.errors import Code, Refusal
from fieldkit.services.cards import Cards
from fieldkit.services.linting import Linting
from fieldkit.services.workspace import Workspace

MAX_NAME = 120
"""Letters of a name that is printed; more is something else."""
_STAYS_SHUT = frozenset({Code.IDENTITY_NOT_FOR_YOU, Code.CONSENT_MISSING})
"""Sealed to others; or there is a card of the same person for a record of which they agree no longer."""
_NameOf = Callable[[Candidate], str]


def unnamed(candidates: Iterable[Candidate]) -> Naming:
    """Nobody is named: who is left out, and why."""
    return _naming(candidates, None)


def previewed(candidates: Iterable[Candidate]) -> Naming:
    """As it would be named, with the person's code where the name will stand."""
    return _naming(candidates, lambda each: each.code)


def named(workspace: Workspace, candidates: Iterable[Candidate], reason: str) -> Naming:
    """With the names that stand on the cards, each opened for this reason.

    Raises Refusal: PROJECT_MISSING, IDENTITY_NOT_OFFICER.
    """
    cards, linting = Cards(workspace), Linting()

    def name_of(candidate: Candidate) -> str:
        try:
            opened = cards.open(candidate.code, Use.REAL_NAME, reason)
        except Refusal as refusal:
            if refusal.code not in _STAYS_SHUT:
                raise
            return ""
        words = (each.words for each in opened if each.row.record == candidate.record and not each.row.doubtful)
        name = next(words, "")
        told = {span.kind for span in linting.scan(name)} - {Kind.PERSON_NAME}
        return "" if told or len(name) > MAX_NAME or not name.isprintable() else name

    return _naming(candidates, name_of)


def without_twins(figures: Figures, naming: Naming) -> Figures:
    """The figures without those quotations that stand under a name already."""
    twins = Counter((quote.month, quote.text) for quote in naming.quotes)
    left = []
    for quote in figures.quotes:
        key = (quote.month, quote.text)
        if twins[key]:
            twins[key] -= 1
        else:
            left.append(quote)
    return msgspec.structs.replace(figures, quotes=tuple(left))


def _naming(candidates: Iterable[Candidate], name_of: _NameOf | None) -> Naming:
    bars: Counter[Bar | None] = Counter()
    quotes, records = [], []
    for each in candidates:
        name = name_of(each) if name_of is not None and each.bar is None else ""
        if name:
            quotes += [NamedQuote(name=name, month=each.month, text=text) for text in each.words]
            records.append(each.record)
        else:
            bars[Bar.NO_CARD if each.bar is None and name_of is not None else each.bar] += 1
    return Naming(
        quotes=tuple(quotes),
        to_ask=bars[Bar.TO_ASK],
        unasked=bars[None],
        barred=bars.total() - bars[Bar.TO_ASK] - bars[None],
        records=tuple(records),
    )
