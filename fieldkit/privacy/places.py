"""Addresses: streets, houses, flats, microdistricts, rows and containers of bazaars, villages with a house."""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy.found import Found

_N = r"[1-9]\d{0,3}(?:[/-]\d{1,3})?(?:-?[а-яa-zА-ЯA-Z]\b)?"
_NUM = rf"(?:№ ?|no\.? ?|номер )?{_N}"
_SEP = r"[ ,.;]{1,3}"
_CAP = r"(?:[A-ZА-ЯЁҚҒӘІҢӨҰҮҺЎҲҶӢӮ][\w'-]{1,24}|\d{1,3}(?:-?(?:я|й|ая|ый|ой|лет|ші|чү|чи))?)"
_NAME = rf"{_CAP}(?:[ -](?:{_CAP}|би|бий|ата|хан|батыр\w?|лет|годовщин\w+)){{0,2}}"
_ANY_NAME = r"[^\W\d_][\w'-]{2,24}(?: [^\W\d_][\w'-]{2,24})?"

_STREET_RU = (
    r"(?:улиц[ауеы]\w?|ул\b\.?|проспект\w{0,2}|просп\b\.?|пр-?кт?\b\.?|пр-т\w?|пр\.|переул\w+|пер\.|"
    r"бульвар\w{0,2}|б-р|шоссе|тупик\w?|проезд\w?|"
    r"ul\b\.?|ulits\w{1,2}|ulic\w{1,2}|prospekt\w{0,2}|pereul\w+|bul'?var\w{0,2}|"
    r"набережн\w+|кӯча\w{0,3}|кучаи|кӯчаи|хиёбони|street|avenue|улиці)"
)
_AREA_RU = (
    r"(?:микрорайон\w{0,3}|мкр\w{0,3}\b\.?|мкрн\b\.?|м-н\w?|мк-н|м/р|жил ?массив\w{0,2}|ж/м|жилмассив\w{0,2}|"
    r"mikroray?i?on\w{0,3}|mkr\w{0,3}\b\.?|kvartal\w{0,2}|"
    r"квартал\w{0,2}|кв-л\w?|махалл\w+|mahalla\w*|"
    r"шағын аудан\w*|кичи район\w*|mavze\w*|мавзе\w*|маҳалла\w*|даха\w?|daha\w*|новостройк\w+)"
)
_HOUSE = (
    rf"(?:дом\w{{0,2}}|dom\w{{0,2}}|д\.|д|корпус\w?|корп\.?|к\.|стр\.|строени\w|house|bldg\.?|building|үй\w{{0,5}}|уй\w{{0,3}}|"
    rf"uy\w{{0,4}}|хона\w{{0,2}}|хонаи|ҳавли\w{{0,2}}|двор\w?|блок)[ .]{{0,2}}{_NUM}"
)
_FLAT = (
    rf"(?:кв\.?|kv\.?|kvartir\w{{1,2}}|komnat\w{{1,2}}|квартир\w{{1,3}}|комн\.?|комнат\w{{1,2}}|ком\.|подъезд\w?|под\.|этаж\w?|flat|apt\.?|apartment|room|"
    rf"батир\w{{0,2}}|батири|пәтер\w{{0,3}}|xonadon\w{{0,3}}|хонадон\w{{0,3}}|kvartira\w{{0,2}}|квартираси|хонаи|"
    rf"х\.)[ .]{{0,2}}{_NUM}"
)
_TURKIC_HOUSE = (
    r"\d{1,4}(?:/\d{1,3})?[а-яa-z]?[- ]?(?:үй|уй|uy|үйдө|үйде|үйүндө|үйінде|уйда|uyda|uyida|уйида|хона|дом\w?|"
    r"хонадон|xonadon)\w{0,3}"
)
_TURKIC_FLAT = (
    r"\d{1,4}[- ]?(?:батир\w{0,3}|пәтер\w{0,3}|xonadon\w{0,3}|хонадон\w{0,3}|квартир\w{0,4}|kvartira\w{0,3}|"
    r"пат\w{0,4}|кв\b|кв\.)"
)
_DETAILS = rf"(?:{_SEP}?(?:{_HOUSE}|{_FLAT}|{_TURKIC_HOUSE}|{_TURKIC_FLAT}))"
_PLAIN_NUMBER = (
    rf"(?:[ ,]{{1,3}}{_N}(?![\w%]|[.,:]\d| (?:год|лет|час|сом|тенге|рубл|долл|чел|мигр|раз|июн|июл|ма[йяр]|апр|авг|"
    rf"сен|окт|ноя|дек|янв|фев|мин|дн|км|мет|тыс|милл|people|som|тг|USD|маши|сотр|мили|поли|работ|"
    rf"семе))(?:[-, ]{{1,2}}\d{{1,4}}(?![\w.:]| \w))?)"
)

