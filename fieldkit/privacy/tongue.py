"""In which language of the region a text is written, as far as letters and the commonest words tell."""

import re
from enum import StrEnum


class Tongue(StrEnum):
    """Languages in which replacements can be proposed."""

    RU = "ru"
    KY = "ky"
    KK = "kk"
    UZ = "uz"
    TG = "tg"
    EN = "en"


_SIGNS = (
    (Tongue.TG, re.compile(r"[ҷӣӯ]", re.IGNORECASE)),
    (Tongue.KK, re.compile(r"[әұі]", re.IGNORECASE)),
    (Tongue.KY, re.compile(r"[ңөү]", re.IGNORECASE)),
    (Tongue.UZ, re.compile(r"[ўҳқғ]", re.IGNORECASE)),
)
"""Letters of one alphabet; those of Kazakh and Tajik come first, as they use the later ones too."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_UZBEK = re.compile(
    r"(?<!\w)(?:va|bilan|uchun|edi|ham|men|biz|ular|bir|kerak|yo'q|bor|keyin|dedi|qildi|oldi)(?!\w)|o'|g'",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?<!\w)(?:the|and|of|to|in|was|is|he|she|they|we|my|his|her|at|for|from|with)(?!\w)", re.IGNORECASE
)


_ONE_IN = 60
"""A letter of another alphabet among as many is more than a borrowed name."""


def tongue(text: str) -> Tongue:
    """The language that most of a text is in; Russian where letters tell no more than the script."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic >= latin:
        found = [(len(sign.findall(text)), found) for found, sign in _SIGNS]
        return next((found for count, found in found if count and count * _ONE_IN >= cyrillic), Tongue.RU)
    return Tongue.UZ if len(_UZBEK.findall(text)) > len(_ENGLISH.findall(text)) else Tongue.EN
