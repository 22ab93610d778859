"""Options that say what figures and reports are about."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from fieldkit.cli.parts import Option
from fieldkit.domain.query import Level
from fieldkit.i18n import N_

Function = TypeVar("Function", bound=Callable[..., Any])


def scope(function: Function) -> Function:
    """Add --period, --site and --level to a command."""
    for add in (
        click.option(
            "--level",
            cls=Option,
            type=click.Choice([level.value for level in Level]),
            default=Level.INTERNAL.value,
            help=N_("For whom: outside the project small numbers are hidden."),
        ),
        click.option("--site", cls=Option, metavar="CODE", default="", help=N_("Only this site.")),
        click.option(
            "--period",
            cls=Option,
            metavar="FROM..TO",
            default="",
            help=N_("Only this period: 2009, 2009-06 or 2009-06..2009-08."),
        ),
    ):
        function = add(function)
    return function
