"""Puts the answers of a draft or revision back into a blank form."""

import re

from fieldkit.domain.answers import Answers
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import growth
from fieldkit.instruments.places import Places

_LAST_POSITION = re.compile(r"\[\d+\]\Z")


def put(places: Places, answers: Answers, *, strict: bool) -> None:
    """Instances with their identities first, then values as they are.

    Raises Refusal(ANSWER_UNKNOWN_QUESTION) for anything without a place in the form, unless not strict.
    """
    for key in answers.repeats:
        try:
            growth.blank_instance(places.series(_LAST_POSITION.sub("", key.ref)), key.uid)
        except Refusal as refusal:
            _pass_on(refusal, strict=strict)
    for item in answers.items:
        try:
            places.leaf(item.ref)[0].value = item.value
        except Refusal as refusal:
            _pass_on(refusal, strict=strict)


def _pass_on(refusal: Refusal, *, strict: bool) -> None:
    if strict or refusal.code is not Code.ANSWER_UNKNOWN_QUESTION:
        raise refusal
