"""Words to the stems that search compares: the same for texts and for questions, whatever the language."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's name


def stems(text: str) -> tuple[str, ...]:
    """Stems of the words of `text`, in order. Cyrillic words by the Russian stemmer, others by the English one."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return tuple(_stem(word) for word in _WORD.findall(folded))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return _stemmer("russian" if _CYRILLIC.search(word) else "english").stemWord(word)


@cache
def _stemmer(language: str) -> _Stemmer:
    made: _Stemmer = Stemmer.Stemmer(language, 0)  # no cache of its own
    return made
