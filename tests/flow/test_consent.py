"""Consent that binds: what was taken back leaves every device that hears of it, in any order, and every product after.

What people say here is made up. Every product is written as a person would write it, and its bytes are searched.
"""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit import i18n
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level, Query
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services import archiving, figures_json
from fieldkit.services.archiving import Archiving
from fieldkit.services.consenting import Consenting
from fieldkit.services.figures import FigureBoard
from fieldkit.services.forms import Forms
from fieldkit.services.given_out import Register
from fieldkit.services.intake import take
from fieldkit.services.logbook import Logbook
from fieldkit.services.odk_export import OdkExport
from fieldkit.services.reporting import Order, Reporting
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from fieldkit.store.agreement import disagreements
from tests.flow import talk
from tests.flow.reunion import opened, written
from tests.flow.team import Team, dump, state
from tests.flow.undoing import all_taken_back, taken_back

SAID = {"story": "quillwort told", "words": "marzipan asked", "note": "obsidian noted"}
OTHER = {"story": "thistle told", "words": "lanolin asked", "note": "pewter noted"}
REASON = "basalt why"
READERS = ("O1", "S1")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, str, str]]:
    """Three devices that all know two accepted records of the monitor, the first of them commented on."""
    team = talk.new_team(tmp_path_factory.mktemp("team"))
    try:
        first, second = talk.tell(team["M1"], **SAID), talk.tell(team["M1"], **OTHER)
        team.send("M1", "S1")
        for record in (first, second):
            Reviewing(team["S1"]).accept(record, REASON if record == first else "")
        team.send("M1", "O1")
        team.send("S1", "O1")
        team.send("S1", "M1", "M1")
        yield team, first, second
    finally:
        team.close()


def products(workspace: Workspace, out: Path) -> dict[str, str]:
    """Every product of a vault as text, by name: reports and figures of all levels, the folder for ODK, the archive."""
    found: dict[str, str] = {}
    for level in Level:
        pdf = out / f"{level}.pdf"
        Reporting(workspace).pdf(Order(language=i18n.load("en"), level=level), pdf)
        told = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
        found[pdf.name] = told.stdout.decode()
        found[f"{level}.json"] = figures_json.to_json(FigureBoard(workspace).give_out(Query(level=level)))
    OdkExport(workspace).write(out / "odk")
    Archiving(workspace).write(out / "archive", "")
    assert archiving.verify(out / "archive").ok
    for file in sorted(path for name in ("odk", "archive") for path in (out / name).rglob("*") if path.is_file()):
        found[str(file.relative_to(out))] = file.read_bytes().decode("utf-8")
    return found


def with_words(found: dict[str, str], *words: str) -> set[str]:
    """The first parts of the names of products that hold one of the words."""
    return {name.partition("/")[0] for name, text in found.items() if any(word in text for word in words)}


