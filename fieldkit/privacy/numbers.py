"""Runs of digits: personal numbers, cards and telephones, told from money, counts and numbers of things."""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy import chains, identifiers, phones
from fieldkit.privacy.chains import Window
from fieldkit.privacy.found import Found

_MONEY_BEHIND = re.compile(
    r"\s?-?(?:сом|тенге|теңге|тг\b|сум|сўм|so'm|som\b|sum\b|soʻm|руб|рубл|дол|usd|kzt|kgs|uzs|tjs|rub|eur|евро|\$|"
    r"€|₽|₸|сомон|сомони|somoni|tenge|"
    r"dollar|ruble|тыс|млн|млрд|млн|миллион|миллиард|million|billion|миң|мың|ming\b|минг|ҳазор|т\.\s?р|чел|"
    r"человек|кг|тонн|км|м2|"
    r"кв\.? ?м|га\b|штук|шт\b|экз|киши|адам|kishi|нафар|people|persons|%|процент|сон\b|bolo\b|yil|жыл)"
)
_MONEY_BEFORE = re.compile(
    r"(?:[$€₽₸]|сумм\w+|usd|цена|price|нарх\w*|баасы|бағасы|narx\w*|итого|всего|зарплат\w+|долг\w*)\W*$"
)
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_ID_KZ = re.compile(r"(?<!\w)(?:иин|жсн|iin|инн|жеке сәйкестендіру)(?!\w)")
_ID_KG = re.compile(
    r"(?<!\w)(?:пин|инн|pin|персональн\w+ номер\w*|жеке номер\w*|өздүк номер\w*|inn|id[- ]?номер\w*)(?!\w)"
)
_ID_UZ = re.compile(r"(?<!\w)(?:пинфл|жшшир|pinfl|jshshir|жшшр|пин|инн|stir|инпс)(?!\w)")
_CARD = re.compile(
    r"(?<!\w)(?:карт\w*|card\w*|visa|виза|мастеркард|mastercard|mir\b|humo|хумо|uzcard|узкард|элкарт|elcart|kaspi|"
    r"каспи|"
    r"пластик\w*|plastik\w*|корт\w*)(?!\w)"
)


def find(text: str) -> Iterator[Found]:
    """Every number that leads to a person."""
    for windows in chains.chains(text):
        yield from _of_chain(text, windows)


def _of_chain(text: str, windows: tuple[Window, ...]) -> Iterator[Found]:
    if not windows:
        return
    first, last = windows[0].start, max(window.end for window in windows)
    before, behind = chains.before(text, first), chains.behind(text, last)
    money = _is_money(text[first:last], before, behind)
    cue = phones.announced(before, behind)
    thing = phones.refused(before)
    reached = 0
    for window in windows:
        if window.start < reached:
            continue
        kind = _identity(window, before)
        if kind is None and not money and not (thing and not window.plus):
            whole = (window.start, window.end) == (first, last)
            kind = Kind.PHONE if phones.is_phone(window, cue=cue, whole=whole) else None
        if kind is not None:
            reached = window.end
            yield Found(window.start, window.end, kind)


def _identity(window: Window, before: str) -> Kind | None:
    digits, size = window.digits, len(window.digits)
    if window.plus or size < 12:
        return None
    if size == 12 and (identifiers.is_iin(digits) or (identifiers.is_like_iin(digits) and _ID_KZ.search(before))):
        return Kind.KZ_IIN
    if size == 14:
        return _of_fourteen(digits, before)
    even = _evenly(window)
    if identifiers.is_card(digits) and even:
        return Kind.CARD
    if identifiers.is_like_card(digits) and _CARD.search(before):
        return Kind.CARD
    return None


def _of_fourteen(digits: str, before: str) -> Kind | None:
    if identifiers.is_pinfl(digits) or (identifiers.is_like_pinfl(digits) and _ID_UZ.search(before)):
        return Kind.UZ_PINFL
    if identifiers.is_pin(digits):
        return Kind.KG_PIN
    if _ID_KG.search(before) and digits[0] in "12":
        return Kind.KG_PIN
    return None


def _evenly(window: Window) -> bool:
    """Whether the groups are as on a card, in one piece, or digit by digit."""
    return len(window.shape) in {1, len(window.digits)} or set(window.shape[:-1]) <= {4} or window.shape[:1] == (4,)


def _is_money(run: str, before: str, behind: str) -> bool:
    if _MONEY_BEHIND.match(behind) or _MONEY_BEFORE.search(before):
        return True
    return _THOUSANDS.fullmatch(run) is not None and run.endswith(" 000")
