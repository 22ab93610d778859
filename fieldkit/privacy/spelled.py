"""Telephone numbers told in words: Russian, Kyrgyz, Kazakh, Uzbek, Tajik and English numerals, group by group."""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy import gazetteer, phones
from fieldkit.privacy.chains import Window, before, behind
from fieldkit.privacy.found import Found

_UNITS = (
    "ноль нуль нол нөл zero nol oh сифр", "один одна раз бир бір bir як one", "два две эки екі ikki икки ду two",
    "три үч үш uch уч се three", "четыре төрт to'rt тўрт чор чаҳор four", "пять беш бес besh панҷ five",
    "шесть алты olti олти шаш six",
        "семь жети жеті yetti етти ҳафт seven",
        "восемь сегиз сегіз sakkiz саккиз ҳашт eight",
    "девять тогуз тоғыз to'qqiz тўққиз нӯҳ nine",
)  # fmt: skip
_TENS = (
    "десять он o'n ўн даҳ ten",
        "двадцать жыйырма жиырма yigirma йигирма бист twenty",
        "тридцать отуз отыз o'ttiz ўттиз сӣ thirty",
    "сорок кырк қырық qirq қирқ чил forty", "пятьдесят элүү елу ellik эллик панҷоҳ fifty",
    "шестьдесят алтымыш алпыс oltmish олтмиш шаст sixty", "семьдесят жетимиш жетпіс yetmish етмиш ҳафтод seventy",
    "восемьдесят сексен sakson саксон ҳаштод eighty", "девяносто токсон тоқсан to'qson тўқсон навад ninety",
)  # fmt: skip
_TEENS = (
    "одиннадцать eleven", "двенадцать twelve", "тринадцать thirteen", "четырнадцать fourteen", "пятнадцать fifteen",
    "шестнадцать sixteen", "семнадцать seventeen", "восемнадцать eighteen", "девятнадцать nineteen",
)  # fmt: skip
_HUNDREDS = (
    "сто жүз жуз yuz юз сад",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
)
_VALUES = {
    gazetteer.light(word): value
    for step, first, rows in ((1, 0, _UNITS), (10, 10, _TENS), (1, 11, _TEENS), (100, 100, _HUNDREDS))
    for value, words in zip(range(first, 1000, step), rows, strict=False)
    for word in words.split()
}
_FILLERS = frozenset(("плюс", "plus", "тире", "дефис", "дальше", "потом", "затем", "скобка", "и", "dash"))
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_GAP = re.compile(r"[ ,.\-()+]{1,3}")
_LEAST_WORDS, _LEAST_ANNOUNCED = 5, 2
"""Numerals in a number by itself, and in one that is announced."""


def find(text: str) -> Iterator[Found]:
    """Runs of numerals whose digits are a telephone number."""
    run: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(text):
        word = gazetteer.light(match.group())
        known = word in _VALUES or word.isdecimal() or (run and word in _FILLERS)
        if run and not (known and _GAP.fullmatch(text, run[-1][1], match.start())):
            yield from _judged(text, run)
            run = []
        if known and (run or word not in _FILLERS):
            run.append((match.start(), match.end(), word))
    yield from _judged(text, run)


def _judged(text: str, run: list[tuple[int, int, str]]) -> Iterator[Found]:
    told = sum(word in _VALUES for _, _, word in run)
    if told < _LEAST_ANNOUNCED:
        return
    start, end = run[0][0], run[-1][1]
    groups = tuple(_groups([word for _, _, word in run if word not in _FILLERS]))
    window = Window(start, end, "".join(groups), tuple(map(len, groups)), plus=False)
    cue = phones.announced(before(text, start), behind(text, end))
    if (cue or told >= _LEAST_WORDS) and phones.is_phone(window, cue=cue, whole=True):
        yield Found(start, end, Kind.PHONE)


def _groups(words: list[str]) -> Iterator[str]:
    """The digits as they are meant: `семьсот один` is 701, `двадцать три` is 23, `эки жүз` is 200."""
    total, room = -1, 0
    for word in words:
        value = _VALUES.get(word)
        if value is None:
            if total >= 0:
                yield str(total)
            yield word
            total, room = -1, 0
        elif value == 100 and 1 <= total <= 9:
            total, room = total * 100, 100
        elif value < room and value > 0:
            total, room = total + value, _room(value)
        else:
            if total >= 0:
                yield str(total)
            total, room = value, _room(value)
    if total >= 0:
        yield str(total)


def _room(value: int) -> int:
    """Below which value the next numeral still belongs to this one."""
    if value >= 100:
        return 100
    return 10 if value >= 20 or value == 10 else 0
