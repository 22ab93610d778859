"""Numbers of passports and identity cards of Kazakhstan, Kyrgyzstan, Uzbekistan, Tajikistan, Russia and Turkmenistan.

With the word `passport` before it any number of that size counts; without it only the shapes that nothing else has.
"""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy.found import Found

_ALIKE = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_WORD = re.compile(
    r"(?<!\w)(?:загран)?(?:паспорт\w*|пасп\.?|пасспорт\w*|pasport\w*|passport\w*|шиноснома\w*|шахснома\w*|"
    r"куәлі\w+|куалик\w*|күбөлү\w+|"
    r"кубол\w+|төлқұжат\w*|толкужат\w*|удостоверени\w+ личности|удостоверени\w+|уд\.? ?личности|удв|"
    r"ид[- ]?карт\w*|id[- ]?kart\w*|"
    r"id[- ]?карт\w*|id[- ]?card\w*|айди карт\w*|загран\w*|аусвайс|identity card|guvohnoma\w*|гувохнома\w*|ҳуҷҷат\w*|"
    r"миграционн\w{2,3} карт\w{0,2}|карт\w{0,2} мигранта|вид\w{0,2} на жительство|внж|рвп|патент\w{0,2}|"
    r"migration card|migratsiya kartasi|миграция картасы|миграция картаси|"
    r"документ\w* сери\w+|сери[яиюей]{1,2}|seriya\w*)(?!\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w+])(?:[A-ZА-ЯІa-zа-яё]{1,2}(?:[-./ ]{0,2}(?:№|номер|N|no\.?|raqami)?[ .:]{0,2})?\d{6,9}|"
    r"I{1,3}-?[A-ZА-Я][A-ZА-ЯŞÝ]{1,2} ?(?:№ ?)?\d{6}|"
    r"\d{2} ?\d{2}[ ,]{0,2}(?:№|номер|N|no\.?)?[ .:]{0,2}\d{6}|\d{2} ?(?:№ ?)?\d{7}|\d{7,9}|"
    r"[A-ZА-Я]{1,2} ?\d{2,4}[ -]\d{2,4}(?:[ -]\d{2,4})?)(?!\d)(?![-. ]?\d{2})"
)
_GAP = re.compile(
    r"[\s:.,№#\"'()-]*(?:(?:номер\w*|сери\w+|нөмірі|номери|рақами?|raqami?|seriya\w*|series|number|no|n|is|его|её|"
    r"ее|мой|мои|my|was|у неё|у него|"
    r"гражданин\w*|граждан\w+|узбекистан\w*|кыргызстан\w*|казахстан\w*|таджикистан\w*|рф|рк|кр|руз|рт|с|номером|"
    r"under|with|бор|бар|"
    r"заграничн\w+|внутренн\w+|старый|новый|узбекский|кыргызский|киргизский|казахский|таджикский|российский|uzb|"
    r"kgz|kaz|"
    r"outgoing|биометрическ\w+)[\s:.,№#\"'()-]*){0,5}$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w№+/-])(?:(?P<two>[A-ZА-ЯІ]{2})[ -]?(?:№ ?)?\d{7}|(?P<kz>[NН])[ -]?(?:№ ?)?\d{8}|(?P<tj>[AА])[ -]?\d{8}|"
    r"I{1,3}-[A-ZА-Я][A-ZА-ЯŞ] ?(?:№ ?)?\d{6}|(?P<ru>\d{2} \d{2}[ ,](?:№ ?)?\d{6})|"
    r"(?P<four>\d{4} (?:№ ?)\d{6}))(?!\w)(?![-.]\d)"
)
_GLUED_LOW = re.compile(r"(?<![\w№+/-])(?:an|ac|id|aa|ab|ac|ad|ae|ka|fa|ан|ас|аа|ав|ад|ае|ка)\d{7}(?!\w)")
_LOOKS = re.compile(r"[A-Z]{2}")
_NOT_ONE = re.compile(
    r"(?:№|заказ\w*|накладн\w+|сч[её]т\w*|invoice|рейс\w*|лот|контейнер\w*|вагон\w*|order|артикул|закон\w*|"
    r"container)\W*$",
    re.IGNORECASE,
)
_GAP_LONGEST = 60


def find(text: str) -> Iterator[Found]:
    """Passport numbers."""
    reached = 0
    for word in _WORD.finditer(text):
        if word.end() < reached:
            continue
        for number in _NUMBER.finditer(text, word.end(), word.end() + _GAP_LONGEST + 20):
            if _GAP.match(text[max(word.end(), reached) : number.start()]):
                reached = number.end()
                yield Found(number.start(), number.end(), Kind.PASSPORT)
            break
    for match in _BARE.finditer(text):
        two = match["two"]
        known = two is None or _LOOKS.fullmatch(two.translate(_ALIKE))
        if known and not _NOT_ONE.search(text[max(0, match.start() - 16) : match.start()]):
            yield Found(match.start(), match.end(), Kind.PASSPORT)
    yield from (Found(match.start(), match.end(), Kind.PASSPORT) for match in _GLUED_LOW.finditer(text))
