"""Malformed, weakened and mixed slot files, made from good ones of random keys (T17)."""

import json
import random
from typing import Any

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf, recovery, sealing, slots
from fieldkit.crypto.escrow import Trust
from fieldkit.crypto.master import MasterKey

PHRASE = "верная фраза"
MIB = 1024 * 1024


class Chance(SystemClock):
    """Ids and keys that a seed decides."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def random_bytes(self, count: int) -> bytes:
        """The next bytes."""
        return self.chance.randbytes(count)


class Hostile:
    """A good file of a random master key, and what somebody might make of it; each group of cases by names."""

    def __init__(self, seed: int) -> None:
        self._clock = Chance(seed)
        self.master = slots.new_master_key(self._clock)
        self.good = self._made(self.master)
        self.document = json.loads(self.good)
        self.other = json.loads(self._made(slots.new_master_key(self._clock)))
        self.same_key = json.loads(self._made(self.master))
        """Another vault of the same master key, which cannot be, and must not help either."""
        self.by_phrase, self.by_code, self.by_officer = (
            next(number for number, slot in enumerate(self.document["slots"]) if slot["type"] == kind)
            for kind in ("passphrase", "recovery", "escrow")
        )

    def _made(self, master: MasterKey) -> bytes:
        clock = self._clock
        file = slots.create(master, PHRASE, recovery.new_code(clock), kdf.TEST_COST, clock)
        file = slots.replace_passphrase(file, master, PHRASE, kdf.TEST_COST, clock)
        to = (sealing.recipient_of(sealing.new_identity()),)
        return slots.encode(slots.with_escrow(file, master, Trust(clock.new_id(), bytes(32), to)))

    def all(self) -> list[tuple[str, bytes, int]]:
        """Every case with its name and the number of its group: no slot file, too cheap or too dear, forged."""
        groups = (self.shape(), self.weak(), self.forged())
        return [(name, data, kind) for kind, cases in enumerate(groups) for name, data in cases.items()]

    def put(self, value: Any, *path: Any) -> bytes:
        """The good file with one thing set, or removed if `value` is `...`."""
        document = json.loads(self.good)
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        if value is ...:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        return spelt(document)

    def more(self, *added: dict[str, Any]) -> bytes:
        """The good file with more slots, under numbers of their own."""
        numbered = (slot | {"id": 40 + at} for at, slot in enumerate(added))
        return self.put([*self.document["slots"], *numbered], "slots")

    def text(self, old: str, new: str | bytes) -> bytes:
        """The good file with a piece of its text replaced."""
        assert old.encode() in self.good
        return self.good.replace(old.encode(), new if isinstance(new, bytes) else new.encode(), 1)

    def slot(self, kind: int, **changed: Any) -> bytes:
        """The good file with one slot changed."""
        document = json.loads(self.good)
        document["slots"][kind].update(changed)
        for name in [name for name, value in changed.items() if value is ...]:
            del document["slots"][kind][name]
        return spelt(document)

    def cost(self, kind: int | None = None, **changed: int) -> bytes:
        """The good file with another cost of one slot, that of the passphrase unless told otherwise."""
        number = self.by_phrase if kind is None else kind
        return self.slot(number, cost=self.document["slots"][number]["cost"] | changed)

    def flipped(self, value: str) -> str:
        """A text of hex digits with one bit flipped."""
        data = bytearray(bytes.fromhex(value))
        data[self._clock.chance.randrange(len(data))] ^= 1 << self._clock.chance.randrange(8)
        return data.hex()

    def shape(self) -> dict[str, bytes]:
        """Not a slot file."""
        return {
            "nothing": b"",
            "an empty object": b"{}",
            "null": b"null",
            "a list": b"[]",
            "a number": b"1",
            "half a file": self.good[: len(self.good) // 2],
            "no last byte": self.good[:-1],
            "a newline more": self.good + b"\n",
            "a space before": b" " + self.good,
            "a byte order mark": b"\xef\xbb\xbf" + self.good,
            "two files": self.good + self.good,
            "UTF-16": self.good.decode().encode("utf-16"),
            "bad UTF-8": self.text('"fieldkit-slots"', b'"fieldkit-slot\xff"'),
            "a lone surrogate": self.text('"fieldkit-slots"', '"fieldkit-slots\\ud800"'),
            "an escaped letter": self.text('"fieldkit-slots"', '"\\u0066ieldkit-slots"'),
            "a NUL": self.text('"fieldkit-slots"', '"fieldkit-slots\\u0000"'),
            "other order": json.dumps(dict(reversed(self.document.items())), separators=(",", ":")).encode(),
            "spaces inside": json.dumps(self.document, sort_keys=True).encode(),
            "1 MiB of spaces": self.good + b" " * MIB,
            "1 MiB of text": self.put("0" * MIB, "mac"),
            "10,000 slots": self.put(self.document["slots"] * 10_000, "slots"),
            "depth 100,000": b"[" * 100_000,
            "depth within the limit": b'{"gen":' + b"[" * 16_000,
            "gen twice": self.text('{"gen":', '{"gen":1,"gen":'),
            "mac twice": self.text('"mac":', '"mac":"00","mac":'),
            "a slot's id twice": self.text('"id":', '"id":9,"id":'),
            "gen NaN": self.text('"gen":3', '"gen":NaN'),
            "gen 1e999": self.text('"gen":3', '"gen":1e999'),
            "gen 3.0": self.text('"gen":3', '"gen":3.0'),
            "gen of 10,000 digits": self.text('"gen":3', '"gen":' + "9" * 10_000),
            "gen 0": self.put(0, "gen"),
            "gen negative": self.put(-3, "gen"),
            "gen 2^41": self.put(2**41, "gen"),
            "gen as text": self.put("3", "gen"),
            "gen as truth": self.put(True, "gen"),
            "no gen": self.put(..., "gen"),
            "other magic": self.put("fieldkit-slot", "magic"),
            "no magic": self.put(..., "magic"),
            "version 2": self.put(2, "v"),
            "version as text": self.put("1", "v"),
            "no version": self.put(..., "v"),
            "short vault": self.put("00", "vault"),
            "capital vault": self.put(self.document["vault"][:-1] + "A", "vault"),
            "vault with newline": self.put(self.document["vault"][:-1] + "\n", "vault"),
            "short MAC": self.put("00", "mac"),
            "MAC null": self.put(None, "mac"),
            "no MAC": self.put(..., "mac"),
            "no slots": self.put([], "slots"),
            "slots missing": self.put(..., "slots"),
            "slots as object": self.put({}, "slots"),
            "17 slots": self.put(
                [self.document["slots"][self.by_phrase] | {"id": number} for number in range(17)], "slots"
            ),
            "same ids": self.slot(self.by_phrase, id=self.document["slots"][self.by_code]["id"]),
            "two passphrase slots": self.more(self.document["slots"][self.by_phrase]),
            "two recovery slots": self.more(self.document["slots"][self.by_code]),
            "two escrow slots": self.more(self.document["slots"][self.by_officer]),
            "id -1": self.slot(self.by_phrase, id=-1),
            "id 64": self.slot(self.by_phrase, id=64),
            "unknown field": self.put("x", "note"),
            "unknown field in a slot": self.slot(self.by_phrase, note="x"),
            "unknown type": self.slot(self.by_phrase, type="keyfile"),
            "no type": self.slot(self.by_phrase, type=...),
            "type null": self.slot(self.by_phrase, type=None),
            "a passphrase that is an escrow": self.slot(self.by_phrase, type="escrow"),
            "an escrow that is a passphrase": self.slot(self.by_officer, type="passphrase"),
            "short wrap": self.slot(self.by_phrase, wrap="00"),
            "long wrap": self.slot(self.by_phrase, wrap="0" * 122),
            "short salt": self.slot(self.by_phrase, salt="0" * 16),
            "salt as number": self.slot(self.by_phrase, salt=0),
            "no cost": self.slot(self.by_phrase, cost=...),
            "no memory in the cost": self.slot(self.by_phrase, cost={"p": 1, "t": 1}),
            "m 7": self.cost(m=7),
            "t 0": self.cost(t=0),
            "p 0": self.cost(p=0),
            "p 256": self.cost(p=256),
            "m 2^41": self.cost(m=2**41),
            "floor null": self.put(None, "kdf_floor"),
            "floor empty": self.put({}, "kdf_floor"),
            "nine officers": self.slot(self.by_officer, fp=["0" * 32] * 9),
            "no officers": self.slot(self.by_officer, fp=[]),
            "escrow not base64": self.slot(self.by_officer, age="…"),
            "escrow in sloppy base64": self.slot(
                self.by_officer, age=self.document["slots"][self.by_officer]["age"].rstrip("=") + "=A"
            ),
            "escrow empty": self.slot(self.by_officer, age=""),
            "escrow too long": self.slot(self.by_officer, age="A" * 8_000),
        }

    def weak(self) -> dict[str, bytes]:
        """A slot file that asks for a guess too cheap or too dear."""
        return {
            "m 8": self.cost(m=8),
            "m 8 and p 8": self.cost(m=8, p=8),
            "m beyond 2 GiB": self.cost(m=2**22),
            "t 21": self.cost(t=21),
            "t 10^9": self.cost(t=10**9),
            "floor below the program's": self.put({"m": 8, "t": 1, "p": 1}, "kdf_floor"),
            "floor above the slot": self.put({"m": 262_144, "t": 3, "p": 4}, "kdf_floor"),
        }

    def forged(self) -> dict[str, bytes]:
        """A well-formed file that was not written so; only the secret shows it."""
        return {
            "MAC flipped": self.put(self.flipped(self.document["mac"]), "mac"),
            "MAC of another vault": self.put(self.other["mac"], "mac"),
            "older gen": self.put(self.document["gen"] - 1, "gen"),
            "newer gen": self.put(self.document["gen"] + 1, "gen"),
            "no floor": self.put(..., "kdf_floor"),
            "lower floor in lanes": self.put({"m": 64, "t": 1, "p": 4}, "kdf_floor"),
            "recovery slot removed": self.put(
                [self.document["slots"][self.by_phrase], self.document["slots"][self.by_officer]], "slots"
            ),
            "escrow slot removed": self.put(
                [self.document["slots"][self.by_phrase], self.document["slots"][self.by_code]], "slots"
            ),
            "slots in other order": self.put(self.document["slots"][::-1], "slots"),
            "recovery slot of another vault": self.put(
                [*self.document["slots"][:1], self.other["slots"][self.by_code]], "slots"
            ),
            "escrow to others": self.slot(self.by_officer, age=self.other["slots"][self.by_officer]["age"]),
            "escrow marks changed": self.slot(self.by_officer, fp=["0" * 32]),
            "recovery made cheap": self.cost(self.by_code, m=32),
            "recovery id changed": self.slot(self.by_code, id=50),
            "wrap flipped": self.slot(
                self.by_phrase, wrap=self.flipped(self.document["slots"][self.by_phrase]["wrap"])
            ),
            "salt flipped": self.slot(
                self.by_phrase, salt=self.flipped(self.document["slots"][self.by_phrase]["salt"])
            ),
            "cost raised": self.cost(t=2),
            "id changed": self.slot(self.by_phrase, id=51),
            "wrap of the recovery slot": self.slot(self.by_phrase, wrap=self.document["slots"][self.by_code]["wrap"]),
            "passphrase slot of another vault": self.put(
                [self.other["slots"][self.by_phrase], *self.document["slots"][1:]], "slots"
            ),
            "passphrase slot of the same key": self.put(
                [self.same_key["slots"][self.by_phrase], *self.document["slots"][1:]], "slots"
            ),
            "vault changed": self.put(self.flipped(self.document["vault"]), "vault"),
        }


def spelt(document: Any) -> bytes:
    """The one spelling of a document."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
