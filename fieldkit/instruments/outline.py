"""A form as its author sees it: questions with their words, rules and choices as texts, nothing compiled."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup, wording
from fieldkit.instruments.definition import Parts, Text

_ITEXT = re.compile(r"jr:itext\(\s*['\"]([^'\"]*)['\"]\s*\)")
_NODESET = re.compile(r".*?instance\(\s*['\"]([^'\"]+)['\"]\s*\)/[\w/]*(\[.*\])?", re.DOTALL)
_CONTROLS = frozenset({"input", "secret", "select1", "select", "rank", "trigger", "upload", "range", "group", "repeat"})

Words = Mapping[str, str]
"""Text by language; the language is empty where a form has none."""


@dataclass(slots=True)
class Entry:
    """One node of the form."""

    ref: str
    type: str = ""
    """Type of the bind and of the control: `int input`, `string select1`."""
    label: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    constraint_message: Words = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    """relevant, required, readonly, constraint, calculate, default, count, filter, appearance, privacy, fact."""
    choices: dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole form: its entries by their path below the root, in document order."""

    title: str
    languages: tuple[str, ...]
    entries: Mapping[str, Entry]


def read(xform: str) -> Outline:
    """The outline of an XForm document. Raises Refusal(FORM_NOT_A_FORM, FORM_TOO_LARGE)."""
    return _Reader(markup.read(xform.encode("utf-8"))).outline()


class _Reader:
    """Reads one document; lives for one call."""

    def __init__(self, document: etree._Element) -> None:
        model, body = document.find("{*}head/{*}model"), markup.child(document, "body")
        primary = next(markup.children(model, "instance"), None) if model is not None else None
        root = next(markup.children(primary), None) if primary is not None else None
        if model is None or body is None or root is None:
            raise Refusal(Code.FORM_NOT_A_FORM)
        self._document, self._model, self._body, self._root = document, model, body, root
        languages, texts = wording.read_texts(markup.child(model, "itext"))
        self._languages = languages
        self._texts: Mapping[str, Mapping[str, Text]] = texts
        self._entries: dict[str, Entry] = {}

    def outline(self) -> Outline:
        """Everything: nodes, binds, controls."""
        self._define(self._root, f"/{markup.local(self._root)}")
        for bind in markup.children(self._model, "bind"):
            self._bind(bind)
        for element in self._body.iter("{*}*"):
            if markup.local(element) in _CONTROLS:
                self._control(element)
        title = self._document.findtext("{*}head/{*}title") or ""
        below = len(markup.local(self._root)) + 1
        entries = {ref[below:]: entry for ref, entry in self._entries.items()}
        return Outline(title, self._languages, entries)

    def _define(self, element: etree._Element, path: str) -> None:
        for child in markup.children(element):
            ref = f"{path}/{markup.local(child)}"
            entry = self._entries.setdefault(ref, Entry(ref))
            if not len(child) and (child.text or "").strip():
                entry.rules.setdefault("default", (child.text or "").strip())
            self._define(child, ref)

    def _bind(self, bind: etree._Element) -> None:
        entry = self._entries.get((bind.get("nodeset") or bind.get("ref") or "").strip())
        if entry is None:
            return
        entry.type = bind.get("type", "").rpartition(":")[2]
        for name in ("relevant", "required", "readonly", "constraint", "calculate"):
            if bind.get(name):
                entry.rules[name] = " ".join(bind.get(name, "").split())
        for name in ("privacy", "fact"):
            if bind.get(f"{markup.FK}{name}"):
                entry.rules[name] = bind.get(f"{markup.FK}{name}", "")
        entry.constraint_message = self._said(bind.get(f"{markup.JR}constraintMsg", ""), None)

    def _control(self, element: etree._Element) -> None:
        entry = self._entries.get((element.get("ref") or element.get("nodeset") or "").strip())
        if entry is None:
            return
        name = markup.local(element)
        entry.type = f"{entry.type} {name}".strip() if name not in ("group", "repeat") else name
        if name == "repeat":
            count = markup.attribute(element, "count")
            entry.rules |= {"count": " ".join(count.split())} if count else {}
            return
        entry.label = self._words(markup.child(element, "label"))
        entry.hint = self._words(markup.child(element, "hint"))
        if element.get("appearance"):
            entry.rules["appearance"] = element.get("appearance", "")
        entry.choices = dict(self._choices(element, entry))

    def _choices(self, element: etree._Element, entry: Entry) -> Iterator[tuple[str, Words]]:
        for item in markup.children(element, "item"):
            yield _text(item, "value"), self._words(markup.child(item, "label"))
        itemset = markup.child(element, "itemset")
        match = _NODESET.match(itemset.get("nodeset", "")) if itemset is not None else None
        if itemset is None or match is None:
            return
        if match[2]:
            entry.rules["filter"] = " ".join(match[2][1:-1].split())
        value, label = (_named(itemset, name) for name in ("value", "label"))
        holder = next((each for each in markup.children(self._model, "instance") if each.get("id") == match[1]), None)
        for item in holder.iter("{*}item") if holder is not None else ():
            text_id = _text(item, "itextId")
            words = self._translated(text_id) if text_id else {"": _text(item, label)}
            yield _text(item, value), words

    def _words(self, element: etree._Element | None) -> Words:
        return {} if element is None else self._said(element.get("ref", ""), element)

    def _said(self, reference: str, element: etree._Element | None) -> Words:
        match = _ITEXT.search(reference)
        if match is not None:
            return self._translated(match[1])
        text = _shown(wording.parts_of(element)) if element is not None else reference
        return {"": text} if text else {}

    def _translated(self, text_id: str) -> Words:
        return {language: _shown(texts[text_id].parts) for language, texts in self._texts.items() if text_id in texts}


def _shown(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else f"{{{part.source.strip()}}}" for part in parts)


def _text(item: etree._Element, name: str) -> str:
    return (item.findtext(f"{{*}}{name}") or "").strip()


def _named(itemset: etree._Element, name: str) -> str:
    child = markup.child(itemset, name)
    return child.get("ref", "") if child is not None else ""
