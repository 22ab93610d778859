"""XML of XForms: read without entities, network or huge trees; names without their namespaces."""

import re
from collections.abc import Iterator

from lxml import etree

from fieldkit.errors import Code, Refusal

LARGEST = 20_000_000
"""Bytes of a form, as a workbook and as an XForm."""

_MOST_TAGS = 1_000_000
"""Opening and closing tags: memory is spent on each, however short."""

_PREFIX = re.compile(r"/[^/@:\[\]]+:(?!:)")

JR = "{http://openrosa.org/javarosa}"
FK = "{https://fieldkit.invalid/xforms}"


def read(untrusted: bytes) -> etree._Element:
    """The root of an XML document. Raises Refusal(FORM_NOT_A_FORM, FORM_TOO_LARGE)."""
    if len(untrusted) > LARGEST or untrusted.count(b"<") > _MOST_TAGS:
        raise Refusal(Code.FORM_TOO_LARGE, limit=LARGEST)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(untrusted, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refusal(Code.FORM_NOT_A_FORM) from None
    if root.getroottree().docinfo.internalDTD is not None:
        # A form needs no document type; entities come only from there.
        raise Refusal(Code.FORM_NOT_A_FORM)
    return root


def local(element: etree._Element) -> str:
    """The name without its namespace: real forms mix several namespaces for the same thing."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Child elements with one of the local names; all of them if no name is given."""
    for child in element:
        if isinstance(child.tag, str) and (not names or local(child) in names):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child element with that local name."""
    return next(children(element, name), None)


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty if there is none."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def unprefixed(path: str) -> str:
    """A path of local names: `/data/orx:meta` is `/data/meta`."""
    return _PREFIX.sub("/", path)


def text(root: etree._Element) -> str:
    """The document as text, without a declaration of its encoding."""
    return str(etree.tostring(root, encoding="utf-8"), "utf-8")
