"""Dates of one day, in figures and words; months and years alone stay, and so do dates that belong to a law."""

import re
from collections.abc import Iterator
from datetime import date

from fieldkit.domain.linting import Kind
from fieldkit.privacy.calendar_words import DAY_WORDS, MONTHS, YEAR_WORDS
from fieldkit.privacy.found import Found

_MONTH = rf"(?:{MONTHS})"
_YEAR = r"(?:1[89]\d\d|20[0-3]\d)"
_TAIL = (
    rf"(?:[ ,.]{{0,3}}(?:{_YEAR}(?!\d)(?:[- ]?(?:г(?:ода|оду|од|\.|\b)|ж(?:ыл\w*|\.|\b)|й(?:ил\w*|\.)|y(?:il\w*|"
    rf"\.)|соли?\b|сол\b))?|соли {_YEAR}|{YEAR_WORDS}"
    rf"(?: год\w*)?|'?\d\d(?:[- ]?(?:г\b\.?|года|ж\b\.?))|\d\d(?=[.,;)\s]*$)))?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ENDING = r"(?:[- ]?(?:го|ое|е|ого|st|nd|rd|th|чи|чы|чү|чу|ші|шы|inchi|нчи|и|ум|уми))?"
_NUMERIC = re.compile(
    r"(?<![\d.,/\-+№])(?:"
    r"(?P<d>\d{1,2})(?P<s> ?[./\-] ?)(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})|"
    r"(?P<Y>\d{4})(?P<S>[./\-])(?P<M>\d{1,2})(?P=S)(?P<D>\d{1,2}))(?![\d/]|[.,\-]\d)"
)
_DAY_MONTH = re.compile(
    rf"(?<![\w.,/№])(?:{_DAY}(?: ?(?:-|и|на|va|және|жана|ва|to|по|до) ?{_DAY})?{_ENDING}|{DAY_WORDS})(?:[ -]{{1,3}}|"
    rf" of | числа |-чи |-inchi )"
    rf"{_MONTH}(?!\w){_TAIL}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?:(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|"
    rf"mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
    rf" (?:the )?(?:{_DAY}(?:st|nd|rd|th)?|{DAY_WORDS})(?!\w)(?:,? {_YEAR})?"
    rf"|{_MONTH}(?:нын|нин|нун|нүн|дын|дун|ning|нинг|дің|дың|ның|нің)? ?(?:ай\w{{0,5}} )?{_DAY}[- ]?(?:да\b|де\b|"
    rf"до\b|дө\b|та\b|те\b|сында|синда|sida|sanasi\w*|күн\w*|кун\w*|kuni|сы|си|у|і|и|ү|унда|нда|инда|үндө|інде)\w*)",
    re.IGNORECASE,
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\w){_YEAR}[- ]?(?:жылдын|жылғы|жылы|жыл|ж\.?|yilning|yilgi|yili|yil|y\.|йилнинг|йилги|йили|йил|й\.|г\.|"
    rf"год|года|соли|сол)?,? ?"
    rf"(?:{_DAY}{_ENDING}[- ]{{1,3}}{_MONTH}|{_MONTH} ?(?:ай\w{{0,5}} )?{_DAY}(?:[- ]?(?:да|де|до|дө|та|те|сында|"
    rf"sida|kuni|күн\w*|кун\w*|сы|си|у|і|и|ү|унда|нда|инда|үндө|інде)\w*)?)(?!\w)",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\d.,/\-+№])(?P<d>0?[1-9]|[12]\d|3[01])[./](?P<m>0[1-9]|1[0-2])(?![\d/]|[.,\-]\d)")
_SHORT_BEFORE = re.compile(
    r"(?:\b(?:дата|числа|число|утром|вечером|ночью|вчера|сегодня|завтра|позавчера|род\w*|р\.|dated|date|on|born|"
    r"сана|санасы|sana|күні|kuni|таърих|ночь на|"
    r"понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресень\w)\W{0,3}|^\W{0,3})$",
    re.IGNORECASE,
)
_SHORT_BEHIND = re.compile(
    r"\.?,? {0,2}(?:в \d|около|at \d|\d{1,2}[:.]\d\d|утром|вечером|ночью|днём|днем|числа|дн[её]м|күнү|күні|kuni|"
    r"эртең|кечинде|рано|после обеда|- |:|приехал|пришл|звонил|был[аи]?\b|задерж)",
    re.IGNORECASE,
)
_SHORT_MONEY = re.compile(
    r"\s?(?:%|тыс|млн|долл?|usd|сом|тенге|км|кг|л\b|\$|м\b|раз|ч\b|час|мин|балл|проц)", re.IGNORECASE
)
_LAW_BEFORE = re.compile(
    r"(?:закон\w*|постановлени\w+|указ\w*|приказ\w*|конвенци\w+|соглашени\w+|протокол\w*|кодекс\w*|пакт\w*|"
    r"договор\w*|распоряжени\w+|"
    r"резолюци\w+|декларац\w+|мыйзам\w*|заң\w*|қаулы\w*|токтом\w*|qonun\w*|qaror\w*|қонун\w*|қарор\w*|law|act|"
    r"decree|convention|agreement|"
    r"резолюция|инструкци\w+|№ ?[\w./-]+)(?: \S+){0,6}? (?:от|of|dated|in)\s$",
    re.IGNORECASE,
)
_LAW_BEHIND = re.compile(
    r"\W{0,3}(?:№ ?\w|года? № ?\w|г\.? № ?\w|жылғы № ?\w|N \d|\(№|даги [\w-]+-сон|(?:даги|dagi) )", re.IGNORECASE
)
_CONTEXT = 90


def find(text: str) -> Iterator[Found]:
    """Dates that name a day."""
    for match in _NUMERIC.finditer(text):
        day, month, year = (match["d"], match["m"], match["y"]) if match["d"] else (match["D"], match["M"], match["Y"])
        if _is_day(int(day), int(month), int(year)):
            yield from _unless_law(text, match.start(), match.end())
    for pattern in (_DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY):
        for match in pattern.finditer(text):
            yield from _unless_law(text, match.start(), match.end())
    for match in _SHORT.finditer(text):
        line = text[max(0, match.start() - 24) : match.start()].rpartition("\n")[2]
        if _SHORT_MONEY.match(text, match.end()):
            continue
        if _SHORT_BEFORE.search(line) or _SHORT_BEHIND.match(text, match.end(), match.end() + 24):
            yield Found(match.start(), match.end(), Kind.EXACT_DATE)


def _unless_law(text: str, start: int, end: int) -> Iterator[Found]:
    lead = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    if not _LAW_BEFORE.search(lead) and not _LAW_BEHIND.match(text, end, end + 24):
        yield Found(start, end, Kind.EXACT_DATE)


def _is_day(day: int, month: int, year: int) -> bool:
    if month > 12 and day <= 12:
        day, month = month, day
    try:
        date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return False
    return year < 100 or 1900 <= year <= 2035
