"""A question answered by a file: choosing it, what was made of it, hiding parts of a picture, taking it out again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.domain.forms import NodeState
from fieldkit.domain.media import MediaKind
from fieldkit.gui.desk import Desk
from fieldkit.gui.faults import coded
from fieldkit.gui.form.control import Control
from fieldkit.gui.form.taking import Taking
from fieldkit.gui.media import sight
from fieldkit.gui.media.face import Face
from fieldkit.gui.media.sight import Sight
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_
from fieldkit.messages import sentence
from fieldkit.services.attachments import Attached, Attachments
from fieldkit.services.workspace import Workspace

_CHOOSE = {
    MediaKind.IMAGE: N_("Choose a picture…"),
    MediaKind.AUDIO: N_("Choose a recording…"),
    MediaKind.VIDEO: N_("Choose a video…"),
    MediaKind.FILE: N_("Choose a file…"),
}


class FileAnswer(Control):
    """The answer is the name of the file in the vault, which nobody needs to see."""

    hiding = Signal()
    """The person wants to hide areas of the picture."""

    def __init__(self, desk: Desk, draft: str, kind: MediaKind) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._draft = draft
        self._kind = kind
        self._ref = ""
        self._name = ""
        """Of the file that is shown, or will be once it is read."""
        self.busy = False
        """Whether a file is being taken in."""
        words = _(_CHOOSE[kind])
        icon = {MediaKind.IMAGE: "picture", MediaKind.AUDIO: "sound", MediaKind.VIDEO: "film"}.get(kind, "reports")
        self._choose = button(words, self.choose, icon=desk.look.icon(icon))
        self._hint = text(self._promise(), Type.CAPTION, "hint", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._doing = text("", Type.CAPTION, "second", wrap=True)
        self._refused = text("", tone="stop", wrap=True)
        self._hide = button(_("Hide faces and plates…"), self.hiding.emit)
        self._other = button(_("Choose another…"), self.choose)
        self._remove = button(_("Remove"), self.remove)
        self._face = Face(desk, self._hide, self._other, self._remove)
        self._asking = QWidget()
        self._asking.setLayout(column(row(self._choose), self._hint, spacing=4))
        self._working = QWidget()
        self._working.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._working.setLayout(column(self._bar, self._doing, spacing=4))
        for part in (self._asking, self._working, self._face, self._refused):
            self.area.addWidget(part)
        self._show_parts()
        self.setFocusProxy(self._choose)

    def set_name(self, name: str) -> None:
        """Name the buttons after the question."""
        for made in (self._choose, self._hide, self._other, self._remove):
            made.setAccessibleName(f"{name}: {made.text()}")
        self._bar.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show the file that answers the question."""
        self._ref = state.ref
        if state.value != self._name:
            self._name = state.value
            self._look()
        self._show_parts()

    def stops(self) -> list[QWidget]:
        """The buttons."""
        return [self._choose, self._hide, self._other, self._remove]

    def choose(self) -> None:
        """Ask for a file and take it in."""
        source = self._desk.files.one(self, sight.pattern(self._kind))
        if source is None or self.busy:
            return
        _ = self._desk.language.gettext
        self.busy = True
        self._refused.setText("")
        self._doing.setText(_("Taking the file in. Place, time and device are being removed…"))
        self._show_parts()
        self._working.setFocus()
        taking = Taking(self._desk, self._draft, self._ref, source)
        taking.taken.connect(self._taken)
        taking.refused.connect(self._not_taken)
        self.destroyed.connect(taking.forsake)

    def remove(self) -> None:
        """Take the file out of the vault."""
        before = self._name
        self._answer("")
        self._forget(before)
        self._choose.setFocus()

    def _taken(self, file: Attached) -> None:
        waited, before = self._working.hasFocus(), self._name
        self.busy = False
        self._answer(file.name)
        if before:
            self._forget(before)
        self._look()
        if waited:
            self._other.setFocus()

    def _not_taken(self, error: Exception) -> None:
        waited = self._working.hasFocus()
        self.busy = False
        self._refused.setText(sentence(coded(error), self._desk.language))
        self._show_parts()
        if waited:
            (self._other if self._name else self._choose).setFocus()

    def _answer(self, name: str) -> None:
        self._name = name
        self._refused.setText("")
        self._show_parts()
        self.answered.emit(name)
        self.left.emit()

    def _forget(self, name: str) -> None:
        """The answer that names it is saved before: jobs keep their order."""
        draft = self._draft

        def job(workspace: Workspace) -> Changes:
            Attachments(workspace).detach(draft, name)
            return Changes(drafts=frozenset({draft}))

        self._desk.worker.run(job, None, self._not_taken)

    def _look(self) -> None:
        draft, name = self._draft, self._name
        if name:
            self._desk.worker.run(
                lambda workspace: sight.read(workspace, draft, name), self._show_sight, self._not_seen
            )

    def _show_sight(self, seen: Sight) -> None:
        if seen.file.name == self._name:
            self._face.show_sight(seen)
            self._hide.setVisible(seen.is_picture)
            self._show_parts()

    def _not_seen(self, error: Exception) -> None:
        self._hide.hide()
        self._not_taken(error)

    def _show_parts(self) -> None:
        self._working.setVisible(self.busy)
        self._face.setVisible(bool(self._name) and not self.busy)
        self._asking.setVisible(not self._name and not self.busy)
        self._refused.setVisible(bool(self._refused.text()))
        self.setFocusProxy(self._other if self._name else self._choose)

    def _promise(self) -> str:
        _ = self._desk.language.gettext
        if self._kind is MediaKind.FILE:
            return _(
                "At most 25 MB. Pictures, sounds and videos lose place, time and device; documents keep what is inside "
                "them. The file on the disk stays as it is: remove it there yourself."
            )
        return _(
            "At most 25 MB. Place, time and device are removed from the copy. "
            "The file on the disk or card stays as it is: remove it there yourself."
        )
