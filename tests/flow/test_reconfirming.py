"""Nobody is named who was not asked again: reports on real vaults, with cards, laptops that part, and withdrawals.

Everybody here is made up. Every report is written as a person would write it, and its text is searched for the name.
"""

import contextlib
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit import i18n
from fieldkit.domain import bodies
from fieldkit.domain.bodies import CardOpening, Reconfirmation
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.log import EntryKind
from fieldkit.domain.naming import Bar
from fieldkit.domain.query import Level, Query
from fieldkit.domain.reconfirming import DAYS, Said
from fieldkit.errors import Code, Refusal
from fieldkit.services import identity_officers
from fieldkit.services.asked_again import AskedAgain, asked_again
from fieldkit.services.browsing import Browsing
from fieldkit.services.cards import Cards
from fieldkit.services.consenting import Consenting
from fieldkit.services.given_out import Register
from fieldkit.services.intake import take
from fieldkit.services.journal import Journal
from fieldkit.services.logbook import Logbook
from fieldkit.services.reconfirming import Reconfirming
from fieldkit.services.reporting import Order, Printed, Reporting
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from fieldkit.store.agreement import disagreements
from tests.flow import talk
from tests.flow.reunion import opened, written
from tests.flow.team import Team, dump
from tests.flow.undoing import all_taken_back

CALLED = "Мирзобалтун Фаргозитова"
WORDS = "cinnabar asked for paper"
AGREED = (*talk.AGREED, "again", "named", "named_again")
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
EN = i18n.load("en")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, str, str]]:
    """An identity officer, a supervisor and a monitor, who know a record with a card, and the code of its person."""
    made = talk.new_team(tmp_path_factory.mktemp("team"))
    with contextlib.closing(made):
        identity_officers.allow(made["O1"], allowed=True)
        identity_officers.appoint(made["O1"], "O1")
        for code in ("S1", "M1"):
            made.send("O1", code, code)
        record = talk.tell(made["M1"], AGREED, words=WORDS)
        code = Cards(made["M1"]).add(record, Use.REAL_NAME, CALLED).code
        made.send("M1", "S1")
        Reviewing(made["S1"]).accept(record)
        made.send("S1", "O1")
        made.send("S1", "M1", "M1")
        yield made, record, code


@pytest.fixture
def tried(team: tuple[Team, str, str]) -> Iterator[tuple[Team, str, str]]:
    """The same, put back afterwards."""
    with all_taken_back(team[0].vaults.values()):
        yield team
    team[0].clock.set(START + timedelta(hours=1))


def printed(workspace: Workspace, out: Path, level: Level, *, names: bool = True) -> tuple[Printed, str]:
    """A report as it was written, and its text."""
    done = Reporting(workspace).pdf(Order(language=EN, level=level, names=names), out)
    said = subprocess.run(["pdftotext", "-layout", out, "-"], check=True, capture_output=True)
    return done, " ".join(said.stdout.decode().split())


def refused(job: Callable[[], object]) -> Code:
    with pytest.raises(Refusal) as caught:
        job()
    return caught.value.code


def openings(workspace: Workspace) -> list[CardOpening]:
    said = [bodies.read(line) for line in workspace.store.log.of_kind(EntryKind.OPENING)]
    return [each for each in said if isinstance(each, CardOpening)]


@pytest.mark.parametrize("level", [Level.PARTNER, Level.PUBLIC])
def test_nobody_is_named_who_was_not_asked_again(tried: tuple[Team, str, str], tmp_path: Path, level: Level) -> None:
    """Agreed twice, with a card that opens here: a third yes is lacking, was no yes, or is too old."""
    team, record, _ = tried
    officer, desk, out = team["O1"], Reconfirming(team["O1"]), tmp_path / "report.pdf"
    today = officer.clock.now().date()
    old = (today - timedelta(days=DAYS + 1)).isoformat()
    before: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: desk.note(record, Said.AGREES, on=old),
        lambda: desk.note(record, Said.NOT_REACHED),
    )
    for ask in before if level is Level.PUBLIC else before[:1]:
        ask()
        done, text = printed(officer, out, level)
        assert "Фаргозитова" not in text
        assert (done.naming.to_ask, done.naming.records) == (1, ())
        assert f"in the {DAYS} days before this report, and are therefore not named: 1." in text
        assert ("cinnabar" in text) is (level is Level.PARTNER)  # there as words of nobody, here not at all
        assert [each.record for each in desk.waiting(Query(level=level))] == [record]
    assert openings(officer) == []


