"""Telephone numbers as people of the region write them, judged by the numbering plans of libphonenumber."""

import re
from functools import lru_cache

import phonenumbers

from fieldkit.privacy.chains import Window

CUE = re.compile(
    r"(?<!\w)(?:тел(?:ефон\w*|\b)|т\.|сот(?:ов\w+|к\w)?\b|моб\w*|номерок|whats ?app|what'?s ?app|wapp?\b|"
    r"ватс?ап\w*|вотс?ап\w*|уатсап\w*|"
    r"вайбер\w*|viber|телеграм\w*|telegram|звон\w+|позвон\w*|перезвон\w*|набра\w+|набер\w+|связ\w+|контакт\w*|смс|факс|"
    r"phones?|tel(?:efon\w*)?\b|mobile|cell|call(?:ed|s)?|sms|text(?:ed)?|contacts?|reach(?:ed)?|ring|raqam\w*|"
    r"nomer\w*|"
    r"qo'ng'iroq\w*|bog'lan\w*|aloqa|рақам\w*|номер(?:и\w*|у|ом|а|е|ин\w*|ы\w*|ге)?|тлф|тлфн|нөмір\w*|байланыш\w*|"
    r"байланыс\w*|"
    r"чал\w+|қоңырау\w*|хабарлас\w*|звони\w*|занг|тамос\w*|қўнғироқ\w*|боғлан\w*|раками\w*|раками|ракам\w*)(?!\w)"
)
"""Words that announce a number, in the languages of the region."""
_NO_PHONE = re.compile(
    r"(?:№|\bno\.?|\bn[o°]|\#|заказ\w*|накладн\w+|сч[её]т\w*|инвойс|invoice|order|трек\w*|дел[оау]|протокол\w*|"
    r"квитанц\w+|чек\w*|"
    r"приказ\w*|закон\w*|постановлени\w+|бин|рнн|инн|огрн|бик|иик|лот\w*|артикул\w*|штрих\w*|рейс\w*|поезд\w*|"
    r"партии?|серия|серии|"
    r"лиценз\w+|договор\w*|tracking|receipt|case|file|tender|тендер\w*|патент\w*|реестр\w*|регистр\w+|деклараци\w+|"
    r"буйрутма\w*|буюртма\w*|buyurtma\w*|shartnoma\w*|hisob\w*|келишим\w*|шарт\w*|іс|иш|"
    r"фактура\w*)\W*(?:номер\w*\W*|№\W*|raqami\W*)?$"
)
_KG, _UZ, _TJ, _RU, _KZ = "KG", "UZ", "TJ", "RU", "KZ"
_COUNTRY_CODES = (
    "996",
    "998",
    "992",
    "993",
    "7",
    "86",
    "90",
    "93",
    "98",
    "994",
    "374",
    "995",
    "380",
    "375",
    "976",
    "971",
)
_LOCAL_SHAPES = frozenset({(2, 3, 2, 2), (3, 2, 2, 2), (2, 3, 4), (2, 7), (3, 6), (3, 3, 3), (2, 2, 2, 3), (3, 2, 4)})
_TEN_SHAPES = frozenset({(3, 3, 2, 2), (3, 3, 4), (3, 7), (3, 2, 2, 3), (3, 2, 3, 2), (3, 2, 2, 2, 1)})
_SHORT_SHAPES = frozenset(
    {(2, 2, 2), (1, 2, 2), (3, 2, 2), (3, 3), (2, 3), (6,), (7,), (5,), (3, 4), (2, 2, 3), (2, 5), (3, 1, 2)}
)


def announced(before: str, behind: str) -> bool:
    """Whether the words around speak of a telephone."""
    return CUE.search(before) is not None or _FOLLOWS.match(behind) is not None


_FOLLOWS = re.compile(
    r"\W{0,3}(?:это (?:мой|его|её|ее) (?:номер|телефон)|[-(]?(?:тел|моб|whatsapp|ватсап|вотсап|вацап)\w*|"
    r"(?:го|га|ге|ка|не|ке|ga|qa)?\s?(?:чал\w+|звон\w+|телефон\w*|номер\w*|raqam\w*|qo'ng'iroq\w*|telefon\w*|"
    r"хабарлас\w*|қоңырау\w*))"
)


def refused(before: str) -> bool:
    """Whether the word before says that this is the number of a thing."""
    return _NO_PHONE.search(before) is not None


def is_phone(window: Window, *, cue: bool, whole: bool) -> bool:
    """Whether these digits are a telephone number.

    Args:
        window: the digits.
        cue: whether the words around announce one; then less is asked.
        whole: whether nothing else stands in the run of digits.
    """
    digits, size, shape = window.digits, len(window.digits), window.shape
    if window.plus:
        return 10 <= size <= 14 and (cue or len(shape) > 1 or _known(digits))
    if digits.startswith("00"):
        return 12 <= size <= 15 and (_valid("+" + digits[2:]) or cue)
    if size in {11, 12} and digits.startswith(("996", "998", "992", "993")):
        return size == 12 if not digits.startswith("993") else size == 11
    if size == 11 and digits[0] in "78":
        return (cue or _valid("+7" + digits[1:])) and digits[1] != "0"
    if size == 10 and digits[0] == "0":
        return cue or _valid(digits, _KG)
    if size == 10:
        return (cue or shape in _TEN_SHAPES) and (_valid("+7" + digits) or (cue and whole))
    if size == 9:
        return (cue and whole) or ((shape in _LOCAL_SHAPES and shape != (3, 3, 3)) and _somewhere(digits))
    if 5 <= size <= 7:
        return cue and whole and shape in _SHORT_SHAPES
    return cue and whole and size in {11, 12, 13} and _valid("+" + digits)


def _known(digits: str) -> bool:
    return _valid("+" + digits) or digits.startswith(_COUNTRY_CODES)


def _somewhere(digits: str) -> bool:
    return any(_valid(digits, region) for region in (_KG, _UZ, _TJ))


@lru_cache(maxsize=4096)
def _valid(digits: str, region: str | None = None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
