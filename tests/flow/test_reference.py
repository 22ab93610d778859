"""Sites and code lists that an officer changes: on every device after its next bundle, the same whatever came first."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit import i18n
from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.changes import NOTHING
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import Role
from fieldkit.domain.records import State
from fieldkit.domain.reference import Reference
from fieldkit.domain.reference_rows import Label, SiteRow
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.importer import Parcel
from fieldkit.services.bundling import Bundling
from fieldkit.services.figures import FigureBoard
from fieldkit.services.intake import take
from fieldkit.services.journal import Journal
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from fieldkit.services.reference_changes import ReferenceDesk
from fieldkit.store.reference import SUBJECT
from tests.flow.reunion import opened
from tests.flow.team import Team, new_vault, state
from tests.flow.undoing import taken_back
from tests.flow.versions import version

HEAD = "code,label_ru,type,country,region,retired\n"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("S1", "M1"), form=None)
    yield made
    made.close()


def change(team: Team, rows: str, by: str = "O1", head: str = HEAD) -> None:
    """What an officer's file says holds from now on; no clock stands still between two of them."""
    file = team.folder / "table.csv"
    file.write_text(head + rows, encoding="utf-8")
    desk = ReferenceDesk(team[by])
    plan = desk.plan(file)
    assert plan.wrong == ()
    assert desk.apply(plan) != NOTHING


def names(reference: Reference) -> dict[str, object]:
    return {code: site for code, site in reference.sites.items() if site.own}


def said(team: Team, code: str) -> dict[str, object]:
    return names(team[code].reference)


def test_a_change_holds_everywhere_after_the_next_bundle(team: Team) -> None:
    change(team, "kg_new,Новый рынок,market,KG,Bishkek,\nmarket_dordoy,Дордой (старый),,,,yes\n")
    change(team, "transport,cart,Арба,no\n", head="list,code,label_ru,retired\n")
    for code in ("S1", "M1"):
        assert said(team, code) == {}
        assert team.send("O1", code, code).refused == ()
        assert said(team, code) == said(team, "O1")
        reference = team[code].reference
        assert reference.site_label("kg_new", "ru") == "Новый рынок"
        assert (reference.sites["market_dordoy"].retired, reference.sites["market_dordoy"].kind) == (True, "market")
        assert reference.label("transport", "cart", "ru") == "Арба"


def test_others_pass_it_on(team: Team) -> None:
    """T30: a supervisor's bundle carries the officer's own entry; a monitor gets it from there."""
    change(team, "kg_new,Новый рынок,market,KG,,\n")
    team.send("O1", "S1", "S1")
    team.send("S1", "M1", "M1")
    assert said(team, "M1") == said(team, "O1") != {}


