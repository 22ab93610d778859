"""T17: malformed, weakened and mixed slot files; each is refused at once, and without a guess where that can be."""

import json
import time
import tracemalloc

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf, recovery, sealing, slots
from fieldkit.crypto.escrow import Trust
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal

CLOCK = SystemClock()
PHRASE = "верная фраза"
MIB = 1024 * 1024


def made(master):
    file = slots.create(master, PHRASE, recovery.new_code(CLOCK), kdf.TEST_COST, CLOCK)
    file = slots.replace_passphrase(file, master, PHRASE, kdf.TEST_COST, CLOCK)
    trust = Trust(device=CLOCK.new_id(), seed=bytes(32), recipients=(sealing.recipient_of(sealing.new_identity()),))
    return slots.with_escrow(file, master, trust)


MASTER = slots.new_master_key(CLOCK)
GOOD = slots.encode(made(MASTER))
OTHER = json.loads(slots.encode(made(slots.new_master_key(CLOCK))))
SAME_KEY = json.loads(slots.encode(made(MASTER)))
"""Another vault of the same master key, which cannot be, and must not help either."""
DOCUMENT = json.loads(GOOD)
[PASS, CODE, ESCROW] = [
    next(number for number, slot in enumerate(DOCUMENT["slots"]) if slot["type"] == kind)
    for kind in ("passphrase", "recovery", "escrow")
]


