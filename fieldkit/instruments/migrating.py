"""A record moved to another version of its form: what is carried, what is lost, what is asked, tried on the engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from fieldkit.clock import Clock
from fieldkit.domain.answers import Answer, Answers, path_of
from fieldkit.domain.forms import Instrument, NodeState, Problem
from fieldkit.domain.migration import Carried, Loss, Lost
from fieldkit.domain.reference import Reference
from fieldkit.instruments import xform
from fieldkit.instruments.carrying import Carrier, pairs
from fieldkit.instruments.session import FormSession, load


@dataclass(frozen=True, slots=True)
class Migrated:
    """The answers as the other version holds them."""

    answers: Answers
    typed: tuple[Answer, ...]
    lost: tuple[Lost, ...]
    """In the order of the old answers; the refs are theirs."""
    added: tuple[NodeState, ...]
    """Questions that the old version did not ask, that are asked now and have no answer."""
    problems: tuple[Problem, ...]
    """What stands in the way of submitting."""


def migrate(
    older: Instrument,
    newer: Instrument,
    answers: Answers,
    *,
    clock: Clock,
    typed: tuple[Answer, ...] = (),
    language: str = "",
    reference: Reference | None = None,
) -> Migrated:
    """Move answers from one version of a form to another. Pure but for the clock.

    Args:
        older: the version that was answered.
        newer: the version to move to; it may be an older one as well.
        answers: of a draft or a revision.
        clock: for forms that ask for the time.
        typed: words of a draft that are no answers yet.
        language: form language of labels; the default one if empty.
        reference: sites and code lists of the project.
    """
    zone = clock.now().tzinfo or UTC
    carrier = Carrier(xform.read(older.xform), xform.read(newer.xform), newer.xform, zone, reference)
    carried = carrier.carry(answers, typed)
    session = load(newer, clock=clock, answers=carried.answers, language=language, strict=False, reference=reference)
    order = {item.ref: place for place, item in enumerate((*answers.items, *typed))}
    refused = _refused(session, carried, carrier)
    lost = sorted((*carried.lost, *refused), key=lambda each: order[each.ref])
    new = set(carrier.added())
    return Migrated(
        answers=session.draft(),
        typed=carried.typed,
        lost=tuple(lost),
        added=tuple(node for node in session.nodes() if path_of(node.ref) in new and node.relevant and not node.value),
        problems=session.problems(),
    )


def same_questions(older: Instrument, newer: Instrument) -> dict[str, str]:
    """Path of a question or repeat in one version -> its path in the other, where the other has it too."""
    return dict(pairs(xform.read(older.xform), xform.read(newer.xform)))


def _refused(session: FormSession, carried: Carried, carrier: Carrier) -> Iterator[Lost]:
    """Answers that the engine let go: those of passes beyond a counted repeat, or what the form changed by itself."""
    held = {item.ref: item.value for item in session.draft().items}
    origins = dict(carried.origins)
    for item in carried.answers.items:
        # What nobody is asked the form works out anew.
        if carrier.asks(item.path) and held.get(item.ref) != item.value:
            yield Lost(ref=origins[item.ref], value=item.value, why=Loss.PLACE)
