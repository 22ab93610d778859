"""`fieldkit privacy scan`: what gives people away in texts."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from fieldkit.cli import opening
from fieldkit.cli.files import read_text
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.domain.linting import Span
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages.marks import LABELS
from fieldkit.services.linting import Linting, Marked


class _Line(msgspec.Struct, frozen=True):
    """One line of a file of texts; what else it holds is left alone."""

    id: str | int
    text: str


@click.command(
    cls=Command,
    name="scan",
    help=N_("Mark names, telephones, numbers of documents, addresses, dates and the like. Nothing is kept."),
)
@click.option("--record", cls=Option, metavar="ID", help=N_("The free texts of a record or draft."))
@click.option("--text", cls=Option, metavar="FILE", type=click.Path(path_type=Path), help=N_("A text file in UTF-8."))
@click.option(
    "--jsonl",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_('JSON lines with "id" and "text"; prints a line for each.'),
)
@click.pass_obj
def command(settings: Settings, record: str | None, text: Path | None, jsonl: Path | None) -> None:
    """Scan exactly one of the three."""
    if sum(given is not None for given in (record, text, jsonl)) != 1:
        raise click.UsageError(settings.language.gettext("Choose one of --record, --text and --jsonl."))
    linting = Linting()
    if jsonl is not None:
        for row in _rows(jsonl):
            spans = _spans(Marked(str(row.id), row.text, linting.scan(row.text)))
            click.echo(json.dumps({"id": row.id, "spans": spans}, ensure_ascii=False))
        click.echo(_how(linting, settings.language), err=True)
    elif text is not None:
        content = read_text(text)
        found = Marked("", content, linting.scan(content))
        settings.give({"spans": _spans(found), "names": _names(linting)}, _lines(linting, [found], settings.language))
    elif record is not None:
        with opening.workspace(settings) as workspace:
            answers = linting.scan_record(workspace, record, settings.language.code)
        listed: list[Json] = [{"ref": answer.name} | span for answer in answers for span in _spans(answer)]
        settings.give({"spans": listed, "names": _names(linting)}, _lines(linting, answers, settings.language))


def _rows(path: Path) -> list[_Line]:
    """All lines, read before the first is judged. Raises Refusal: TEXT_LINE_UNREADABLE and those of reading."""
    decoder, rows = msgspec.json.Decoder(_Line), []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                rows.append(decoder.decode(line))
            except (msgspec.MsgspecError, UnicodeError, RecursionError):
                raise Refusal(Code.TEXT_LINE_UNREADABLE, line=number) from None
    return rows


def _spans(marked: Marked) -> list[dict[str, Json]]:
    return [_span(span, marked.text) for span in marked.spans]


def _span(span: Span, text: str) -> dict[str, Json]:
    return {"start": span.start, "end": span.end, "class": span.kind.value, "text": text[span.start : span.end]}


def _names(linting: Linting) -> str:
    return "rules_and_model" if linting.with_model else "rules"


def _lines(linting: Linting, found: Iterable[Marked], language: Language) -> Iterator[str]:
    for marked in found:
        for span in marked.spans:
            place = f"{marked.name}  " if marked.name else ""
            words = " ".join(marked.text[span.start : span.end].split())
            yield f"{place}{span.start}-{span.end}  {language.gettext(LABELS[span.kind])}: {words}"
    yield _how(linting, language)


def _how(linting: Linting, language: Language) -> str:
    if linting.with_model:
        return language.gettext("Names were looked for by rules and by the model of fieldkit[names].")
    return language.gettext("Names were looked for by rules only; fieldkit[names] is not installed.")
