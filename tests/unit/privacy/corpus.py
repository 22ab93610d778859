"""The labelled lines of tests/data/linter, and how well marks fit them."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fieldkit.domain.linting import Kind, Span

FOLDER = Path(__file__).resolve().parents[2] / "data" / "linter"
CONTACTS_AND_NUMBERS = (
    Kind.PHONE, Kind.EMAIL, Kind.HANDLE, Kind.KZ_IIN, Kind.KG_PIN, Kind.UZ_PINFL, Kind.PASSPORT, Kind.PLATE, Kind.CARD,
)  # fmt: skip
_COVERED = 0.8
"""Share of a labelled span that marks of its class must cover."""
_INSIDE = 0.5
"""Share of a mark that must lie in labelled spans of its class."""


@dataclass(frozen=True)
class Line:
    """A text with what is to be found in it."""

    name: str
    text: str
    spans: tuple[Span, ...]


@dataclass
class Score:
    """Counts of one class."""

    labelled: int = 0
    found: int = 0
    marked: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.labelled + other.labelled,
            self.found + other.found,
            self.marked + other.marked,
            self.right + other.right,
        )


def read(half: str) -> list[Line]:
    """`tuning` or `held_out`."""
    rows = map(json.loads, (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Line(
            row["id"],
            row["text"],
            tuple(Span(span["start"], span["end"], Kind(span["class"])) for span in row["spans"]),
        )
        for row in rows
    ]


def rows() -> list[dict[str, object]]:
    """Both halves as they are kept, with the language of each line."""
    files = (FOLDER / f"{half}.jsonl" for half in ("tuning", "held_out"))
    return [json.loads(row) for file in files for row in file.read_text(encoding="utf-8").splitlines()]


def measure(lines: Iterable[Line], scan: Callable[[str], tuple[Span, ...]]) -> dict[Kind, Score]:
    """Recall and precision by class."""
    scores = {kind: Score() for kind in Kind}
    for line in lines:
        marks = scan(line.text)
        for one, others, all_, good, bad, share in (
            (line.spans, marks, "labelled", "found", "missed", _COVERED),
            (marks, line.spans, "marked", "right", "wrong", _INSIDE),
        ):
            for span in one:
                score = scores[span.kind]
                setattr(score, all_, getattr(score, all_) + 1)
                if _shared(span, others) >= share * (span.end - span.start):
                    setattr(score, good, getattr(score, good) + 1)
                else:
                    part = line.text[span.start : span.end]
                    getattr(score, bad).append(f"{line.name} {part!r} in {line.text!r}")
    return scores


def total(scores: dict[Kind, Score], kinds: Iterable[Kind] = Kind) -> Score:
    """Several classes together."""
    return sum((scores[kind] for kind in kinds), Score())


def _shared(span: Span, others: Iterable[Span]) -> int:
    lengths = Counter(
        {other: min(span.end, other.end) - max(span.start, other.start) for other in others if other.kind is span.kind}
    )
    return sum(length for length in lengths.values() if length > 0)
