"""T21: whatever is done to the keys of a vault, in any order, exactly the secrets of the moment open it."""

import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fieldkit.clock import SystemClock
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import destroying, escrow, helping, rotating, vaults
from fieldkit.services.projects import Projects
from fieldkit.services.workspace import Workspace

CLOCK = SystemClock()
CHEAP = vaults.TEST_COST
PHRASES = [f"выдуманные слова номер {number} для входа" for number in "абвг"]
A_PHRASE = st.sampled_from(PHRASES)


@dataclass(frozen=True)
class Beginning:
    """An officer's open vault, and a monitor's of the same project as every case finds it."""

    folder: tempfile.TemporaryDirectory[str]
    officer: Workspace
    monitor: Path
    code: str


@cache
def beginning() -> Beginning:
    folder = tempfile.TemporaryDirectory()
    files = [VaultFiles(Path(folder.name) / name) for name in ("officer", "monitor")]
    codes = [vaults.create(each, PHRASES[0], CLOCK, cost=CHEAP) for each in files]
    officer, monitor = (vaults.unlock(each, PHRASES[0], CLOCK, floor=CHEAP) for each in files)
    Projects(officer).create("Sample", "O1")
    Projects(monitor).join(Projects(officer).enrol(Projects(monitor).request("M1"), Role.MONITOR))
    monitor.close()
    return Beginning(folder, officer, files[1].folder, codes[1])


@dataclass(frozen=True)
class Answered:
    """An officer's answer, the passphrase chosen for it, and the number of key changes before it."""

    paper: bytes
    phrase: str
    changes: int


class Keys(RuleBasedStateMachine):
    """The model: passphrase and recovery code in force, those of before, whether officers can open it, their answers."""

    @initialize()
    def make(self):
        self.folder = tempfile.TemporaryDirectory()
        self.files = VaultFiles(Path(self.folder.name) / "vault")
        shutil.copytree(beginning().monitor, self.files.folder)
        self.phrase, self.code = PHRASES[0], beginning().code
        self.entrusted, self.changes = False, 0
        self.old_codes, self.answers = [], []

    @rule(new=A_PHRASE)
    def change(self, new):
        store = self.files.store.read_bytes()
        vaults.change_passphrase(self.files, self.phrase, new, CLOCK, cost=CHEAP)
        assert self.files.store.read_bytes() == store
        self.phrase = new
        self.changes += 1

    @rule(new=A_PHRASE)
    def recover(self, new):
        store = self.files.store.read_bytes()
        vaults.recover(self.files, self.code, new, CLOCK, cost=CHEAP)
        assert self.files.store.read_bytes() == store
        self.phrase = new
        self.changes += 1

    @rule()
    def rotate(self):
        self.old_codes.append(self.code)
        done = rotating.rotate(self.files, self.phrase, CLOCK, cost=CHEAP)
        assert (done.officers, done.dropped) == (int(self.entrusted), False)
        self.code = done.recovery_code
        self.changes += 1

    @rule()
    def entrust(self):
        with self._opened() as workspace:
            assert escrow.entrust(workspace, self.phrase, floor=CHEAP).current
        self.entrusted = True
        self.changes += 1

    @precondition(lambda self: self.entrusted)
    @rule()
    def withdraw(self):
        with self._opened() as workspace:
            escrow.withdraw(workspace, self.phrase, floor=CHEAP)
        self.entrusted = False
        self.changes += 1

    @rule(new=A_PHRASE)
    def ask_an_officer(self, new):
        if not self.entrusted:
            assert self._refusal(helping.ask, new, floor=CHEAP) is Code.ESCROW_NONE
            return
        paper = helping.ask(self.files, new, CLOCK, floor=CHEAP)
        answer = helping.answer(beginning().officer, paper.data)
        self.answers.append(Answered(answer, new, self.changes))

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def take_an_answer(self, data):
        answered = data.draw(st.sampled_from(self.answers))
        if answered.changes != self.changes:
            refused = self._refusal(helping.recover, answered.paper, new=answered.phrase, floor=CHEAP)
            assert refused is Code.RECOVERY_ANSWER_OLD
            return
        wrong = self._refusal(helping.recover, answered.paper, new=answered.phrase + " ", floor=CHEAP)
        assert wrong is Code.RECOVERY_WRONG_PASSPHRASE
        helping.recover(self.files, answered.paper, answered.phrase, CLOCK, floor=CHEAP)
        self.phrase = answered.phrase
        self.changes += 1

    @rule(copy=st.sampled_from("ab"), how=st.sampled_from(["missing", "emptied", "flipped"]))
    def lose_a_copy_of_the_slots(self, copy, how):
        """And open the vault with the other, which the next change makes two again."""
        path = self.files.folder / f"slots.{copy}"
        data = path.read_bytes()
        if how == "missing":
            path.unlink()
        else:
            path.write_bytes(b"" if how == "emptied" else data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
        self._opened().close()
        self.change(self.phrase)

    @rule()
    def destroy_and_begin_anew(self):
        kept = Path(shutil.copytree(self.files.folder, self.files.folder.with_name("kept")))
        destroying.destroy(self.files)
        assert self._refusal(vaults.unlock, self.phrase, floor=CHEAP) is Code.VAULT_MISSING
        kept.rename(self.files.folder)  # from another place: the secrets still open a copy

    @invariant()
    def the_secrets_in_force_open_it_and_no_others(self):
        with self._opened() as workspace:
            assert escrow.state(workspace).openers == (("O1",) if self.entrusted else ())
        with vaults.unlock_with_recovery(self.files, self.code, CLOCK) as workspace:
            assert vaults.check(workspace).ok
        for phrase in {*PHRASES, self.phrase + " "} - {self.phrase}:
            assert self._refusal(vaults.unlock, phrase, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
        for code in self.old_codes:
            assert self._refusal(vaults.unlock_with_recovery, code) is Code.VAULT_WRONG_RECOVERY_CODE

    def _opened(self):
        return vaults.unlock(self.files, self.phrase, CLOCK, floor=CHEAP)

    def _refusal(self, opener, secret, *, new=None, **named):
        with pytest.raises(Refusal) as caught:
            opener(self.files, secret, *([] if new is None else [new]), CLOCK, **named)
        return caught.value.code

    def teardown(self):
        self.folder.cleanup()


TestT21Keys = Keys.TestCase
TestT21Keys.settings = settings(max_examples=12, stateful_step_count=10, deadline=None)
