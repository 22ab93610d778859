"""Answers to sealed questions: on a card the moment they are saved, in nothing else, whoever brought them.

Everybody here is made up. What they are called is looked for in every file, page and table of each vault on its way.
"""

import contextlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.domain import person_codes, sealed
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.consent import Use
from fieldkit.domain.forms import Instrument, Kind, Question
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind
from fieldkit.errors import Code
from fieldkit.services import archiving, identity_officers
from fieldkit.services.archiving import Archiving
from fieldkit.services.browsing import Browsing
from fieldkit.services.cards import Cards
from fieldkit.services.journal import Journal
from fieldkit.services.linting import Linting
from fieldkit.services.odk_export import OdkExport
from fieldkit.services.odk_import import OdkImport
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from fieldkit.store.agreement import disagreements
from fieldkit.store.catching_up import UNNAME
from fieldkit.store.facts import pack
from tests.flow import talk
from tests.flow.opened_pages import inflated, opened_pages
from tests.flow.team import Team, unlock
from tests.flow.test_cards import AGREED, CALLED, WHY, WORDS, drafted, keys_in, new_team, refused, tables
from tests.flow.traces import Sweep
from tests.flow.undoing import all_taken_back

NAME = "/talk/name"
SAID = {"site": "kz_uz_control", "day": "2026-01-05", "precision": "exact_day", "finding": "event", "story": "A tale."}
AGREES = dict.fromkeys(AGREED, "yes")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with contextlib.closing(new_team(tmp_path_factory.mktemp("team"))) as made:
        yield made


@pytest.fixture
def tried(team: Team) -> Iterator[Team]:
    """The same, put back afterwards."""
    with all_taken_back(team.vaults.values()):
        yield team


@pytest.fixture
def forbidding(tmp_path: Path) -> Iterator[Team]:
    """A project that keeps no names, as all do unless an officer decides otherwise."""
    with contextlib.closing(talk.new_team(tmp_path)) as made:
        yield made


def assert_nowhere(workspace: Workspace) -> None:
    """In no file, no page, no table, no list and no text of a vault that is open."""
    sweep, key = Sweep(WORDS), workspace.store._database.key
    assert sweep.below(workspace.files.folder) == []
    for file in (workspace.files.store, workspace.files.store.with_name("store.db-wal")):
        pages = b"".join(opened_pages(file, key))
        assert sweep.in_bytes(pages) == []
        assert sweep.in_bytes(inflated(pages)) == []
    assert Sweep(WORDS).in_bytes(tables(workspace)) == []
    for word in WORDS:
        assert Browsing(workspace).page(RecordFilter(text=word)).rows == ()


def older(answers: Answers, words: str = CALLED) -> Answers:
    """The answers as a program without cards kept them."""
    return sealed.with_code(answers, NAME, words)


def older_record(workspace: Workspace, record: str) -> None:
    """A record whose body has a name: signed, so that nobody can change it any more."""
    answers = older(Recording(workspace).resume(drafted(workspace)).answers())
    said = Revision(record=record, parents=(), author="M1", at=workspace.now(), answers=answers)
    Journal(workspace).append(EntryKind.REVISION, record, said)


def opened_names(team: Team) -> list[str]:
    rows = Cards(team["O1"]).all()
    return [
        card.words
        for code in dict.fromkeys(row.code for row in rows)
        for card in Cards(team["O1"]).open(code, Use.REAL_NAME, WHY)
    ]


def test_a_name_goes_from_the_command_line_to_the_officer_and_is_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The canary: draft, body, store, search, bundle, archive, export and log lines; the monitor's keys do not open it."""
    caplog.set_level(logging.INFO, "fieldkit")
    with contextlib.closing(new_team(tmp_path / "team")) as team:
        monitor, supervisor, officer = (team[code] for code in ("M1", "S1", "O1"))
        told = json.dumps(SAID | AGREES | {"name": CALLED}).encode()
        draft = Recording(monitor).add(talk.FORM, told)
        assert draft.left_out == ()
        assert_nowhere(monitor)
        code = Recording(monitor).resume(draft.id).node(NAME).value
        assert person_codes.is_code(code)
        record = Recording(monitor).submit(draft.id).id
        revision = monitor.store.records.revision(monitor.store.records.row(record).head)  # type: ignore[union-attr]
        assert revision is not None
        assert revision.answers.get(NAME) == code
        assert [fact for fact in monitor.store.facts.of(record).facts if fact.role.startswith("identity.")] == []
        assert refused(lambda: Cards(monitor).open(code, Use.REAL_NAME, WHY)) is Code.IDENTITY_NOT_OFFICER
        team.send("M1", "S1")
        team.send("S1", "O1")
        for workspace in (monitor, supervisor, officer):
            assert_nowhere(workspace)
            assert disagreements(workspace.store) == 0
        for vault in (monitor, supervisor):
            identity = officer.identity.age_identity
            assert identity not in keys_in(vault)
            assert code in [item.value for each in Browsing(vault).show(record).sections for item in each.items]
        Archiving(officer).write(tmp_path / "archive", "")
        OdkExport(officer).write(tmp_path / "odk")
        assert Sweep(WORDS).below(tmp_path / "archive", tmp_path / "odk") == []
        assert Sweep([code]).below(tmp_path / "odk") == []
        assert "identity.sealed" in caplog.text
        assert Sweep(WORDS).in_text(caplog.text) == []
        assert opened_names(team) == [CALLED]
        assert [row.opened for row in Cards(officer).all()] == [1]
        assert_nowhere(officer)


