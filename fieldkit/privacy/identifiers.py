"""Personal numbers of Kazakhstan, Kyrgyzstan and Uzbekistan, and numbers of bank cards, by their own arithmetic.

IIN: YYMMDD, a digit for century and sex, four digits, a check digit (order of the Ministry of Justice of Kazakhstan
on the national registers of identification numbers). PIN: sex, DDMMYYYY, five digits. PINFL: century and sex, DDMMYY,
three digits of the district, three of the person, a check digit of weights 7, 3, 1. Cards: ISO/IEC 7812, Luhn.
"""

from datetime import date

_IIN_FIRST = tuple(range(1, 12))
_IIN_SECOND = (*range(3, 12), 1, 2)
_PINFL = (7, 3, 1) * 5
_CENTURIES_KZ = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_YEARS = range(1900, 2036)
"""Of the birth of living people, and of whoever is born while this version is in use."""


def is_iin(digits: str) -> bool:
    """Twelve digits with a birth date and a right check digit."""
    if not is_like_iin(digits):
        return False
    check = sum(weight * int(digit) for weight, digit in zip(_IIN_FIRST, digits, strict=False)) % 11
    if check == 10:
        check = sum(weight * int(digit) for weight, digit in zip(_IIN_SECOND, digits, strict=False)) % 11
    return check == int(digits[11])


def is_like_iin(digits: str) -> bool:
    """Twelve digits that begin with a birth date; people mistype the rest."""
    if len(digits) != 12:
        return False
    century = _CENTURIES_KZ.get(digits[6], 1900 if digits[6] == "0" else 0)
    return bool(century) and _is_day(century + int(digits[:2]), digits[2:4], digits[4:6])


def is_pin(digits: str) -> bool:
    """Fourteen digits: sex and a whole birth date."""
    return len(digits) == 14 and digits[0] in "12" and _is_day(int(digits[5:9]), digits[3:5], digits[1:3])


def is_pinfl(digits: str) -> bool:
    """Fourteen digits with a birth date and a right check digit."""
    weighed = sum(weight * int(digit) for weight, digit in zip(_PINFL, digits[:13], strict=False))
    return is_like_pinfl(digits) and weighed % 10 == int(digits[13])


def is_like_pinfl(digits: str) -> bool:
    """Fourteen digits that begin with century, sex and a birth date."""
    if len(digits) != 14 or digits[0] not in "3456":
        return False
    century = 1900 if digits[0] in "34" else 2000
    return _is_day(century + int(digits[5:7]), digits[3:5], digits[1:3])


def is_card(digits: str) -> bool:
    """Luhn's sum, and a beginning that issuers use: Visa, Mastercard, Mir, Uzcard, Humo, Elcart and others."""
    return is_like_card(digits) and len(set(digits)) > 2 and _luhn(digits)


def is_like_card(digits: str) -> bool:
    """As many digits as a card, and a beginning that issuers use."""
    return (
        (len(digits) == 16 and digits[0] in "2345689")
        or (len(digits) == 15 and digits[:2] in {"34", "37"})
        or (len(digits) in {18, 19} and digits[:2] in {"50", "56", "60", "62", "63", "67"})
    )


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_day(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return year in _YEARS
