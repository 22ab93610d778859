"""A draft: answers still being given. It lives encrypted in one vault and never leaves the device."""

import msgspec

from fieldkit.domain.answers import Answers


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One draft. `record` and `parents` are set when it amends a submitted record; `record` alone reserves an id."""

    id: str
    record: str = ""
    parents: tuple[str, ...] = ()
    updated: str
    answers: Answers
