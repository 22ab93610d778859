"""What differs between versions of one record: a pure function over their answers.

Instances of repeats are matched by their lasting identity, so that removing the first does not make all others differ.
"""

import re
from collections.abc import Sequence

import msgspec

from fieldkit.domain.answers import Answers

_LAST_POSITION = re.compile(r"\[\d+\]\Z")


class Difference(msgspec.Struct, frozen=True):
    """One question that not all versions answer alike."""

    refs: tuple[str, ...]
    """Its ref in each version; empty where it was not answered."""


def differences(versions: Sequence[Answers]) -> tuple[Difference, ...]:
    """Questions whose answers differ, in the order of the first version that has each."""
    found = [_by_identity(version) for version in versions]
    order = dict.fromkeys(key for answers in found for key in answers)
    return tuple(
        Difference(tuple(answers[key][0] if key in answers else "" for answers in found))
        for key in order
        if len({answers[key][1] if key in answers else "" for answers in found}) > 1
    )


def _by_identity(answers: Answers) -> dict[str, tuple[str, str]]:
    """Identity of the question -> its ref here and the answer."""
    uids = {_positioned(key.ref): key.uid for key in answers.repeats}
    return {_identity(item.ref, uids): (item.ref, item.value) for item in answers.items}


def _identity(ref: str, uids: dict[str, str]) -> str:
    """The ref with the identities of the instances in place of their positions."""
    path, parts = "", []
    for part in ref.split("/")[1:]:
        path = f"{path}/{part}"
        uid = uids.get(_positioned(path))
        parts.append(part if uid is None else f"{_LAST_POSITION.sub('', part)}[{uid}]")
    return "/".join(parts)


def _positioned(ref: str) -> str:
    """The ref of an instance with its position written out: the first one's is usually left away."""
    return ref if _LAST_POSITION.search(ref) else f"{ref}[1]"
