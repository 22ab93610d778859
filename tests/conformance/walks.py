"""Generated scripts: random answers that a person could give, taken from what the form offers at each moment."""

import random
from collections.abc import Callable

from fieldkit.clock import SystemClock
from fieldkit.domain.forms import Instrument, Kind, NodeState
from fieldkit.errors import Refusal
from fieldkit.instruments.running import AddRepeatStep, LanguageStep, RemoveRepeatStep, SetStep, Step, take
from fieldkit.instruments.session import load

_TEXTS = (
    "a",
    "b",
    "abc",
    "a b",
    "ABC",
    "12",
    "0",
    "-1",
    "3.5",
    "true",
    "false",
    "Жук",
    "x@y.org",
    "2024-02-29",
    "A-17",
)
_DATES = ("2024-02-29", "2023-12-30", "1970-01-01", "1969-12-31", "2026-01-15", "2000-06-30")
_TIMES = ("08:30:00.000", "23:59:59", "00:00:00", "14:05:09.250")
_MOMENTS = ("2024-02-29T10:00:00.000+00:00", "1999-12-31T23:59:59.000+06:00", "2026-01-15T08:30:00.000Z")
_POINTS = ("42.87 74.59", "42.87 74.59 760 5", "-33.9 18.4 0 0", "10 20")
_TRACES = ("42.87 74.59; 42.9 74.6", "1 1 0 0; 1 2 0 0; 2 2 0 0")
_SHAPES = ("1 1; 1 2; 2 2; 1 1", "42.87 74.59; 42.9 74.6; 42.8 74.7; 42.87 74.59")
_CLEARED = 0.15


def walk(instrument: Instrument, seed: int, length: int) -> tuple[Step, ...]:
    """A script of `length` steps at most; the same for the same seed."""
    chance = random.Random(seed)
    session = load(instrument, clock=SystemClock())
    steps: list[Step] = []
    for _ in range(length):
        nodes = session.nodes()
        step = _step(chance, nodes, instrument.languages)
        if step is None:
            break
        try:
            take(session, step)
        except Refusal:
            continue  # a random text need not be possible here, as a constraint of the type may say
        steps.append(step)
    return tuple(steps)


def _step(chance: random.Random, nodes: tuple[NodeState, ...], languages: tuple[str, ...]) -> Step | None:
    if languages and chance.random() < 0.05:
        return LanguageStep(chance.choice(languages))
    repeats = [node for node in nodes if node.kind is Kind.REPEAT and not node.readonly and node.relevant]
    if repeats and chance.random() < 0.25:
        repeat = chance.choice(repeats)
        if repeat.count and (repeat.count > 3 or chance.random() < 0.4):
            return RemoveRepeatStep(repeat.ref, chance.randrange(repeat.count))
        return AddRepeatStep(repeat.ref)
    open_now = [node for node in nodes if node.kind in _ANSWERS and not node.readonly and node.relevant]
    if not open_now:
        return None
    node = chance.choice(open_now)
    value = "" if chance.random() < _CLEARED else _ANSWERS[node.kind](chance, node)
    return SetStep(node.ref, value)


def _one(chance: random.Random, node: NodeState) -> str:
    return chance.choice(node.choices).value if node.choices else ""


def _several(chance: random.Random, node: NodeState) -> str:
    choices = [choice.value for choice in node.choices or ()]
    return " ".join(chance.sample(choices, chance.randint(0, len(choices))))


def _all(chance: random.Random, node: NodeState) -> str:
    choices = [choice.value for choice in node.choices or ()]
    return " ".join(chance.sample(choices, len(choices)))


def _from(texts: tuple[str, ...]) -> Callable[[random.Random, NodeState], str]:
    return lambda chance, _: chance.choice(texts)


_ANSWERS: dict[Kind, Callable[[random.Random, NodeState], str]] = {
    Kind.TEXT: _from(_TEXTS),
    Kind.BARCODE: _from(_TEXTS),
    Kind.INTEGER: lambda chance, _: str(chance.choice((0, 1, 2, 3, 4, 5, 7, 12, 17, 18, 30, -1))),
    Kind.DECIMAL: lambda chance, _: chance.choice(("0", "1", "2.5", "-0.75", "10.10", "1000", "0.01", "36.6")),
    Kind.RANGE: lambda chance, _: str(chance.randint(0, 10)),
    Kind.DATE: _from(_DATES),
    Kind.TIME: _from(_TIMES),
    Kind.DATETIME: _from(_MOMENTS),
    Kind.GEOPOINT: _from(_POINTS),
    Kind.GEOTRACE: _from(_TRACES),
    Kind.GEOSHAPE: _from(_SHAPES),
    Kind.SELECT_ONE: _one,
    Kind.SELECT_MULTIPLE: _several,
    Kind.RANK: _all,
    Kind.ACKNOWLEDGE: lambda _chance, _node: "OK",
}
