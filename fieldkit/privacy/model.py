"""Names of persons by a trained model and a Russian dictionary: the extra `fieldkit[names]`, loaded when first used.

Natasha's tagger misses names in quotes and in Turkic sentences, the dictionary of pymorphy3 is noisy where it stands
alone; the rules are there in any case, and the union of all is good.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec

from fieldkit.domain.linting import Kind
from fieldkit.privacy import company, gazetteer
from fieldkit.privacy.found import Found
from fieldkit.privacy.tokens import Token, tokens

_PIECE = 4000
"""Characters that the tagger sees at once, at most; it is asked paragraph by paragraph."""
_PART = re.compile(rf"[^\n]{{1,{_PIECE}}}(?!\w)|[^\n]{{1,{_PIECE}}}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_RUSSIAN = re.compile(
    r"(?<!\w)(?:и|в|на|не|с|у|по|к|за|из|от|что|его|её|их|был\w?|это|как|для|до|он|она|мы|\w{2,}(?:ого|его|ый|ий|"
    r"ая|ть|ла|ли|ил|ал))(?!\w)",
    re.IGNORECASE,
)
_OTHER_LETTERS = re.compile(r"[ңөүұқғһәіҳҷӣўӯ]", re.IGNORECASE)
_LEAST_SCORE = 0.4
_REMEMBERED = 65536
_PERSON = ("Name", "Surn", "Patr")


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

    def tagged(text: str) -> Iterator[Found]:
        for part in _PART.finditer(text):
            if not _is_russian(part.group()):
                continue
            document = natasha.Doc(part.group())
            document.segment(segmenter)
            if not document.tokens:
                continue
            document.tag_ner(tagger)
            for span in document.spans:
                if span.type == "PER" and _plausible(span.text):
                    yield Found(part.start() + span.start, part.start() + span.stop, Kind.PERSON_NAME)

    @lru_cache(maxsize=_REMEMBERED)
    def known(word: str) -> bool:
        parses = dictionary.parse(word)
        return bool(parses) and parses[0].score >= _LEAST_SCORE and any(mark in parses[0].tag for mark in _PERSON)

    def find(text: str) -> Iterator[Found]:
        yield from tagged(text)
        for part in _PART.finditer(text):
            if _is_russian(part.group()):
                yield from by_dictionary(part.group(), part.start())

    def by_dictionary(part: str, offset: int) -> Iterator[Found]:
        words = tokens(part)
        for before, token in zip([None, *words], words, strict=False):
            if _is_open(before, token) and known(token.low):
                yield Found(offset + token.start, offset + token.end, Kind.PERSON_NAME)

    return find


def _is_russian(line: str) -> bool:
    """Whether model and dictionary, which know Russian only, have something to say."""
    return len(_RUSSIAN.findall(line)) > 0 and not _OTHER_LETTERS.search(line)


def _plausible(text: str) -> bool:
    """The tagger takes capitalised institutions and peoples for persons at times."""
    words = re.findall(r"[^\W\d_]+", text)
    return any(len(word) > 2 and not gazetteer.is_word(word) and not gazetteer.is_place(word) for word in words)


def _is_open(before: Token | None, token: Token) -> bool:
    """Whether a capitalised word in a sentence waits for somebody who knows it."""
    if not token.unknown or token.first or not _CYRILLIC.search(token.text):
        return False
    return before is None or not company.BEARERS.fullmatch(before.low)