def test_who_agrees_again_is_named_for_a_month(tried: tuple[Team, str, str], tmp_path: Path) -> None:
    team, record, code = tried
    officer, out = team["O1"], tmp_path / "named.pdf"
    assert dict(Consenting(officer).look(record).uses)[Use.REAL_NAME] is Agreed.RECONFIRM_DUE
    Reconfirming(officer).note(record, Said.AGREES, by="M1")
    assert dict(Consenting(officer).look(record).uses)[Use.REAL_NAME] is Agreed.RECONFIRMED
    for level in (Level.PARTNER, Level.PUBLIC):
        done, text = printed(officer, out, level)
        assert done.naming.records == (record,)
        assert f"“{WORDS}” {CALLED} · January 2026" in text
        assert text.count("cinnabar") == 1
        assert record not in text and code not in text  # noqa: PT018  one thing: no ids
        assert "not named" not in text
    done, text = printed(officer, out, Level.PUBLIC, names=False)
    assert (done.naming.unasked, "Фаргозитова" in text) == (1, False)
    assert "not named here for another reason: 1." in text
    assert [(each.code, each.officer) for each in openings(officer)] == [(code, "O1")] * 2
    given_out = Register(officer).holding(record, (Use.REAL_NAME,))
    assert sorted(each.product.level for each in given_out) == [Level.PARTNER, Level.PUBLIC]

    order = Order(language=EN, level=Level.PUBLIC, names=True)
    shown = Reporting(officer).preview(order, 200, 30)
    assert [quote.name for quote in shown.naming.quotes] == [code]  # no card is opened for looking at it
    assert len(openings(officer)) == 2
    assert refused(lambda: Reporting(officer).pdf(Order(language=EN, names=True), out)) is Code.REPORT_NAMES_INSIDE
    supervisor = team["S1"]
    assert refused(lambda: Reporting(supervisor).pdf(order, out)) is Code.IDENTITY_NOT_OFFICER
    assert refused(lambda: Reporting(supervisor).preview(order, 200, 1)) is Code.IDENTITY_NOT_OFFICER

    team.clock.set(START + timedelta(days=DAYS))
    assert "Фаргозитова" in printed(officer, out, Level.PUBLIC)[1]
    team.clock.set(START + timedelta(days=DAYS + 1))
    done, text = printed(officer, out, Level.PUBLIC)
    assert (done.naming.to_ask, "Фаргозитова" in text) == (1, False)


def test_a_no_is_a_withdrawal_that_travels(tried: tuple[Team, str, str], tmp_path: Path) -> None:
    """Heard by the monitor, after the officer has printed the name: it is recalled, and comes into no report any more."""
    team, record, _ = tried
    officer, monitor, out = team["O1"], team["M1"], tmp_path / "named.pdf"
    Reconfirming(officer).note(record, Said.AGREES)
    assert "Фаргозитова" in printed(officer, out, Level.PUBLIC)[1]
    Reconfirming(monitor).note(record, Said.NO_LONGER)
    assert Browsing(monitor).history(record)[-2].kind == "reconfirmation_no_longer"
    for sender, receiver in (("M1", "S1"), ("S1", "O1")):
        for parcel in opened(team[receiver], written(team[sender])):
            assert parcel.manifest.min_reader == 5
            assert not take(team[receiver], parcel).refused
    for workspace in team.vaults.values():
        assert dict(Consenting(workspace).look(record).uses)[Use.REAL_NAME] is Agreed.WITHDRAWN
        assert Cards(workspace).all() == ()
        assert refused(partial(Reconfirming(workspace).note, record, Said.AGREES)) is Code.CONSENT_NOT_NAMED
        assert Logbook(workspace).verify().ok
        assert disagreements(workspace.store) == 0
    [recalled] = Register(officer).to_recall()
    assert (recalled.product.name, recalled.uses) == ("named.pdf", (Use.REAL_NAME,))
    forged = Reconfirmation(record=record, asked_by="O1", asked_on="2026-01-05", said=Said.AGREES, at=officer.now())
    Journal(officer).append(EntryKind.RECONFIRMATION, record, forged)
    for level in (Level.PARTNER, Level.PUBLIC):
        done, text = printed(officer, out, level)
        assert "Фаргозитова" not in text
        assert done.naming == type(done.naming)()  # who does not want it any more has not to be asked


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_said_is_the_same_in_any_order(tried: tuple[Team, str, str], data: st.DataObject) -> None:
    """Several members ask on several days; bundles of real logs meet in any order, twice or not at all between."""
    team, record, code = tried
    with all_taken_back(team.vaults.values()):
        today = team["O1"].clock.now().date()
        asked = st.tuples(
            st.sampled_from(("O1", "S1", "M1")), st.sampled_from(Said), st.integers(min_value=0, max_value=DAYS + 2)
        )
        for by, said, days in data.draw(st.lists(asked, min_size=1, max_size=4)):
            with contextlib.suppress(Refusal):  # nothing is left to ask here after a no
                Reconfirming(team[by]).note(record, said, on=(today - timedelta(days=days)).isoformat())
        bundles = [bundle for code in team.vaults for bundle in written(team[code])]
        found: list[AskedAgain] = []
        for receiver in ("S1", "O1"):
            parcels = opened(team[receiver], bundles)
            for parcel in data.draw(st.permutations([*parcels, *parcels])):
                assert not take(team[receiver], parcel).refused
            before = dump(team[receiver])["facts"]
            found.append(asked_again(team[receiver], record))
            assert disagreements(team[receiver].store) == 0
            team[receiver].store.projection.rebuild()
            assert dump(team[receiver])["facts"] == before
        assert found[0] == found[1]
        last = found[0].last
        ended = Use.REAL_NAME in team["O1"].store.records.closed_uses(record)
        assert ended is (last is not None and last.said is Said.NO_LONGER)
        assert found[0].codes == (() if ended else (code,))
        bars = [each.bar for each in Reconfirming(team["O1"]).candidates(Query(level=Level.PUBLIC))]
        assert bars == ([] if ended else [None if found[0].holds else Bar.TO_ASK])


