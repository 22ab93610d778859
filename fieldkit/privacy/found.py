"""What a rule gives: a part of the seen text and its class."""

from typing import NamedTuple

from fieldkit.domain.linting import Kind


class Found(NamedTuple):
    """A find in the seen text; `end` is behind it."""

    start: int
    end: int
    kind: Kind