def test_a_withdrawal_leaves_every_product_of_every_device(told: tuple[Team, str, str], tmp_path: Path) -> None:
    """The acceptance of issue 6: three devices, all products from real files, logs that still verify."""
    team, first, _ = told
    with all_taken_back(team.vaults.values()):
        before = tmp_path / "before"
        before.mkdir()
        had = products(team["S1"], before)
        assert with_words(had, *SAID.values()) == {"internal.pdf", "partner.pdf", "odk", "archive"}
        Consenting(team["M1"]).withdraw(first)
        for sender, receiver in (("M1", "S1"), ("S1", "O1")):  # the officer hears of it from the supervisor only
            for parcel in opened(team[receiver], written(team[sender])):
                assert not take(team[receiver], parcel).refused
        for code, workspace in team.vaults.items():
            place = tmp_path / code
            place.mkdir()
            has = products(workspace, place)
            assert with_words(has, *SAID.values(), REASON) == set(), code
            assert state(workspace, first) == State.WITHDRAWN
            assert with_words(has, *OTHER.values()) >= {"odk", "archive"}, code
            assert Logbook(workspace).verify().ok
            assert disagreements(workspace.store) == 0
        recall = {each.product.name: each.uses for each in Register(team["S1"]).to_recall()}
        assert recall == {
            "internal.pdf": (Use.ANONYMOUS_QUOTE, Use.STATISTICS),
            "partner.pdf": (Use.ANONYMOUS_QUOTE, Use.STATISTICS),
            "public.pdf": (Use.STATISTICS,),
            "": (Use.STATISTICS,),
            "odk": (Use.STORE_RECORD,),
            "archive": (Use.STORE_RECORD,),
        }
        assert Register(team["O1"]).to_recall() == ()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_consent_taken_back_ends_the_same_in_any_order(told: tuple[Team, str, str], data: st.DataObject) -> None:
    """Each of three devices takes something back; bundles of real logs meet in any order, twice or not at all between."""
    team, first, second = told
    some = st.sets(st.sampled_from([use for use in Use if use is not Use.STORE_RECORD]), max_size=2)
    with all_taken_back(team.vaults.values()):
        closed: dict[str, set[Use]] = {}
        gone: set[str] = set()
        for code in data.draw(st.lists(st.sampled_from(("O1", "S1", "M1")), min_size=1, max_size=4)):
            record, uses = data.draw(st.sampled_from((first, second))), data.draw(some)
            with contextlib.suppress(Refusal):  # withdrawn as a whole here already
                Consenting(team[code]).withdraw(record, uses)
                closed.setdefault(record, set()).update(uses)
                gone |= set() if uses else {record}
        bundles = {code: written(team[code]) for code in team.vaults}
        for receiver in READERS:
            parcels = [
                parcel
                for code, those in bundles.items()
                if code != receiver
                for parcel in opened(team[receiver], those)
            ]
            for parcel in data.draw(st.permutations([*parcels, *parcels])):
                assert not take(team[receiver], parcel).refused
        assert dump(team["O1"]) == dump(team["S1"])
        for code in READERS:
            store = team[code].store
            assert store.records.all_withdrawn() == gone
            assert store.records.all_closed() == {record: uses for record, uses in closed.items() if uses}
            assert disagreements(store) == 0
            for record in {first, second} - gone:
                now = dict(Consenting(team[code]).look(record).uses)
                assert {use for use, how in now.items() if how is Agreed.WITHDRAWN} == closed.get(record, set())
            figures = FigureBoard(team[code]).compute()
            counted = {first, second} - gone - {r for r, uses in closed.items() if Use.STATISTICS in uses}
            assert figures.records.active == len(counted)
            quoted = counted - {r for r, uses in closed.items() if Use.ANONYMOUS_QUOTE in uses}
            assert {quote.record for quote in figures.quotes} == quoted


def test_an_import_says_that_something_given_out_has_to_be_asked_back(tmp_path: Path) -> None:
    team = Team(tmp_path, codes=("S1",), form=None)
    try:
        Forms(team["S1"]).import_file(talk.form_file(tmp_path))
        record = talk.tell(team["S1"], **SAID)
        Reviewing(team["S1"]).accept(record)
        Reporting(team["S1"]).pdf(Order(language=i18n.load("en")), tmp_path / "june.pdf")
        assert team.send("S1", "O1").to_recall == 0
        Consenting(team["O1"]).withdraw(record, (Use.SHARE_LAWYER,))
        assert team.send("O1", "S1").to_recall == 0
        Consenting(team["O1"]).withdraw(record)
        assert team.send("O1", "S1").to_recall == 1
    finally:
        team.close()


@pytest.fixture
def office(told: tuple[Team, str, str]) -> Iterator[Workspace]:
    """The supervisor's vault, put back afterwards."""
    workspace = told[0]["S1"]
    with taken_back(workspace.store):
        yield workspace


def test_words_without_consent_for_quotes_get_through_no_door(office: Workspace, tmp_path: Path) -> None:
    """Reports and figures of every level, and their preview in the window."""
    for answers in (
        {},
        {"quote": "no"},
        {"quote": "not_asked"},
        {"quote": "no", "partner": "yes"},
        {"quote": "yes", "keep": "no"},
    ):
        agreed = [name for name in talk.AGREED if name != "quote"]
        Reviewing(office).accept(talk.tell(office, agreed, words="cinnabar asked", **answers))
    found = products(office, tmp_path)
    assert with_words(found, "cinnabar") == {"odk", "archive"}
    assert with_words(found, SAID["words"]) >= {"internal.pdf", "partner.pdf"}
    assert Reporting(office).preview(Order(language=i18n.load("en")), 200, 1).quotes == 2


