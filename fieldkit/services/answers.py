"""Answers in words: sections, labels and choices in a language of the form."""

from dataclasses import dataclass

from fieldkit.domain import sealed
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Instrument, Kind, Media, NodeState
from fieldkit.instruments.session import load
from fieldkit.services.workspace import Workspace

_CONTAINERS = frozenset({Kind.GROUP, Kind.REPEAT, Kind.INSTANCE})
_SILENT = frozenset({Kind.NOTE, Kind.HIDDEN})


@dataclass(frozen=True, slots=True)
class Item:
    """One answered question in words."""

    ref: str
    label: str
    value: str
    privacy: str
    kind: Kind
    """Frontends write days and numbers in the manner of their language."""


@dataclass(frozen=True, slots=True)
class Section:
    """Answers under one heading."""

    title: str
    items: tuple[Item, ...]


def in_words(workspace: Workspace, answers: Answers, language: str) -> tuple[Section, ...]:
    """The answers as a person reads them; as they are stored while their form is not known here."""
    instrument = workspace.store.instruments.get(answers.form, answers.version)
    if instrument is None:
        return (Section("", tuple(Item(item.ref, item.ref, item.value, "", Kind.TEXT) for item in answers.items)),)
    return _sections(_nodes(workspace, instrument, answers, language))


def questions(workspace: Workspace, answers: Answers, language: str) -> tuple[Section, ...]:
    """Every question that the answers make relevant, with its answer in words or none.

    Those of the form that was answered; as they are stored while it is not known here.
    """
    instrument = workspace.store.instruments.get(answers.form, answers.version)
    if instrument is None:
        return in_words(workspace, answers, language)
    return _sections(_nodes(workspace, instrument, answers, language), unanswered=True)


def by_ref(workspace: Workspace, answers: Answers, language: str) -> dict[str, tuple[str, Item]]:
    """Ref -> title of its section, and the answer in words."""
    return {
        item.ref: (section.title, item) for section in in_words(workspace, answers, language) for item in section.items
    }


def form_language(instrument: Instrument, code: str) -> str:
    """The form's own name, `Русский (ru)`, for a language code; empty (its default) if it lacks that language."""
    return next((name for name in instrument.languages if name.endswith(f"({code})") or name == code), "")


def _nodes(workspace: Workspace, instrument: Instrument, answers: Answers, language: str) -> tuple[NodeState, ...]:
    session = load(
        instrument,
        clock=workspace.clock,
        answers=sealed.masked(answers, sealed.uses(instrument)),
        language=form_language(instrument, language),
        strict=False,
        reference=workspace.reference,
    )
    return session.nodes()


def _sections(nodes: tuple[NodeState, ...], *, unanswered: bool = False) -> tuple[Section, ...]:
    """Questions under the heading of the nearest group or repeat instance above them.

    Answered ones; with `unanswered` also those that a person could answer and did not.
    """
    titles: dict[str, str] = {}
    items: dict[str, list[Item]] = {}
    for node in nodes:
        if node.kind in _CONTAINERS:
            titles[node.ref] = node.label
        elif node.relevant and node.kind not in _SILENT and (node.value or (unanswered and not node.readonly)):
            heading = _heading(node.ref, titles)
            items.setdefault(heading, []).append(Item(node.ref, _label(node), _words(node), node.privacy, node.kind))
    return tuple(Section(titles.get(heading, ""), tuple(found)) for heading, found in items.items())


def _heading(ref: str, titles: dict[str, str]) -> str:
    above = ref.rpartition("/")[0]
    while above and not titles.get(above):
        above = above.rpartition("/")[0]
    return above


def _label(node: NodeState) -> str:
    """A label may be a picture only: then the name of its file."""
    return node.label or _file(node.media) or node.ref.rpartition("/")[2]


def _file(media: tuple[Media, ...]) -> str:
    return next((each.file for each in media), "")


def _words(node: NodeState) -> str:
    if node.sealed:
        return sealed.shown(node.value)
    if node.choices is None:
        return node.value.removesuffix(".0") if node.kind is Kind.DECIMAL else node.value  # the engine writes 500.0
    labels = {each.value: each.label or _file(each.media) or each.value for each in node.choices}
    return " · ".join(labels.get(code, code) for code in node.value.split(" "))
