"""The officer lets somebody in again: read the request, compare the numbers by voice, write the answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.request import RequestPart
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.numbers import Numbers
from fieldkit.gui.widgets.text import text
from fieldkit.services import helping
from fieldkit.services.helping import Plea
from fieldkit.services.output import write_new
from fieldkit.services.workspace import Workspace

_ANSWER = "FK-recovery-{code}.fka"


class Answering(RequestPart[Plea, None]):
    """Nobody is let in before the officer has heard the numbers."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "Somebody has lost passphrase and recovery code. If the key of that vault is entrusted to you, "
            "your answer opens it, once."
        )
        super().__init__(desk, banner, ask, _("Let somebody in again"), told, helping.read)
        self._whose = text("", Type.HEADING)
        self._numbers = Numbers(desk.language)
        compare = _(
            "Speak with the person whom you know, by voice or face to face, and let them read you these numbers. "
            "If they differ, somebody else is asking."
        )
        self.lay_out(
            column(row(button(_("Choose a request for recovery…"), self.choose))),
            column(
                self._whose,
                self._numbers,
                text(compare, wrap=True),
                row(
                    button(_("The numbers are the same: write the answer…"), self.begin, "primary"),
                    button(_("Cancel"), self.put_away),
                ),
            ),
        )

    def tell(self, said: Plea) -> None:
        """Show whose vault it is about, and the numbers to compare."""
        _ = self.desk.language.gettext
        whose = _("The vault of {code}").format(code=said.code)
        unknown = _("A vault of device {id}, which the roster does not name").format(id=words.short_id(said.device))
        self._whose.setText(whose if said.code else unknown)
        self._numbers.tell(said.numbers)

    def question(self, said: Plea) -> tuple[str, str]:  # noqa: ARG002  the same for everybody
        """The answer opens a vault."""
        _ = self.desk.language.gettext
        told = _("Whoever holds the answer and the new passphrase opens that vault. Write it?")
        return told, _("Write the answer")

    def file_name(self, said: Plea) -> str:
        """By the code of its owner."""
        return _ANSWER.format(code=said.code or words.short_id(said.device))

    def answer(self, request: bytes, target: Path) -> Callable[[Workspace], None]:
        """Nothing has to be chosen."""
        return partial(_answer, request=request, target=target)

    def written(self, done: None, target: Path) -> None:  # noqa: ARG002  nothing but the file
        """It goes to that laptop."""
        told = self.desk.language.gettext("Carry {name} to that laptop, and delete it when it has been used.")
        self.banner.tell(told.format(name=target.name))


def _answer(workspace: Workspace, *, request: bytes, target: Path) -> None:
    write_new(target, helping.answer(workspace, request))