_STREETS = (
    re.compile(
        rf"(?<!\w)(?i:{_STREET_RU}) ?(?:им\.? ?|имени )?{_NAME}(?:{_DETAILS}|{_PLAIN_NUMBER})*{_DETAILS}{{0,3}}"
    ),
    re.compile(
        rf"(?<!\w){_CAP}(?:[ -](?:{_CAP}|би|бий|ата|хан|батыр)){{0,2}} (?i:ул\.|улиц[аеу]\w?|көчөсү\w{{0,6}}|көч\.|"
        rf"кочосу\w{{0,4}}|"
        rf"көшесі\w{{0,5}}|кошеси\w{{0,4}}|ko'chasi\w{{0,5}}|kochasi\w{{0,4}}|кўчаси\w{{0,5}}|кучаси\w{{0,4}}|"
        rf"проспекти\w{{0,4}}|даңғылы\w{{0,4}}|shoh ko'chasi|prospekti|street|str\.|st\.|avenue|ave\.?|road|"
        rf"lane)(?:{_DETAILS}|{_PLAIN_NUMBER})*{_DETAILS}{{0,3}}"
    ),
    re.compile(rf"(?<!\w)\d{{1,4}}[a-z]? {_CAP}(?: {_CAP})? (?:Street|St\.|Avenue|Ave\.?|Road)"),
    re.compile(rf"(?<!\w)(?i:{_STREET_RU}) ?(?i:{_ANY_NAME})(?:{_DETAILS}|{_PLAIN_NUMBER}){_DETAILS}{{0,3}}"),
    re.compile(
        rf"(?<!\w)(?i:{_ANY_NAME}) (?i:көчөсү|кочосу|көшесі|кошеси|ko'chasi|kochasi|кўчаси|кучаси|street|"
        rf"str\.?)(?i:{_DETAILS}|{_PLAIN_NUMBER}){_DETAILS}{{0,3}}"
    ),
    re.compile(
        rf"(?<=\b[НнПп][ао] )[А-ЯЁ][\w-]{{3,24}}(?:ск|цк|н|ов|ев)(?:ой|ого)"
        rf"(?:{_DETAILS}|{_PLAIN_NUMBER}){_DETAILS}{{0,2}}"
    ),
    re.compile(rf"(?<!\w){_NAME}{_SEP}(?i:дом|д\.|house) ?{_NUM}(?i:{_DETAILS}){{0,3}}"),
    re.compile(rf"(?<!\w){_CAP}(?: {_CAP})?[ ,]{{1,2}}{_N}[ ,]{{1,3}}(?i:{_FLAT})"),
)
_AREAS = (
    re.compile(rf"(?<!\w)(?i:{_AREA_RU}) ?\"?(?:№ ?)?{_NAME}\"?(?i:{_DETAILS}|{_PLAIN_NUMBER})*(?i:{_DETAILS}){{0,3}}"),
    re.compile(
        rf"(?<!\w)(?:\d{{1,2}}[- ]?(?:й|ый|ой|м|ом|го|ші|чү|чи)? ?|{_CAP}[ -](?:{_CAP} )?|"
        rf"\"{_NAME}\" )(?i:{_AREA_RU})(?!\w)(?i:{_DETAILS}|{_PLAIN_NUMBER})*(?i:{_DETAILS}){{0,3}}"
    ),
    re.compile(rf"(?<!\w)(?i:{_AREA_RU}) ?(?i:{_ANY_NAME})(?i:{_DETAILS}){{1,4}}"),
)
_HOME = re.compile(
    rf"(?<!\w)(?:(?:дом|house|д\.) ?(?:№ ?|no\.? ?)?\d{{1,4}}(?:[/-]\d{{1,3}})?[а-яa-z]?{_SEP}{_FLAT}|(?:кв\.|"
    rf"квартир\w{{1,2}}|flat|apt\.?|пәтер|батир|xonadon) ?(?:№ ?)?\d{{1,4}}|"
    rf"{_TURKIC_HOUSE}{_SEP}(?:{_TURKIC_FLAT}|{_FLAT})|{_TURKIC_FLAT}(?!\w))(?:{_DETAILS}){{0,2}}(?! ?(?:м\b|м2|км|"
    rf"кв|метр))",
    re.IGNORECASE,
)
_VILLAGE = re.compile(
    rf"(?<!\w)(?:(?:с\.|село|селе|села|пос\.|поселок|посёлок|посёлке|поселке|кишлак\w{{0,2}}|аул\w?|a\.|деревн\w|"
    rf"дер\.|деҳаи|дехаи|деҳаи|village|айыл\w{{0,3}}) ?{_NAME}|"
    rf"{_CAP}(?:[ -]{_CAP})? (?:айылы\w{{0,4}}|ауылы\w{{0,4}}|qishlog'i\w{{0,3}}|қишлоғи\w{{0,3}}|кишлоги\w{{0,3}}|"
    rf"village))(?:{_DETAILS}){{1,4}}"
)
_VILLAGE_STREET = re.compile(
    rf"(?<!\w)(?:с\.|сел[оае]|пос\.|пос[её]л\w{{2,3}}|кишлак\w{{0,2}}|аул\w?|дер\.|деревн\w|пгт\.?) ?{_NAME}{_SEP}"
    rf"(?i:{_STREET_RU}) ?(?:им\.? ?|имени )?{_NAME}(?:{_DETAILS}|{_PLAIN_NUMBER})*"
)
_UNIT = (
    rf"(?:контейнер\w{{0,2}}|конт\.?|бутик\w{{0,2}}|павильон\w{{0,2}}|киоск\w{{0,2}}|лоток|лотк\w|прилав\w{{1,4}}|"
    rf"дүкөн\w{{0,3}}|дўкон\w{{0,2}}|дӯкон\w{{0,2}}|do'kon\w{{0,2}}|rasta\w{{0,2}}|раста\w{{0,3}}|container|stall|"
    rf"shop|kiosk|boutique|место|места|точк[аеи]|склад\w?|будк[аеи]|проход\w?|линия|сектор\w?|секци[яи]|"
    rf"орун)[ .:-]{{0,2}}(?:№ ?|no\.? ?|номер )?[А-Яа-яA-Za-z]?-?{_N}"
)
_UNIT_BACK = (
    r"(?<!\d[.,])\d{1,4}[- ]?(?:й|ый|м|чы|чи|чу|ші|нчи|inchi)?[- ]?(?:контейнер|container|konteyner|бутик|butik|"
    r"дүкөн|павильон|орун|дўкон|do'kon)(?:де|до|дө|да|нин|нын|ning|им|ім|ө|ga)?(?!\w)"
)
_ROW = (
    r"(?:(?:ряд\w{0,2}|катар\w{0,3}|қатар\w{0,3}|qator\w{0,2}|қатори?|row|проход\w?|линия|сектор\w?|"
    r"қатори)[ .:-]{0,2}(?:№ ?)?[А-Яа-яA-Za-z]?-?\d{1,3}|\d{1,3}[- ]?(?:й|ый|ом|м|чи|чы|ші|inchi|нчи|st|nd|"
    r"rd|th)?[- ]?(?:ряд\w{0,2}|катар\w{0,3}|қатар\w{0,3}|qator\w{0,3}|проход\w?|row|линия))"
)
_BAZAAR = re.compile(
    rf"(?<!\w)(?:{_ROW}[ ,.;]{{1,3}}(?:{_UNIT_BACK}|{_UNIT})|(?:{_UNIT_BACK}|{_UNIT})[ ,.;]{{1,3}}{_ROW}|"
    rf"{_UNIT}(?:{_SEP}{_UNIT}){{0,2}})(?!\w)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^(?:место|места|точк|линия|сектор|проход|склад|секци|орун|лотк|shop)", re.IGNORECASE)