def test_words_that_give_somebody_away_leave_the_project_in_no_product(office: Workspace, tmp_path: Path) -> None:
    """Inside the project they are quoted; what others get waits until they are replaced."""
    Reviewing(office).accept(talk.tell(office, talk.AGREED, words="vermilion said, call 0555 12 34 56"))
    found = products(office, tmp_path)
    told = with_words(found, "vermilion")
    assert "internal.pdf" in told
    assert not told & {"partner.pdf", "public.pdf"}
    assert with_words(found, SAID["words"]) >= {"partner.pdf"}
    partner = Query(level=Level.PARTNER)
    quoted = FigureBoard(office).rests_on(partner)[Use.ANONYMOUS_QUOTE]
    assert len(quoted) == len(FigureBoard(office).rests_on(Query())[Use.ANONYMOUS_QUOTE]) - 1
    withheld = {level: FigureBoard(office).compute(level=level).withheld for level in Level}
    assert withheld == {Level.INTERNAL: 0, Level.PARTNER: 1, Level.PUBLIC: 0}


def test_words_stay_out_once_consent_for_quotes_is_taken_back(
    office: Workspace, told: tuple[Team, str, str], tmp_path: Path
) -> None:
    Consenting(office).withdraw(told[1], (Use.ANONYMOUS_QUOTE,))
    assert with_words(products(office, tmp_path), SAID["words"]) == {"odk", "archive"}


def test_names_are_printed_by_no_report(office: Workspace, tmp_path: Path) -> None:
    """Agreed to twice, by a record that is not internal only: a name needs one more yes, and is on a card only."""
    record = talk.tell(office, named="yes", named_again="yes", name="Tamarind Invented", words="cinnabar asked")
    Reviewing(office).accept(record)
    found = products(office, tmp_path)
    assert with_words(found, "Tamarind") == set()
    assert with_words(found, "cinnabar") >= {"internal.pdf", "partner.pdf"}
    assert FigureBoard(office).compute().records.name_consent_to_reconfirm == 1


@pytest.mark.parametrize("kept", [{"flag": "monitor_incriminating"}, {"observer": "known_monitor"}])
def test_what_may_harm_a_monitor_stays_inside(office: Workspace, tmp_path: Path, kept: dict[str, str]) -> None:
    record = talk.tell(office, words="cinnabar asked", **kept)
    Reviewing(office).accept(record)
    found = products(office, tmp_path)
    assert with_words(found, "cinnabar") == {"internal.pdf", "odk", "archive"}
    for level, active in ((Level.INTERNAL, 3), (Level.PARTNER, 2), (Level.PUBLIC, 2)):
        assert json.loads(found[f"{level}.json"])["records"]["active"] == active
    outside = [text for name, text in found.items() if name.startswith(("partner", "public"))]
    assert not any(secret in text for text in outside for secret in ("M1", "S1", "O1", record))
    [noted] = [each for each in Register(office).holding(record) if each.product.kind is ProductKind.REPORT]
    assert noted.product.level is Level.INTERNAL


def test_nothing_is_given_out_that_may_not_even_be_kept(office: Workspace, tmp_path: Path) -> None:
    record = talk.tell(office, keep="no", story="cinnabar told", words="cinnabar asked")
    Reviewing(office).accept(record, "cinnabar why")
    found = products(office, tmp_path)
    assert with_words(found, "cinnabar") == set()
    assert Register(office).holding(record) == ()


def test_a_product_that_does_not_come_to_be_is_not_noted(office: Workspace, told: tuple[Team, str, str]) -> None:
    before = office.store.products.count()
    with pytest.raises(Refusal) as refused:
        Reporting(office).pdf(Order(language=i18n.load("en")), Path("/nowhere/at/all.pdf"))
    assert refused.value.code is Code.FILE_CANNOT_WRITE
    assert office.store.products.count() == before
