"""Figures of 10,000 records against decoding them from JSON; the summary report against as many bare pages."""

import io
import random
from collections.abc import Iterator
from datetime import date

import msgspec
from reportlab.pdfgen.canvas import Canvas

from fieldkit import i18n
from fieldkit.domain.facts import Fact, RecordFacts
from fieldkit.domain.query import Level, Query
from fieldkit.domain.statistics import compute
from fieldkit.reports import summary
from fieldkit.services import reference
from tests.bench.measure import Result, ratio
from tests.unit.statistics.sample import demo

RECORDS = 10_000
ROUNDS = 5


def main() -> Iterator[Result]:
    """Internal and public figures, then the report of the public ones."""
    records, codes = _records(), reference.load()
    encoded = msgspec.json.encode(records)
    decoder = msgspec.json.Decoder(list[RecordFacts])
    for level in (Level.INTERNAL, Level.PUBLIC):
        query = Query(level=level)
        yield ratio(
            f"figures of {RECORDS} records, {level.value}, over decoding",
            lambda query=query: compute(records, codes, query),
            lambda: decoder.decode(encoded),
            most=12,
            rounds=ROUNDS,
        )
    content = summary.Content(
        figures=compute(records, codes, Query(level=Level.PUBLIC)),
        reference=codes,
        language=i18n.load("en"),
        as_of=date(2026, 1, 5),
    )
    pages = summary.make(content).pages
    yield ratio(
        f"report of {pages} pages over bare pages",
        lambda: summary.make(content),
        lambda: _bare(pages),
        most=60,
        rounds=ROUNDS,
    )


def _records() -> list[RecordFacts]:
    """The demo records again and again at random sites."""
    chance, samples, sites = random.Random(1), demo(), list(reference.load().sites)

    def moved(fact: Fact) -> Fact:
        return Fact(fact.role, fact.row, chance.choice(sites)) if fact.role == "record.site" else fact

    return [
        msgspec.structs.replace(each, record=f"R{number:05d}", facts=tuple(moved(fact) for fact in each.facts))
        for number in range(RECORDS)
        for each in (samples[number % len(samples)],)
    ]


def _bare(pages: int) -> None:
    """As many pages with fifty plain lines each."""
    canvas = Canvas(io.BytesIO(), invariant=1)
    for page in range(pages):
        for line in range(50):
            canvas.drawString(60, 800 - 14 * line, f"{page} {line} plain words of a line on a page")
        canvas.showPage()
    canvas.save()
