"""Options that say what figures and reports are about."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from fieldkit.cli.parts import Option
from fieldkit.domain.query import Level
from fieldkit.i18n import N_

Function = TypeVar("Function", bound=Callable[..., Any])
_SITE = click.option("--site", cls=Option, metavar="CODE", default="", help=N_("Only this site."))
_PERIOD = click.option(
    "--period",
    cls=Option,
    metavar="FROM..TO",
    default="",
    help=N_("Only this period: 2009, 2009-06 or 2009-06..2009-08."),
)


def scope(function: Function) -> Function:
    """Add --period, --site and --level to a command."""
    level = click.option(
        "--level",
        cls=Option,
        type=click.Choice([level.value for level in Level]),
        default=Level.INTERNAL.value,
        help=N_("For whom: outside the project small numbers are hidden."),
    )
    return _PERIOD(_SITE(level(function)))


def narrowed(function: Function) -> Function:
    """The same for what is only about products that leave the project."""
    level = click.option(
        "--level",
        cls=Option,
        type=click.Choice([Level.PARTNER.value, Level.PUBLIC.value]),
        default=Level.PUBLIC.value,
        help=N_("For whom the report would be."),
    )
    return _PERIOD(_SITE(level(function)))
