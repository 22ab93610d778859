"""Hiding faces and plates in a picture: mark them, look at what comes out, and let it take the picture's place."""

from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QKeySequence, QShortcut

from fieldkit.domain.media import Area, View
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.media.canvas import Canvas
from fieldkit.gui.page import Page
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE, MARGIN
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.services.hiding import Hiding
from fieldkit.services.workspace import Workspace


class HidingPage(Page):
    """About one picture of a draft; goes back to its question."""

    def __init__(self, desk: Desk, target: str) -> None:
        _ = desk.language.gettext
        super().__init__(desk, _("Hide faces and plates"))
        self._target = target
        self._draft, _gap, self._ref = target.partition(" ")
        self._view: View | None = None
        self._previewed = False
        self._preview = button("", self._toggle)
        self._add = button(_("Add an area"), self._add_area)
        self._find = button(_("Find faces"), self._look_for_faces)
        self._save = button(_("Hide for good"), self._hide, "primary")
        self._save.setToolTip("Ctrl+Enter")
        cancel = button(_("Cancel"), self._go_back)
        self.add_action(cancel)
        self.add_action(self._save)
        self.canvas = Canvas(desk.look, desk.language)
        self.canvas.changed.connect(self._count)
        self.canvas.chosen.connect(self._tell_chosen)
        self._advice = text("", Type.CAPTION, "second", wrap=True)
        guide = text(
            _(
                "Draw a frame around every face, number plate, badge and sign that tells who or where it is. "
                "What is inside becomes flat colour; the picture from before is not kept."
            ),
            tone="second",
            wrap=True,
        )
        below = row(self._add, self._find, self._preview, self._advice, spacing=INSIDE, stretch=False)
        below.setStretch(3, 1)
        layout = column(guide, spacing=12)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(below)
        layout.setContentsMargins(MARGIN, BETWEEN, MARGIN, BETWEEN)
        self.body.addLayout(layout, 1)
        stops = self.canvas, self._add, self._find, self._preview, cancel, self._save
        for before, after in pairwise(stops):  # areas come after the canvas
            self.setTabOrder(before, after)
        for keys, pressed in (("Ctrl+Return", self._hide), ("Ctrl+Enter", self._hide), ("Escape", self._go_back)):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)
        self._count()

    def refresh(self) -> None:
        """Read the picture once."""
        draft, ref = self._draft, self._ref
        if self._view is None:
            self.ask(lambda workspace: Hiding(workspace).look(draft, ref), self._begin)

    def _begin(self, view: View) -> None:
        self._view = view
        self._mark(view)
        self._add.setFocus()

    def _add_area(self) -> None:
        self.canvas.add().setFocus()

    def _look_for_faces(self) -> None:
        """Let the optional finder propose areas."""
        draft, ref = self._draft, self._ref
        self._set_ready(ready=False)
        self._advice.setText(self.desk.language.gettext("Looking for faces…"))
        self.desk.worker.run(lambda workspace: Hiding(workspace).propose(draft, ref), self._proposed, self._refused)

    def _proposed(self, areas: tuple[Area, ...]) -> None:
        language = self.desk.language
        _ = language.gettext
        for each in sorted(set(areas) - set(self.canvas.areas)):
            self.canvas.add(QRectF(each.left, each.top, each.width, each.height))
        self._count()
        told = _("No face was found. Look for yourself: the finder misses some.")
        if areas:
            told = language.ngettext(
                "{n} face was found. Look for yourself: the finder misses some.",
                "{n} faces were found. Look for yourself: the finder misses some.",
                len(areas),
            )
        self.banner.tell(told, "care")

    def _toggle(self) -> None:
        """Show what comes out, or the areas again."""
        if self._view is None:
            return
        if self._previewed:
            self._mark(self._view)
            self._preview.setFocus()
            return
        draft, ref, areas = self._draft, self._ref, self.canvas.areas
        self._set_ready(ready=False)
        self.desk.worker.run(
            lambda workspace: Hiding(workspace).preview(draft, ref, areas), self._show_result, self._refused
        )

    def _show_result(self, view: View) -> None:
        self._previewed = True
        self.canvas.show_view(view, marking=False)
        self._count()
        self._preview.setFocus()

    def _mark(self, view: View) -> None:
        self._previewed = False
        self.canvas.show_view(view, marking=True)
        self._count()

    def _hide(self) -> None:
        """Let the picture with the areas hidden take the place of the old one."""
        draft, ref, areas = self._draft, self._ref, self.canvas.areas
        if not areas or not self._save.isEnabled():
            return
        self._set_ready(ready=False)

        def job(workspace: Workspace) -> str:
            return Hiding(workspace).hide(draft, ref, areas)

        self.desk.worker.run(job, self._hidden, self._refused)

    def _hidden(self, _name: str) -> None:
        self.noted.emit(self.desk.language.gettext("Hidden"))
        self._go_back()

    def _refused(self, error: Exception) -> None:
        if self._view is not None:
            self._mark(self._view)
        self.banner.refuse(error)

    def _set_ready(self, *, ready: bool) -> None:
        some = bool(self.canvas.areas)
        marking = ready and not self._previewed and self._view is not None
        self._add.setEnabled(marking)
        self._find.setEnabled(marking)
        self._preview.setEnabled(ready and some)
        self._save.setEnabled(ready and some)

    def _count(self) -> None:
        """Say how many areas there are and what may be done."""
        language = self.desk.language
        _ = language.gettext
        count = len(self.canvas.areas)
        self.set_state(language.ngettext("{n} area", "{n} areas", count) if count else _("No area yet"))
        words = _("Back to the areas") if self._previewed else _("Show the result")
        self._preview.setText(words)
        self._preview.setAccessibleName(words)
        if self._previewed:
            self._advice.setText(_("So the picture will look."))
        elif not count:
            self._advice.setText(_("Draw a frame with the mouse, or add one and place it with the arrow keys."))
        else:
            self._advice.setText(
                _("Arrow keys move an area, with Shift they resize it. Tab goes to the next one, Delete removes it.")
            )
        self._set_ready(ready=True)

    def _tell_chosen(self, number: int) -> None:
        language = self.desk.language
        self.set_state(
            language.gettext("Area {n} of {count}").format(
                n=language.number(number), count=language.number(len(self.canvas.areas))
            )
        )

    def _go_back(self) -> None:
        self.go(Place.ENTRY, self._target)