def spelt(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def put(value, *path):
    """The good file with one thing set, or removed if `value` is `...`."""
    document = json.loads(GOOD)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return spelt(document)


def more(*added):
    """The good file with more slots, under numbers of their own."""
    return put([*DOCUMENT["slots"], *(slot | {"id": 40 + at} for at, slot in enumerate(added))], "slots")


def text(old, new):
    """The good file with a piece of its text replaced."""
    assert old.encode() in GOOD
    return GOOD.replace(old.encode(), new if isinstance(new, bytes) else new.encode(), 1)


def slot(kind, **changed):
    document = json.loads(GOOD)
    document["slots"][kind].update(changed)
    for name in [name for name, value in changed.items() if value is ...]:
        del document["slots"][kind][name]
    return spelt(document)


def cost(kind=PASS, **changed):
    return slot(kind, cost=DOCUMENT["slots"][kind]["cost"] | changed)


def flipped(value):
    return ("1" if value[0] == "0" else "0") + value[1:]


SHAPE = {
    "nothing": b"",
    "an empty object": b"{}",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "half a file": GOOD[: len(GOOD) // 2],
    "no last byte": GOOD[:-1],
    "a newline more": GOOD + b"\n",
    "a space before": b" " + GOOD,
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "two files": GOOD + GOOD,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "bad UTF-8": text('"fieldkit-slots"', b'"fieldkit-slot\xff"'),
    "a lone surrogate": text('"fieldkit-slots"', '"fieldkit-slots\\ud800"'),
    "an escaped letter": text('"fieldkit-slots"', '"\\u0066ieldkit-slots"'),
    "a NUL": text('"fieldkit-slots"', '"fieldkit-slots\\u0000"'),
    "other order": json.dumps(dict(reversed(DOCUMENT.items())), separators=(",", ":")).encode(),
    "spaces inside": json.dumps(DOCUMENT, sort_keys=True).encode(),
    "1 MiB of spaces": GOOD + b" " * MIB,
    "1 MiB of text": put("0" * MIB, "mac"),
    "10,000 slots": put(DOCUMENT["slots"] * 10_000, "slots"),
    "depth 100,000": b"[" * 100_000,
    "depth within the limit": b'{"gen":' + b"[" * 16_000,
    "gen twice": text('{"gen":', '{"gen":1,"gen":'),
    "mac twice": text('"mac":', '"mac":"00","mac":'),
    "a slot's id twice": text('"id":', '"id":9,"id":'),
    "gen NaN": text('"gen":3', '"gen":NaN'),
    "gen 1e999": text('"gen":3', '"gen":1e999'),
    "gen 3.0": text('"gen":3', '"gen":3.0'),
    "gen of 10,000 digits": text('"gen":3', '"gen":' + "9" * 10_000),
    "gen 0": put(0, "gen"),
    "gen negative": put(-3, "gen"),
    "gen 2^41": put(2**41, "gen"),
    "gen as text": put("3", "gen"),
    "gen as truth": put(True, "gen"),
    "no gen": put(..., "gen"),
    "other magic": put("fieldkit-slot", "magic"),
    "no magic": put(..., "magic"),
    "version 2": put(2, "v"),
    "version as text": put("1", "v"),
    "no version": put(..., "v"),
    "short vault": put("00", "vault"),
    "capital vault": put(DOCUMENT["vault"][:-1] + "A", "vault"),
    "vault with newline": put(DOCUMENT["vault"][:-1] + "\n", "vault"),
    "short MAC": put("00", "mac"),
    "MAC null": put(None, "mac"),
    "no MAC": put(..., "mac"),
    "no slots": put([], "slots"),
    "slots missing": put(..., "slots"),
    "slots as object": put({}, "slots"),
    "17 slots": put([DOCUMENT["slots"][PASS] | {"id": number} for number in range(17)], "slots"),
    "same ids": slot(PASS, id=DOCUMENT["slots"][CODE]["id"]),
    "two passphrase slots": more(DOCUMENT["slots"][PASS]),
    "two recovery slots": more(DOCUMENT["slots"][CODE]),
    "two escrow slots": more(DOCUMENT["slots"][ESCROW]),
    "id -1": slot(PASS, id=-1),
    "id 64": slot(PASS, id=64),
    "unknown field": put("x", "note"),
    "unknown field in a slot": slot(PASS, note="x"),
    "unknown type": slot(PASS, type="keyfile"),
    "no type": slot(PASS, type=...),
    "type null": slot(PASS, type=None),
    "a passphrase that is an escrow": slot(PASS, type="escrow"),
    "an escrow that is a passphrase": slot(ESCROW, type="passphrase"),
    "short wrap": slot(PASS, wrap="00"),
    "long wrap": slot(PASS, wrap="0" * 122),
    "short salt": slot(PASS, salt="0" * 16),
    "salt as number": slot(PASS, salt=0),
    "no cost": slot(PASS, cost=...),
    "no memory in the cost": slot(PASS, cost={"p": 1, "t": 1}),
    "m 7": cost(m=7),
    "t 0": cost(t=0),
    "p 0": cost(p=0),
    "p 256": cost(p=256),
    "m 2^41": cost(m=2**41),
    "floor null": put(None, "kdf_floor"),
    "floor empty": put({}, "kdf_floor"),
    "nine officers": slot(ESCROW, fp=["0" * 32] * 9),
    "no officers": slot(ESCROW, fp=[]),
    "escrow not base64": slot(ESCROW, age="…"),
    "escrow in sloppy base64": slot(ESCROW, age=DOCUMENT["slots"][ESCROW]["age"].rstrip("=") + "=A"),
    "escrow empty": slot(ESCROW, age=""),
    "escrow too long": slot(ESCROW, age="A" * 8_000),
}
"""Not a slot file."""
WEAK = {
    "m 8": cost(m=8),
    "m 8 and p 8": cost(m=8, p=8),
    "m beyond 2 GiB": cost(m=2**22),
    "t 21": cost(t=21),
    "t 10^9": cost(t=10**9),
    "floor below the program's": put({"m": 8, "t": 1, "p": 1}, "kdf_floor"),
    "floor above the slot": put({"m": 262_144, "t": 3, "p": 4}, "kdf_floor"),
}
"""A slot file that asks for a guess too cheap or too dear."""
FORGED = {
    "MAC flipped": put(flipped(DOCUMENT["mac"]), "mac"),
    "MAC of another vault": put(OTHER["mac"], "mac"),
    "older gen": put(DOCUMENT["gen"] - 1, "gen"),
    "newer gen": put(DOCUMENT["gen"] + 1, "gen"),
    "no floor": put(..., "kdf_floor"),
    "lower floor in lanes": put({"m": 64, "t": 1, "p": 4}, "kdf_floor"),
    "recovery slot removed": put([DOCUMENT["slots"][PASS], DOCUMENT["slots"][ESCROW]], "slots"),
    "escrow slot removed": put([DOCUMENT["slots"][PASS], DOCUMENT["slots"][CODE]], "slots"),
    "slots in other order": put(DOCUMENT["slots"][::-1], "slots"),
    "recovery slot of another vault": put([*DOCUMENT["slots"][:1], OTHER["slots"][CODE]], "slots"),
    "escrow to others": slot(ESCROW, age=OTHER["slots"][ESCROW]["age"]),
    "escrow marks changed": slot(ESCROW, fp=["0" * 32]),
    "recovery made cheap": cost(CODE, m=32),
    "recovery id changed": slot(CODE, id=50),
    "wrap flipped": slot(PASS, wrap=flipped(DOCUMENT["slots"][PASS]["wrap"])),
    "salt flipped": slot(PASS, salt=flipped(DOCUMENT["slots"][PASS]["salt"])),
    "cost raised": cost(t=2),
    "id changed": slot(PASS, id=51),
    "wrap of the recovery slot": slot(PASS, wrap=DOCUMENT["slots"][CODE]["wrap"]),
    "passphrase slot of another vault": put([OTHER["slots"][PASS], *DOCUMENT["slots"][1:]], "slots"),
    "passphrase slot of the same key": put([SAME_KEY["slots"][PASS], *DOCUMENT["slots"][1:]], "slots"),
    "vault changed": put(flipped(DOCUMENT["vault"]), "vault"),
}
"""A well-formed file that was not written so; only the secret shows it."""
ALL = [(name, data, kind) for kind, cases in enumerate((SHAPE, WEAK, FORGED)) for name, data in cases.items()]


def opened(data):
    return slots.unlock(slots.decode(data), SlotType.PASSPHRASE, PHRASE, kdf.TEST_COST)


def test_t17_there_are_sixty_of_them_and_the_good_one_opens():
    assert len({data for _name, data, _kind in ALL}) == len(ALL) >= 60
    assert spelt(DOCUMENT) == GOOD
    assert opened(GOOD).database() == MASTER.database()


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
