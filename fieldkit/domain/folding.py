"""Texts made comparable across scripts and spellings: letters that look alike, and Cyrillic beside its Latin forms."""

import re
import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "җ": "j", "з": "z",
    "и": "i", "й": "i", "і": "i", "ї": "i", "ӣ": "i", "к": "k", "қ": "k", "ҡ": "k", "л": "l", "м": "m", "н": "n",
    "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ұ": "u", "ў": "u",
    "ӯ": "u", "ф": "f", "х": "h", "ҳ": "h", "һ": "h", "ц": "s", "ч": "c", "ҷ": "j", "ш": "s", "щ": "s", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ә": "a", "ю": "u", "я": "a",
}  # fmt: skip
_LATIN = (
    ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("sh", "s"),
    ("ch", "c"), ("ts", "s"), ("yo", "e"), ("ye", "e"), ("yu", "u"), ("ya", "a"), ("ia", "a"), ("iu", "u"), ("ou", "u"),
    ("ph", "f"), ("w", "v"), ("x", "h"), ("q", "k"), ("y", "i"), ("ii", "i"),
)  # fmt: skip
"""How the same sound is written in Latin letters, in English, French, Turkic and passport manners; longest first."""
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
_MIXED = str.maketrans("aceopxyk", "асеорхук")
"""Latin letters that look like Cyrillic ones, for words that are Cyrillic otherwise."""


def fold(text: str) -> str:
    """Words of `text` in one rough spelling, parted by spaces: `Айгүл`, `Aigul` and `Aygul` come to the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(filter(None, (_word(word) for word in _WORD.findall(plain))))


def _word(word: str) -> str:
    if any("а" <= letter <= "ӿ" for letter in word):
        word = word.translate(_MIXED)
        word = "".join(_CYRILLIC.get(letter, letter) for letter in word)
    word = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    before = ""
    while word != before:  # what one step makes may be the beginning of another: `px` gives `ph`
        before = word
        for written, meant in _LATIN:
            word = word.replace(written, meant)
        word = _DOUBLED.sub(r"\1", word)
    return word
