"""Names of persons by rules: seeds that are names by themselves or by their company, grown over the words beside them.

Lists know given names, endings know surnames and patronymics, and words such as `сын`, `эже` or `зовут` vouch for
what no list knows. Doubt is resolved by capitals and by the place in the sentence.
"""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy import company, gazetteer
from fieldkit.privacy.found import Found
from fieldkit.privacy.gazetteer import Trust
from fieldkit.privacy.tokens import Token, tokens

_JOINS = re.compile(r" ?-? ?|\. ?| {2}")
_PLAIN_GAP = re.compile(r" {1,2}")
_INITIAL_GAP = re.compile(r"\. ?| ")
_CUE_GAP = re.compile(r"[ :\-\"(,]{1,4}|\. ?")
_LIST_GAP = re.compile(r", | и | жана | және | va | ва | and | менен ")
_VERB = re.compile(r"\w{2,}(?:л|ла|ли|лся|лась|лись|ет|ит|ёт|ют|ется|ится|ят)")
_LONG_SURNAME = 6
_GENITIVE = re.compile(r"(?:[ндт][ыиуү]н|ning|нинг|[ндт][ыі]ң)$")
_SHORT_SURNAME = re.compile(
    r"(?:ким|пак|цой|ли|тен|тян|хан|ан|хе|нам|шин|лим|юн|сон|хван|ма|лю|ван|чжан|ян|мин|дон|"
    r"kim|pak|park|tsoy|choi|li|lee|ten|khan|ma|liu|van|wang)"
)
"""Of Koreans and Dungans: words elsewhere, names beside a given name."""
_MOST = 3
"""Words that a seed grows by on one side."""


def find(text: str) -> Iterator[Found]:
    """Names, each with its given name, surname, patronymic and initials."""
    words = tokens(text)
    seeds = _seeds(words)
    reached = -1
    for index in range(len(words)):
        if seeds[index] and index > reached:
            first, last = _grown(words, seeds, index, reached)
            reached = last
            yield Found(words[first].start, _end(text, words[last]), Kind.PERSON_NAME)


def _end(text: str, last: Token) -> int:
    """An initial takes its point along."""
    return last.end + 1 if last.initial and text[last.end : last.end + 1] == "." else last.end


def _seeds(words: list[Token]) -> list[bool]:
    seeds = [_by_itself(words, index) or _by_company(words, index) for index in range(len(words))]
    for index in range(1, len(words)):  # the second of two names in a list: `Азамат и Бүажар`
        token, before = words[index], words[index - 1]
        if not seeds[index] and seeds[index - 1] and before.capital and _LIST_GAP.fullmatch(token.gap) and token.given:
            seeds[index] = token.capital and not token.place
    return seeds


def _by_itself(words: list[Token], index: int) -> bool:
    token = words[index]
    if _is_of_a_thing(words, index):
        return False
    if token.patronymic is Trust.SURE or (token.patronymic is Trust.MAYBE and token.capital):
        return True
    if token.place and token.surname is not Trust.SURE:
        return False
    if token.given is Trust.SURE:
        return True
    if token.small:
        family = token.surname is Trust.SURE and len(token.text) >= _LONG_SURNAME
        return family or (token.given is Trust.MAYBE and not token.word and _says(words, index))
    if token.surname is Trust.SURE:
        return True
    if token.word and token.given is not Trust.MAYBE:
        return False
    if token.given is Trust.MAYBE:
        closed = index + 1 < len(words) and words[index + 1].gap.startswith('"')
        if (token.quoted or closed) and not _beside_a_name(words, index):
            return False
        goes_on = not token.word and _acts(words, index)
        return (not token.first and (not token.word or _acts(words, index))) or goes_on or _beside_a_name(words, index)
    if token.surname is Trust.MAYBE:
        return not token.text.isupper() and (
            not token.first or (_says(words, index) and len(token.text) > _LONG_SURNAME)
        )
    return token.unknown and not token.first and gazetteer.is_built(token.text)


def _by_company(words: list[Token], index: int) -> bool:
    """Whether the words before or behind say that this is a name."""
    token = words[index]
    if token.word and not (token.given and token.capital):
        return False
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    likely = token.given is not Trust.NONE or token.surname is not Trust.NONE
    if before is not None and _CUE_GAP.fullmatch(token.gap) and not token.place:
        if company.CUE.fullmatch(before.low) and (token.unknown or likely):
            return True
        if "." not in token.gap and "," not in token.gap and company.KIN_BEFORE.fullmatch(before.low):
            return token.unknown or (likely and token.given is not Trust.NONE)
        if company.TITLE.fullmatch(before.low):
            return (token.unknown and not company.FORMAL.fullmatch(before.low)) or (likely and token.capital)
    if after is not None and _PLAIN_GAP.fullmatch(after.gap) and (not token.place or token.given is Trust.SURE):
        if company.KIN_AFTER.fullmatch(after.low) or company.FILIAL.fullmatch(after.low):
            return (token.unknown and (not token.first or not _possessed(token))) or (likely and not token.word)
        if company.NAMED_AFTER.fullmatch(after.low):
            vague = token.first and not gazetteer.is_built(token.text) and company.VAGUE.fullmatch(after.low)
            return token.unknown and not vague
    return _by_initials(words, index)


