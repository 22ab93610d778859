"""Files beside a form, put into it: an instrument is one document that needs nothing else.

A secondary instance with a `src` gets the file's content and loses the `src`, so the instrument travels in bundles,
is stored, hashed and compared as a whole, and any ODK tool reads it without media.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from fieldkit.domain.findings import Flaw
from fieldkit.instruments import markup, tables
from fieldkit.instruments.collecting import Findings
from fieldkit.instruments.companions import Beside
from fieldkit.instruments.external_select import Cells, embed_choices, externals
from fieldkit.instruments.placing import Places

_PULLDATA = re.compile(r"pulldata\(\s*(?:'([^']+)'|\"([^\"]+)\")")
_ITEMSETS = "itemsets.csv"
_LAST_SAVED = "jr://instance/last-saved"


def embed(
    document: etree._Element, beside: Beside, choices: Sequence[Cells], places: Places, found: Findings
) -> tuple[str, ...]:
    """Fill every instance of the form that lies in a file; returns the names of the files that were taken.

    Args:
        document: the root of the XForm; changed in place.
        beside: where the files are.
        choices: those of `select_one_external`, if the form brings them itself; else `itemsets.csv` is looked for.
        places: where findings of files are shown.
        found: takes what is missing or cannot be read.
    """
    head = markup.child(document, "head")
    model = markup.child(head, "model") if head is not None else None
    if model is None:
        return ()
    taken: list[str] = []
    for instance in _outside(model):
        name = instance.get("src", "").strip().rpartition("/")[2]
        if instance.get("src", "").startswith(_LAST_SAVED):
            found.warning(Flaw.LAST_SAVED, places.whole)
            _fill(instance, tables.empty())
        else:
            _fill(instance, _content(name, beside, places, found, taken))
    _looked_up(document, model, beside, places, found, taken)
    if externals(document):
        embed_choices(document, model, choices or _itemsets(beside, places, found, taken), places.whole, found)
    return tuple(dict.fromkeys(taken))


def _outside(model: etree._Element) -> list[etree._Element]:
    instances = list(markup.children(model, "instance"))[1:]
    return [each for each in instances if each.get("src") and next(markup.children(each), None) is None]


def _fill(instance: etree._Element, content: etree._Element) -> None:
    del instance.attrib["src"]
    instance.append(content)


def _content(name: str, beside: Beside, places: Places, found: Findings, taken: list[str]) -> etree._Element:
    data = beside.read(name) if name.lower().endswith(tables.ENDINGS) else None
    if data is None:
        found.warning(Flaw.FILE_MISSING, places.of_file(name), name)
        return tables.empty()
    try:
        content = tables.root(data, name)
    except tables.UnreadableTableError:
        found.error(Flaw.FILE_BAD, places.of_file(name), name)
        return tables.empty()
    taken.append(name)
    return content


def _looked_up(
    document: etree._Element, model: etree._Element, beside: Beside, places: Places, found: Findings, taken: list[str]
) -> None:
    """`pulldata('x', …)` means the file x.csv, whether the form declares an instance for it or not."""
    known = {instance.get("id", "") for instance in markup.children(model, "instance")}
    for name in dict.fromkeys(_pulled(document.iter())):
        if name not in known:
            instance = etree.SubElement(model, f"{{{etree.QName(model).namespace}}}instance", id=name)
            instance.append(_content(f"{name}.csv", beside, places, found, taken))


def _pulled(elements: Iterable[etree._Element]) -> Iterator[str]:
    for element in elements:
        for value in element.attrib.values():
            for match in _PULLDATA.finditer(str(value)):
                yield match[1] or match[2]


def _itemsets(beside: Beside, places: Places, found: Findings, taken: list[str]) -> Sequence[Cells]:
    data = beside.read(_ITEMSETS)
    if data is None:
        found.warning(Flaw.FILE_MISSING, places.whole, _ITEMSETS)
        return ()
    taken.append(_ITEMSETS)
    try:
        return tables.csv_rows(data)
    except tables.UnreadableTableError:
        found.error(Flaw.FILE_BAD, places.whole, _ITEMSETS)
        return ()
