"""The linter on the held-out half of its corpus, class by class, and its time for a long narrative.

Recall: labelled spans that marks of their class cover by four fifths. Precision: marks that lie at least half in labelled
spans of their class. Times are processor time of this process.
"""

import time
from collections.abc import Iterator

from fieldkit.domain.linting import Kind, Span
from fieldkit.privacy import model
from fieldkit.privacy.scanning import scan
from tests.bench.measure import Result
from tests.unit.privacy import corpus

_NARRATIVE = 5000
_ROUNDS = 20
_WHOLE = 366_000
"""Characters of the longest text that the linter was made for: the transcripts of a whole campaign in one file."""


def main() -> Iterator[Result]:
    """Rules alone, then with the model where it is installed."""
    lines = corpus.read("held_out")
    yield from _table("rules", corpus.measure(lines, scan), names=0.75)
    if model.available():
        finder = model.load()

        def both(text: str) -> tuple[Span, ...]:
            return scan(text, finder)

        yield from _table("with model", corpus.measure(lines, both), names=0.90)
    texts = "\n".join(line.text for line in corpus.read("tuning"))
    if model.available():
        whole = (texts * (_WHOLE // len(texts) + 1))[:_WHOLE]
        start = time.process_time()
        scan(whole, model.load())
        yield Result(f"{_WHOLE} characters, with model", time.process_time() - start, "s", most=60)
    pieces = [texts[start : start + _NARRATIVE] for start in range(0, _ROUNDS * _NARRATIVE, _NARRATIVE)]
    scan(pieces[0])
    start = time.process_time()
    for piece in pieces:
        scan(piece)
    spent = (time.process_time() - start) / len(pieces) * 1000
    yield Result(f"{_NARRATIVE} characters, rules", spent, "ms", most=50)


def _table(how: str, scores: dict[Kind, corpus.Score], *, names: float) -> Iterator[Result]:
    for kind, score in scores.items():
        least = 0.95 if kind in corpus.CONTACTS_AND_NUMBERS else None
        if kind is Kind.PERSON_NAME:
            least = names
        note = f"{score.found} of {score.labelled}"
        yield Result(f"{how}: recall of {kind.value}", score.recall, "", least=least, note=note)
        note = f"{score.right} of {score.marked}"
        yield Result(f"{how}: precision of {kind.value}", score.precision, "", least=0.85, note=note)
    together = corpus.total(scores, corpus.CONTACTS_AND_NUMBERS)
    yield Result(f"{how}: recall of numbers and contacts", together.recall, "", least=0.95)
    yield Result(f"{how}: precision of all", corpus.total(scores).precision, "", least=0.85)
