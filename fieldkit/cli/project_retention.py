"""`fieldkit project retention`: how long monitors' laptops can read what was recorded on them."""

from collections.abc import Mapping

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Settings
from fieldkit.domain.people import Retention
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_
from fieldkit.services.policies import set_retention
from fieldkit.services.projects import Projects

_NAMES: Mapping[str, Retention] = {
    "keep": Retention.KEEP,
    "until-receipt": Retention.UNTIL_RECEIPT,
    "seal": Retention.SEAL_AT_SUBMIT,
}
_TOLD: Mapping[Retention, str] = {
    Retention.KEEP: N_("Monitors' laptops keep what was recorded on them."),
    Retention.UNTIL_RECEIPT: N_("Monitors' laptops keep a record until a bundle confirms that it was received."),
    Retention.SEAL_AT_SUBMIT: N_(
        "Monitors' laptops seal a record when it is submitted; "
        "only supervisors, officers and analysts can read it then."
    ),
}


@click.command(
    "retention", cls=Command, help=N_("Officer: decide how long monitors' laptops can read records; or show it.")
)
@click.argument("retention", metavar="[keep|until-receipt|seal]", required=False, type=click.Choice(list(_NAMES)))
@click.pass_obj
def command(settings: Settings, retention: str | None) -> None:
    """Set it if it is given, then show it."""
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        if retention is not None:
            set_retention(workspace, _NAMES[retention])
        view = Projects(workspace).view()
    if view is None:
        raise Refusal(Code.PROJECT_MISSING)
    lines = [_(_TOLD[view.retention])]
    if retention is not None:
        lines.append(_("It holds on each laptop once a bundle from you was taken in there."))
    settings.give({"retention": view.retention.value, "generation": view.generation}, lines)
