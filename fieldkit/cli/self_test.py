"""`fieldkit self-test`: whether this installation works."""

import click

from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import self_test


@click.command(cls=Command, name="self-test", help=N_("Check that this installation works; prints codes only."))
@click.pass_obj
def command(settings: Settings) -> int:
    """Run all checks; exit code 1 if one fails."""
    checks = self_test.run(settings.clock)
    ok = all(check.ok for check in checks)
    settings.give(
        {"ok": ok, "checks": [{"name": check.name, "ok": check.ok, "code": check.code} for check in checks]},
        [f"{check.name} {check.code or 'ok'}" for check in checks],
    )
    return 0 if ok else 1
