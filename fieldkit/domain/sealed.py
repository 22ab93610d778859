"""Sealed questions: what is said goes onto an identity card, and the code of the person stands as the answer.

A form says so by the privacy class `identity` in `bind::fk:privacy`, or by a fact role of the table `identity`. To
expressions of the form such an answer is the code: they see whether there is one, never what it says.
"""

from collections.abc import Container, Mapping
from types import MappingProxyType

import msgspec

from fieldkit.domain import person_codes
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.consent import Use
from fieldkit.domain.forms import Instrument, Kind

HIDDEN = "•••"
"""Stands for words that an older program wrote into a record and that nobody is shown."""
SEALABLE = frozenset({Kind.TEXT, Kind.BARCODE, Kind.INTEGER})
"""Kinds of questions that are answered in words, or in digits, and so fit onto a card."""
_USES = MappingProxyType({"identity.contact_route": Use.RECONTACT})


def uses(instrument: Instrument) -> Mapping[str, Use]:
    """The sealed questions of a form by path, with the use that a card of each depends on.

    Where the role does not say it, it is the one that asks for most: to be named.
    """
    return {
        question.path: _USES.get(question.role, Use.REAL_NAME) for question in instrument.questions if question.sealed
    }


def shown(value: str) -> str:
    """A sealed answer as anybody may see it."""
    return value if not value or person_codes.is_code(value) else HIDDEN


def told(answers: Answers, paths: Container[str]) -> tuple[Answer, ...]:
    """Sealed answers that are words still."""
    return tuple(item for item in answers.items if item.path in paths and not person_codes.is_code(item.value))


def without_words(answers: Answers, paths: Container[str]) -> Answers:
    """The answers without those; codes stay."""
    gone = frozenset(item.ref for item in told(answers, paths))
    return _without(answers, gone) if gone else answers


def without(answers: Answers, paths: Container[str]) -> Answers:
    """The answers without any to these questions."""
    gone = frozenset(item.ref for item in answers.items if item.path in paths)
    return _without(answers, gone) if gone else answers


def masked(answers: Answers, paths: Container[str]) -> Answers:
    """The answers with a mark in place of words at sealed questions, so that nothing that is made of them tells."""
    hidden = frozenset(item.ref for item in told(answers, paths))
    if not hidden:
        return answers
    items = tuple(Answer(ref=item.ref, value=HIDDEN) if item.ref in hidden else item for item in answers.items)
    return msgspec.structs.replace(answers, items=items)


def with_code(answers: Answers, ref: str, code: str) -> Answers:
    """The answers with a code at a sealed question; none empties it."""
    if not code:
        return _without(answers, frozenset({ref}))
    answer, items = Answer(ref=ref, value=code), answers.items
    stands = any(item.ref == ref for item in items)
    placed = tuple(answer if item.ref == ref else item for item in items) if stands else (*items, answer)
    return msgspec.structs.replace(answers, items=placed)


def code_of(instrument: Instrument, answers: Answers, ref: str) -> str:
    """The code of the person whom an answer at `ref` is about, if they have one; else an empty text.

    It is the one that stands there, else one of the same person: of the same instance of a repeat, or outside all. Two
    questions for the same use get two codes, so that the card of one never takes the place of the other's.
    """
    asked = uses(instrument)
    repeats = tuple(question.path for question in instrument.questions if question.kind is Kind.REPEAT)
    codes = {item.ref: item for item in answers.items if item.path in asked and person_codes.is_code(item.value)}
    if ref in codes:
        return codes[ref].value
    wanted = asked.get(Answer(ref=ref, value="").path)
    near = [item for item in codes.values() if _person(item.ref, repeats) == _person(ref, repeats)]
    taken = {item.value for item in codes.values() if asked[item.path] is wanted}
    return next((item.value for item in near if item.value not in taken), "")


def _person(ref: str, repeats: tuple[str, ...]) -> str:
    """The instance of the innermost repeat around a question; empty outside any."""
    path = Answer(ref=ref, value="").path
    around = [repeat for repeat in repeats if path.startswith(f"{repeat}/")]
    return "/".join(ref.split("/")[: max(around, key=len).count("/") + 1]) if around else ""


def _without(answers: Answers, refs: frozenset[str]) -> Answers:
    return msgspec.structs.replace(answers, items=tuple(item for item in answers.items if item.ref not in refs))