_MARKET = re.compile(
    r"базар|рын[ок]|барахолк|дордой|кара-?суу|bozor|bazar|market|бозор|контейнер|торгу|продаёт|продает|торгов",
    re.IGNORECASE,
)
_WORDS_NEVER = re.compile(
    r"^(?:улиц\w+|ул\.?) (?:было|были|стоя\w+|много|люди|и|в|на|не|но|без|снег|холодн\w+|стал\w*|нет|где|под|до|"
    r"от|из|милици\w+|полици\w+)\b",
    re.IGNORECASE,
)
_HOUSE_NEVER = re.compile(
    r"^(?:В|Был|Снес|Это|На|Около|Там|У|За|Из|И|Наш|Мой|Их|Его|Её|Ее|Этот|Один|Сам|Весь)\s", re.IGNORECASE
)
_BEFORE = 60


def find(text: str) -> Iterator[Found]:
    """Addresses and parts of addresses that lead to a door."""
    for pattern in (*_STREETS, *_AREAS, _HOME, _VILLAGE, _VILLAGE_STREET):
        for match in pattern.finditer(text):
            if not _WORDS_NEVER.match(match.group()) and not (
                pattern is _STREETS[6] and _HOUSE_NEVER.match(match.group())
            ):
                yield _address(match)
    for match in _BAZAAR.finditer(text):
        vague = _COUNTED.match(match.group())
        if not vague or _MARKET.search(text, max(0, match.start() - _BEFORE), match.end() + _BEFORE):
            yield _address(match)


def _address(match: re.Match[str]) -> Found:
    end = match.start() + len(match.group().rstrip(" ,.;"))
    return Found(match.start(), end, Kind.ADDRESS)
