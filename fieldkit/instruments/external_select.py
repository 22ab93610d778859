"""`select_one_external`: a text question with a query becomes a select over an instance inside the form."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from fieldkit.domain.findings import Flaw
from fieldkit.instruments import markup, tables
from fieldkit.instruments.collecting import Findings, Place
from fieldkit.instruments.survey import Table

_LIST = re.compile(r"\s*instance\(\s*(?:'([^']+)'|\"([^\"]+)\")\s*\)")
_LABEL = "label"

Cells: TypeAlias = Mapping[str, str]
"""A choice: its cells by header."""


def externals(document: etree._Element) -> list[etree._Element]:
    """The questions that have a query."""
    body = markup.child(document, "body")
    return [] if body is None else [each for each in body.iter("{*}input") if each.get("query")]


def rows(sheet: Table) -> tuple[Cells, ...]:
    """The rows of the sheet external_choices, by their one names and `label::LANGUAGE`."""
    return tuple(
        {
            f"{column.name}::{column.language}" if column.language else column.name: text
            for column, text in sheet.cells(row)
        }
        for row in sheet.sheet.rows
    )


def embed_choices(
    document: etree._Element, model: etree._Element, choices: Sequence[Cells], place: Place, found: Findings
) -> None:
    """Put the lists that queries ask for into the model, and turn their questions into selects."""
    lists: dict[str, list[Cells]] = defaultdict(list)
    for cells in choices:
        lists[cells.get("list_name") or cells.get("list name", "")].append(cells)
    made: dict[str, bool] = {}
    for question in externals(document):
        query = question.get("query", "")
        match = _LIST.match(query)
        if match is None:
            found.error(Flaw.EXPRESSION, place)
            continue
        name = match[1] or match[2]
        if name not in made:
            made[name] = _instance(model, name, lists.get(name, []))
        _as_select(question, query, translated=made[name])


def _instance(model: etree._Element, name: str, choices: list[Cells]) -> bool:
    """The instance of one list; tells whether its labels are translated."""
    instance = etree.SubElement(model, _like(model, "instance"), id=name)
    whole = etree.SubElement(instance, _like(model, "root"))
    languages = [
        header for header in dict.fromkeys(each for row in choices for each in row) if header.startswith(f"{_LABEL}::")
    ]
    for number, row in enumerate(choices):
        item = etree.SubElement(whole, _like(model, "item"))
        fields = {tables.element_name(header): text for header, text in row.items() if "::" not in header}
        if languages:
            fields["itextId"] = text_id = f"{name}-{number}"
            for header in languages:
                _translate(model, header.partition("::")[2].strip(), text_id, row.get(header, ""))
        for field, text in fields.items():
            etree.SubElement(item, _like(model, field)).text = text
    return bool(languages)


def _translate(model: etree._Element, language: str, text_id: str, words: str) -> None:
    itext = markup.child(model, "itext")
    if itext is None:
        itext = etree.Element(_like(model, "itext"))
        model.insert(0, itext)
    translation = next((each for each in markup.children(itext) if each.get("lang") == language), None)
    if translation is None:
        translation = etree.SubElement(itext, _like(model, "translation"), lang=language)
    text = etree.SubElement(translation, _like(model, "text"), id=text_id)
    etree.SubElement(text, _like(model, "value")).text = words


def _as_select(question: etree._Element, query: str, *, translated: bool) -> None:
    del question.attrib["query"]
    question.tag = _like(question, "select1")
    itemset = etree.SubElement(question, _like(question, "itemset"), nodeset=query)
    etree.SubElement(itemset, _like(question, "value"), ref="name")
    etree.SubElement(itemset, _like(question, "label"), ref="jr:itext(itextId)" if translated else _LABEL)


def _like(element: etree._Element, name: str) -> str:
    """A name in the namespace of `element`."""
    return f"{{{etree.QName(element).namespace}}}{name}"
