"""Languages added to an XForm document that has words of its own for choices only."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup


def with_choices_of(document: str, like: str, choices: Mapping[str, Mapping[str, str]]) -> bytes:
    """The document with more languages, each saying what the language `like` says but for the choices.

    Args:
        document: an XForm.
        like: name of a language that the document has.
        choices: new language -> id of a text -> words.

    Raises Refusal(FORM_BROKEN) if the document does not speak `like`.
    """
    root = markup.read(document.encode("utf-8"))
    spoken = [each for each in root.iterfind(".//{*}itext/{*}translation") if each.get("lang") == like]
    if not spoken:
        raise Refusal(Code.FORM_BROKEN)
    for language, texts in choices.items():
        added = deepcopy(spoken[0])
        added.set("lang", language)
        if "default" in added.attrib:
            del added.attrib["default"]
        for text in added:
            value = text.find("{*}value")
            if value is not None and text.get("id") in texts:
                value.text = texts[text.get("id", "")]
        spoken[-1].addnext(added)
        spoken.append(added)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