def test_where_no_names_are_kept_the_answer_is_left_out_and_nothing_else(forbidding: Team) -> None:
    monitor = forbidding["M1"]
    assert not Recording(monitor).resume(Recording(monitor).start(talk.FORM)).node(NAME).relevant
    told = json.dumps(SAID | AGREES | {"name": CALLED}).encode()
    saved = Recording(monitor).add(talk.FORM, told, submit=True)
    assert [(each.ref, each.code) for each in saved.left_out] == [(NAME, Code.IDENTITY_NOT_ALLOWED)]
    answers = monitor.store.records.revision(monitor.store.records.row(saved.id).head).answers  # type: ignore[union-attr]
    assert (answers.get(NAME), answers.get("/talk/story")) == ("", "A tale.")
    assert Cards(monitor).all() == ()
    assert_nowhere(monitor)


def test_without_consent_or_an_officer_no_card_is_written(tried: Team) -> None:
    monitor, officer = tried["M1"], tried["O1"]
    told = json.dumps(SAID | {"keep": "yes", "name": CALLED}).encode()
    saved = Recording(monitor).add(talk.FORM, told)
    assert [each.code for each in saved.left_out] == [Code.CONSENT_MISSING]
    identity_officers.appoint(officer, "O1", opens=False)
    saved = Recording(officer).add(talk.FORM, json.dumps(SAID | AGREES | {"name": CALLED}).encode())
    assert [each.code for each in saved.left_out] == [Code.IDENTITY_NO_OFFICERS]
    for workspace in (monitor, officer):
        assert Cards(workspace).all() == ()
        assert_nowhere(workspace)


def test_a_draft_of_an_older_program_is_sealed_when_it_is_opened_or_saved(tried: Team) -> None:
    monitor = tried["M1"]
    for go_on in ("open", "save", "submit"):
        draft = drafted(monitor)
        kept = monitor.store.drafts.get(draft)
        assert kept is not None
        monitor.store.drafts.put(msgspec.structs.replace(kept, answers=older(kept.answers)))
        recording = Recording(monitor)
        match go_on:
            case "open":
                assert recording.open(draft).left_out == ()
            case "save":
                recording.save(draft, older(kept.answers))
            case _:
                assert recording.submit(draft).sealed == 1
    assert len(Cards(monitor).all()) == 3
    assert Sweep(WORDS).in_bytes(tables(monitor)) == []


def test_words_that_are_no_answer_yet_are_sealed_too_or_told_of(forbidding: Team) -> None:
    monitor = forbidding["M1"]
    draft = drafted(monitor)
    kept = monitor.store.drafts.get(draft)
    assert kept is not None
    monitor.store.drafts.put(msgspec.structs.replace(kept, typed=(Answer(ref=NAME, value=CALLED),)))
    opened = Recording(monitor).open(draft)
    assert [each.code for each in opened.left_out] == [Code.IDENTITY_NOT_ALLOWED]
    assert opened.typed == ()
    assert opened.session.node("/talk/site").value == SAID["site"]
    assert Sweep(WORDS).in_bytes(tables(monitor)) == []
    assert Recording(monitor).open(draft).left_out == ()


def test_a_body_of_an_older_program_is_shown_and_given_out_without_the_name(tmp_path: Path) -> None:
    """It is signed and stays as it is; lists, search, figures, screens, linter and exports do without."""
    with contextlib.closing(new_team(tmp_path / "team")) as team:
        monitor, officer = team["M1"], team["O1"]
        record = team.clock.new_id()
        older_record(monitor, record)
        team.send("M1", "O1")
        for word in WORDS:
            assert Browsing(officer).page(RecordFilter(text=word)).rows == ()
        assert Browsing(officer).page(RecordFilter(text="tale")).rows == ()  # that draft had no story
        seen = Browsing(officer).show(record)
        shown = [item.value for each in seen.sections for item in each.items]
        assert Sweep(WORDS).in_text("\n".join(shown)) == []
        assert sealed.HIDDEN in shown
        found = Linting(with_model=False).scan_record(officer, record)
        assert Sweep(WORDS).in_text("\n".join(each.text for each in found)) == []
        assert not any(fact.role.startswith("identity.") for fact in officer.store.facts.of(record).facts)
        assert disagreements(officer.store) == 0
        Archiving(officer).write(tmp_path / "archive", "")
        assert OdkExport(officer).write(tmp_path / "odk").records == 1
        assert Sweep(WORDS).below(tmp_path / "archive", tmp_path / "odk") == []
        assert archiving.verify(tmp_path / "archive").ok
        draft = Recording(monitor).amend(record)  # the correction has a card in the place of the words
        corrected = monitor.store.drafts.get(draft)
        assert corrected is not None
        assert person_codes.is_code(corrected.answers.get(NAME))


