"""What can give a person away in free text: the classes that the linter knows, and the places where it found them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Classes of what gives away, named as scripts see them. Of two equally long finds the earlier class is kept."""

    KZ_IIN = "kz_iin"
    KG_PIN = "kg_pin"
    UZ_PINFL = "uz_pinfl"
    CARD = "card"
    EMAIL = "email"
    HANDLE = "handle"
    PHONE = "phone"
    PASSPORT = "passport"
    PLATE = "plate"
    EXACT_DATE = "exact_date"
    ADDRESS = "address"
    SCHOOL_OR_WORKPLACE = "school_or_workplace"
    PERSON_NAME = "person_name"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that gives somebody away, and what may stand there instead, the best first."""

    start: int
    end: int
    kind: Kind
    words: str
    """What stands there now."""
    proposals: tuple[str, ...]


class LetStand:
    """Words that somebody looked at and said that they give nobody away."""

    def __init__(self) -> None:
        self._words: set[tuple[Kind, str]] = set()

    def add(self, mark: Mark) -> None:
        """These words may stand, wherever they are."""
        self._words.add((mark.kind, mark.words))

    def without(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        """The marks that are left."""
        return tuple(mark for mark in marks if (mark.kind, mark.words) not in self._words)


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a text, in code points of the text as it was given; `end` is behind it."""

    start: int
    end: int
    kind: Kind


def without_overlaps(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in the order of the text. Where several meet the longest stays; of equally long ones the earlier class."""
    taken: list[Span] = []
    beaten = sorted(spans, key=lambda span: (span.start - span.end, _RANK[span.kind], span.start))
    covered = bytearray(max((span.end for span in spans), default=0))
    for span in beaten:
        if span.start < span.end and not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
            taken.append(span)
    return tuple(sorted(taken))
