"""Finding what gives people away in free texts: of a file, of a record, of many lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldkit.domain.forms import Kind as QuestionKind
from fieldkit.domain.linting import Mark, Span
from fieldkit.privacy import model, proposing, scanning
from fieldkit.services.browsing import Browsing
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with what was found in it."""

    name: str
    """The question, or the id of a line."""
    text: str
    spans: tuple[Span, ...]


def names_by_model() -> bool:
    """Whether the extra that finds more names is installed."""
    return model.available()


class Linting:
    """Looks at texts. Keeps nothing."""

    def __init__(self, *, with_model: bool | None = None) -> None:
        """Use the model of the extra `fieldkit[names]`: where it is installed, or as told."""
        self.with_model = model.available() if with_model is None else with_model
        """Whether names are looked for by the model too, or by rules only."""

    def scan(self, text: str) -> tuple[Span, ...]:
        """What gives people away in `text`."""
        return scanning.scan(text, model.load() if self.with_model else None)

    def marks(self, text: str) -> tuple[Mark, ...]:
        """The same with what may stand in its place, in the language of the text."""
        return proposing.marks(text, self.scan(text))

    def scan_all(self, texts: Iterable[tuple[str, str]]) -> Iterator[Marked]:
        """Pairs of name and text, one by one."""
        return (Marked(name, text, self.scan(text)) for name, text in texts)

    def scan_record(self, workspace: Workspace, record: str, language: str = "en") -> tuple[Marked, ...]:
        """Every free text of a record or draft, by its question. Raises Refusal(RECORD_UNKNOWN)."""
        sections = Browsing(workspace).show(record, language).sections
        texts = ((item.ref, item.value) for each in sections for item in each.items if item.kind is QuestionKind.TEXT)
        return tuple(self.scan_all(texts))