def test_what_an_older_program_drew_is_drawn_anew_once(tmp_path: Path) -> None:
    with contextlib.closing(new_team(tmp_path)) as team:
        monitor = team["M1"]
        record = team.clock.new_id()
        older_record(monitor, record)
        store, database = monitor.store, monitor.store._database
        number = database.row(tuple[int], "SELECT number FROM record WHERE id = ?", record)[0]  # type: ignore[index]
        facts = store.facts.of(record).facts
        with store.transaction():
            store.facts.delete(number)
            store.facts.put_all([(number, pack((*facts, facts[0].__class__("identity.real_name", 0, CALLED))))])
            database.run("DELETE FROM search WHERE rowid = ?", number)
            database.run("INSERT INTO search (rowid, stems) VALUES (?, ?)", number, "marqolvendish")
            store.settings.put(UNNAME, "1")
        assert Browsing(monitor).page(RecordFilter(text="marqolvendish")).rows != ()
        folder = monitor.files.folder
        monitor.close()
        team.vaults["M1"] = again = unlock(folder, team.clock)
        assert Browsing(again).page(RecordFilter(text="marqolvendish")).rows == ()
        assert again.store.facts.of(record).facts == facts
        assert not again.store.settings.get(UNNAME)
        assert disagreements(again.store) == 0


def submission(folder: Path, **said: str) -> Path:
    """A submission as a tool of ODK writes it."""
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    made = folder / "instances" / "one"
    made.mkdir(parents=True)
    meta = "<meta><instanceID>uuid:aaaaaaaa-0000-4000-8000-000000000001</instanceID></meta>"
    (made / "submission.xml").write_text(f"<talk id='talk' version='1'>{inside}{meta}</talk>", "utf-8")
    return folder


@pytest.mark.parametrize("allowed", [True, False])
def test_a_submission_of_another_tool_is_taken_in_without_the_name(tried: Team, tmp_path: Path, allowed: bool) -> None:
    officer = tried["O1"]
    identity_officers.allow(officer, allowed=allowed)
    folder = submission(tmp_path / "odk", **SAID, **AGREES, name=CALLED)
    [receipt] = OdkImport(officer).take(folder).receipts
    assert receipt.code is None
    assert receipt.sealed == (1 if allowed else 0)
    assert [each.code for each in receipt.left_out] == ([] if allowed else [Code.IDENTITY_NOT_ALLOWED])
    assert_nowhere(officer)
    assert "A tale." in [item.value for each in Browsing(officer).show(receipt.record).sections for item in each.items]
    assert opened_names(tried) == ([CALLED] if allowed else [])
    assert OdkImport(officer).take(folder).identical == 1  # the same submission again is no other


def test_a_correction_keeps_the_card_and_a_removed_answer_takes_the_waiting_one_along(tried: Team) -> None:
    monitor = tried["M1"]
    recording = Recording(monitor)
    told = json.dumps(SAID | AGREES | {"name": CALLED}).encode()
    record = recording.add(talk.FORM, told, submit=True).id
    [row] = Cards(monitor).all()
    draft = recording.amend(record)
    session = recording.resume(draft)
    assert session.node(NAME).value == row.code
    recording.seal(draft, session.draft(), Answer(ref=NAME, value="Invented Another"))
    recording.submit(draft)
    assert [(each.record, each.code) for each in Cards(monitor).all()] == [(record, row.code)] * 2
    draft = recording.amend(record)
    session = recording.resume(draft)
    recording.seal(draft, session.draft(), Answer(ref=NAME, value="Invented Third"))
    session.set(NAME, "")
    recording.submit(draft, session.draft())
    assert len(Cards(monitor).all()) == 2


def test_a_code_without_a_card_is_no_answer(tried: Team) -> None:
    """Somebody's code cannot be put into a record from outside, and one whose card was refused does not stay."""
    monitor = tried["M1"]
    recording = Recording(monitor)
    draft = drafted(monitor)
    session = recording.resume(draft)
    session.set(NAME, person_codes.new_code(monitor.clock))
    recording.save(draft, session.draft())
    kept = monitor.store.drafts.get(draft)
    assert kept is not None
    assert kept.answers.get(NAME) == ""


