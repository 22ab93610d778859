"""What differs between versions of one record: a pure function over their answers.

Instances of repeats are matched by their lasting identity, so that removing the first does not make all others differ.
Questions that stand elsewhere in another version of the form are matched by what the caller knows of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from fieldkit.domain.answers import Answers

_Identity: TypeAlias = tuple[str, ...]
"""Path of the question and the passes of repeats around it."""

_LAST_POSITION = re.compile(r"\[\d+\]\Z")


class Difference(msgspec.Struct, frozen=True):
    """One question that not all versions answer alike."""

    refs: tuple[str, ...]
    """Its ref in each version; empty where it was not answered."""


def differences(
    versions: Sequence[Answers], places: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> tuple[Difference, ...]:
    """Questions whose answers differ, in the order of the first version that has each.

    Args:
        versions: the answers of each.
        places: version of the form -> path of a question -> its path in the version that all are compared in.
    """
    found = [_by_identity(version, places.get(version.version, {})) for version in versions]
    order = dict.fromkeys(key for answers in found for key in answers)
    return tuple(
        Difference(tuple(answers[key][0] if key in answers else "" for answers in found))
        for key in order
        if len({answers[key][1] if key in answers else "" for answers in found}) > 1
    )


def _by_identity(answers: Answers, places: Mapping[str, str]) -> dict[_Identity, tuple[str, str]]:
    """Identity of the question -> its ref here and the answer."""
    uids = {_positioned(key.ref): key.uid for key in answers.repeats}
    return {
        (places.get(item.path, item.path), *_passes(item.ref, uids)): (item.ref, item.value) for item in answers.items
    }


def _passes(ref: str, uids: dict[str, str]) -> Iterator[str]:
    """The identities of the instances around a question, the outermost first; a position where one has none."""
    path = ""
    for part in ref.split("/")[1:]:
        path = f"{path}/{part}"
        position = _LAST_POSITION.search(part)
        uid = uids.get(_positioned(path), position[0] if position else "")
        if uid:
            yield uid


def _positioned(ref: str) -> str:
    """The ref of an instance with its position written out: the first one's is usually left away."""
    return ref if _LAST_POSITION.search(ref) else f"{ref}[1]"
