"""Evaluating a form without storing anything: what `form run` prints, for scripts and to compare with ODK's engine."""

from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from fieldkit.clock import Clock
from fieldkit.domain.forms import Instrument, Kind, NodeState, Session
from fieldkit.instruments.session import load


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
    return result(filled(instrument, steps, clock))


def filled(instrument: Instrument, steps: tuple[Step, ...], clock: Clock) -> Session:
    """A new filling after all steps. Raises Refusal like the methods of `Session`."""
    session = load(instrument, clock=clock, exact=True)
    for step in steps:
        take(session, step)
    return session


def result(session: Session) -> RunResult:
    """How the nodes of a filling stand now."""
    return RunResult(languages=session.instrument.languages, nodes=shown(session))


def shown(session: Session) -> tuple[NodeState, ...]:
    """The nodes as expressions and the submission see them: what is irrelevant is empty."""
    return tuple(
        state if state.relevant or not state.value else msgspec.structs.replace(state, value="")
        for state in session.nodes()
        if state.kind is not Kind.REPEAT
    )


def take(session: Session, step: Step) -> None:
    """One step. Raises Refusal like the methods of `Session`."""
    match step:
        case SetStep(ref, value):
            session.set(ref, value)
        case AddRepeatStep(ref):
            session.add_repeat(ref)
        case RemoveRepeatStep(ref, index):
            session.remove_repeat(ref, index)
        case LanguageStep(name):
            session.set_language(name)
