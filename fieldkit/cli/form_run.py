"""`fieldkit form run`: evaluate a questionnaire step by step, keeping nothing; the shape of its JSON is fixed."""

from pathlib import Path
from typing import Annotated, TypeAlias

import click
import msgspec

from fieldkit.cli import opening
from fieldkit.cli.files import read_bytes
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.domain.forms import Instrument, Media, NodeState
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_
from fieldkit.services import forms, odk_trial
from fieldkit.services.forms import AddRepeatStep, Forms, LanguageStep, RemoveRepeatStep, SetStep, Step

_Position: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class _StepLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """One step as a file has it; exactly one field is given."""

    set: tuple[str, str] | None = None
    add_repeat: str | None = None
    remove_repeat: tuple[str, _Position] | None = None
    language: str | None = None


@click.command(
    cls=Command,
    name="run",
    help=N_("Try a questionnaire: answer step by step and print every question. Nothing is kept."),
)
@click.argument("form", metavar="FILE|ID")
@click.option(
    "--steps",
    "steps_file",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("JSON file with a list of steps."),
)
@click.option(
    "--set",
    "answers",
    cls=Option,
    metavar="REF=VALUE",
    multiple=True,
    help=N_("One answer; may be given several times."),
)
@click.option(
    "--submission",
    cls=Option,
    metavar="OUT.xml",
    type=click.Path(path_type=Path),
    help=N_("Also write the submission that ODK's tools would send."),
)
@click.pass_obj
def command(
    settings: Settings, form: str, steps_file: Path | None, answers: tuple[str, ...], submission: Path | None
) -> None:
    """Take the steps of the file, then the single answers."""
    steps = _read_steps(read_bytes(steps_file)) if steps_file else ()
    steps += tuple(_answer(text) for text in answers)
    instrument = instrument_of(settings, form)
    if submission is None:
        result = forms.run(instrument, steps, settings.clock)
    else:
        result = odk_trial.run(instrument, steps, settings.clock, submission)
    settings.give(
        {"languages": list(result.languages), "nodes": [node_json(node) for node in result.nodes]},
        [f"{node.ref}  {node.value}" for node in result.nodes if node.relevant and node.value],
    )


def node_json(node: NodeState) -> Json:
    """One node as scripts rely on it."""
    return {
        "ref": node.ref,
        "type": node.kind.value,
        "relevant": node.relevant,
        "required": node.required,
        "readonly": node.readonly,
        "value": node.value,
        "label": node.label,
        "choices": None if node.choices is None else [[choice.value, choice.label] for choice in node.choices],
        "valid": node.valid,
        "message": node.message,
    } | _beside_json(node)


def _beside_json(node: NodeState) -> dict[str, Json]:
    """What stands beside the words, under keys that only those nodes have that need them."""
    pictured = {each.value: _media_json(each.media) for each in node.choices or () if each.media}
    found: dict[str, Json] = {
        "guidance": node.guidance,
        "media": _media_json(node.media),
        "choice_media": pictured,
    }
    return {key: value for key, value in found.items() if value}


def _media_json(media: tuple[Media, ...]) -> dict[str, Json]:
    """Files by what they are."""
    return {each.medium.value: each.file for each in media}


def instrument_of(settings: Settings, form: str) -> Instrument:
    """A file, a shipped questionnaire, or one of the vault, its newest version or `ID@VERSION`."""
    path = Path(form)
    if path.is_file():
        return forms.read_file(path)
    if form in forms.shipped_ids():
        return forms.builtin(form)
    if path.suffix and "@" not in form:
        raise Refusal(Code.FILE_MISSING)
    with opening.workspace(settings) as workspace:
        form_id, _, version = form.partition("@")
        return Forms(workspace).instrument(form_id, version or None)


def _answer(text: str) -> SetStep:
    ref, found, value = text.partition("=")
    if not found:
        raise click.BadParameter(text, param_hint="--set")
    return SetStep(ref, value)


def _read_steps(untrusted: bytes) -> tuple[Step, ...]:
    try:
        lines = msgspec.json.decode(untrusted, type=tuple[_StepLine, ...])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Refusal(Code.ANSWERS_UNREADABLE) from None
    return tuple(_step(line) for line in lines)


def _step(line: _StepLine) -> Step:
    match line:
        case _StepLine(set=(ref, value), add_repeat=None, remove_repeat=None, language=None):
            return SetStep(ref, value)
        case _StepLine(set=None, add_repeat=str(ref), remove_repeat=None, language=None):
            return AddRepeatStep(ref)
        case _StepLine(set=None, add_repeat=None, remove_repeat=(ref, index), language=None):
            return RemoveRepeatStep(ref, index)
        case _StepLine(set=None, add_repeat=None, remove_repeat=None, language=str(name)):
            return LanguageStep(name)
    raise Refusal(Code.ANSWERS_UNREADABLE)
