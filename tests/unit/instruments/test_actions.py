"""Defaults, actions, metadata, and functions that look across the instances of a repeat."""

from datetime import UTC, datetime, timedelta

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Session
from fieldkit.instruments.session import load
from tests.unit.instruments.forms import instrument

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

ACTIONS = """
| type              | name    | label   | default   | calculation                    | trigger    | repeat_count | required |
| start             | start   |         |           |                                |            |              |          |
| end               | end     |         |           |                                |            |              |          |
| today             | today   |         |           |                                |            |              |          |
| deviceid          | device  |         |           |                                |            |              |          |
| text              | fixed   | Fixed   | plain     |                                |            |              |          |
| date              | begun   | Begun   | today()   |                                |            |              |          |
| text              | watched | Watched |           |                                |            |              |          |
| calculate         | changed |         |           | concat(${watched}, '!')        | ${watched} |              |          |
| calculate         | token   |         |           | once(uuid())                   |            |              |          |
| select_one colour | colour  | Colour  |           |                                |            |              |          |
| calculate         | named   |         |           | jr:choice-name(${colour}, '${colour}') |    |              |          |
| begin_repeat      | row     | Row     |           |                                |            |              |          |
| integer           | amount  | Amount  |           |                                |            |              |          |
| date              | on      | On      | today()   |                                |            |              |          |
| calculate         | total   |         |           | ${amount} + coalesce(indexed-repeat(${total}, ${row}, position(..) - 1), 0) | | | |
| calculate         | first   |         |           | indexed-repeat(${amount}, ${row}, 1) |      |              |          |
| end_repeat        |         |         |           |                                |            |              |          |
"""
CHOICES = """
| list_name | name | label::English (en) | label::Русский (ru) |
| colour    | red  | Red                 | Красный             |
"""


def opened(step: timedelta = timedelta()) -> Session:
    form = instrument(ACTIONS, CHOICES, "instance_name=concat(${fixed}, ' ', ${watched})")
    return load(form, clock=SteppingClock(START, step))


def values(form: Session, name: str) -> list[str]:
    return [state.value for state in form.nodes() if state.ref.endswith(f"/{name}")]


def test_defaults_are_set_once_and_stay_cleared() -> None:
    form = opened()
    assert form.node("/small/fixed").value == "plain"
    assert form.node("/small/begun").value == "2026-03-01"
    form.set("/small/fixed", "")
    form.set("/small/begun", "")
    again = load(form.instrument, clock=SteppingClock(), answers=form.draft())
    assert again.node("/small/fixed").value == again.node("/small/begun").value == ""


def test_a_new_instance_gets_the_defaults_of_its_own() -> None:
    form = opened()
    form.set("/small/row/on", "2020-01-01")
    form.add_repeat("/small/row")
    assert values(form, "on") == ["2020-01-01", "2026-03-01"]


def test_a_trigger_computes_when_the_person_answers_and_not_again() -> None:
    form = opened()
    assert form.node("/small/changed").value == ""
    assert "/small/changed" in form.set("/small/watched", "a")
    assert form.node("/small/changed").value == "a!"
    again = load(form.instrument, clock=SteppingClock(), answers=form.draft())
    assert again.node("/small/changed").value == "a!"


def test_metadata_tells_times_and_no_device() -> None:
    form = opened(timedelta(minutes=1))
    assert form.node("/small/start").value.startswith("2026-03-01T09:")
    assert form.node("/small/today").value == "2026-03-01"
    assert form.node("/small/device").value == form.node("/small/end").value == ""
    finished = form.answers()
    assert finished.get("/small/end") > finished.get("/small/start")
    assert finished.get("/small/meta/instanceID").startswith("uuid:")


def test_identities_last_from_draft_to_draft() -> None:
    form = opened()
    token = form.node("/small/token").value
    form.set("/small/watched", "a")
    again = load(form.instrument, clock=SteppingClock(), answers=form.draft())
    assert token
    assert again.node("/small/token").value == form.node("/small/token").value == token
    assert again.node("/small/meta/instanceID").value == form.node("/small/meta/instanceID").value


def test_the_form_names_its_filling() -> None:
    form = opened()
    form.set("/small/watched", "told")
    assert form.title() == "plain told"


def test_choice_names_follow_the_language() -> None:
    form = opened()
    form.set("/small/colour", "red")
    assert form.node("/small/named").value == "Red"
    form.set_language("Русский (ru)")
    assert form.node("/small/named").value == "Красный"


def test_running_totals_reach_into_the_instance_before() -> None:
    form = opened()
    for position, amount in enumerate(("1", "2", "3"), 1):
        ref = "/small/row" if position == 1 else form.add_repeat("/small/row")
        form.set(f"{ref}/amount", amount)
    assert values(form, "total") == ["1", "3", "6"]
    form.set("/small/row/amount", "10")
    assert values(form, "total") == ["10", "12", "15"]
    assert values(form, "first") == ["10", "10", "10"]
    form.remove_repeat("/small/row", 0)
    assert values(form, "total") == ["2", "5"]
