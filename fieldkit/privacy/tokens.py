"""Words of a text with what speaks for or against a name: capitals, the beginning of a sentence, quotes, lists."""

import re
from dataclasses import dataclass

from fieldkit.privacy import gazetteer, surnames, uyghur
from fieldkit.privacy.gazetteer import Trust

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ENDS = ".!?…\n"
_OPENERS = "\"(['-•*·–"
_ABBREVIATION = 4
_SHOUTED = 0.6


@dataclass(slots=True)
class Token:
    """One word. `gap` is what stands between it and the word before."""

    text: str
    start: int
    end: int
    gap: str
    first: bool
    """Whether a sentence begins with it."""
    quoted: bool
    small: bool
    """Whether its letters say nothing: small, or a text in capitals only."""
    given: Trust = Trust.NONE
    surname: Trust = Trust.NONE
    patronymic: Trust = Trust.NONE
    place: bool = False
    word: bool = False

    @property
    def capital(self) -> bool:
        """Written with a capital letter that means something."""
        return not self.small

    @property
    def initial(self) -> bool:
        """One capital letter."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def unknown(self) -> bool:
        """A capitalised word that is nothing else that we know, and more than an abbreviation."""
        return self.capital and not self.word and not self.place and len(self.text) > 2 and not self.text.isupper()

    @property
    def low(self) -> str:
        """In small letters."""
        return self.text.lower()


def tokens(text: str) -> list[Token]:
    """The words of `text`, looked up."""
    found: list[Token] = []
    previous = 0
    shouted = _shouted(text)
    for match in _WORD.finditer(text):
        gap = text[previous : match.start()]
        word = match.group()
        small = not word[0].isupper() or (shouted and word.isupper() and len(word) > 1)
        before = found[-1] if found else None
        token = Token(word, match.start(), match.end(), gap, _first(gap, before), gap.endswith('"'), small)
        if not _is_part(gap, text[match.end() : match.end() + 2], small=small):
            _look_up(token)
        found.append(token)
        previous = match.end()
    return found


def _look_up(token: Token) -> None:
    word = uyghur.in_cyrillic(token.text)
    if len(word) < 3:
        token.word = True
        return
    token.word = gazetteer.is_word(word)
    token.place = gazetteer.is_place(word)
    token.given = gazetteer.given(word, small=token.small)
    token.surname = surnames.surname(word)
    token.patronymic = surnames.patronymic(word)
    if "-" in word and token.given is Trust.NONE:
        halves = [gazetteer.given(part, small=token.small) for part in word.split("-")[:1]]
        if halves[0] is Trust.SURE and not token.place:
            token.given = Trust.SURE


def _is_part(gap: str, behind: str, *, small: bool) -> bool:
    """Whether it is a piece of an address in the net, or the rest of a word that a line has broken."""
    if not small:
        return False
    glued = gap.endswith(("/", "_", "@", ".", "=")) and not gap.endswith(". ")
    return (
        glued
        or gap.endswith("-\n")
        or behind.startswith(("/", "_", "@", "-\n"))
        or (behind[:1] == "." and behind[1:].isalpha())
    )


def _first(gap: str, before: Token | None) -> bool:
    if before is None:
        return True
    bare = gap.rstrip(" ").rstrip(_OPENERS + " ")
    if any(mark in gap for mark in "!?…;\n"):
        return True
    if bare.endswith(".") or gap.lstrip().startswith("."):
        return len(before.text) >= _ABBREVIATION or not (
            before.initial or before.text.islower() or before.text.istitle()
        )
    return gap.rstrip(" ").endswith(('"', "(", "•", "*")) and bare.endswith(":")


def _shouted(text: str) -> bool:
    upper = sum(map(str.isupper, text))
    return upper > _SHOUTED * (upper + sum(map(str.islower, text))) and upper > 12