def test_only_officers_change_anything(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(HEAD + "kg_new,Рынок,market,KG,,\n", encoding="utf-8")
    for code in ("S1", "M1"):
        with pytest.raises(Refusal) as caught:
            ReferenceDesk(team[code]).plan(file)
        assert caught.value.code is Code.PROJECT_NOT_OFFICER
    row = SiteRow(code="kg_forged", labels=(Label(language="ru", words="Чужой"),), kind="market", country="KG")
    forged = ReferenceChange(sites=(row,), at=team["S1"].now())
    Journal(team["S1"]).append(EntryKind.REFERENCE, SUBJECT, forged)
    team.send("S1", "O1")
    assert said(team, "S1") == said(team, "O1") == {}, "an entry of somebody who is no officer counts for nothing"
    team.change_role("S1", Role.OFFICER)
    assert set(said(team, "O1")) == {"kg_forged"}, "by the roster in force, as with publications"
    team.change_role("S1", Role.SUPERVISOR)
    assert said(team, "O1") == {}


def test_what_a_revoked_officer_says_counts_for_nothing(team: Team) -> None:
    team.change_role("S1", Role.OFFICER)
    team.send("O1", "S1", "S1")
    change(team, "kg_good,Рынок,market,KG,,\n", by="S1")
    team.send("S1", "O1", "O1")
    team.revoke("S1")
    change(team, "kg_stolen,Рынок,market,KG,,\n", by="S1")
    Bundling(team["O1"], doubtful=True).import_files(team.write("S1", "O1"))
    assert set(said(team, "O1")) == {"kg_good"}, "what the officer held at the revocation is good, the rest is in doubt"


def test_t30_the_order_of_bundles_makes_no_difference(team: Team) -> None:
    """Three officers, who know of each other now and then, and a monitor whom all their bundles reach in every order."""
    team.vaults["S2"] = new_vault(team.folder / "S2", team.clock)
    team.enrol("S2", team["S2"])
    for code in ("S1", "S2"):
        team.change_role(code, Role.OFFICER)
    for code in ("S1", "S2"):
        team.send("O1", code, code)
    bundles: list[bytes] = []

    def write(by: str) -> None:
        bundles.extend(path.read_bytes() for path in team.write(by, "M1"))

    team.send("O1", "M1", "M1")
    change(team, "kg_new,Первый,market,KG,,\nkg_two,Двор,market,KG,,\n")
    write("O1")
    change(team, "kg_new,Второй,market,KG,,\n", by="S1")
    write("S1")
    team.send("S1", "S2", "S2")
    change(team, "kg_new,Третий,,,,yes\n", by="S2")
    write("S2")
    change(team, "kg_two,Двор у моста,,,,\n")
    write("O1")
    monitor = team["M1"]
    parcels = opened(monitor, bundles)
    outcomes = [_after(team, order) for order in itertools.permutations(parcels)]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert set(outcomes[0]) == {"kg_new", "kg_two"}
    new = outcomes[0]["kg_new"]
    assert new.disputed  # type: ignore[attr-defined]
    assert said(team, "M1") == {}, "what was tried is taken back"


def _after(team: Team, order: tuple[Parcel, ...]) -> dict[str, object]:
    with taken_back(team["M1"].store):
        for parcel in (*order, order[0]):
            take(team["M1"], parcel)
        return said(team, "M1")
    raise AssertionError


def test_an_officer_settles_what_two_said_differently(team: Team) -> None:
    team.change_role("S1", Role.OFFICER)
    team.send("O1", "S1", "S1")
    change(team, "kg_new,Рынок,market,KG,,\n")
    change(team, "kg_new,Пост,border_post,KG,,\n", by="S1")
    team.send("S1", "O1", "O1")
    found = team["O1"].reference.sites["kg_new"]
    assert (found.kind, found.disputed) == ("border_post", True)
    change(team, "kg_new,Рынок,market,KG,,\n")
    team.send("O1", "S1", "S1")
    for code in ("O1", "S1"):
        found = team[code].reference.sites["kg_new"]
        assert (found.kind, found.label("ru"), found.disputed) == ("market", "Рынок", False)


def test_records_keep_retired_sites_and_are_counted_under_them(team: Team) -> None:
    Publisher(team["O1"]).publish(version("1"))
    change(team, "kg_new,Новый рынок,market,KG,,\n")
    team.send("O1", "M1", "M1")
    answers = '{"site": "kg_new", "day": "2026-01-05", "finding": "event", "story": "…"}'.encode()

    saved = Recording(team["M1"]).add("stops", answers, submit=True)
    change(team, "kg_new,Бывший рынок,,,,yes\n")
    for sender, receiver in (("M1", "O1"), ("O1", "M1")):
        team.send(sender, receiver, receiver)
    for code in ("O1", "M1"):
        workspace = team[code]
        assert state(workspace, saved.id) == State.SUBMITTED
        assert workspace.store.records.page(RecordFilter(site="kg_new"), 10).rows != ()
        assert dict(FigureBoard(workspace).sites(i18n.load("ru")))["kg_new"] == "Бывший рынок"
        with pytest.raises(Refusal) as caught:
            Recording(workspace).add("stops", answers, submit=True)
        assert caught.value.code is Code.SITE_UNKNOWN, "no new record starts there"
        draft = Recording(workspace).amend(saved.id)
        session = Recording(workspace).resume(draft)
        node = session.node("/stops/site")
        assert node.value == "kg_new"
        assert {each.value: each.label for each in node.choices or ()}["kg_new"] == "Бывший рынок"
        session.set("/stops/story", "other words")
        session.set("/stops/site", "kz_uz_control")
        session.set("/stops/site", "kg_new")
        assert session.problems() == ()
        assert session.answers().get("/stops/site") == "kg_new", "a correction does not lose the site"


def test_a_change_that_fails_leaves_no_trace(team: Team) -> None:
    file = team.folder / "table.csv"
    file.write_text(HEAD + "kg_new,Рынок,market,KG,,\n", encoding="utf-8")
    desk = ReferenceDesk(team["O1"])
    plan = desk.plan(file)
    with taken_back(team["O1"].store):
        desk.apply(plan)
        assert set(said(team, "O1")) == {"kg_new"}
    assert said(team, "O1") == {}
    file.write_text(HEAD + "kg_new,,market,KG,,\n", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        desk.apply(desk.plan(file))
    assert caught.value.code is Code.REFERENCE_WRONG
    assert said(team, "O1") == {}
