"""Uyghur words in Arabic letters in the Cyrillic spelling of the lists: both alphabets have a letter for each sound."""

_LETTERS = {
    "ا": "а", "ە": "ә", "ب": "б", "پ": "п", "ت": "т", "ج": "җ", "چ": "ч", "خ": "х", "د": "д", "ر": "р", "ز": "з",
    "ژ": "ж", "س": "с", "ش": "ш", "غ": "ғ", "ف": "ф", "ق": "қ", "ك": "к", "گ": "г", "ڭ": "ң", "ل": "л", "م": "м",
    "ن": "н", "ھ": "һ", "و": "о", "ۇ": "у", "ۆ": "ө", "ۈ": "ү", "ۋ": "в", "ې": "е", "ى": "и", "ي": "й", "ئ": "",
}  # fmt: skip
_CYRILLIC = str.maketrans(_LETTERS)
_FIRST, _LAST = "\u0600", "\u06ff"


def in_cyrillic(word: str) -> str:
    """The same word in Cyrillic letters; any other as it is."""
    return word.translate(_CYRILLIC) if _FIRST <= word[:1] <= _LAST else word
