"""Officers publish versions of a questionnaire; what merely comes along with records starts no new ones."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fieldkit.domain.bodies import Publication
from fieldkit.domain.form_changes import Change
from fieldkit.domain.forms import Instrument
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.services import forms
from fieldkit.services.browsing import Browsing
from fieldkit.services.figures import FigureBoard
from fieldkit.services.forms import Forms
from fieldkit.services.journal import Journal
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from tests.flow.team import Team
from tests.flow.versions import version

FORM = "stops"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("S1", "M1", "M2"))
    yield made
    made.close()


def refused(call, *arguments) -> Code:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def publish(team: Team, number: str, by: str = "O1"):
    return Publisher(team[by]).publish(version(number))


def add(team: Team, code: str, answers: dict[str, object], *, submit: bool = True) -> str:
    saved = Recording(team[code]).add(FORM, json.dumps(answers).encode(), submit=submit)
    return saved.id


def started_on(team: Team, code: str) -> str:
    """The version on which a new record of that person starts."""
    draft = Recording(team[code]).start(FORM)
    found = Recording(team[code]).resume(draft).instrument.version
    Recording(team[code]).discard(draft)
    return found


def test_new_records_start_on_what_the_officer_published_on_every_device(team: Team) -> None:
    publish(team, "1")
    team.send("O1", "M1", "M1")
    assert started_on(team, "M1") == "1"
    old = add(team, "M1", {"site": "kz_uz_control", "story": "before"})
    draft = add(team, "M1", {"site": "kz_uz_control"}, submit=False)
    team.send("M1", "O1")
    done = publish(team, "2")
    assert (done.before, done.records, done.drafts) == ("1", 1, 0)
    assert Change.QUESTION_RENAMED in {change.change for change in done.differences}
    team.send("O1", "M1", "M1")
    team.send("O1", "S1")
    assert {started_on(team, code) for code in ("O1", "S1", "M1")} == {"2"}
    assert Recording(team["M1"]).resume(draft).instrument.version == "1"
    assert team["M1"].store.records.row(old).version == "1"


def test_what_came_along_with_records_is_read_and_not_offered(team: Team) -> None:
    publish(team, "1")
    team.send("O1", "S1")
    team.send("O1", "M1", "M1")
    Forms(team["M1"]).take(msgspec.structs.replace(version("3"), form="private"))
    Forms(team["M1"]).take(version("3"))
    saved = Recording(team["M1"]).add("private", b'{"place": "kz_uz_control"}', submit=True)
    team.send("M1", "S1")
    supervisor = Forms(team["S1"])
    assert supervisor.instrument(FORM, "3") == version("3")
    assert supervisor.offered(FORM).version == "1"
    assert refused(supervisor.offered, "private") is Code.FORM_NOT_OFFERED
    assert refused(Recording(team["S1"]).start, "private") is Code.FORM_NOT_OFFERED
    assert {row.form: row.offered for row in supervisor.list()} == dict.fromkeys(forms.shipped_ids(), True) | {
        FORM: True,
        "private": False,
        "stop": False,
    }
    assert Browsing(team["S1"]).page(RecordFilter(form="private")).rows[0].site == "kz_uz_control"
    assert Browsing(team["S1"]).show(saved.id).sections[0].items[0].value == "Control point"


def test_who_brought_a_form_may_use_it_until_the_office_decides(team: Team) -> None:
    Forms(team["M1"]).take(version("3"))
    assert started_on(team, "M1") == "3"
    publish(team, "1")
    team.send("O1", "M1", "M1")
    assert started_on(team, "M1") == "1"


@pytest.mark.parametrize("code", ["S1", "M1"])
def test_only_an_officer_publishes(team: Team, code: str) -> None:
    assert refused(publish, team, "1", code) is Code.PROJECT_NOT_OFFICER
    assert team[code].store.instruments.all() == ()
    forged = Publication(instrument=version("3"), at=team[code].now())
    Journal(team[code]).append(EntryKind.PUBLICATION, FORM, forged)
    team.send(code, "O1")
    assert refused(Forms(team["O1"]).offered, FORM) is Code.FORM_NOT_OFFERED


def test_a_version_is_published_in_one_wording_only(team: Team) -> None:
    publish(team, "2")
    assert refused(publish, team, "2b") is Code.FORM_EXISTS_DIFFERENT
    assert Forms(team["O1"]).offered(FORM) == version("2")
    again = publish(team, "2")
    assert not again.changes.instruments
    lines = [line for line in team["O1"].store.log.about(FORM) if line.entry.kind is EntryKind.PUBLICATION]
    assert len(lines) == 1


def test_the_office_may_go_back_to_an_older_version(team: Team) -> None:
    for number in ("1", "2", "1"):
        publish(team, number)
    team.send("O1", "M1", "M1")
    assert started_on(team, "M1") == "1"


def test_a_published_version_reads_the_same_where_a_stray_copy_of_it_came_first(team: Team) -> None:
    Forms(team["M1"]).take(version("2b"))
    add(team, "M1", {"place": "kz_uz_control"})
    team.send("M1", "S1")
    assert Forms(team["S1"]).instrument(FORM, "2") == version("2b")
    publish(team, "2")
    for code, *to in (("S1",), ("M1", "M1")):
        team.send("O1", code, *to)
        assert Forms(team[code]).offered(FORM) == version("2")
        assert Browsing(team[code]).page(RecordFilter(form=FORM)).rows[0].site == "kz_uz_control"


def test_officers_who_did_not_know_of_each_other_end_on_one_version(team: Team) -> None:
    team.change_role("S1", Role.OFFICER)
    team.send("O1", "S1")
    publish(team, "1", "O1")
    publish(team, "2", "S1")
    team.send("O1", "S1")
    team.send("S1", "O1")
    assert {started_on(team, code) for code in ("O1", "S1")} == {"2"}
    publish(team, "1", "O1")
    team.send("O1", "S1")
    assert {started_on(team, code) for code in ("O1", "S1")} == {"1"}


@pytest.mark.parametrize("order", [("O1", "S1"), ("S1", "O1")])
def test_one_wording_wins_everywhere_when_two_officers_use_one_version(team: Team, order: tuple[str, ...]) -> None:
    team.change_role("S1", Role.OFFICER)
    team.send("O1", "S1")
    publish(team, "2", "O1")
    publish(team, "2b", "S1")
    for code in order:
        team.send(code, "M1", "M1")
    team.send("O1", "S1")
    team.send("S1", "O1")
    wordings: set[Instrument] = {Forms(team[code]).offered(FORM).xform for code in ("O1", "S1", "M1")}
    assert len(wordings) == 1


def test_list_search_and_figures_span_the_versions(team: Team) -> None:
    publish(team, "1")
    team.send("O1", "M1", "M1")
    common = {
        "day": "2026-01-05",
        "finding": "event",
        "story": "a grey jacket",
        "pay": [{"amount": 500}, {"amount": 7}],
    }
    old = add(team, "M1", {**common, "site": "kz_uz_control"})
    publish(team, "2")
    team.send("O1", "M1", "M1")
    new = add(team, "M1", {**common, "place": "kz_uz_control"})
    other = add(team, "M1", {**common, "place": "site_unlisted", "finding": "not_looked"})
    team.send("M1", "S1")
    team.send("O1", "S1")
    for record in (old, new, other):
        team.review("S1", record)
    browsing = Browsing(team["S1"])
    here = browsing.page(RecordFilter(form=FORM, site="kz_uz_control")).rows
    assert {(row.id, row.version, row.happened) for row in here} == {(old, "1", "2026-01-05"), (new, "2", "2026-01-05")}
    assert {row.id for row in browsing.page(RecordFilter(text="jacket")).rows} == {old, new, other}
    facts = {each.record: each for each in team["S1"].store.facts.all()}
    assert {facts[record].values("payment.amount_low") for record in (old, new)} == {("500", "7")}
    figures = FigureBoard(team["S1"]).compute(by=("site", "finding"))
    assert {row.keys: row.records for row in figures.table.rows} == {
        ("kz_uz_control", "event"): 2,
        ("site_unlisted", "not_looked"): 1,
    }