PEOPLE = Instrument(
    form="people",
    version="1",
    title="People",
    languages=("en",),
    questions=(
        Question(path="/d/name", kind=Kind.TEXT, role="identity.real_name"),
        Question(path="/d/reach", kind=Kind.TEXT, role="identity.contact_route"),
        Question(path="/d/p", kind=Kind.REPEAT),
        Question(path="/d/p/name", kind=Kind.TEXT, privacy="identity"),
        Question(path="/d/p/other", kind=Kind.TEXT, privacy="identity"),
        Question(path="/d/p/reach", kind=Kind.TEXT, role="identity.contact_route"),
        Question(path="/d/p/story", kind=Kind.TEXT),
    ),
    xform="",
)
REFS = st.sampled_from(
    ["/d/name", "/d/reach", *(f"/d/p{at}/{name}" for at in ("", "[2]", "[3]") for name in ("name", "other", "reach"))]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(refs=st.lists(REFS, unique=True))
def test_each_person_has_a_code_and_no_card_takes_the_place_of_another(team: Team, refs: list[str]) -> None:
    """In whatever order people of a record are named: one code never stands for two people, or twice for one use."""
    answers = Answers(form="people", version="1")
    for ref in refs:
        code = sealed.code_of(PEOPLE, answers, ref) or person_codes.new_code(team.clock)
        answers = sealed.with_code(answers, ref, code)
        assert sealed.code_of(PEOPLE, answers, ref) == code
    assert sealed.told(answers, sealed.uses(PEOPLE)) == ()
    asked = sealed.uses(PEOPLE)
    places = [(item.value, asked[item.path]) for item in answers.items]
    assert len(places) == len(set(places)) == len(refs)
    people: dict[str, set[str]] = {}
    for item in answers.items:
        people.setdefault(item.value, set()).add(item.ref.rpartition("/")[0])
    assert all(len(found) == 1 for found in people.values())


@settings(max_examples=60, deadline=None)
@given(words=st.text(min_size=1, max_size=40))
def test_only_a_code_passes_for_one(words: str) -> None:
    answers = Answers(form="people", version="1", items=(Answer(ref="/d/name", value=words),))
    asked = sealed.uses(PEOPLE)
    if not person_codes.is_code(words):
        assert sealed.without_words(answers, asked).items == ()
        assert sealed.masked(answers, asked).get("/d/name") == sealed.HIDDEN == sealed.shown(words)
    assert sealed.without(answers, asked).items == ()


def test_a_form_computes_from_codes_and_demands_no_name(tmp_path: Path, tried: Team) -> None:
    """What a calculation or a label repeats is the code; `required` and a constraint ask nothing of a code."""
    lines = (
        "| survey |",
        "| | type | name | label | required | constraint | relevant | calculation | bind::fk:privacy | bind::fk:fact |",
        "| | select_one yn | keep | k | | | | | | consent.store_record |",
        "| | select_one yn | named | k | | | | | | consent.real_name |",
        "| | select_one yn | again | k | | | | | | consent.second_confirmation |",
        "| | text | who | Who | yes | not(regex(., '.*[0-9].*')) | | | identity | |",
        "| | text | sure | Is ${who} spelled so? | | | ${who} != '' | | | |",
        "| | calculate | copy | | | | | concat(${who}, '!') | | |",
        "| choices |",
        "| | list_name | name | label |",
        "| | yn | yes | Yes |",
        "| settings |",
        "| | form_id | name | form_title | version | namespaces |",
        '| | whois | whois | Who | 1 | fk="https://fieldkit.invalid/xforms" |',
    )
    from fieldkit.services.forms import Forms

    (tmp_path / "whois.md").write_text("\n".join(lines), "utf-8")
    officer = tried["O1"]
    Forms(officer).import_file(tmp_path / "whois.md")
    agreed = {"keep": "yes", "named": "yes", "again": "yes"}
    nobody = Recording(officer).add("whois", json.dumps(agreed).encode(), submit=True)
    assert nobody.state == "submitted"
    saved = Recording(officer).add("whois", json.dumps(agreed | {"who": CALLED, "sure": "yes"}).encode(), submit=True)
    row = officer.store.records.row(saved.id)
    assert row is not None
    revision = officer.store.records.revision(row.head)
    assert revision is not None
    code = revision.answers.get("/whois/who")
    assert person_codes.is_code(code)
    assert revision.answers.get("/whois/copy") == f"{code}!"
    assert revision.answers.get("/whois/sure") == "yes"
    broken = json.dumps(agreed | {"who": "Invented 7"}).encode()
    assert refused(lambda: Recording(officer).add("whois", broken)) is Code.ANSWER_PROBLEMS
    assert_nowhere(officer)
