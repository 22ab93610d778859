"""A draft: answers still being given. It lives encrypted in one vault and never leaves the device."""

import msgspec

from fieldkit.domain.answers import Answer, Answers


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One draft. `record` and `parents` are set when it amends a submitted record; `record` alone reserves an id."""

    id: str
    record: str = ""
    parents: tuple[str, ...] = ()
    updated: str
    answers: Answers
    typed: tuple[Answer, ...] = ()
    """Words that stand in a field and are no answer (yet): half a date, letters where a number goes."""
    corrects: str = ""
    """A record that was put away here and that the new one corrects."""
