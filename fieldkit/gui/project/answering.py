"""The officer lets somebody in again: read the request, compare the numbers by voice, write the answer."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fieldkit.errors import Code, Refusal
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.services import helping, papers
from fieldkit.services.helping import Plea
from fieldkit.services.output import write_new
from fieldkit.services.workspace import Workspace

_REQUESTS = "*.fkr"
_ANSWER = "FK-recovery-{code}.fka"


class Answering(Part):
    """Nobody is let in before the officer has heard the numbers."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "Somebody has lost passphrase and recovery code. If the key of that vault is entrusted to you, "
            "your answer opens it, once."
        )
        super().__init__(desk, banner, ask, _("Let somebody in again"), told)
        self._request = b""
        self._plea: Plea | None = None
        self._whose = text("", Type.HEADING)
        self._numbers = text("", Type.LEAD)
        compare = _(
            "Speak with the person whom you know, by voice or face to face, and let them read you these numbers. "
            "If they differ, somebody else is asking."
        )
        self._form = QWidget()
        self._form.setLayout(
            column(
                self._whose,
                self._numbers,
                text(compare, wrap=True),
                row(
                    button(_("The numbers are the same: write the answer…"), self.begin, "primary"),
                    button(_("Cancel"), self.put_away),
                ),
            )
        )
        self._form.hide()
        self._first = QWidget()
        self._first.setLayout(column(row(button(_("Choose a request for recovery…"), self.choose))))
        self.add(self._first, self._form)

    def choose(self) -> None:
        """Ask for the file and show whose vault it is about."""
        paths = self.desk.files.open(self, _REQUESTS)
        if paths:
            self.work(self.desk.language.gettext("Reading the request…"), partial(_read, path=paths[0]), self._show)

    def begin(self) -> None:
        """The answer opens a vault, so ask first."""
        _ = self.desk.language.gettext
        if self._plea is not None:
            told = _("Whoever holds the answer and the new passphrase opens that vault. Write it?")
            self.ask(told, _("Write the answer"), self._choose_place)

    def put_away(self) -> None:
        """Do nothing with the request."""
        self._request, self._plea = b"", None
        self._form.hide()
        self._first.show()

    def _show(self, read: tuple[bytes, Plea]) -> None:
        _ = self.desk.language.gettext
        self._request, self._plea = read
        plea = self._plea
        whose = _("The vault of {code}").format(code=plea.code)
        unknown = _("A vault of device {id}, which the roster does not name").format(id=words.short_id(plea.device))
        self._whose.setText(whose if plea.code else unknown)
        self._numbers.setText(plea.numbers)
        self._numbers.setAccessibleName(plea.numbers)
        self._first.hide()
        self._form.show()

    def _choose_place(self, _words: str) -> None:
        if self._plea is None:
            return
        target = self.desk.files.save(self, _ANSWER.format(code=self._plea.code or words.short_id(self._plea.device)))
        if target is not None:
            job = partial(_answer, request=self._request, target=target)
            self.work(self.desk.language.gettext("Writing the answer…"), job, self._written)

    def _written(self, target: Path) -> None:
        told = self.desk.language.gettext("Carry {name} to that laptop, and delete it when it has been used.")
        self.banner.tell(told.format(name=target.name))
        self.put_away()


def _read(workspace: Workspace, *, path: Path) -> tuple[bytes, Plea]:
    request = papers.read_file(path)
    return request, helping.read(workspace, request)


def _answer(workspace: Workspace, *, request: bytes, target: Path) -> Path:
    if target.exists():
        raise Refusal(Code.FILE_EXISTS)
    write_new(target, helping.answer(workspace, request))
    return target
