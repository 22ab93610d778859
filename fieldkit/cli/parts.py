"""click's commands and groups in our manner: translated help, shared options at any place, modules loaded when used."""

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import click

from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_


class Option(click.Option):
    """An option whose help is translated."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help, in the person's language."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        names, text = record
        return names, text.replace(self.help, _settings(ctx).language.gettext(self.help), 1)


class _Translated(click.Command):
    """What commands and groups have in common."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        own = super().get_params(ctx)
        names = {param.name for param in own}
        return own + [option for option in _shared(hidden=ctx.parent is not None) if option.name not in names]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_settings(ctx).language.gettext(self.help))


class Command(_Translated):
    """One command. The shared options may stand after it too."""


class Group(_Translated, click.Group):
    """A group of commands."""

    command_class = Command
    sections: Mapping[str, tuple[str, str]] = {}
    """Commands that are imported when used: name -> (module, help)."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Names in the order in which they were written down."""
        return [*self.commands, *self.sections]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now if it lies in a module of its own."""
        if cmd_name in self.sections:
            module = importlib.import_module(self.sections[cmd_name][0])
            return cast("click.Command", module.command)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their help, without importing any."""
        _ = _settings(ctx).language.gettext
        rows = [(name, _(command.help) if command.help else "") for name, command in self.commands.items()]
        rows += [(name, _(text)) for name, (_module, text) in self.sections.items()]
        if rows:
            with formatter.section(_("Commands")):
                formatter.write_dl(rows)


def into_folder(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option of an empty folder for what it writes."""
    return click.option(
        "--out",
        cls=Option,
        metavar="DIR",
        required=True,
        type=click.Path(path_type=Path),
        help=N_("Folder for the results; must be empty or absent."),
    )(command)


def _settings(ctx: click.Context) -> Settings:
    return cast("Settings", ctx.find_root().obj)


def _shared(*, hidden: bool) -> list[click.Parameter]:
    """Options that stand before or after a command."""
    return [
        Option(
            ["--vault"],
            metavar="DIR",
            type=click.Path(path_type=Path),
            expose_value=False,
            hidden=hidden,
            callback=_keep_vault,
            help=N_("Folder of the vault; else FIELDKIT_VAULT, else the usual place."),
        ),
        Option(
            ["--passphrase-file"],
            metavar="FILE",
            type=click.Path(path_type=Path),
            expose_value=False,
            hidden=hidden,
            callback=_keep_passphrase_file,
            help=N_("File whose first line is the passphrase; else FIELDKIT_PASSPHRASE, else it is asked for."),
        ),
        Option(
            ["--lang"],
            metavar="CODE",
            is_eager=True,
            expose_value=False,
            hidden=hidden,
            callback=_keep_language,
            help=N_("Language: en or ru. These options may also stand after a command."),
        ),
        Option(
            ["--json"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            hidden=hidden,
            callback=_keep_json,
            help=N_("Print one JSON document instead of text."),
        ),
    ]


def _keep_vault(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        _settings(ctx).vault = value


def _keep_passphrase_file(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        _settings(ctx).passphrase_file = value


def _keep_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        _settings(ctx).use_language(value)


def _keep_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        _settings(ctx).as_json = True
