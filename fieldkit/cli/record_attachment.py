"""Files of records on the command line: given with `record add`, listed by `record show`, written out again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.i18n import N_, Language
from fieldkit.services.attachments import Attached, Attachments

_KIB = 1024


@click.command(
    "attachment",
    cls=Command,
    help=N_("Write a file of a record out. The copy is not encrypted: whoever has it sees everything in it."),
)
@click.argument("name", metavar="NAME")
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help=N_("File to write; it must be new."),
)
@click.option(
    "--record", "record", cls=Option, metavar="ID", default="", help=N_("The record, if several have such a file.")
)
@click.pass_obj
def command(settings: Settings, name: str, out: Path, record: str) -> None:
    """Write the file and warn."""
    with opening.workspace(settings) as workspace:
        files = Attachments(workspace)
        owner = record or files.owner_of(name)
        found = files.find(owner, name)
        files.write_to(owner, name, out)
    settings.give({"file": str(out), "encrypted": False, **_one(found)}, (str(out),))
    _ = settings.language.gettext
    warning = _("This copy is not encrypted. Keep it on an encrypted disk, and delete it as soon as you can.")
    click.echo(warning, err=True)


def ref_and_file(text: str) -> tuple[str, Path]:
    """The two halves of `REF=FILE`. Raises click.BadParameter."""
    ref, equals, file = text.partition("=")
    if not (ref and equals and file):
        raise click.BadParameter(text, param_hint="--attach REF=FILE")
    return ref, Path(file)


def as_json(files: Sequence[Attached]) -> Json:
    """Files as `record show` gives them."""
    return [_one(file) for file in files]


def as_lines(files: Sequence[Attached], language: Language) -> Iterator[str]:
    """The same for people."""
    _ = language.gettext
    if files:
        yield ""
        yield _("Files")
    for file in files:
        size = _("{kib} KiB").format(kib=language.number(max(1, file.size // _KIB)))
        where = "" if file.here else "  " + _("not in this vault")
        yield f"  {file.name}  {file.media_type}  {size}{where}"


def _one(file: Attached) -> dict[str, Json]:
    return {"name": file.name, "type": file.media_type, "bytes": file.size, "here": file.here}
