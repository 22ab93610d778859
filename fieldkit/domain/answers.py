"""The answers of one filled instrument: flat, ordered, immutable; what a revision holds and a draft saves."""

import re
from typing import Annotated, TypeAlias

import msgspec

from fieldkit.domain.ids import FormId, Ref, Uuid

Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=200_000)]
"""An answer as XForms writes it: ISO dates, plain decimals, codes; several codes parted by single spaces."""

_POSITION = re.compile(r"\[\d+\]")


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answered question. Empty answers are not kept."""

    ref: Ref
    value: Text

    @property
    def path(self) -> str:
        """The question asked: the ref without the positions of repeat instances."""
        return path_of(self.ref)


class RepeatKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lasting identity of one repeat instance, whose position changes when another is removed."""

    ref: Ref
    uid: Uuid


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All answers of one instance, in document order, with the form version that asked."""

    form: FormId
    version: Annotated[str, msgspec.Meta(max_length=64)]
    items: Annotated[tuple[Answer, ...], msgspec.Meta(max_length=20_000)] = ()
    repeats: Annotated[tuple[RepeatKey, ...], msgspec.Meta(max_length=5_000)] = ()

    def get(self, ref: str) -> str:
        """The answer at `ref`, or an empty text."""
        return next((item.value for item in self.items if item.ref == ref), "")


def path_of(ref: str) -> str:
    """`ref` without positions."""
    return _POSITION.sub("", ref) if "[" in ref else ref


def join(parent: str, name: str, position: int = 1) -> str:
    """The ref of child `name` below `parent`; `position` counts from 1 and 1 is not written."""
    return f"{parent}/{name}" if position == 1 else f"{parent}/{name}[{position}]"
