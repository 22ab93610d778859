"""How the instance in a form writes each of its nodes: namespaces and attributes, which the engine does not need."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from fieldkit.errors import Code, Refusal
from fieldkit.instruments import completing, markup


@dataclass(frozen=True, slots=True)
class Shape:
    """One node. `prefixes` are those in force where it stands."""

    namespace: str
    attributes: Mapping[str, str]
    prefixes: Mapping[str, str]


@lru_cache(maxsize=8)
def of(document: str) -> Mapping[str, Shape]:
    """How the instance in a form writes each of its nodes, by path; of a repeat the first that it holds."""
    found: dict[str, Shape] = {}

    def take(element: etree._Element, above: str) -> None:
        path = f"{above}/{markup.local(element)}"
        found.setdefault(path, _shape(element))
        for child in markup.children(element):
            take(child, path)

    take(_instance(markup.read(document.encode("utf-8"))), "")
    return MappingProxyType(found)


def _instance(document: etree._Element) -> etree._Element:
    for instance in document.iterfind("{*}head/{*}model/{*}instance"):
        for content in markup.children(instance):
            return completing.with_identity(content)
    raise Refusal(Code.FORM_NOT_A_FORM)


def _shape(element: etree._Element) -> Shape:
    attributes = {
        str(name): str(value) for name, value in element.attrib.items() if not str(name).startswith(markup.JR)
    }
    return Shape(
        namespace=etree.QName(element).namespace or "",
        attributes=attributes,
        prefixes={prefix: uri for prefix, uri in element.nsmap.items() if prefix},
    )
