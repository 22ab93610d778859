"""Escrow and recovery with an officer's help, on real vaults of one project."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit import canonical
from fieldkit.crypto import asking, kdf, sealing, slots
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import doors, escrow, helping, rosters, rotating, vaults
from fieldkit.store import files as disk
from tests.flow.team import PHRASE, Team, new_vault, unlock

CHEAP = vaults.TEST_COST
NEW = "другие пять слов для входа"
ANSWER_REFUSALS = {
    Code.RECOVERY_ANSWER_DAMAGED,
    Code.RECOVERY_ANSWER_ELSEWHERE,
    Code.RECOVERY_ANSWER_OLD,
    Code.RECOVERY_WRONG_PASSPHRASE,
    Code.VAULT_KDF_REFUSED,
}
CODES = ("O2", "O3", "S1", "M1", "M2")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Three officers, a supervisor and two monitors; everybody knows everybody. Tests do not change its vaults' rosters."""
    team = Team(tmp_path_factory.mktemp("project"), CODES)
    for code in ("O2", "O3"):
        team.change_role(code, Role.OFFICER)
    share(team)
    yield team
    team.close()


@pytest.fixture
def team(tmp_path):
    """The same, smaller, for a test that changes it."""
    team = Team(tmp_path, ("O2", "M1"))
    team.change_role("O2", Role.OFFICER)
    share(team)
    yield team
    team.close()


def share(team):
    """Everybody gets the officer's newest roster."""
    signed = team["O1"].store.people.roster()
    for code, workspace in team.vaults.items():
        if code != "O1":
            with workspace.store.transaction():
                rosters.take(workspace, signed)