def test_a_laptop_in_wrong_hands_makes_nobody_agree(tried: tuple[Team, str, str]) -> None:
    team, record, _ = tried
    officer = team["O1"]
    team.revoke("M1")
    Reconfirming(team["M1"]).note(record, Said.AGREES)
    receive(team, officer)
    assert asked_again(officer, record).last is None
    Reconfirming(officer).note(record, Said.AGREES)
    Reconfirming(team["M1"]).note(record, Said.NOT_REACHED)
    receive(team, officer)
    assert asked_again(officer, record).holds
    Reconfirming(team["M1"]).note(record, Said.NO_LONGER)
    receive(team, officer)
    assert not asked_again(officer, record).holds
    assert dict(Consenting(officer).look(record).uses)[Use.REAL_NAME] is Agreed.WITHDRAWN


def receive(team: Team, officer: Workspace) -> None:
    for parcel in opened(officer, written(team["M1"])):
        take(officer, parcel, doubtful=True)


def test_a_withdrawn_record_keeps_no_word_of_it(tried: tuple[Team, str, str]) -> None:
    team, record, _ = tried
    officer = team["O1"]
    Reconfirming(officer).note(record, Said.AGREES)
    Consenting(officer).withdraw(record)
    [line] = officer.store.log.of_kind(EntryKind.RECONFIRMATION)
    assert line.body is None
    assert refused(lambda: Reconfirming(officer).note(record, Said.AGREES)) is Code.RECORD_WITHDRAWN
    assert Logbook(officer).verify().ok


def test_the_day_and_the_member_are_looked_at(tried: tuple[Team, str, str]) -> None:
    team, record, _ = tried
    desk = Reconfirming(team["M1"])
    tomorrow = (team["M1"].clock.now() + timedelta(days=1)).date().isoformat()
    for day in (tomorrow, "2026-02-30", "yesterday", "2026-1-5"):
        assert refused(partial(desk.note, record, Said.AGREES, on=day)) is Code.CONSENT_BAD_DAY
    assert refused(lambda: desk.note(record, Said.AGREES, by="X9")) is Code.PROJECT_MEMBER_UNKNOWN
    other = talk.tell(team["M1"], words=WORDS)  # agreed to everything but their name
    assert refused(lambda: desk.note(other, Said.AGREES)) is Code.CONSENT_NOT_NAMED
    once = talk.tell(team["M1"], (*talk.AGREED, "named"), named_again="no")
    assert refused(lambda: desk.require(once)) is Code.CONSENT_NOT_NAMED
    assert refused(lambda: desk.require("nowhere")) is Code.RECORD_UNKNOWN
    assert list(team["M1"].store.log.of_kind(EntryKind.RECONFIRMATION)) == []


def test_others_who_agreed_are_counted_with_the_reason(tried: tuple[Team, str, str], tmp_path: Path) -> None:
    """Whoever cannot be named anyway is not disturbed, and nobody is left out in silence."""
    officer = tried[0]["O1"]
    cards = Cards(officer)

    def tell(*called: str, **said: str) -> str:
        record = talk.tell(officer, AGREED, **{"words": "lanolin asked", **said})
        for name in called:
            cards.add(record, Use.REAL_NAME, name)
        Reviewing(officer).accept(record)
        Reconfirming(officer).note(record, Said.AGREES)
        return record

    whys = {
        tell(CALLED, attribution="category"): Bar.LESS,
        tell(CALLED, words=""): Bar.NO_WORDS,
        tell(CALLED, words="lanolin said, call 0555 12 34 56"): Bar.MARKED,
        tell(CALLED, "Кто-то Другой"): Bar.SEVERAL,
        tell(): Bar.NO_CARD,
        tried[1]: Bar.TO_ASK,
    }
    odd = tell(f"{CALLED}, +996 555 12 34 56")
    found = Reconfirming(officer).candidates(Query(level=Level.PUBLIC))
    assert {each.record: each.bar for each in found} == whys | {odd: None}
    inside = talk.tell(officer, AGREED, flag="monitor_incriminating", words="lanolin asked")
    Reviewing(officer).accept(inside)
    assert len(Reconfirming(officer).candidates(Query(level=Level.PUBLIC))) == len(whys) + 1
    done, text = printed(officer, tmp_path / "r.pdf", Level.PUBLIC)
    assert (done.naming.to_ask, done.naming.barred, done.naming.records) == (1, len(whys), ())
    assert "not named here for another reason: 6." in text
    assert "555" not in text
