"""Repeat instances that are taken out and put back: pure work on refs and answers."""

import re
from dataclasses import dataclass

import msgspec

from fieldkit.domain.answers import Answer, Answers, RepeatKey, join

_POSITION = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Removed:
    """One instance as it was, with everything in it."""

    repeat: str
    index: int
    """Counted from 0."""
    items: tuple[Answer, ...]
    keys: tuple[RepeatKey, ...]


def position(ref: str, repeat: str) -> int:
    """Which instance of a repeat a ref lies in, counted from 1; 0 if in none."""
    if not ref.startswith(repeat):
        return 0
    rest = ref[len(repeat) :]
    match = _POSITION.match(rest)
    if match:
        return int(match[1])
    return 1 if not rest or rest.startswith("/") else 0


def moved(ref: str, repeat: str, start: int, by: int) -> str:
    """A ref after instances from position `start` on have moved by some places."""
    at = position(ref, repeat)
    if at < start:
        return ref
    rest = _POSITION.sub("", ref[len(repeat) :], count=1) if ref[len(repeat) :].startswith("[") else ref[len(repeat) :]
    above, _, name = repeat.rpartition("/")
    return join(above, name, at + by) + rest


def taken(answers: Answers, repeat: str, index: int) -> Removed:
    """What instance `index` (from 0) holds."""
    at = index + 1
    return Removed(
        repeat=repeat,
        index=index,
        items=tuple(item for item in answers.items if position(item.ref, repeat) == at),
        keys=tuple(key for key in answers.repeats if position(key.ref, repeat) == at),
    )


def restored(answers: Answers, removed: Removed) -> Answers:
    """The answers with the instance back at its place; those that moved up move down again."""
    at = removed.index + 1
    items = [msgspec.structs.replace(item, ref=moved(item.ref, removed.repeat, at, 1)) for item in answers.items]
    keys = [msgspec.structs.replace(key, ref=moved(key.ref, removed.repeat, at, 1)) for key in answers.repeats]
    # An instance is put back into the form in the order of the keys, so its own come before the ones that follow it.
    place = next((spot for spot, key in enumerate(keys) if position(key.ref, removed.repeat) > at), len(keys))
    keys[place:place] = removed.keys
    return msgspec.structs.replace(answers, items=(*items, *removed.items), repeats=tuple(keys))
