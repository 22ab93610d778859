"""Manifests that are built by the rules and break one to three of them: what a parser meets that knows the format."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

_NUMBERS = (0, -1, 1, 2, 3, 64, 2**31, 2**40 + 1, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63), 10**40)
_SPELT = (
    "1e999",
    "-0",
    "1.0",
    "0e0",
    "01",
    "NaN",
    "Infinity",
    "-Infinity",
    '"\\ud800"',
    '"\\u0000"',
    "'1'",
    "",
    "9" * 5_000,
    "9" * 60_000,
)
"""Values that only a text can hold."""
_TEXTS = (
    "",
    "\0",
    "A" * 64,
    "0" * 63,
    "0" * 65,
    "0" * 64 + "\n",
    "e\u0301",
    "\u202e",
    "../" * 9,
    "logs",
    "LOGS",
    "x" * 50_000,
)
_MARK = "put the spelt value here"


def mutated(plaintext: bytes, by: Laptop, chance: random.Random) -> bytes:
    """The bundle with another manifest, signed again by the device that sends it."""
    said = json.loads(made.manifest_of(plaintext))
    for _ in range(chance.randint(1, 3)):
        chance.choice(_CHANGES)(said, chance)
    encoded = _spelt(said, chance)
    for change in chance.sample(_SPELLINGS, chance.choice((0, 0, 0, 1))):
        encoded = change(encoded, chance)
    return made.with_manifest(plaintext, by, encoded)


def _spelt(said: object, chance: random.Random) -> bytes:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    while f'"{_MARK}"' in text:
        text = text.replace(f'"{_MARK}"', chance.choice(_SPELT), 1)
    return text.encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every key and index below a value, with what holds it."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _put(said: Any, chance: random.Random) -> None:
    holder, key = chance.choice(list(_places(said)))
    holder[key] = chance.choice(
        (chance.choice(_NUMBERS), chance.choice(_TEXTS), _MARK, None, True, [], {}, [[[]]], {"a": 1}, 0.5, -1.0)
    )


def _near(said: Any, chance: random.Random) -> None:
    """A number beside the right one, or a text with one other letter."""
    holder, key = chance.choice(list(_places(said)))
    old = holder[key]
    if isinstance(old, bool) or not isinstance(old, int | str):
        return
    if isinstance(old, int):
        holder[key] = old + chance.choice((-1, 1, 256))
    elif old:
        at = chance.randrange(len(old))
        holder[key] = old[:at] + chance.choice("0afz:-") + old[at + 1 :]


def _drop(said: Any, chance: random.Random) -> None:
    holder, key = chance.choice(list(_places(said)))
    del holder[key]


def _add(said: Any, chance: random.Random) -> None:
    holders = [said, *(holder[key] for holder, key in _places(said) if isinstance(holder[key], dict))]
    chance.choice(holders)[chance.choice(("", "a", "suite", "Suite", "to", "blobs", "\0", "zlen"))] = chance.choice(
        (1, "logs", None, [], {"count": 1, "table": 1, "total": 1, "sha256": "0" * 64})
    )


def _swap(said: Any, chance: random.Random) -> None:
    one, two = chance.sample(sorted(said), 2) if len(said) > 1 else ("", "")
    if one:
        said[one], said[two] = said[two], said[one]


def _repeat(said: Any, chance: random.Random) -> None:
    lists = [holder[key] for holder, key in _places(said) if isinstance(holder[key], list)]
    if lists:
        chosen = chance.choice(lists)
        chosen[:] = (chosen * chance.choice((2, 3, 65, 65, 900)))[:900]


def _deepen(said: Any, chance: random.Random) -> None:
    deep: Any = 1
    for _ in range(chance.choice((20, 200, 900))):
        deep = [deep]
    said[chance.choice((*sorted(said), "deep"))] = deep


def _space(encoded: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(encoded) + 1)
    return encoded[:at] + chance.choice((b" ", b"\n", b"\t", b"\xef\xbb\xbf", b"\0", b",")) + encoded[at:]


def _twice(encoded: bytes, chance: random.Random) -> bytes:
    """A key that stands there twice."""
    return encoded[:1] + chance.choice((b'"suite":1,', b'"project":"x",', b'"zlen":1,', b'"to":[],')) + encoded[1:]


def _escape(encoded: bytes, chance: random.Random) -> bytes:
    """Another spelling of the same letter."""
    letters = [at for at, letter in enumerate(encoded) if chr(letter).isalpha()]
    if not letters:
        return encoded
    at = chance.choice(letters)
    return encoded[:at] + b"\\u%04x" % encoded[at] + encoded[at + 1 :]


def _deep_text(encoded: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((1_000, 30_000))
    return encoded[:-1] + b',"z":' + b"[" * depth + b"]" * depth + b"}"


_CHANGES: tuple[Callable[[Any, random.Random], None], ...] = (
    _put,
    _put,
    _near,
    _near,
    _drop,
    _add,
    _swap,
    _repeat,
    _deepen,
)
_SPELLINGS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_space, _twice, _escape, _deep_text)
