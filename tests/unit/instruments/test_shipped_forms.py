"""The shipped questionnaires on the engine: they load, answer quickly, and random fillings survive being saved."""

import time
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Instrument, Kind, NodeState, Session
from fieldkit.instruments import shipped
from fieldkit.instruments.reading import read_form
from fieldkit.instruments.session import load

QUESTIONS = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.TIME, Kind.TEXT)
OTHERS = {
    Kind.INTEGER: ("0", "3", "-1", "99999"),
    Kind.DECIMAL: ("0.5", "100"),
    Kind.DATE: ("2025-05-01", "2031-01-01"),
    Kind.TIME: ("10:00",),
    Kind.TEXT: ("fictional",),
}


@cache
def questionnaire(form_id: str) -> Instrument:
    return read_form(shipped.xform(form_id), f"{form_id}.xml")


def possible(state: NodeState) -> tuple[str, ...]:
    if state.choices is None:
        return ("", *OTHERS[state.kind])
    codes = [choice.value for choice in state.choices]
    return ("", *codes, " ".join(codes[:2])) if state.kind is Kind.SELECT_MULTIPLE else ("", *codes)


def best(run: int, form_id: str) -> float:
    """Seconds of the fastest of several loadings: what the machine can do when it does nothing else."""
    times = []
    for _ in range(run):
        start = time.perf_counter()
        load(questionnaire(form_id), clock=SteppingClock()).nodes()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("form_id", shipped.shipped_ids())
def test_it_loads_in_every_language_with_texts_everywhere(form_id: str) -> None:
    form = load(questionnaire(form_id), clock=SteppingClock())
    assert {name[-4:] for name in form.instrument.languages} == {"(en)", "(ru)", "(ky)", "(kk)"}
    for language in form.instrument.languages:
        form.set_language(language)
        asked = [state for state in form.nodes() if state.kind in QUESTIONS]
        assert all(state.label for state in asked)
        assert all(choice.label for state in asked for choice in state.choices or ())
    assert form.problems()
    assert best(5, form_id) < 0.15


@pytest.mark.parametrize("form_id", shipped.shipped_ids())
def test_an_answer_takes_no_time_that_a_person_feels(form_id: str) -> None:
    form = load(questionnaire(form_id), clock=SteppingClock())
    times = []
    for state in form.nodes():
        if state.kind in QUESTIONS and not state.readonly and len(possible(state)) > 1:
            start = time.perf_counter()
            form.set(state.ref, possible(state)[1])
            times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.005


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(shipped.shipped_ids()),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), max_size=40),
)
def test_random_fillings_equal_a_form_loaded_from_what_was_saved(form_id: str, steps: list[tuple[int, int]]) -> None:
    form = load(questionnaire(form_id), clock=SteppingClock())
    for first, second in steps:
        _answer(form, first, second)
    again = load(questionnaire(form_id), clock=SteppingClock(), answers=form.draft())
    assert again.nodes() == form.nodes()
    assert again.answers() == form.answers()
    relevant = {state.ref for state in form.nodes() if state.relevant}
    assert {item.ref for item in form.answers().items} <= relevant


def _answer(form: Session, first: int, second: int) -> None:
    """One answer or repeat step, among what is shown: a random walk through the form as a person would see it."""
    states = [state for state in form.nodes() if state.relevant and not state.readonly]
    steps = [state for state in states if state.kind in QUESTIONS or state.kind is Kind.REPEAT]
    state = steps[first % len(steps)]
    if state.kind is not Kind.REPEAT:
        form.set(state.ref, possible(state)[second % len(possible(state))])
    elif second % 3 and state.count < 3:
        form.add_repeat(state.ref)
    elif state.count:
        form.remove_repeat(state.ref, second % state.count)
