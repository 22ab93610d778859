"""Key slots: right secrets open, everything else is refused by its code."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf, recovery, slots
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal

CLOCK = SystemClock()
MASTER = slots.new_master_key(CLOCK)
RECOVERY = recovery.new_code(CLOCK)
FILE = slots.create(MASTER, "верная фраза", RECOVERY, kdf.TEST_COST, CLOCK)


def code_of(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_both_secrets_give_the_same_key():
    again = slots.decode(slots.encode(FILE))
    for kind, secret in ((SlotType.PASSPHRASE, "верная фраза"), (SlotType.RECOVERY, RECOVERY)):
        assert slots.unlock(again, kind, secret, kdf.TEST_COST).database() == MASTER.database()


def test_a_wrong_passphrase_is_named():
    assert (
        code_of(slots.unlock, FILE, SlotType.PASSPHRASE, "верная фраза ", kdf.TEST_COST) is Code.VAULT_WRONG_PASSPHRASE
    )


def test_nfc_and_nfd_are_the_same_passphrase():
    file = slots.create(MASTER, "Ёлка й ў", RECOVERY, kdf.TEST_COST, CLOCK)
    typed = unicodedata.normalize("NFD", "Ёлка й ў")
    assert slots.unlock(file, SlotType.PASSPHRASE, typed, kdf.TEST_COST).database() == MASTER.database()


def test_a_slot_below_the_floor_is_refused_before_any_work():
    assert code_of(slots.unlock, FILE, SlotType.PASSPHRASE, "верная фраза", kdf.FIELD_COST) is Code.VAULT_KDF_REFUSED


@pytest.mark.parametrize("cost", [kdf.Cost(m=2**31, t=3, p=4), kdf.Cost(m=64, t=10**9, p=1)])
def test_a_planted_cost_cannot_hang_the_laptop(cost):
    planted = msgspec.structs.replace(FILE, slots=(msgspec.structs.replace(FILE.slots[0], cost=cost),))
    assert code_of(slots.unlock, planted, SlotType.PASSPHRASE, "верная фраза", kdf.TEST_COST) is Code.VAULT_KDF_REFUSED


def test_any_change_outside_the_wrap_breaks_the_mac():
    for changed in (
        msgspec.structs.replace(FILE, gen=FILE.gen + 1),
        msgspec.structs.replace(FILE, slots=FILE.slots[:1]),
        msgspec.structs.replace(FILE, mac="0" * 64),
    ):
        assert (
            code_of(slots.unlock, changed, SlotType.PASSPHRASE, "верная фраза", kdf.TEST_COST)
            is Code.VAULT_SLOTS_DAMAGED
        )


def test_a_new_passphrase_replaces_the_old_one_and_keeps_the_recovery_code():
    changed = slots.replace_passphrase(FILE, MASTER, "совсем другая", kdf.TEST_COST, CLOCK)
    assert changed.gen == FILE.gen + 1
    assert slots.unlock(changed, SlotType.PASSPHRASE, "совсем другая", kdf.TEST_COST).database() == MASTER.database()
    assert slots.unlock(changed, SlotType.RECOVERY, RECOVERY, kdf.TEST_COST).database() == MASTER.database()
    assert (
        code_of(slots.unlock, changed, SlotType.PASSPHRASE, "верная фраза", kdf.TEST_COST)
        is Code.VAULT_WRONG_PASSPHRASE
    )


@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_never_opens(position, bit):
    data = bytearray(slots.encode(FILE))
    data[position % len(data)] ^= 1 << bit
    try:
        file = slots.decode(bytes(data))
        slots.unlock(file, SlotType.PASSPHRASE, "верная фраза", kdf.TEST_COST)
    except Refusal as refusal:
        assert refusal.code in {Code.VAULT_SLOTS_DAMAGED, Code.VAULT_WRONG_PASSPHRASE, Code.VAULT_KDF_REFUSED}  # noqa: PT017  either outcome is right
    else:
        pytest.fail("a damaged slot file opened")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_rubbish_is_refused(data):
    assert code_of(slots.decode, data) is Code.VAULT_SLOTS_DAMAGED


def test_duplicate_keys_and_oversize_are_refused():
    good = slots.encode(FILE)
    assert code_of(slots.decode, good.replace(b'{"gen":1', b'{"gen":1,"gen":1')) is Code.VAULT_SLOTS_DAMAGED
    assert code_of(slots.decode, good + b" " * slots.MAX_BYTES) is Code.VAULT_SLOTS_DAMAGED


@given(st.integers(0, 25), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_mistyped_recovery_code_names_its_group(position, character):
    code = list(RECOVERY)
    places = [index for index, found in enumerate(code) if found != "-"]
    place = places[position]
    if code[place] == character:
        return
    code[place] = character
    with pytest.raises(Refusal) as caught:
        recovery.secret_of("".join(code))
    assert caught.value.params["group"] == "".join(code)[:place].count("-") + 1


def test_a_recovery_code_may_be_typed_as_people_do():
    typed = RECOVERY.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert recovery.secret_of(typed) == recovery.secret_of(RECOVERY)
    assert len(recovery.secret_of(RECOVERY)) == 26
