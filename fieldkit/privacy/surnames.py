"""Surnames and patronymics by their endings, in Russian cases and with the suffixes of Turkic languages and Tajik."""

import re
from functools import lru_cache

from fieldkit.privacy import gazetteer
from fieldkit.privacy.gazetteer import Trust

_SUFFIX = r"(?:n?in|ning|din|tin|ga|ge|ka|ke|ni|di|da|de|dan|den|nan|men|ro|as|s)"
_OV = re.compile(rf"(?P<base>.{{2,}})(?:ov|ev)(?P<end>a|u|im|e|i|oi|imi)?(?P<more>{_SUFFIX})?")
_IN = re.compile(rf"(?P<base>.{{3,}})in(?P<end>a|u|im|e|i|ih|oi)?(?:{_SUFFIX})?")
_SKI = re.compile(r".{3,}(?:sk|ck|ts?k)(?:i|ogo|omu|im|om|aa|oi|uu|aia|aya)")
_NKO = re.compile(r".{3,}(?:enko|cuk|ciuk)(?:a|u|om|e)?")
_ZODA = re.compile(rf".{{3,}}(?:zoda|zade|zada|pur|ian|dze|svili)(?:{_SUFFIX}|i)?")
_IAN = re.compile(r".{4,}янц?(?:а|у|ом|е)?")
"""Armenian; its vowels do not outlive the folding."""
_ELEMENT = re.compile(
    r".*(?:bek|be|bai|ba|jan|jon|kul|gul|murat|murad|murod|mirza|ali|dula|ula|din|hoja|hodja|hodja|mat|met|nazar|"
    r"temir|berdi|geldi|keldi|bo|boi|pulat|"
    r"han|hon|bae|bergen|karim|rahim|rahman|rahmon|alim|aman|sultan|jumaba|kasim|salim|isma|tokto|turs|baltaba|"
    r"kojo|kudai|orozo?|satar|gafur|sarip|iskak|osmon|usmon|"
    r"tas|batir|sabir|kerim|said|seit|sadik|umar|omar|ibra|iusup|usup|halik|halil|ahmed|ahmad|mahmud|hamid|hasan|"
    r"husan|nabi|niaz|sari|ergas|jurae|jura|ulas|tur[ae]|mamit|mukas|abdi)"
)
_OF_TRIBES = re.compile(r".{2,}(?:tegin|tekin)")
_ONLY_LONG = 5

_PATRONYMIC = re.compile(
    r"(?P<base>\w{2,})(?:ович|евич|ёвич|ьич)(?:а|у|ем|е|и|ам|нын|тын|ке|тен|га|ning|ди|ти)?|"
    r"(?P<base2>\w{2,})(?:овн|евн|ёвн|иничн|ьиничн|ичн)(?:а|ы|е|у|ой|ою|анын|ага|аны|адан)"
    r"|(?P<base3>[a-z]{2,})(?:ovich|evich|yevich|ovna|evna|yevna|ovnaning|ovichning)(?:ga|ni|ning|s|a|y|u|em|oy)?"
)
_NO_PATRONYMIC = re.compile(
    r"(?:основн|духовн|верховн|церковн|чиновн|виновн|деревн|плачевн|душевн|ежедневн|древн|уровн|ровн|любовн|"
    r"условн|уголовн|кровн|невиновн|"
    r"безусловн|плановн|часовн|торговн|полюбовн|вечн|ичн|личн|птичн|публичн|наличн|логичн|приличн|отличн|вторичн|"
    r"первичн|гранич|заграничн|пограничн|"
    r"таможн|движн|кирпич|внебрачн|больничн|граничн|частичн|этичн|циничн|критичн|типичн|обычн|попович|москвич|"
    r"костромич)\w*"
)
_GLUED = re.compile(
    r"(?P<base>\w{3,})(?:ұлы|қызы|улы|кызы|уулу|угли|ўғли|қизи|огли|оглы|ogly|ogli|o'g'li|qizi|uulu|kyzy|kizi|uly|"
    r"kyzy)(?:ның|нің|нын|на|не|га|ға|ning|ga|н|ны|ға)?"
)


@lru_cache(maxsize=65536)
def surname(word: str) -> Trust:
    """Whether a word has the form of a surname; `MAYBE` where only the ending says so."""
    plain = gazetteer.light(word)
    known = gazetteer.lists()
    if plain in known.words or len(plain) < _ONLY_LONG - 1 or plain.endswith(_ADJECTIVES):
        return Trust.NONE
    folded = gazetteer.key(word)
    if folded in known.surnames or _stem(folded) in known.surnames:
        return Trust.SURE
    match = _OV.fullmatch(folded)
    if match:
        base = match["base"]
        root = max(known.given.get(base, Trust.NONE), known.given.get(base + "a", Trust.NONE))
        sure = (root is Trust.SURE and len(base) > _SHORT_ROOT) or _ELEMENT.fullmatch(base)
        return Trust.SURE if sure else Trust.MAYBE
    if _IAN.fullmatch(plain) or _NKO.fullmatch(folded) or (_ZODA.fullmatch(folded) and len(folded) > _SHORT_ROOT + 3):
        return Trust.MAYBE
    match = _IN.fullmatch(folded)
    if match and known.given.get(match["base"] + "a") is Trust.SURE:
        return Trust.FORM
    return Trust.FORM if _SKI.fullmatch(folded) else Trust.NONE


_SHORT_ROOT = 3
_ADJECTIVES = (
    "ный",
        "ной",
        "ная",
        "ное",
        "ные",
        "ным",
        "ных",
        "ного",
        "ному",
        "ски",
        "ские",
        "ских",
        "скую",
        "ское",
        "скими",
        "овая",
        "овое",
        "овые",
        "овый",
        "овую",
        "ового",
        "овому",
        "овых",
        "овыми",
        "евая",
        "евое",
        "евые",
    "евый", "евую", "евого", "евому", "евых", "евыми",
)  # fmt: skip


def _stem(folded: str) -> str:
    """The masculine surname of a form, as the list has it."""
    return re.sub(r"(?<=[a-z]{3})(?:a|u|im|e|i|ih|oi|om|em|ning|nin|ga|s)$", "", folded)


@lru_cache(maxsize=65536)
def patronymic(word: str) -> Trust:
    """Whether a word is a patronymic, Russian or glued Turkic; `MAYBE` where its root is no known name."""
    plain = gazetteer.light(word)
    if plain in gazetteer.lists().words:
        return Trust.NONE
    match = _PATRONYMIC.fullmatch(plain)
    if match and not _NO_PATRONYMIC.fullmatch(plain):
        base = match["base"] or match["base2"] or match["base3"]
        known = gazetteer.lists().given
        folded = gazetteer.key(base)
        return Trust.SURE if any(folded + end in known for end in ("", "a", "i", "ei")) else Trust.MAYBE
    match = _GLUED.fullmatch(word.lower())
    if match:
        return max(gazetteer.given(match["base"], small=False), Trust.MAYBE)
    return Trust.NONE
