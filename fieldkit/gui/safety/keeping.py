"""Whether the vault is whole, and a copy of it to keep elsewhere."""

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_
from fieldkit.services import backups, vaults
from fieldkit.services.vaults import CheckReport
from fieldkit.services.workspace import Workspace

_FILE = "FK-backup.fkv"
_FOUND = {
    "store": N_("Pages of the database are damaged."),
    "slots": N_("The two copies of the keys are not the same."),
    "vault": N_("What was saved last before fieldkit ended without closing the vault cannot be read."),
    "log": N_("Lines of a log are missing, unreadable or were changed."),
    "records": N_("Lists do not show what the log says."),
    "draft": N_("A draft cannot be read."),
    "form": N_("A questionnaire cannot be read."),
    "attachment": N_("A file of an answer is missing or damaged."),
    "waiting": N_("A bundle that waits for a laptop to be enrolled is missing or damaged."),
    "attachments": N_("The files of answers are not those that the log names."),
}
"""By the first part of a finding's code."""


class Checking(Part):
    """Reads and verifies everything, and says what was found."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Reads every page, every log and every file, and compares them. A large vault takes a while.")
        super().__init__(desk, banner, ask, _("Check the vault"), told)
        self._lines = column(spacing=4)
        self.add(row(button(_("Check now"), self.check)), self._lines)

    def check(self) -> None:
        """Begin."""
        clear(self._lines)
        self.work(self.desk.language.gettext("Reading and comparing…"), vaults.check, self._tell)

    def _tell(self, report: CheckReport) -> None:
        _ = self.desk.language.gettext
        if report.ok:
            self.banner.tell(_("The vault is in order."))
            return
        self.banner.tell(_("The vault is not in order. Do not delete anything, and tell your officer."), "stop")
        for code, count in Counter(report.findings).items():
            words = _(_FOUND.get(code.partition(".")[0], code))
            self._lines.addWidget(text(f"{words}  {code} × {count}", Type.BODY, "stop", wrap=True))


class Backup(Part):
    """One encrypted file with everything that restoring needs."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "One encrypted file, for a stick that stays in a safe place. The passphrase and the recovery code of today "
            "open it. What is withdrawn later stays in it."
        )
        super().__init__(desk, banner, ask, _("Backup"), told)
        self.add(row(button(_("Write a backup…"), self.write)))

    def write(self) -> None:
        """Ask where to, and write."""
        target = self.desk.files.save(self, _FILE)
        if target is not None:
            told = self.desk.language.gettext("Writing, and reading back what was written…")
            self.work(told, partial(_write, path=target), self._written)

    def _written(self, _size: int) -> None:
        told = self.desk.language.gettext("The backup is written and was read back. The stick can be taken out.")
        self.banner.tell(told)


class Passphrases(Part):
    """Where the passphrase is changed."""

    asked = Signal()

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("It is changed on the page of the project, where the vault's key can be entrusted to officers too.")
        super().__init__(desk, banner, ask, _("Passphrase and officers"), told)
        self.add(row(button(_("Go there"), self._ask_for)))

    def _ask_for(self) -> None:
        self.asked.emit()


def _write(workspace: Workspace, *, path: Path) -> int:
    return backups.write(workspace, path)