def _possessed(token: Token) -> bool:
    """`Анын эжеси`, `Менинг опам`: what stands in the genitive owns the kin, it is not its name."""
    return _GENITIVE.search(token.low) is not None and not gazetteer.is_built(token.text)


def _by_initials(words: list[Token], index: int) -> bool:
    token = words[index]
    if not token.unknown:
        return False
    if index and words[index - 1].initial and words[index - 1].end + 2 >= token.start and token.gap.startswith("."):
        lone = words[index - 1].first and not (index > 1 and words[index - 2].initial)
        return (
            len(token.text) > 3
            and not company.BEARERS.fullmatch(token.low)
            and not (lone and token.surname is Trust.NONE)
        )
    following = words[index + 1 : index + 3]
    return (
        len(following) == 2
        and all(word.initial for word in following)
        and following[0].gap == " "
        and following[1].gap.strip() == "."
    )


def _beside_a_name(words: list[Token], index: int) -> bool:
    for other in (index - 1, index + 1):
        if 0 <= other < len(words):
            word = words[other]
            gap = words[max(index, other)].gap
            if _PLAIN_GAP.fullmatch(gap) and word.capital and not word.place:
                if Trust.SURE in {word.given, word.surname, word.patronymic} or company.FILIAL.fullmatch(word.low):
                    return True
                if word.surname is Trust.MAYBE:
                    return True
    return False


def _acts(words: list[Token], index: int) -> bool:
    """Whether the sentence goes on as with somebody who does something."""
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and not after.first and not company.NO_ACT.fullmatch(after.low)


def _says(words: list[Token], index: int) -> bool:
    """Whether the next word is a Russian verb, as in `кайрат сказал`."""
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and after.gap == " " and after.small and _VERB.fullmatch(after.low) is not None


def _is_of_a_thing(words: list[Token], index: int) -> bool:
    """Whether the word names a market, a café, a street; people in quotes are pseudonyms."""
    token = words[index]
    before = words[index - 1] if index else None
    if index > 1 and company.OWNERS.fullmatch(words[index - 2].low) and not token.quoted:
        return False
    if before is not None and token.gap in {" ", ' "', ". "} and company.BEARERS.fullmatch(before.low):
        return True
    if (
        index > 1
        and before is not None
        and token.gap == " "
        and before.quoted
        and company.BEARERS.fullmatch(words[index - 2].low)
    ):
        return True
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and after.gap in {" ", '" '} and company.BEARERS_AFTER.fullmatch(after.low) is not None


def _grown(words: list[Token], seeds: list[bool], index: int, reached: int) -> tuple[int, int]:
    first = last = index
    while first - 1 > reached and index - first < _MOST and _joins_left(words, first):
        first -= 1
    while last + 1 < len(words) and last - index < _MOST + 1 and _joins_right(words, seeds, last):
        last += 1
    return first, last


def _joins_left(words: list[Token], first: int) -> bool:
    token, right = words[first - 1], words[first]
    if token.initial:
        return _INITIAL_GAP.fullmatch(right.gap) is not None and right.gap != " "
    if not _PLAIN_GAP.fullmatch(right.gap):
        return False
    if _is_short_surname(token, right):
        return True
    if token.word:
        return False
    if company.FILIAL.fullmatch(token.low):
        return True
    if token.small or (token.place and token.given is not Trust.SURE):
        return False
    if token.given is not Trust.NONE or token.surname > Trust.FORM:
        return True
    family = right.surname is not Trust.NONE or right.patronymic is not Trust.NONE
    return family and token.unknown and not token.first and _by_form(token)


def _is_short_surname(token: Token, beside: Token) -> bool:
    """`Пак Лариса`, `Svetlana Kim`: capitals that mean something, beside a name that is nothing else."""
    shape = token.capital and not token.text.isupper() and beside.capital and beside.given is Trust.SURE
    return shape and _SHORT_SURNAME.fullmatch(token.low) is not None


def _by_form(token: Token) -> bool:
    if token.low.endswith(("ой", "ый", "ий", "ая", "ого", "ому", "ых", "ые", "ские", "ских", "ции", "ция")):
        return False
    return (
        not company.TITLE.fullmatch(token.low)
        and not company.BEARERS.fullmatch(token.low)
        and not company.KIN_BEFORE.fullmatch(token.low)
    )


def _joins_right(words: list[Token], seeds: list[bool], last: int) -> bool:
    token, left = words[last + 1], words[last]
    if token.initial:
        return (token.gap == " " and not left.initial) or (token.gap.strip() == "." and left.initial)
    plain = _PLAIN_GAP.fullmatch(token.gap) is not None
    if left.initial and token.gap in {".", ". "}:
        return token.unknown
    if not plain or token.first:
        return False
    if _is_short_surname(token, left):
        return True
    if company.FILIAL.fullmatch(token.low):
        return not _possessed(left)
    if token.small:
        return left.small and (seeds[last + 1] or (left.surname is Trust.SURE and token.given is Trust.MAYBE))
    if token.place or (token.word and token.given is Trust.NONE):
        return False
    return (
        seeds[last + 1]
        or token.given is not Trust.NONE
        or token.surname is not Trust.NONE
        or (token.unknown and _by_form(token))
    )
