"""Labels, hints, messages and itext of an XForm as wordings: ids, formulas or parts with outputs."""

import re
from collections.abc import Iterator

from lxml import etree

from fieldkit.instruments import markup
from fieldkit.instruments.coercion import SPACE
from fieldkit.instruments.compiling import formula
from fieldkit.instruments.definition import NO_WORDING, NodeDefinition, Output, Parts, Wording

_ITEXT = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*\Z")
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


def read_texts(itext: etree._Element | None) -> tuple[tuple[str, ...], dict[str, dict[str, Parts]]]:
    """Language names, the default one first, and the texts of each language by id."""
    if itext is None:
        return (), {}
    translations = list(markup.children(itext, "translation"))
    # The order of the form stays, but the default language leads; without a mark the first one is the default.
    translations.sort(key=lambda element: element.get("default") is None)
    texts = {element.get("lang", ""): _texts(element) for element in translations}
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


def _texts(translation: etree._Element) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    for text in markup.children(translation, "text"):
        plain = next((value for value in markup.children(text, "value") if not value.get("form")), None)
        if plain is not None:
            found[text.get("id", "")] = parts_of(plain)
    return found


def _text_id(reference: str) -> str:
    match = _ITEXT.match(reference)
    return (match[1] or match[2] or "") if match else ""
