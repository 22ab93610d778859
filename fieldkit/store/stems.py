"""Words to the stems that search compares: the same for texts and for questions, whatever the language."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_russian = snowballstemmer.stemmer("russian")
_english = snowballstemmer.stemmer("english")


def stems(text: str) -> tuple[str, ...]:
    """Stems of the words of `text`, in order. Cyrillic words by the Russian stemmer, others by the English one."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return tuple(_stem(word) for word in _WORD.findall(folded))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stemmer = _russian if _CYRILLIC.search(word) else _english
    return str(stemmer.stemWord(word))
