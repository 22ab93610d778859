"""Evaluating a form without storing anything: what `form run` prints, for scripts and to compare with ODK's engine."""

from dataclasses import dataclass
from typing import TypeAlias

from fieldkit.clock import Clock
from fieldkit.domain.forms import Instrument, Kind, NodeState
from fieldkit.instruments.session import FormSession, load


@dataclass(frozen=True, slots=True)
class SetStep:
    """Answer a question."""

    ref: str
    value: str


@dataclass(frozen=True, slots=True)
class AddRepeatStep:
    """Add an instance to a repeat."""

    ref: str


@dataclass(frozen=True, slots=True)
class RemoveRepeatStep:
    """Remove an instance, counted from 0."""

    ref: str
    index: int


@dataclass(frozen=True, slots=True)
class LanguageStep:
    """Switch to a form language."""

    name: str


Step: TypeAlias = SetStep | AddRepeatStep | RemoveRepeatStep | LanguageStep


@dataclass(frozen=True, slots=True)
class RunResult:
    """Languages of the form and its nodes after all steps; repeats as a whole are left out, as ODK's engine does."""

    languages: tuple[str, ...]
    nodes: tuple[NodeState, ...]


def run(instrument: Instrument, steps: tuple[Step, ...], clock: Clock) -> RunResult:
    """Take the steps one by one on a new filling. Raises Refusal like the methods of `Session`."""
    session = load(instrument, clock=clock)
    for step in steps:
        _take(session, step)
    nodes = tuple(state for state in session.nodes() if state.kind is not Kind.REPEAT)
    return RunResult(languages=instrument.languages, nodes=nodes)


def _take(session: FormSession, step: Step) -> None:
    match step:
        case SetStep(ref, value):
            session.set(ref, value)
        case AddRepeatStep(ref):
            session.add_repeat(ref)
        case RemoveRepeatStep(ref, index):
            session.remove_repeat(ref, index)
        case LanguageStep(name):
            session.set_language(name)
