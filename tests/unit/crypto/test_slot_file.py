"""The slot file: what older versions wrote opens byte for byte, and the escrow slot fits in."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SystemClock
from fieldkit.crypto import bech32, escrow, kdf, recovery, sealing, slot_file, slots
from fieldkit.crypto.escrow import Trust
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from tests.command import DATA

CLOCK = SystemClock()
MASTER = slots.new_master_key(CLOCK)
PHRASE = "верная фраза"
RECOVERY = recovery.new_code(CLOCK)
FILE = slots.create(MASTER, PHRASE, RECOVERY, kdf.TEST_COST, CLOCK)
OFFICERS = tuple(sealing.new_identity() for _ in range(slot_file.MAX_OFFICERS))
SEED = CLOCK.random_bytes(32)
DEVICE = CLOCK.new_id()
OLD = (DATA / "slots_before_escrow.json").read_bytes()
"""Written by the version before there were escrow slots; never edited."""
OLD_PHRASE, OLD_CODE = "другая фраза из шести слов", "6YZXHQ-1SFAKN-YK3XZ9-GHS4EX-0MQRQJN"
OLD_KEY = "ff39acb91cc1d01b9b6c66dfaf1178cdab8045ae8350b004fe5478fec2e775bf1a474b85f8b10dae4d005935b0252b4c"


def trust(*officers):
    return Trust(device=DEVICE, seed=SEED, recipients=tuple(sealing.recipient_of(each) for each in officers))


def code_of(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_t14_a_slot_file_of_before_escrow_opens_and_keeps_its_bytes():
    file = slots.decode(OLD)
    assert slots.encode(file) == OLD
    for kind, secret in ((SlotType.PASSPHRASE, OLD_PHRASE), (SlotType.RECOVERY, OLD_CODE)):
        assert slots.unlock(file, kind, secret, kdf.TEST_COST).database().hex() == OLD_KEY


def test_an_old_file_without_a_floor_of_its_own_is_held_to_the_programs():
    assert code_of(slots.unlock, slots.decode(OLD), SlotType.PASSPHRASE, OLD_PHRASE, kdf.FIELD_COST) is (
        Code.VAULT_KDF_REFUSED
    )


def test_officers_open_what_is_entrusted_to_them_and_nobody_else_does():
    file = slots.with_escrow(FILE, MASTER, trust(*OFFICERS[:2]))
    assert slots.decode(slots.encode(file)) == file
    assert file.escrow is not None
    for officer in OFFICERS[:2]:
        found = escrow.open_(file.escrow.age, officer)
        assert (found.vault, found.device, found.master) == (FILE.vault, DEVICE, MASTER.reveal())
    with pytest.raises(sealing.NotForYou):
        escrow.open_(file.escrow.age, OFFICERS[2])
    assert slots.unlock(file, SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST).made(file)


def test_the_marks_tell_officers_apart_only_to_who_has_the_secret_of_the_device():
    file = slots.with_escrow(FILE, MASTER, trust(*OFFICERS[:3]))
    assert file.escrow is not None
    known = {escrow.mark(SEED, sealing.recipient_of(each)) for each in OFFICERS}
    assert set(file.escrow.fp) < known
    assert len(file.escrow.fp) == 3
    assert list(file.escrow.fp) == sorted(file.escrow.fp)
    assert not known & {escrow.mark(CLOCK.random_bytes(32), sealing.recipient_of(each)) for each in OFFICERS}


def test_the_largest_file_is_far_below_the_limit():
    file = slots.with_escrow(FILE, MASTER, trust(*OFFICERS))
    assert len(slots.encode(file)) < slots.MAX_BYTES / 4
    again = slots.with_escrow(file, MASTER, trust(OFFICERS[0]))
    assert again.gen == file.gen + 1
    assert len(again.of(SlotType.ESCROW)) == 1
    gone = slots.without_escrow(again, MASTER)
    assert gone.escrow is None
    assert gone.of(SlotType.RECOVERY) == FILE.of(SlotType.RECOVERY)
    assert MASTER.made(gone)


def test_a_new_passphrase_leaves_the_officers_what_they_have():
    file = slots.with_escrow(FILE, MASTER, trust(OFFICERS[0]))
    changed = slots.replace_passphrase(file, MASTER, "совсем другая", kdf.TEST_COST, CLOCK)
    assert changed.escrow == file.escrow


def test_a_new_master_key_is_entrusted_anew_or_to_nobody():
    file = slots.with_escrow(FILE, MASTER, trust(OFFICERS[0]))
    new = slots.new_master_key(CLOCK)
    dropped = slots.exchange(file, new, PHRASE, RECOVERY, kdf.TEST_COST, CLOCK)
    assert dropped.escrow is None
    kept = slots.exchange(file, new, PHRASE, RECOVERY, kdf.TEST_COST, CLOCK, trust(OFFICERS[1]))
    assert kept.escrow is not None
    assert escrow.open_(kept.escrow.age, OFFICERS[1]).master == new.reveal()
    assert new.made(kept)


def test_a_planted_escrow_slot_breaks_the_mac():
    planted = trust(OFFICERS[3]).slot(slots.new_master_key(CLOCK), FILE.vault, 9)
    file = msgspec.structs.replace(FILE, slots=(*FILE.slots, planted))
    assert code_of(slots.unlock, file, SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST) is Code.VAULT_SLOTS_DAMAGED


@pytest.mark.parametrize(
    ("cost", "floor", "enough"),
    [
        (kdf.FIELD_COST, kdf.FIELD_COST, True),
        (kdf.Cost(m=524_288, t=9, p=4), kdf.FIELD_COST, True),
        (kdf.SMALL_COST, kdf.FIELD_COST, True),
        (kdf.Cost(m=65_536, t=5, p=4), kdf.FIELD_COST, False),
        (kdf.TEST_COST, kdf.FIELD_COST, False),
        (kdf.TEST_COST, kdf.TEST_COST, True),
        (kdf.Cost(m=32, t=1, p=1), kdf.TEST_COST, False),
    ],
)
def test_what_a_file_may_demand(cost, floor, enough):
    assert kdf.is_enough(cost, floor) is enough
    assert not enough or kdf.is_enough(kdf.floor_below(cost), floor)


def test_a_slot_below_what_the_file_itself_demands_is_refused_before_any_work():
    file = MASTER.sign(msgspec.structs.replace(FILE, kdf_floor=kdf.SMALL_COST))
    assert code_of(slots.unlock, file, SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST) is Code.VAULT_KDF_REFUSED


def test_t19_a_vault_of_a_small_laptop_opens_anywhere_and_keeps_its_cost():
    """With the real cost of such a laptop, which is below the floor of the field."""
    file = slots.create(MASTER, PHRASE, RECOVERY, kdf.SMALL_COST, CLOCK)
    assert file.kdf_floor == kdf.SMALL_COST
    assert slots.unlock(file, SlotType.PASSPHRASE, PHRASE, kdf.FIELD_COST).made(file)
    assert slots.passphrase_cost(file, kdf.FIELD_COST) == kdf.SMALL_COST
    undeclared = msgspec.structs.replace(file, kdf_floor=msgspec.UNSET)
    assert code_of(slots.unlock, undeclared, SlotType.PASSPHRASE, PHRASE, kdf.FIELD_COST) is Code.VAULT_KDF_REFUSED


@pytest.mark.parametrize(
    ("now", "floor", "after"),
    [
        (kdf.TEST_COST, kdf.TEST_COST, kdf.TEST_COST),
        (kdf.Cost(m=128, t=2, p=1), kdf.TEST_COST, kdf.Cost(m=128, t=2, p=1)),
        (kdf.TEST_COST, kdf.FIELD_COST, kdf.FIELD_COST),
    ],
)
def test_a_change_of_the_passphrase_keeps_its_cost_or_raises_it(now, floor, after):
    file = slots.create(MASTER, PHRASE, RECOVERY, now, CLOCK)
    assert slots.passphrase_cost(file, floor) == after


def test_a_change_writes_the_floor_that_an_old_file_lacks():
    file = slots.decode(OLD)
    master = slots.unlock(file, SlotType.PASSPHRASE, OLD_PHRASE, kdf.TEST_COST)
    changed = slots.replace_passphrase(file, master, PHRASE, kdf.TEST_COST, CLOCK)
    assert changed.kdf_floor == kdf.TEST_COST
    assert slots.unlock(changed, SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST).made(changed)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_made_of_bytes_is_one_that_the_age_library_takes(secret):
    identity = sealing.identity_from(secret)
    recipient = sealing.recipient_of(identity)  # the library has verified the checksum
    sealing.check_recipient(recipient)
    assert identity.startswith("AGE-SECRET-KEY-1")
    assert bech32.payload(identity.lower()) == secret
    assert bech32.encode("age", bech32.payload(recipient)) == recipient


@pytest.mark.parametrize(
    ("prefix", "data", "text"),
    [  # BIP 173, test vectors of bech32 whose data is whole bytes
        ("a", "", "a12uel5l"),
        (
            "split",
            "c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d",
            "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        ),
    ],
)
def test_bech32_is_that_of_bip_173(prefix, data, text):
    assert bech32.encode(prefix, bytes.fromhex(data)) == text
    assert bech32.payload(text).hex() == data
