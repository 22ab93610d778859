"""Whether a passphrase would do, and what a guess at one costs: all that the gates need to know before the store.

Security notes, section 3: an own choice needs an estimated 60 bits. Of several cautious estimates the lowest counts.
"""

import math
import unicodedata
from collections.abc import Iterator

from fieldkit.crypto.kdf import FIELD_COST, TEST_COST, Cost
from fieldkit.errors import Code, Refusal
from fieldkit.services import dense, wordlists

__all__ = ["FIELD_COST", "TEST_COST", "Cost"]
_MIN_LENGTH = 10
_MIN_BITS = 60.0
_LOOKED_AT = 72
"""What follows is not searched for patterns: that would take seconds, and so much is enough either way."""
_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
_LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziyklmnoprstufhcye", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def strength(passphrase: str) -> float:
    """A cautious estimate of a passphrase's bits, in any script."""
    typed = unicodedata.normalize("NFC", passphrase)
    if len(set(typed)) < 2:
        return 0.0
    letters, rest = dense.split(typed)
    return dense.bits(letters) + (_of_alphabets(rest) if rest else 0.0)


def check_passphrase(passphrase: str) -> None:
    """Refuse an empty or easily guessed passphrase (VAULT_PASSPHRASE_MISSING, VAULT_PASSPHRASE_WEAK)."""
    if not passphrase:
        raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
    if len(passphrase) < _MIN_LENGTH or strength(passphrase) < _MIN_BITS:
        raise Refusal(Code.VAULT_PASSPHRASE_WEAK)


def _of_alphabets(typed: str) -> float:
    return min(_of_characters(typed), _of_words(typed), *(_of_patterns(spelt) for spelt in _spellings(typed)))


def _of_characters(typed: str) -> float:
    """Characters that repeat count little; whatever the script."""
    return len(typed) * math.log2(len(set(typed))) * 0.75


def _of_words(typed: str) -> float:
    """Words of our own lists count what a draw from the list is worth, each once; any other passphrase is no draw."""
    words = set(typed.lower().split())
    bits = (wordlists.bits(language) for language in wordlists.LANGUAGES if words <= wordlists.known(language))
    return min((each * len(words) for each in bits), default=math.inf)


def _of_patterns(spelt: str) -> float:
    """Common passwords, names, dates, neighbours on the keyboard, repeats, as zxcvbn knows them."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  its lists take a tenth of a second, which the lock screen does not need

    return math.log2(float(zxcvbn(spelt[:_LOOKED_AT])["guesses"]))


def _spellings(typed: str) -> Iterator[str]:
    """As typed; Cyrillic also by its keys and in Latin letters, because zxcvbn knows `gfhjkm` and `parol` only."""
    yield typed
    low = typed.lower()
    for table in (_KEYS, _LATIN):
        spelt = low.translate(table)
        if spelt not in {low, ""}:
            yield spelt
