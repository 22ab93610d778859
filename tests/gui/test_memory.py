"""T36: the memory of the program seen from outside, with the vault open and after the lock."""

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import slots
from fieldkit.crypto.slots import SlotType
from fieldkit.services import vaults
from tests.gui import memory
from tests.gui.program import Program

WORDS = ("Кварлитумбож", "zyxquorbelwick", "хмурдоватенция")
TOLD = "Кварлитумбож сказал: хмурдоватенция, и zyxquorbelwick забрали."


def keys(program: Program) -> list[bytes]:
    """The master key, the key of the database, and the device's own secrets."""
    file = slots.decode(program.files.slots_a.read_bytes())
    master = slots.unlock(file, SlotType.PASSPHRASE, program.phrase, vaults.TEST_COST)
    with vaults.unlock(program.files, program.phrase, SystemClock(), floor=vaults.TEST_COST) as workspace:
        identity = workspace.identity
        return [master._secret, master.database()[:32], identity.sign_seed, identity.age_identity.encode()]


@pytest.mark.slow
def test_t36_after_the_lock_no_word_and_no_key_is_in_memory(program: Program) -> None:
    wanted = memory.needles((*WORDS, program.phrase), keys(program))
    program.say("open", program.phrase)
    program.say("write", TOLD)
    program.say("search", WORDS[1])
    before = memory.held(program.number, wanted)
    assert {name.partition(",")[0] for name in before} >= {*WORDS, "key 1"}  # so there was something to find
    program.say("panic", answer="gate")
    assert {process: memory.held(process, wanted) for process in memory.family(program.number)} == {
        program.number: set()
    }
