"""Number plates of Kazakhstan, Kyrgyzstan, Uzbekistan, Tajikistan and Russia, old and new, in either script."""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy.found import Found

_ALIKE = str.maketrans("АВЕКМНОРСТУХІЗавекмнорстухіз", "ABEKMHOPCTYXI3abekmhopctyxi3")
_G = r"[ .\-]?"
_L = "[A-Z]"
_PLATES = re.compile(
    rf"(?<![\w№+/-])(?:"
    rf"\d{{3}}{_G}{_L}{{2,3}}{_G}(?:0[1-9]|1[0-9]|20)(?!\d)"  # KZ: 123 ABC 02
    rf"|(?:0[1-9]|1[0-9]){_G}KG{_G}\d{{3}}{_G}{_L}{{3}}"  # KG: 01 KG 123 ABC
    rf"|(?:0[1-9]|[1-9]\d){_G}{_L}{_G}\d{{3}}{_G}{_L}{{2}}"  # UZ: 01 A 123 BC
    rf"|(?:0[1-9]|[1-9]\d){_G}\d{{3}}{_G}{_L}{{3}}"  # UZ: 01 123 ABC
    rf"|\d{{4}}{_G}{_L}{{2}}{_G}0[1-9]"  # TJ: 1234 AB 01
    rf"|[ABEKMHOPCTYX]{_G}\d{{3}}{_G}[ABEKMHOPCTYX]{{2}}{_G}(?:\d{{2,3}}(?:{_G}RUS?)?)?"  # RU: A 123 BC 77
    rf"|[ABEKMHOPCTYX]{{2}}{_G}\d{{4}}[ .\-]\d{{2,3}}"  # RU, of a trailer: AB 1234 77
    rf"|{_L}{_G}\d{{4}}{_G}{_L}{{1,2}}"  # KG before 2016: B 1234 AK
    rf"|{_L}{_G}\d{{3}}{_G}{_L}{{3}}"  # KZ before 2012: A 123 BCD
    rf"|{_L}{{2}}{_G}\d{{4}}{_G}{_L}{{2}}"  # TM: AB 1234 AG
    rf")(?!\w)"
)
_GLUED = re.compile(
    r"(?<![\w№+/@-])(?:\d{3}[a-z]{2,3}(?:0[1-9]|1[0-9]|20)|(?:0[1-9]|1[0-9])kg\d{3}[a-z]{3}|(?:0[1-9]|"
    r"[1-9]\d)[a-z]\d{3}[a-z]{2}|"
    r"(?:0[1-9]|[1-9]\d)\d{3}[a-z]{3}|\d{4}[a-z]{2}0[1-9]|[abekmhopctyx]\d{3}[abekmhopctyx]{2}\d{2,3}|"
    r"[a-z]\d{4}[a-z]{1,2}|[a-z]\d{3}[a-z]{3})(?!\w)"
)
_CUE = re.compile(
    r"(?<!\w)(?:машин\w*|авто\w*|а/м|номер\w*|гос\.? ?номер\w*|гос\.? ?знак\w*|г/н|гн|грз|номерн\w+ знак\w*|"
    r"такси\w*|маршрутк\w+|фур\w+|камаз\w*|"
    r"джип\w*|микроавтобус\w*|автобус\w*|бус\w*|газел\w+|приор\w+|жигул\w+|волг\w+|матиз\w*|нексия\w*|тойот\w+|"
    r"мерседес\w*|ауди|лексус\w*|хонд\w+|плат\w*|"
    r"plates?|car|van|truck|taxi|bus|lorry|vehicle|reg|mashina\w*|moshina\w*|raqam\w*|avtomobil\w*|мошин\w*|"
    r"рақам\w*|унаа\w*|көлік\w*|"
    r"номуру|номері|нөмірі|toyota|nexia|matiz|damas|дамас\w*|кобальт\w*|cobalt|спринтер\w*|sprinter|бмв|bmw)(?!\w)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf"(?<![\w№+/@-])(?:\d{{3}}{_G}[a-z]{{2,3}}{_G}\d{{2}}|\d{{2}}{_G}kg{_G}\d{{3}}{_G}[a-z]{{2,3}}|"
    rf"\d{{2}}{_G}[a-z]{_G}\d{{3}}{_G}[a-z]{{2}}|"
    rf"\d{{2}}{_G}\d{{3}}{_G}[a-z]{{3}}|\d{{4}}{_G}[a-z]{{2}}{_G}\d{{2}}|"
    rf"[a-z]{_G}\d{{3}}{_G}[a-z]{{2}}(?:{_G}\d{{2,3}})?|[a-z]{_G}\d{{4}}{_G}[a-z]{{1,2}}|"
    rf"[a-z]{_G}\d{{3}}{_G}[a-z]{{3}})(?!\w)"
)
_BEFORE, _BEHIND = 40, 16
_UNITS = re.compile(
    r"(?:ЧЕЛ|РУБ|СОМ|ДОЛ|ТЫС|ТГ|УК|КР|РК|РФ|РУ|СТ|USD|KZT|KGS|UZS|RUB|EUR|TJS|SOM|SUM|KM|КМ|КГ|KG|AM|PM|МИН|ЧАС|"
    r"ДН|ЛЕТ|ЗРК|ФЗ|УПК|КОАП|ООН|СССР|UN|NO|MW)"
)


def find(text: str) -> Iterator[Found]:
    """Number plates; small letters count where they are glued, or where a vehicle is spoken of."""
    plain = text.translate(_ALIKE)
    for match in _PLATES.finditer(plain):
        if not _is_unit(text[match.start() : match.end()]) or _CUE.search(_around(text, match)):
            yield Found(match.start(), match.end(), Kind.PLATE)
    low = plain.lower()
    if len(low) != len(plain):  # a letter whose small form is longer: places would shift
        return
    for match in _GLUED.finditer(low):
        if not _is_unit(text[match.start() : match.end()].upper()):
            yield Found(match.start(), match.end(), Kind.PLATE)
    for match in _LOOSE.finditer(low):
        if _CUE.search(_around(text, match)) and not _is_unit(text[match.start() : match.end()].upper()):
            yield Found(match.start(), match.end(), Kind.PLATE)


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _BEFORE) : match.start()] + " | " + text[match.end() : match.end() + _BEHIND]


def _is_unit(plate: str) -> bool:
    """Whether the letters say what is counted, as in `500 KGS 10`."""
    letters = [part for part in re.split(r"[^A-ZА-ЯІ]+", plate) if part]
    return len(letters) == 1 and letters[0] != "KG" and _UNITS.fullmatch(letters[0]) is not None
