"""T17: malformed, weakened and mixed slot files; each is refused at once, and without a guess where that can be."""

import time
import tracemalloc

import pytest

from fieldkit.crypto import kdf, slots
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from tests.unit.crypto.hostile import MIB, PHRASE, Hostile, spelt

HOSTILE = Hostile(1)
ALL = HOSTILE.all()


def opened(data):
    return slots.unlock(slots.decode(data), SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST)


def test_t17_there_are_sixty_of_them_and_the_good_one_opens():
    assert len({data for _name, data, _kind in ALL}) == len(ALL) >= 60
    assert spelt(HOSTILE.document) == HOSTILE.good
    assert opened(HOSTILE.good).database() == HOSTILE.master.database()


@pytest.mark.parametrize(("name", "data", "kind"), ALL, ids=[name for name, _data, _kind in ALL])
def test_t17_each_is_refused_at_once_in_little_memory(monkeypatch, name, data, kind):
    guesses = []
    really = kdf.stretch

    def counted(*given):
        guesses.append(given)
        return really(*given)

    monkeypatch.setattr(kdf, "stretch", counted)
    expected = (
        {Code.VAULT_SLOTS_DAMAGED},
        {Code.VAULT_KDF_REFUSED},
        {Code.VAULT_SLOTS_DAMAGED, Code.VAULT_WRONG_PASSPHRASE},
    )[kind]
    assert refused(data) in expected
    assert len(guesses) == (1 if kind == 2 else 0)
    assert min(seconds(data) for _ in range(3)) <= 0.1
    tracemalloc.start()
    refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= 64 * MIB


def refused(data):
    with pytest.raises(Refusal) as caught:
        opened(data)
    return caught.value.code


def seconds(data):
    began = time.perf_counter()
    refused(data)
    return time.perf_counter() - began
