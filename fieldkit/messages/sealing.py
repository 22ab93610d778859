"""Sealed questions in words: what became of answers that no card may hold."""

from collections.abc import Iterable

from fieldkit.errors import Code, Refusal
from fieldkit.i18n import Language
from fieldkit.messages import sentence
from fieldkit.services.sealing import LeftOut


def left_out(found: Iterable[LeftOut], language: Language) -> tuple[str, ...]:
    """Why answers to sealed questions were kept nowhere: a line for each reason, with the questions."""
    reasons: dict[Code, list[str]] = {}
    for each in found:
        reasons.setdefault(each.code, []).append(each.ref.rpartition("/")[2])
    told = language.gettext("Left out, and kept nowhere: {names}. {why}")
    return tuple(
        told.format(names=", ".join(dict.fromkeys(names)), why=sentence(Refusal(code), language))
        for code, names in reasons.items()
    )
