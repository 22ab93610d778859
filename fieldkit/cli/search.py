"""`fieldkit search`: records by their words."""

import click

from fieldkit.cli import opening, records
from fieldkit.cli.parts import Command
from fieldkit.cli.record import all_rows
from fieldkit.cli.settings import Settings
from fieldkit.domain.listing import RecordFilter
from fieldkit.i18n import N_
from fieldkit.services.browsing import Browsing


@click.command(cls=Command, name="search", help=N_("Find records by their words."))
@click.argument("text")
@click.pass_obj
def command(settings: Settings, text: str) -> None:
    """List the records that hold all words of `text`."""
    with opening.workspace(settings) as workspace:
        rows = all_rows(Browsing(workspace), RecordFilter(text=text), settings.language.code)
    settings.give(records.as_json(rows), records.as_lines(rows, settings.language))
