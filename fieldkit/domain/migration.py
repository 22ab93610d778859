"""What becomes of the answers of a record when it moves to another version of its questionnaire."""

from enum import StrEnum

import msgspec

from fieldkit.domain.answers import Answer, Answers


class Loss(StrEnum):
    """Why an answer cannot be carried over."""

    QUESTION = "question"
    """The version does not ask it, nor another question of its name that is the only one of that name."""
    PLACE = "place"
    """The question stands in other repeats, or the form has no room for this pass of the repeat."""
    TYPE = "type"
    """The question takes answers of another type, or the form answers it by itself now."""
    CHOICE = "choice"
    """No choice of the question has this code."""


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, or some of the codes of one, that the other version has no place for. `ref` is that of the old one."""

    ref: str
    value: str
    why: Loss


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """Answers for the other version and what is not among them; together they are all that there was."""

    answers: Answers
    lost: tuple[Lost, ...]
    origins: tuple[tuple[str, str], ...]
    """Ref of each carried answer, and the ref that it had."""
    typed: tuple[Answer, ...] = ()
    """Words that are no answers yet."""
