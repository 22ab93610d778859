"""Running a form without storing anything."""

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.running import AddRepeatStep, LanguageStep, RemoveRepeatStep, RunResult, SetStep, Step, run
from tests.unit.instruments.forms import instrument

SURVEY = """
| type         | name  | label::English (en) | label::Русский (ru) |
| begin_repeat | pay   | Payment             | Платёж              |
| integer      | sum   | Amount              | Сумма               |
| end_repeat   |       |                     |                     |
"""


def ran(*steps: Step) -> RunResult:
    return run(instrument(SURVEY), steps, SteppingClock())


def test_steps_are_taken_in_their_order() -> None:
    result = ran(
        SetStep("/small/pay/sum", "1"),
        AddRepeatStep("/small/pay"),
        SetStep("/small/pay[2]/sum", "2"),
        RemoveRepeatStep("/small/pay", 0),
        LanguageStep("Русский (ru)"),
    )
    assert result.languages == ("English (en)", "Русский (ru)")
    found = [(state.ref, state.kind, state.label, state.value) for state in result.nodes if "meta" not in state.ref]
    assert found == [
        ("/small/pay", Kind.INSTANCE, "Платёж", ""),
        ("/small/pay/sum", Kind.INTEGER, "Сумма", "2"),
    ]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (SetStep("/small/none", "1"), Code.ANSWER_UNKNOWN_QUESTION),
        (SetStep("/small/pay/sum", "x"), Code.ANSWER_WRONG_TYPE),
        (AddRepeatStep("/small/none"), Code.ANSWER_UNKNOWN_QUESTION),
        (RemoveRepeatStep("/small/pay", 1), Code.ANSWER_UNKNOWN_QUESTION),
        (LanguageStep("Français (fr)"), Code.FORM_LANGUAGE_UNKNOWN),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(step: Step, code: Code) -> None:
    with pytest.raises(Refusal) as caught:
        ran(step)
    assert caught.value.code is code
