"""How likely two records tell of the same event: agreement weighed by how rare the shared answers are.

Fellegi and Sunter, A Theory for Record Linkage, JASA 1969, with weights from the frequencies of values: a shared day at
a busy post says little, a shared odd amount much. The outcome is a proposal; nothing is ever merged because of it.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from fieldkit.domain.facts import RecordFacts

Closeness = Callable[[str, str], float]
"""How alike two texts are, from 0 to 1, whatever their spelling and letters."""

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("record.date",),
    ("record.site",),
    ("payment.amount_low", "payment.amount_high", "payment.amount_total", "work.wage_owed"),
    ("payment.purpose", "payment.payee", "encounter.actor", "incident.type", "custody.place_type"),
    ("person.age_band",),
    ("person.sex",),
    ("person.citizenship", "person.ethnicity"),
)
"""Fact roles that are compared for equal values. Those of one group say much the same: the most telling one counts."""
AGREEING = frozenset(role for group in _GROUPS for role in group)
_CONTRADICTING: Mapping[str, float] = {"person.sex": 5.0, "person.age_band": 2.0, "person.citizenship": 3.0}
"""Bits that different values of the same person take away."""
_TELLING = ("text.narrative", "text.quote", "text.note")
_SHORTEST = 24
"""Letters below which a text tells nothing: `the same`, `nothing seen`."""
_ALIKE, _VERY_ALIKE = 0.72, 0.86
_ALIKE_BITS, _VERY_ALIKE_BITS = 5.0, 10.0
_SURPLUS = 4.0
"""Bits beyond the chance of a match among all records: fewer than one false proposal for about sixteen records."""


class Likely(msgspec.Struct, frozen=True, kw_only=True):
    """A record that may tell the same, and what speaks for it."""

    record: str
    bits: float
    shared: tuple[str, ...]
    """Fact roles with equal values, the most telling first; `text` where texts are alike."""


def likely(
    one: RecordFacts, others: Iterable[RecordFacts], closeness: Closeness, *, limit: int = 5
) -> tuple[Likely, ...]:
    """Records that may tell the same as `one`, the likeliest first.

    Args:
        one: the record in question.
        others: all records of the project, `one` may be among them; read once.
        closeness: compares texts.
        limit: at most so many.
    """
    held = tuple((record, _values(record)) for record in others if record.record != one.record and record.facts)
    total = len(held) + 1
    mine = _values(one)
    counts = Counter[tuple[str, str]]()
    for _record, told in held:
        counts.update((role, value) for role, values in told.items() for value in values & mine.get(role, set()))
    needed = math.log2(total) + _SURPLUS
    found = (_compare(one, mine, record, told, counts, total, closeness) for record, told in held)
    enough = sorted((each for each in found if each.bits >= needed), key=lambda each: (-each.bits, each.record))
    return tuple(enough[:limit])


def _compare(
    one: RecordFacts,
    mine: Mapping[str, set[str]],
    other: RecordFacts,
    theirs: Mapping[str, set[str]],
    counts: Mapping[tuple[str, str], int],
    total: int,
    closeness: Closeness,
) -> Likely:
    weights: dict[str, float] = {}
    for group in _GROUPS:
        shared = {
            role: max(math.log2(total / (counts[role, value] + 1)) for value in values)
            for role in group
            if (values := mine.get(role, set()) & theirs.get(role, set()))
        }
        if shared:
            best = max(shared, key=lambda role: (shared[role], role))
            weights[best] = shared[best]
    against = sum(bits for role, bits in _CONTRADICTING.items() if _contradict(mine.get(role), theirs.get(role)))
    bits = sum(weights.values()) - against
    if bits > 0:  # texts are compared only where something else agrees: that takes time
        alike = max((closeness(a, b) for a in _texts(one) for b in _texts(other)), default=0.0)
        if alike >= _ALIKE:
            weights["text"] = _VERY_ALIKE_BITS if alike >= _VERY_ALIKE else _ALIKE_BITS
            bits += weights["text"]
    shared_roles = sorted(weights, key=lambda role: (-weights[role], role))
    return Likely(record=other.record, bits=bits, shared=tuple(shared_roles))


def _values(record: RecordFacts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in record.facts:
        if fact.role in AGREEING and fact.value:
            found.setdefault(fact.role, set()).add(fact.value)
    return found


def _contradict(mine: set[str] | None, theirs: set[str] | None) -> bool:
    return bool(mine) and bool(theirs) and not (mine or set()) & (theirs or set())


def _texts(record: RecordFacts) -> tuple[str, ...]:
    return tuple(fact.value for fact in record.facts if fact.role in _TELLING and len(fact.value) >= _SHORTEST)
