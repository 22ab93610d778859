"""T22: thousands of passphrases by chance: thirteen scripts, emoji, both directions, up to 1,024 characters and beyond.

However a keyboard composes its letters they open the slot, and whatever differs in one letter, space, case or layout
does not.
"""

import random
import unicodedata
from collections.abc import Iterator

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf, recovery, slots
from fieldkit.crypto.slots import SlotFile, SlotType
from fieldkit.errors import Code, Refusal
from tests.soak.outcome import Outcome

EACH = 200
RANGES = {
    "Latin": ((0x61, 0x7A), (0xC0, 0x17F), (0x1E00, 0x1EFF), (0x300, 0x30C)),
    "Cyrillic": ((0x400, 0x481), (0x48A, 0x52F)),
    "Greek": ((0x386, 0x3CE), (0x1F00, 0x1FFC)),
    "Armenian": ((0x531, 0x556), (0x561, 0x587)),
    "Georgian": ((0x10D0, 0x10FA), (0x1C90, 0x1CBA)),
    "Hebrew": ((0x5D0, 0x5EA), (0x5B0, 0x5BD)),
    "Arabic": ((0x620, 0x64A), (0x64B, 0x655), (0x671, 0x6D3)),
    "Devanagari": ((0x901, 0x94D), (0x958, 0x961)),
    "Thai": ((0xE01, 0xE3A), (0xE40, 0xE4E)),
    "Ethiopic": ((0x1200, 0x135A),),
    "Han": ((0x4E00, 0x9FFF), (0xF900, 0xFAD9)),
    "Hangul": ((0xAC00, 0xD7A3), (0x1100, 0x1112)),
    "Kana": ((0x3041, 0x3096), (0x30A1, 0x30FA)),
    "emoji": ((0x1F300, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F3FB, 0x1F3FF), (0xFE0F, 0xFE0F), (0x200D, 0x200D)),
    "both directions": ((0x5D0, 0x5EA), (0x61, 0x7A), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)),
}
FIGURES = {"T22": EACH * len(RANGES)}
LONG = 0.1
"""How many are of about 1,024 characters."""
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю"
_ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUT = str.maketrans(_RUSSIAN + _ENGLISH, _ENGLISH + _RUSSIAN)


def main(seed: int, share: float) -> Outcome:
    """Try 200 passphrases of each kind (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    for name, ranges in RANGES.items():
        letters = [chr(code) for first, last in ranges for code in range(first, last + 1)]
        letters = [letter for letter in letters if unicodedata.category(letter) != "Cn"]
        for _ in range(round(EACH * share)):
            phrase = _phrase(chance, letters)
            outcome.take(f"T22 {name}", [f"{what}: {phrase[:80]!a}" for what in _faults(chance, phrase)])
    return outcome


def _phrase(chance: random.Random, letters: list[str]) -> str:
    """Words of one script, some of them ending in spaces, a tenth of them long."""
    length = chance.randint(1_000, 1_100) if chance.random() < LONG else chance.randint(20, 60)
    text = "".join(" " if chance.random() < 0.15 else chance.choice(letters) for _ in range(length))
    return text + chance.choice(("", " ", "\u00a0", "\u200f"))


def _faults(chance: random.Random, phrase: str) -> Iterator[str]:
    """What is wrong with how slots for a passphrase answer."""
    clock = SystemClock()
    file = slots.create(slots.new_master_key(clock), phrase, recovery.new_code(clock), kdf.TEST_COST, clock)
    forms = {form: unicodedata.normalize(form, phrase) for form in ("NFC", "NFD")}
    yield from (f"does not open in {form}" for form, typed in forms.items() if not _opens(file, typed))
    yield from (f"opens with {what}" for what, typed in _others(chance, phrase) if _opens(file, typed))


def _others(chance: random.Random, phrase: str) -> Iterator[tuple[str, str]]:
    """Other passphrases that look like it, none of which is the same text in another form."""
    at = chance.randrange(len(phrase))
    whole = unicodedata.normalize("NFC", phrase)
    others = {
        "a space before": " " + phrase,
        "a space behind": phrase + " ",
        "no space at its ends": phrase.strip(),
        "one letter less": phrase[:at] + phrase[at + 1 :],
        "its first 1,000 letters": phrase[:1_000],
        "one space for several": " ".join(phrase.split()),
        "the other case": phrase.swapcase(),
        "folded case": phrase.casefold(),
        "look-alikes in one form": unicodedata.normalize("NFKC", phrase),
        "the other layout": phrase.translate(_LAYOUT),
    }
    for what, other in others.items():
        if unicodedata.normalize("NFC", other) != whole:
            yield what, other


def _opens(file: SlotFile, phrase: str) -> bool:
    try:
        return slots.unlock(file, SlotType.PASSPHRASE, phrase, kdf.TEST_COST).made(file)
    except Refusal as refusal:
        if refusal.code is not Code.VAULT_WRONG_PASSPHRASE:
            raise
        return False
