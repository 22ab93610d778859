"""Labels, hints, messages and itext of an XForm as wordings: ids, formulas or parts with outputs."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from fieldkit.domain.forms import Media, Medium
from fieldkit.instruments import markup
from fieldkit.instruments.coercion import SPACE
from fieldkit.instruments.compiling import formula
from fieldkit.instruments.definition import NO_WORDING, NodeDefinition, Output, Parts, Text, Wording

_ITEXT = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*\Z")
_ITEXT_OF = re.compile(r"\s*jr:itext\(\s*([^()]+)\)\s*\Z")
_WORDS = ("", "long", "short")
"""Forms of a text that hold words: older forms of questionnaires have a long and a short one instead of a plain one."""
_GUIDANCE = "guidance"
_UNTRANSLATED = "-"
"""What converters of forms write where a language lacks what another has."""
_SPACE = re.compile(r"[ \t\r\n]+")


def of_element(element: etree._Element | None, home: NodeDefinition) -> Wording:
    """The wording of a label or hint element; nothing for no element. Raises ExpressionError."""
    if element is None:
        return NO_WORDING
    reference = element.get("ref", "")
    if not reference:
        return Wording(parts=parts_of(element))
    text_id = _text_id(reference)
    return Wording(text_id=text_id) if text_id else Wording(formula=formula(reference, home))


def of_attribute(text: str) -> Wording:
    """The wording of a message attribute: an itext id or the plain text."""
    if not text:
        return NO_WORDING
    text_id = _text_id(text)
    return Wording(text_id=text_id) if text_id else Wording(parts=(text,))


def itext_argument(label: str) -> str:
    """The expression that gives the id of an itext; empty if the label is none."""
    match = _ITEXT_OF.match(label)
    return match[1] if match else ""


class Texts(Mapping[str, Text]):
    """The texts of one language by id, each read when it is first shown: large forms have tens of thousands."""

    def __init__(self, translation: etree._Element) -> None:
        self._translation = translation
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Text] = {}

    def __getitem__(self, text_id: str) -> Text:
        if text_id not in self._known:
            self._known[text_id] = _text(self._by_id()[text_id])
        return self._known[text_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id())

    def __len__(self) -> int:
        return len(self._by_id())

    def _by_id(self) -> dict[str, etree._Element]:
        if not self._elements:
            self._elements = {text.get("id", ""): text for text in self._translation.iterchildren("{*}text")}
        return self._elements

    def with_outputs(self) -> frozenset[str]:
        """Ids of the texts that show answers."""
        texts = (output.iterancestors("{*}text") for output in self._translation.iter("{*}output"))
        return frozenset(text.get("id", "") for above in texts for text in above)


def read_texts(itext: etree._Element | None) -> tuple[tuple[str, ...], dict[str, Texts]]:
    """Language names, the default one first, and the texts of each language by id."""
    if itext is None:
        return (), {}
    translations = list(markup.children(itext, "translation"))
    # The order of the form stays, but the default language leads; without a mark the first one is the default.
    translations.sort(key=lambda element: element.get("default") is None)
    texts = {element.get("lang", ""): Texts(element) for element in translations}
    return tuple(texts), texts


def parts_of(element: etree._Element) -> Parts:
    """Mixed content as it is written; `tidy` makes its white space single for people."""
    return tuple(part for part in _pieces(element) if part)


def tidy(text: str) -> str:
    """White space made single, as browsers show it."""
    return _SPACE.sub(" ", text).strip(SPACE)


def _pieces(element: etree._Element) -> Iterator[str | Output]:
    yield element.text or ""
    for child in markup.children(element):
        if markup.local(child) == "output":
            yield Output(child.get("value") or child.get("ref") or "''")
        else:
            yield from _pieces(child)
        yield child.tail or ""


def _text(element: etree._Element) -> Text:
    """The first value of each form counts; a text may have no words, only pictures, sounds or guidance."""
    values: dict[str, etree._Element] = {}
    for value in markup.children(element, "value"):
        values.setdefault(value.get("form", ""), value)
    parts = {form: parts_of(values[form]) for form in (*_WORDS, _GUIDANCE) if form in values}
    guidance = parts.get(_GUIDANCE, ())
    return Text(
        parts=next((parts[form] for form in _WORDS if form in parts), ()),
        guidance=() if guidance == (_UNTRANSLATED,) else guidance,
        media=tuple(_media(values)) if len(values) > len(parts) else (),
    )


def _media(values: Mapping[str, etree._Element]) -> Iterator[Media]:
    """Files by their names: `map.png` of `jr://images/map.png`."""
    for medium in Medium:
        value = values.get(medium)
        file = "" if value is None else (value.text or "").strip().rpartition("/")[2]
        if file and file != _UNTRANSLATED:
            yield Media(medium, file)


def _text_id(reference: str) -> str:
    match = _ITEXT.match(reference)
    return (match[1] or match[2] or "") if match else ""
