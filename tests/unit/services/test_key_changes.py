"""T21: whatever is done to the keys of a vault, in any order, exactly the secrets of the moment open it."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import destroying, rotating, vaults

CLOCK = SystemClock()
CHEAP = vaults.TEST_COST
PHRASES = [f"выдуманные слова номер {number} для входа" for number in "абвг"]
A_PHRASE = st.sampled_from(PHRASES)


class Keys(RuleBasedStateMachine):
    """The model: the passphrase and the recovery code in force, and those of before."""

    @initialize(phrase=A_PHRASE)
    def make(self, phrase):
        self.folder = tempfile.TemporaryDirectory()
        self.files = VaultFiles(Path(self.folder.name) / "vault")
        self.phrase, self.code = phrase, vaults.create(self.files, phrase, CLOCK, cost=CHEAP)
        self.old_codes = []

    @rule(new=A_PHRASE)
    def change(self, new):
        store = self.files.store.read_bytes()
        vaults.change_passphrase(self.files, self.phrase, new, CLOCK, cost=CHEAP)
        assert self.files.store.read_bytes() == store
        self.phrase = new

    @rule(new=A_PHRASE)
    def recover(self, new):
        store = self.files.store.read_bytes()
        vaults.recover(self.files, self.code, new, CLOCK, cost=CHEAP)
        assert self.files.store.read_bytes() == store
        self.phrase = new

    @rule()
    def rotate(self):
        self.old_codes.append(self.code)
        self.code = rotating.rotate(self.files, self.phrase, CLOCK, cost=CHEAP)

    @rule(copy=st.sampled_from("ab"), how=st.sampled_from(["missing", "emptied", "flipped"]))
    def lose_a_copy_of_the_slots(self, copy, how):
        """And open the vault with the other, which the next change makes two again."""
        path = self.files.folder / f"slots.{copy}"
        data = path.read_bytes()
        if how == "missing":
            path.unlink()
        else:
            path.write_bytes(b"" if how == "emptied" else data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
        vaults.unlock(self.files, self.phrase, CLOCK, floor=CHEAP).close()
        self.change(self.phrase)

    @rule()
    def destroy_and_begin_anew(self):
        kept = Path(shutil.copytree(self.files.folder, self.files.folder.with_name("kept")))
        destroying.destroy(self.files)
        assert self._refusal(vaults.unlock, self.phrase, floor=CHEAP) is Code.VAULT_MISSING
        kept.rename(self.files.folder)  # from another place: the secrets still open a copy

    @invariant()
    def the_secrets_in_force_open_it_and_no_others(self):
        vaults.unlock(self.files, self.phrase, CLOCK, floor=CHEAP).close()
        with vaults.unlock_with_recovery(self.files, self.code, CLOCK) as workspace:
            assert vaults.check(workspace).ok
        for phrase in {*PHRASES, self.phrase + " "} - {self.phrase}:
            assert self._refusal(vaults.unlock, phrase, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
        for code in self.old_codes:
            assert self._refusal(vaults.unlock_with_recovery, code) is Code.VAULT_WRONG_RECOVERY_CODE

    def _refusal(self, opener, secret, **named):
        with pytest.raises(Refusal) as caught:
            opener(self.files, secret, CLOCK, **named)
        return caught.value.code

    def teardown(self):
        self.folder.cleanup()


TestT21Keys = Keys.TestCase
TestT21Keys.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)
