"""Versions of a record that do not touch, joined as their form would have it: on every device to the same answers."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from fieldkit import canonical
from fieldkit.clock import StillClock
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Instrument, Kind
from fieldkit.domain.merging import merge
from fieldkit.errors import Refusal


def merge_by_form(instrument: Instrument, base: Answers, versions: Sequence[Answers], at: str) -> Answers | None:
    """The joined answers with everything that the form computes, as of the claimed time `at`.

    None where a person has to decide: answers clash, or the form would not have the joined answers, because one
    version makes a question irrelevant that another answers, or a constraint fails.
    """
    computed = computed_by(instrument)
    merged = merge(base, versions, computed)
    if merged.clashes:
        return None
    from fieldkit.instruments.session import load  # noqa: PLC0415  unlocking needs no engine, and this is rare

    try:
        session = load(instrument, clock=_still(at, (base, *versions)), answers=merged.answers)
        whole = session.answers()
        sound = not session.problems()
    except (Refusal, ValueError):  # another form, or a moment that no calendar has
        return None
    return whole if sound and _given(whole, computed) == _given(merged.answers, computed) else None


def computed_by(instrument: Instrument) -> frozenset[str]:
    """Paths of questions that nobody answers: calculations and metadata."""
    return frozenset(question.path for question in instrument.questions if question.kind is Kind.HIDDEN)


def _given(answers: Answers, computed: frozenset[str]) -> dict[str, str]:
    """What people answered."""
    return {item.ref: item.value for item in answers.items if item.path not in computed}


def _still(at: str, versions: Sequence[Answers]) -> StillClock:
    """Now and chance are those of the versions, not of the device that joins them."""
    seed = hashlib.sha256(b"".join(sorted(canonical.encode(version) for version in versions))).digest()
    return StillClock(datetime.fromisoformat(at), seed)
