"""Names of persons by a trained model and a Russian dictionary: the extra `fieldkit[names]`, loaded when first used.

Natasha's tagger misses names in quotes and in Turkic sentences, the dictionary of pymorphy3 is noisy where it stands
alone; the rules are there in any case, and the union of all is good.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import NamedTuple

from fieldkit.domain.linting import Kind
from fieldkit.privacy import company, gazetteer
from fieldkit.privacy.found import Found
from fieldkit.privacy.tokens import Token, tokens

_PIECE = 4000
"""Characters of the longest line that the tagger sees whole."""
_TOGETHER, _LINES = 16_000, 64
"""Characters and lines that it works on at once, at most, the filling behind the shorter ones included."""
_PART = re.compile(rf"[^\n]{{1,{_PIECE}}}(?!\w)|[^\n]{{1,{_PIECE}}}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_RUSSIAN = re.compile(
    r"(?<!\w)(?:и|в|на|не|с|у|по|к|за|из|от|что|его|её|их|был\w?|это|как|для|до|он|она|мы|\w{2,}(?:ого|его|ый|ий|"
    r"ая|ть|ла|ли|ил|ал))(?!\w)",
    re.IGNORECASE,
)
_OTHER_LETTERS = re.compile(r"[ңөүұқғһәіҳҷӣўӯ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SCORE = 0.4
_REMEMBERED = 65536
_PERSON = ("Name", "Surn", "Patr")
_NO_NOUNS = frozenset({"VERB", "INFN", "GRND", "PRTS", "ADVB", "COMP", "PRED", "NPRO", "PREP", "CONJ", "PRCL", "INTJ"})
"""Parts of speech of which no name is, as OpenCorpora calls them."""


class Part(NamedTuple):
    """A line of a text, or a piece of one that is very long."""

    start: int
    text: str


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("natasha") is not None and find_spec("pymorphy3") is not None


@cache
def load() -> Callable[[str], Iterator[Found]]:
    """The finder. Takes about a second and 180 MB the first time; needs the extra."""
    import natasha  # noqa: PLC0415  the extra may not be there
    import pymorphy3  # noqa: PLC0415  the same

    segmenter = natasha.Segmenter()
    tagger = natasha.NewsNERTagger(natasha.NewsEmbedding())
    dictionary = pymorphy3.MorphAnalyzer()

    tagger.batch_size = tagger.infer.encoder.batch_size = _LINES

    def tagged(parts: list[Part]) -> Iterator[Found]:
        for batch in batches([part for part in parts if any(segmenter.tokenize(part.text))]):
            for part, markup in zip(batch, tagger.map([part.text for part in batch]), strict=True):
                for span in markup.spans:
                    named = part.text[span.start : span.stop]
                    if span.type == "PER" and _plausible(named) and not all(map(no_noun, _WORD.findall(named))):
                        yield Found(part.start + span.start, part.start + span.stop, Kind.PERSON_NAME)

    @lru_cache(maxsize=_REMEMBERED)
    def no_noun(word: str) -> bool:
        """A verb, say: the tagger takes one for a person at times where it begins a line."""
        return bool(dictionary.word_is_known(word)) and dictionary.parse(word)[0].tag.POS in _NO_NOUNS

    @lru_cache(maxsize=_REMEMBERED)
    def known(word: str) -> bool:
        parses = dictionary.parse(word)
        return bool(parses) and parses[0].score >= _LEAST_SCORE and any(mark in parses[0].tag for mark in _PERSON)

    def find(text: str) -> Iterator[Found]:
        parts = [Part(match.start(), match.group()) for match in _PART.finditer(text) if _is_russian(match.group())]
        yield from tagged(parts)
        for part in parts:
            yield from by_dictionary(part)

    def by_dictionary(part: Part) -> Iterator[Found]:
        words = tokens(part.text)
        for before, token in zip([None, *words], words, strict=False):
            if _is_open(before, token) and known(token.low):
                yield Found(part.start + token.start, part.start + token.end, Kind.PERSON_NAME)

    return find


def batches(parts: list[Part]) -> Iterator[list[Part]]:
    """Lines of about the same length together. The tagger sees each by itself, as if it were asked line by line.

    What a call costs hardly depends on how much it is given, so many short lines at once take a tenth of the time.
    """
    batch: list[Part] = []
    for part in sorted(parts, key=_length):
        if batch and (len(batch) == _LINES or (len(batch) + 1) * len(part.text) > _TOGETHER):
            yield batch
            batch = []
        batch.append(part)
    if batch:
        yield batch


def _length(part: Part) -> int:
    return len(part.text)


def _is_russian(line: str) -> bool:
    """Whether model and dictionary, which know Russian only, have something to say."""
    return len(_RUSSIAN.findall(line)) > 0 and not _OTHER_LETTERS.search(line)


def _plausible(text: str) -> bool:
    """The tagger takes capitalised institutions and peoples for persons at times."""
    words = _WORD.findall(text)
    return any(len(word) > 2 and not gazetteer.is_word(word) and not gazetteer.is_place(word) for word in words)


def _is_open(before: Token | None, token: Token) -> bool:
    """Whether a capitalised word in a sentence waits for somebody who knows it."""
    if not token.unknown or token.first or not _CYRILLIC.search(token.text):
        return False
    return before is None or not company.BEARERS.fullmatch(before.low)
