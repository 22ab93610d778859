"""Identity cards on real vaults: sealed when saved, carried by people who cannot open them, opened under a reason.

Everybody here is made up. What is on a card is looked for in every file and every table of each vault on its way.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit import canonical
from fieldkit.crypto import cards as sealed_cards
from fieldkit.crypto import sealing
from fieldkit.domain import bodies, person_codes
from fieldkit.domain.bodies import Card, CardOpening
from fieldkit.domain.consent import Use
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import CARDS, EntryKind
from fieldkit.domain.people import Retention, Role
from fieldkit.errors import Code, Refusal
from fieldkit.services import archiving, backups, identity_officers, policies
from fieldkit.services.archiving import Archiving
from fieldkit.services.browsing import Browsing
from fieldkit.services.cards import Cards
from fieldkit.services.consenting import Consenting
from fieldkit.services.intake import take
from fieldkit.services.journal import Journal
from fieldkit.services.logbook import Logbook
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from fieldkit.store import erasing
from fieldkit.store.agreement import disagreements
from tests.flow import talk
from tests.flow.reunion import opened, written
from tests.flow.team import Team, dump
from tests.flow.traces import Sweep
from tests.flow.undoing import all_taken_back

REACHED = "Зурнабекова через аптеку Квинзилат zorblequint"
CALLED = "Мирзобалтун Фаргозитова marqolvendish"
WORDS = ("Зурнабекова", "Квинзилат", "zorblequint", "Мирзобалтун", "Фаргозитова", "marqolvendish")
AGREED = (*talk.AGREED, "again", "named", "named_again")
WHY = "to ask whether the court may hear her"


def new_team(folder: Path) -> Team:
    """An identity officer, a supervisor and a monitor, who know that cards may be written."""
    made = talk.new_team(folder)
    identity_officers.allow(made["O1"], allowed=True)
    identity_officers.appoint(made["O1"], "O1")
    for code in ("S1", "M1"):
        made.send("O1", code, code)
    return made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Team]:
    with contextlib.closing(new_team(tmp_path)) as made:
        yield made


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with contextlib.closing(new_team(tmp_path_factory.mktemp("team"))) as made:
        yield made


@pytest.fixture
def tried(team: Team) -> Iterator[Team]:
    """The same, put back afterwards."""
    with all_taken_back(team.vaults.values()):
        yield team


def drafted(workspace: Workspace, agreed: tuple[str, ...] = AGREED, **said: str) -> str:
    """A draft in which these questions are answered with yes."""
    recording = Recording(workspace)
    draft = recording.start(talk.FORM)
    session = recording.resume(draft)
    answers = {"site": "kz_uz_control", "day": "2026-01-05", "precision": "exact_day", "finding": "event"}
    for name, value in (answers | dict.fromkeys(agreed, "yes") | said).items():
        session.set(f"/talk/{name}", value)
    recording.save(draft, session.draft())
    return draft


def tables(workspace: Workspace) -> bytes:
    """Every value of every table, as the open vault reads it."""
    database = workspace.store._database
    names = database.rows(
        tuple[str], "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    rows = [
        row for (name,) in names if name != "search" for row in database._connection.execute(f'SELECT * FROM "{name}"')
    ]
    found = b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row if value is not None
    )
    assert len(rows) > 20
    return found


def assert_nothing(workspace: Workspace) -> None:
    """Neither in a file of the vault, nor in a table, nor found by its words."""
    assert Sweep(WORDS).below(workspace.files.folder) == []
    assert Sweep(WORDS).in_bytes(tables(workspace)) == []
    for word in WORDS:
        assert Browsing(workspace).page(RecordFilter(text=word)).rows == ()


def keys_in(workspace: Workspace) -> set[str]:
    """Every secret of an open vault as an age identity: its own one, and whatever else has the length of a key."""
    identity, seed = workspace.identity, workspace.store.keyring.project_seed()
    stored = workspace.store._database.key
    secrets = [identity.sign_seed, stored[:32], stored[16:], *([seed] if seed else [])]
    return {identity.age_identity, *(sealing.identity_from(secret) for secret in secrets)}


def cards_in(workspace: Workspace) -> list[Card]:
    found = [bodies.read(line) for line in workspace.store.cards.lines() if line.entry.kind in CARDS]
    return [card for card in found if isinstance(card, Card)]


def openings_in(workspace: Workspace) -> list[CardOpening]:
    found = [bodies.read(line) for line in workspace.store.log.of_kind(EntryKind.OPENING)]
    return [opening for opening in found if isinstance(opening, CardOpening)]


def refused(job: Callable[[], object]) -> Code:
    with pytest.raises(Refusal) as caught:
        job()
    return caught.value.code


def test_a_seized_supervisor_does_not_open_a_card_and_the_officer_does(fresh: Team) -> None:
    """The acceptance of issue 6: monitor to supervisor to head office by files, each vault searched with its own keys."""
    team = fresh
    monitor, supervisor, officer = (team[code] for code in ("M1", "S1", "O1"))
    draft = drafted(monitor)
    cards = Cards(monitor)
    reach = cards.add(draft, Use.RECONTACT, REACHED)
    cards.add(draft, Use.REAL_NAME, CALLED, reach.code)
    assert_nothing(monitor)  # the moment it is saved
    assert b"age-encryption.org/v1" in tables(monitor)
    record = Recording(monitor).submit(draft).id
    assert backups.automatic(monitor, "daily") is None
    assert_nothing(monitor)
    assert {card.code for card in cards_in(monitor)} == {reach.code}
    assert refused(lambda: cards.open(reach.code, Use.RECONTACT, WHY)) is Code.IDENTITY_NOT_OFFICER

    team.send("M1", "S1")
    assert len(cards_in(supervisor)) == 2
    for vault in (monitor, supervisor):
        assert_nothing(vault)
        for card in cards_in(vault):
            for key in keys_in(vault):
                with pytest.raises(sealing.NotForYou):
                    sealed_cards.open_(card.sealed, key)
    assert refused(lambda: Cards(supervisor).open(reach.code, Use.RECONTACT, WHY)) is Code.IDENTITY_NOT_OFFICER

    team.send("S1", "O1")
    assert_nothing(officer)
    assert [row.opened for row in Cards(officer).all()] == [0, 0]
    [found] = Cards(officer).open(reach.code, Use.RECONTACT, f"  {WHY} ")
    assert (found.words, found.row.record, found.row.author) == (REACHED, record, "M1")
    [named] = Cards(officer).open(reach.code.lower().replace("0", "O"), Use.REAL_NAME, WHY)
    assert named.words == CALLED
    assert_nothing(officer)  # what was read is not written down

    team.send("O1", "S1")
    told = openings_in(supervisor)
    assert [(each.officer, each.reason, each.record, each.code) for each in told] == [
        ("O1", WHY, record, reach.code)
    ] * 2
    assert [row.opened for row in Cards(supervisor).all()] == [1, 1]
    for workspace in team.vaults.values():
        assert Logbook(workspace).verify().ok
        assert disagreements(workspace.store) == 0
    team.send("O1", "M1", "M1")
    assert openings_in(monitor) == []  # that there was one comes to the author's laptop, not why
    assert len(list(monitor.store.log.of_kind(EntryKind.OPENING))) == 2


def test_a_card_needs_the_projects_word_and_an_officer_and_consent(tried: Team) -> None:
    monitor, officer = tried["M1"], tried["O1"]
    draft = drafted(monitor, ("keep", "again"))
    cards = Cards(monitor)
    assert cards.uses(draft) == (Use.RECONTACT,)
    assert refused(lambda: cards.add(draft, Use.REAL_NAME, CALLED)) is Code.CONSENT_MISSING
    for once in (("keep", "named"), ("again",)):  # asked once for the name; the record may not be kept
        other = drafted(monitor, once, **({} if "keep" in once else {"keep": "no"}))
        assert cards.uses(other) == ()
    assert cards.uses(drafted(monitor, ())) == ()  # nobody told it
    assert refused(lambda: cards.add(draft, Use.RECONTACT, " \n ")) is Code.IDENTITY_BAD_WORDS
    assert refused(lambda: cards.add(draft, Use.RECONTACT, "x" * 1_001)) is Code.IDENTITY_BAD_WORDS
    assert refused(lambda: cards.add(draft, Use.RECONTACT, REACHED, "P-7K3M9QZ")) is Code.IDENTITY_BAD_CODE
    assert refused(lambda: cards.add("nowhere", Use.RECONTACT, REACHED)) is Code.RECORD_UNKNOWN
    assert refused(lambda: identity_officers.appoint(officer, "S1")) is Code.IDENTITY_NO_SUCH_OFFICER
    assert refused(lambda: identity_officers.appoint(officer, "X9")) is Code.PROJECT_MEMBER_UNKNOWN
    assert refused(lambda: identity_officers.allow(monitor, allowed=False)) is Code.PROJECT_NOT_OFFICER

    identity_officers.appoint(officer, "O1", opens=False)
    own = drafted(officer)
    assert refused(lambda: Cards(officer).add(own, Use.RECONTACT, REACHED)) is Code.IDENTITY_NO_OFFICERS
    identity_officers.allow(officer, allowed=False)
    assert refused(lambda: Cards(officer).uses(own)) is Code.IDENTITY_NOT_ALLOWED
    assert officer.require_roster().is_about_cards is False


def test_a_project_keeps_no_names_unless_an_officer_decides_so(tmp_path: Path) -> None:
    team = talk.new_team(tmp_path)
    try:
        roster = team["O1"].require_roster()
        assert identity_officers.policy(team["M1"]).allowed is False
        assert refused(lambda: Cards(team["M1"]).uses("any")) is Code.IDENTITY_NOT_ALLOWED
        said = canonical.encode(roster)
        assert b"cards" not in said  # rosters of before keep their bytes
        assert b"identity" not in said
    finally:
        team.close()


def test_revoked_and_later_officers_get_no_card(tried: Team) -> None:
    """A card is sealed to those who are identity officers, and trusted, when it is saved."""
    officer, other = tried["O1"], tried["S1"]
    tried.change_role("S1", Role.OFFICER)
    early = Cards(officer).add(drafted(officer), Use.RECONTACT, REACHED)
    identity_officers.appoint(officer, "S1")
    both = Cards(officer).add(drafted(officer), Use.RECONTACT, CALLED)
    tried.revoke("S1")
    late = Cards(officer).add(drafted(officer), Use.RECONTACT, CALLED)
    assert identity_officers.policy(officer).officers == ("O1",)
    sealed = {card.code: card.sealed for _, card in officer.store.cards.pending()}
    key = other.identity.age_identity
    assert sealed_cards.open_(sealed[both.code], key).words == CALLED
    for code in (early.code, late.code):
        with pytest.raises(sealing.NotForYou):
            sealed_cards.open_(sealed[code], key)


def test_cards_of_a_draft_go_with_it_and_with_a_no(tried: Team) -> None:
    monitor = tried["M1"]
    recording, cards = Recording(monitor), Cards(monitor)
    thrown, kept = drafted(monitor), drafted(monitor)
    cards.add(thrown, Use.RECONTACT, REACHED)
    recording.discard(thrown)
    assert cards.all() == ()
    cards.add(kept, Use.RECONTACT, REACHED)
    cards.add(kept, Use.REAL_NAME, CALLED)
    session = recording.resume(kept)
    session.set("/talk/again", "no")
    record = recording.submit(kept, session.answers()).id
    assert [(row.record, row.use) for row in cards.all()] == [(record, Use.REAL_NAME)]
    assert monitor.store.cards.pending() == ()


def test_a_second_card_of_a_person_stands_beside_the_first(tried: Team) -> None:
    officer = tried["O1"]
    record = Recording(officer).submit(drafted(officer)).id
    cards = Cards(officer)
    first = cards.add(record, Use.RECONTACT, REACHED)
    cards.add(record, Use.RECONTACT, CALLED, first.code)
    stranger = cards.add(record, Use.RECONTACT, "Invented")
    assert stranger.code != first.code
    assert cards.codes(record) == (first.code, stranger.code)
    assert [card.words for card in cards.open(first.code, Use.RECONTACT, WHY)] == [CALLED, REACHED]
    assert refused(lambda: cards.open(first.code, Use.REAL_NAME, WHY)) is Code.IDENTITY_UNKNOWN
    assert refused(lambda: cards.open(first.code, Use.RECONTACT, " ")) is Code.IDENTITY_NO_REASON


def test_a_card_moved_to_another_person_does_not_open(tried: Team) -> None:
    """What is sealed says whose it is: nobody can lend a real card to another record, code or use."""
    officer = tried["O1"]
    record, other = (Recording(officer).submit(drafted(officer)).id for _ in range(2))
    row = Cards(officer).add(record, Use.RECONTACT, REACHED)
    [card] = cards_in(officer)
    moved = msgspec.structs.replace(card, record=other, code=person_codes.new_code(officer.clock))
    Journal(officer).append(EntryKind.CONTACT, other, moved)
    assert refused(lambda: Cards(officer).open(moved.code, Use.RECONTACT, WHY)) is Code.IDENTITY_NOT_FOR_YOU
    Journal(officer).append(EntryKind.NAME, record, card)
    assert refused(lambda: Cards(officer).open(row.code, Use.REAL_NAME, WHY)) is Code.IDENTITY_NOT_FOR_YOU
    assert openings_in(officer) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_cards_end_with_their_use_in_any_order(tried: Team, data: st.DataObject) -> None:
    """Consent for one use, or all, is taken back somewhere; what others hear of it in any order leaves the same."""
    with all_taken_back(tried.vaults.values()):
        monitor = tried["M1"]
        record = Recording(monitor).submit(drafted(monitor)).id
        row = Cards(monitor).add(record, Use.RECONTACT, REACHED)
        Cards(monitor).add(record, Use.REAL_NAME, CALLED, row.code)
        before = written(monitor)
        uses = data.draw(st.sampled_from(((Use.RECONTACT,), (Use.REAL_NAME,), (Use.STATISTICS,), ())))
        Consenting(monitor).withdraw(record, uses)
        left = {Use.RECONTACT, Use.REAL_NAME} - set(uses) if uses else set()
        assert {row.use for row in Cards(monitor).all()} == left
        assert bool(monitor.store.settings.get(erasing.STALE)) is (uses != (Use.STATISTICS,))
        bundles = [*before, *written(monitor)]
        for receiver in ("S1", "O1"):
            parcels = opened(tried[receiver], bundles)
            for parcel in data.draw(st.permutations([*parcels, *parcels])):
                assert not take(tried[receiver], parcel).refused
            assert {row.use for row in Cards(tried[receiver]).all()} == left
            assert disagreements(tried[receiver].store) == 0
            tried[receiver].store.projection.rebuild()
            assert {row.use for row in Cards(tried[receiver]).all()} == left
        officer = tried["O1"]
        for use in (Use.RECONTACT, Use.REAL_NAME):
            if use in left:
                assert Cards(officer).open(row.code, use, WHY)
            else:
                assert refused(lambda use=use: Cards(officer).open(row.code, use, WHY)) is Code.IDENTITY_UNKNOWN
        assert dump(officer)["records"] == dump(tried["S1"])["records"]


@pytest.mark.parametrize("rule", [Retention.SEAL_AT_SUBMIT, Retention.UNTIL_RECEIPT])
def test_retention_takes_cards_along(tmp_path: Path, rule: Retention) -> None:
    """A laptop that may not read a record keeps no card of it either; the officer has it."""
    team = talk.new_team(tmp_path)
    try:
        monitor, officer = team["M1"], team["O1"]
        identity_officers.allow(officer, allowed=True)
        identity_officers.appoint(officer, "O1")
        policies.set_retention(officer, rule)
        team.send("O1", "M1", "M1")
        draft = drafted(monitor)
        row = Cards(monitor).add(draft, Use.RECONTACT, REACHED)
        record = Recording(monitor).submit(draft).id
        assert len(cards_in(monitor)) == (0 if rule is Retention.SEAL_AT_SUBMIT else 1)
        team.send("M1", "O1")
        team.send("O1", "M1", "M1")
        assert cards_in(monitor) == []
        assert not any(line.body or line.sealed for line in monitor.store.cards.lines())
        assert refused(lambda: Cards(monitor).add(record, Use.RECONTACT, CALLED)) is Code.RECORD_SEALED
        assert [card.words for card in Cards(officer).open(row.code, Use.RECONTACT, WHY)] == [REACHED]
        assert disagreements(monitor.store) == 0
    finally:
        team.close()


def test_cards_are_in_no_archive_and_the_archive_holds(tried: Team, tmp_path: Path) -> None:
    officer = tried["O1"]
    record = Recording(officer).submit(drafted(officer)).id
    row = Cards(officer).add(record, Use.RECONTACT, REACHED)
    Cards(officer).open(row.code, Use.RECONTACT, WHY)
    Archiving(officer).write(tmp_path / "archive", "")
    assert archiving.verify(tmp_path / "archive").ok
    assert Sweep([*WORDS, "age-encryption.org"]).below(tmp_path / "archive") == []
    assert Sweep([WHY]).below(tmp_path / "archive")  # that, and why, one was opened
