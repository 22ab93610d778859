"""Numbers that name a key or a request: to be read aloud when two people compare their screens.

Digits are the same in every language and are compared with fewer mistakes than hex (security notes, section 6). Where
both screens speak one language, words say the same, and are read aloud with more ease.
"""

from fieldkit.services import wordlists

_GROUPS, _GROUP_BYTES, _GROUP_DIGITS = 6, 5, 5
_WORDS = 10
"""With a list of 1,000 words or more, as many say what thirty digits say."""


def numbers(digest: bytes) -> str:
    """Thirty digits in groups, about 99 bits of a digest of at least 30 bytes."""
    parts = (digest[start : start + _GROUP_BYTES] for start in range(0, _GROUPS * _GROUP_BYTES, _GROUP_BYTES))
    return " ".join(f"{int.from_bytes(part) % 10**_GROUP_DIGITS:0{_GROUP_DIGITS}}" for part in parts)


def words(told: str, language: str) -> str:
    """The same numbers as ten words of a list; `told` is what `numbers` gave, `language` an ISO 639-1 code."""
    return " ".join(wordlists.spelled(int(told.replace(" ", "")), _WORDS, language))