def code_of(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def files_of(team, code):
    return team[code].files


def shut(team, code):
    """The laptop is locked; gives the files of its vault."""
    team[code].close()
    return team[code].files


def reopen(team, code, phrase=PHRASE):
    team.vaults[code] = vaults.unlock(files_of(team, code), phrase, team.clock, floor=CHEAP)


def test_a_key_is_entrusted_to_the_officers_of_today_and_the_state_tells_when_they_change(team):
    monitor = team["M1"]
    assert not escrow.state(monitor).entrusted
    now = escrow.entrust(monitor, PHRASE, floor=CHEAP)
    assert (now.openers, now.gone, now.missing, now.current) == (("O1", "O2"), (), (), True)
    before = files_of(team, "M1").store.read_bytes()
    team.change_role("O2", Role.SUPERVISOR)
    share(team)
    now = escrow.state(monitor)
    assert (now.openers, now.gone, now.missing, now.current) == (("O1", "O2"), ("O2",), (), False)
    now = escrow.entrust(monitor, PHRASE, floor=CHEAP)
    assert (now.openers, now.current) == (("O1",), True)
    team.change_role("O2", Role.OFFICER)
    share(team)
    now = escrow.state(monitor)
    assert (now.openers, now.missing, now.current) == (("O1",), ("O2",), False)
    escrow.entrust(monitor, PHRASE, floor=CHEAP)
    team.revoke("O2")
    share(team)
    assert escrow.state(monitor).gone == ("O2",)
    assert len(before) == files_of(team, "M1").store.stat().st_size
    assert vaults.check(monitor).ok


def test_an_officer_entrusts_the_own_key_to_the_others_only(project):
    now = escrow.entrust(project["O1"], PHRASE, floor=CHEAP)
    assert now.openers == ("O2", "O3")
    escrow.withdraw(project["O1"], PHRASE, floor=CHEAP)


def test_who_is_alone_can_entrust_the_key_to_nobody(tmp_path):
    team = Team(tmp_path, ())
    assert code_of(escrow.entrust, team["O1"], PHRASE, floor=CHEAP) is Code.ESCROW_NO_OFFICERS
    assert code_of(escrow.withdraw, team["O1"], PHRASE, floor=CHEAP) is Code.ESCROW_NONE
    team.close()
    with new_vault(tmp_path / "alone", team.clock) as alone:
        assert code_of(escrow.entrust, alone, PHRASE, floor=CHEAP) is Code.PROJECT_MISSING
        assert escrow.state(alone) == escrow.EscrowState(False, (), (), (), 0, (), 0)


def test_the_passphrase_is_needed_to_give_the_key_away(project):
    before = files_of(project, "O3").slots_a.read_bytes()
    assert code_of(escrow.entrust, project["O3"], NEW, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
    assert code_of(escrow.withdraw, project["O3"], NEW, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
    assert files_of(project, "O3").slots_a.read_bytes() == before


def test_more_officers_than_a_slot_has_room_for_are_said_to_be_left_out(tmp_path):
    more = tuple(f"O{number}" for number in range(2, 11))
    team = Team(tmp_path, (*more, "M1"))
    for code in more:
        team.change_role(code, Role.OFFICER)
    share(team)
    now = escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    assert now.openers == tuple(f"O{number}" for number in range(1, 9))
    assert (now.left_out, now.current) == (2, True)
    team.close()


def test_an_officer_lets_a_monitor_back_in_and_the_answer_counts_once(project):
    monitor, officer = project["M1"], project["O2"]
    escrow.entrust(monitor, PHRASE, floor=CHEAP)
    device = monitor.identity.device
    files = shut(project, "M1")
    store = files.store.read_bytes()
    paper = helping.ask(files, NEW, project.clock, floor=CHEAP)
    plea = helping.read(officer, paper.data)
    assert (plea.code, plea.device, plea.numbers) == ("M1", device, paper.numbers)
    answer = helping.answer(officer, paper.data)
    wrong = code_of(helping.recover, files, answer, NEW + "!", project.clock, floor=CHEAP)
    assert wrong is Code.RECOVERY_WRONG_PASSPHRASE
    with vaults.unlock(files, PHRASE, project.clock, floor=CHEAP):
        pass  # until the answer is taken, the old passphrase opens
    helping.recover(files, answer, NEW, project.clock, floor=CHEAP)
    assert files.store.read_bytes() == store
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes()
    assert code_of(vaults.unlock, files, PHRASE, project.clock, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
    assert code_of(helping.recover, files, answer, NEW, project.clock, floor=CHEAP) is Code.RECOVERY_ANSWER_OLD
    reopen(project, "M1", NEW)
    assert escrow.state(project["M1"]).openers == ("O1", "O2", "O3")
    assert vaults.check(project["M1"]).ok
    vaults.change_passphrase_of(project["M1"], NEW, PHRASE, cost=CHEAP)
    escrow.withdraw(project["M1"], PHRASE, floor=CHEAP)


@pytest.fixture(scope="module")
def asked(project):
    """A locked vault, its request and the answer to it."""
    escrow.entrust(project["M2"], PHRASE, floor=CHEAP)
    files = shut(project, "M2")
    paper = helping.ask(files, NEW, project.clock, floor=CHEAP)
    yield files, paper, helping.answer(project["O1"], paper.data)
    reopen(project, "M2")


def test_only_officers_to_whom_it_is_entrusted_answer(project, asked, tmp_path):
    _files, paper, _answer = asked
    assert code_of(helping.answer, project["S1"], paper.data) is Code.PROJECT_NOT_OFFICER
    other = Team(tmp_path, ("M1",))
    assert code_of(helping.answer, other["O1"], paper.data) is Code.ESCROW_NOT_YOURS
    other.close()
    with new_vault(tmp_path / "alone", project.clock) as alone:
        assert code_of(helping.answer, alone, paper.data) is Code.PROJECT_MISSING


def test_a_revoked_officer_or_laptop_gets_and_gives_no_answer(team):
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    files = shut(team, "M1")
    paper = helping.ask(files, NEW, team.clock, floor=CHEAP)
    reopen(team, "M1")
    team.revoke("O2")
    share(team)
    assert code_of(helping.read, team["O2"], paper.data) is Code.ESCROW_OFFICER_REVOKED
    team.revoke("M1")
    assert code_of(helping.read, team["O1"], paper.data) is Code.ESCROW_LAPTOP_REVOKED


def test_an_answer_opens_no_other_vault_and_none_whose_keys_have_changed(team, tmp_path):
    other = Team(tmp_path / "other", ("M1",))
    for each in (team, other):
        escrow.entrust(each["M1"], PHRASE, floor=CHEAP)
    files, elsewhere = shut(team, "M1"), shut(other, "M1")
    answer = helping.answer(team["O1"], helping.ask(files, NEW, team.clock, floor=CHEAP).data)
    assert code_of(helping.recover, elsewhere, answer, NEW, team.clock, floor=CHEAP) is Code.RECOVERY_ANSWER_ELSEWHERE
    reopen(team, "M1")
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    files = shut(team, "M1")
    assert code_of(helping.recover, files, answer, NEW, team.clock, floor=CHEAP) is Code.RECOVERY_ANSWER_OLD
    reopen(team, "M1")
    escrow.withdraw(team["M1"], PHRASE, floor=CHEAP)
    files = shut(team, "M1")
    assert code_of(helping.ask, files, NEW, team.clock, floor=CHEAP) is Code.ESCROW_NONE
    reopen(team, "M1")
    other.close()


def test_a_request_that_was_changed_on_the_way_has_other_numbers(project, asked):
    _files, paper, _answer = asked
    thief = sealing.recipient_of(sealing.new_identity())
    changed = msgspec.structs.replace(asking.read_request(paper.data), recipient=thief)
    seen = helping.read(project["O1"], canonical.encode(changed))
    assert seen.code == "M2"
    assert seen.numbers != paper.numbers


def test_an_answer_of_another_key_is_noticed(project, asked):
    """Whoever can write files, and cannot open the escrow, cannot put another key in its place."""
    files, paper, _answer = asked
    request = asking.read_request(paper.data)
    foreign = slots.new_master_key(project.clock)
    forged = asking.answer(request, _entrusted(request, foreign))
    assert code_of(helping.recover, files, forged, NEW, project.clock, floor=CHEAP) is Code.VAULT_SLOTS_DAMAGED


def _entrusted(request, master):
    from fieldkit.crypto.escrow import Entrusted

    return Entrusted(vault=request.vault, device="0" * 36, master=master.reveal())


def test_an_escrow_of_another_vault_in_a_request_is_refused(project, asked):
    _files, paper, _answer = asked
    request = asking.read_request(paper.data)
    swapped = msgspec.structs.replace(request, vault="0" * 32)
    assert code_of(helping.read, project["O1"], canonical.encode(swapped)) is Code.RECOVERY_REQUEST_DAMAGED


def test_a_request_or_answer_of_a_cost_beyond_reason_is_refused_before_any_work(project, asked, monkeypatch):
    files, paper, answer = asked
    monkeypatch.setattr(kdf, "stretch", None)
    found = asking.read_answer(answer)
    for cost in (kdf.Cost(m=2**31, t=3, p=4), kdf.Cost(m=64, t=10**9, p=1), kdf.Cost(m=16, t=1, p=1)):
        planted = msgspec.structs.replace(found, request=msgspec.structs.replace(found.request, cost=cost))
        data = canonical.encode(planted)
        assert code_of(helping.recover, files, data, NEW, project.clock, floor=CHEAP) is Code.VAULT_KDF_REFUSED
    assert asking.read_request(paper.data).cost == CHEAP


@given(place=st.integers(0, 10**6), bit=st.integers(0, 7), cut=st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_changed_or_cut_answer_is_refused(project, asked, place, bit, cut):
    files, _paper, answer = asked
    refused = code_of(helping.recover, files, harmed(answer, place, bit, cut=cut), NEW, project.clock, floor=CHEAP)
    assert refused in ANSWER_REFUSALS


@given(place=st.integers(0, 10**6), bit=st.integers(0, 7), cut=st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_changed_or_cut_request_is_refused_or_has_other_numbers(project, asked, place, bit, cut):
    _files, paper, _answer = asked
    try:
        seen = helping.read(project["O1"], harmed(paper.data, place, bit, cut=cut))
    except Refusal as refusal:
        assert refusal.code in {Code.RECOVERY_REQUEST_DAMAGED, Code.ESCROW_NOT_YOURS}  # noqa: PT017  either is right
    else:
        assert seen.numbers != paper.numbers


def harmed(whole, place, bit, *, cut):
    place %= len(whole)
    return whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


def test_papers_of_another_kind_and_too_large_ones_are_refused(project, asked):
    files, paper, answer = asked
    for rubbish in (b"", b"{}", answer, paper.data + b" ", paper.data + b" " * asking.MAX_BYTES):
        assert code_of(helping.read, project["O1"], rubbish) is Code.RECOVERY_REQUEST_DAMAGED
    for rubbish in (b"", b"{}", paper.data, answer + b"\n", b" " * 10**6):
        assert code_of(helping.recover, files, rubbish, NEW, project.clock, floor=CHEAP) is Code.RECOVERY_ANSWER_DAMAGED


def test_one_damaged_copy_of_the_slots_keeps_nobody_from_recovering(team):
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    files = shut(team, "M1")
    answer = helping.answer(team["O1"], helping.ask(files, NEW, team.clock, floor=CHEAP).data)
    older = files.slots_a.read_bytes()
    files.slots_a.write_bytes(b"\0" * 100)
    helping.recover(files, answer, NEW, team.clock, floor=CHEAP)
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes()
    files.slots_b.write_bytes(older)  # as if the power had failed between the two copies of the change
    assert code_of(helping.recover, files, answer, NEW, team.clock, floor=CHEAP) is Code.RECOVERY_ANSWER_OLD
    reopen(team, "M1", NEW)


def test_a_full_disk_while_recovering_leaves_the_old_passphrase(team):
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    files = shut(team, "M1")
    answer = helping.answer(team["O1"], helping.ask(files, NEW, team.clock, floor=CHEAP).data)
    (files.folder / "slots.a.tmp").mkdir()
    assert code_of(helping.recover, files, answer, NEW, team.clock, floor=CHEAP) is Code.VAULT_DISK_ERROR
    (files.folder / "slots.a.tmp").rmdir()
    with unlock(files.folder, team.clock):
        pass
    helping.recover(files, answer, NEW, team.clock, floor=CHEAP)
    reopen(team, "M1", NEW)


def test_a_rotation_entrusts_the_new_key_to_the_officers_of_today(team):
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    team.revoke("O2")
    share(team)
    files = shut(team, "M1")
    answer = helping.answer(team["O1"], helping.ask(files, NEW, team.clock, floor=CHEAP).data)
    done = rotating.rotate(files, PHRASE, team.clock, cost=CHEAP)
    assert (done.officers, done.dropped) == (1, False)
    assert code_of(helping.recover, files, answer, NEW, team.clock, floor=CHEAP) is Code.RECOVERY_ANSWER_OLD
    answer = helping.answer(team["O1"], helping.ask(files, NEW, team.clock, floor=CHEAP).data)
    helping.recover(files, answer, NEW, team.clock, floor=CHEAP)
    reopen(team, "M1", NEW)
    now = escrow.state(team["M1"])
    assert (now.openers, now.current) == (("O1",), True)


def test_a_rotation_without_officers_says_that_the_key_is_entrusted_to_nobody(team):
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    team.change_role("O2", Role.SUPERVISOR)
    team.demote_officer(Role.SUPERVISOR)
    share(team)
    files = shut(team, "M1")
    done = rotating.rotate(files, PHRASE, team.clock, cost=CHEAP)
    assert (done.officers, done.dropped) == (0, True)
    assert slots.decode(disk.read_slots(files)[0]).escrow is None
    assert rotating.rotate(files, PHRASE, team.clock, cost=CHEAP).dropped is False
    reopen(team, "M1")


def test_a_vault_that_was_restored_from_a_copy_of_its_folder_keeps_its_officers(team):
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    files = files_of(team, "M1")
    assert isinstance(files, VaultFiles)
    assert vaults.info(files).slots == ("passphrase", "recovery", "escrow")


def test_the_lock_screen_knows_whether_officers_can_open_it_from_either_copy(team, tmp_path):
    files = files_of(team, "M1")
    assert not doors.officers_can_open(files)
    assert not doors.officers_can_open(VaultFiles(tmp_path / "nowhere"))
    escrow.entrust(team["M1"], PHRASE, floor=CHEAP)
    assert doors.officers_can_open(files)
    files.slots_a.write_bytes(b"{}")
    assert doors.officers_can_open(files)
    files.slots_b.write_bytes(b"")
    assert not doors.officers_can_open(files)
