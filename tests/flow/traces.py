"""Looking for words and keys in everything that a program left behind, however they may be written there."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

_SHORTEST = 8
"""Bytes; fewer would be found in random data."""


def spellings(word: str) -> Iterator[tuple[str, bytes]]:
    """The ways in which programs write a word: in any case and encoding, in base64, hex or escapes."""
    for text in dict.fromkeys((word, word.lower(), word.upper(), word.title())):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield from ((f"{encoding}{way}", spelt) for way, spelt in disguises(text.encode(encoding)))
        for encoding in ("cp1251", "koi8-r"):
            yield encoding, text.encode(encoding, "replace")
        yield "json", json.dumps(text).strip('"').encode()
        yield "url", quote(text).encode()


def disguises(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Bytes as they are, in hex, and in base64 at each of its three offsets."""
    yield "", data
    yield " hex", data.hex().encode()
    yield " HEX", data.hex().upper().encode()
    for offset in range(3):
        yield " base64", base64.b64encode(b"\0" * offset + data)[4 if offset else 0 : -4]


class Sweep:
    """Words and keys that must be nowhere."""

    def __init__(self, words: Iterable[str], keys: Iterable[bytes] = ()) -> None:
        named = [(word, way, spelt) for word in words for way, spelt in spellings(word)]
        named += [("a key", way, spelt) for key in keys for way, spelt in disguises(key)]
        self._spellings = {spelt: f"{word}, {way}" for word, way, spelt in named if len(spelt) >= _SHORTEST}

    def in_bytes(self, data: bytes) -> list[str]:
        """What is found in some bytes."""
        return [name for spelt, name in self._spellings.items() if spelt in data]

    def in_text(self, text: str) -> list[str]:
        """What is found in something printed."""
        return self.in_bytes(text.encode("utf-8", "surrogateescape"))

    def below(self, *folders: Path) -> list[str]:
        """What is found in the names and contents of all files below folders."""
        found: list[str] = []
        for path in (path for folder in folders for path in folder.rglob("*")):
            found += [f"name of {path}: {name}" for name in self.in_text(path.name)]
            if path.is_file():
                found += [f"{path}: {name}" for name in self.in_bytes(path.read_bytes())]
        return found
