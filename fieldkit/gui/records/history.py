"""The history of a record as a timeline, newest first; a revision tells on demand what it changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.messages import consent
from fieldkit.services.browsing import HistoryLine

_ICONS = {
    "revision": "draft",
    "withdrawal": "withdrawn",
    "use_withdrawn": "withdrawn",
    "reconfirmation_no_longer": "withdrawn",
    "accepted": "accepted",
    "returned": "returned",
    "excluded": "excluded",
    "duplicate": "duplicate",
}


class History(QWidget):
    """Who did what when, and why."""

    change_asked = Signal(str)
    """The revision whose changes one wants to see."""

    def __init__(self, desk: Desk, events: tuple[HistoryLine, ...]) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self.setLayout(column(*(self._event(event) for event in reversed(events)), spacing=BETWEEN))

    def _event(self, event: HistoryLine) -> QWidget:
        _ = self._desk.language.gettext
        language = self._desk.language
        icon = text("")
        icon.setPixmap(self._desk.look.pixmap(_ICONS.get(event.kind, "review"), "ink2", 16, self.devicePixelRatioF()))
        icon.setFixedWidth(20)
        began = event.kind == "revision" and not event.parents
        what = _("wrote it down") if began else words.event(event.kind, language)
        inner = column(text(" ".join(filter(None, (event.author, what))), wrap=True), spacing=0)
        when = "  ·  ".join(filter(None, (words.moment(event.at, language), words.short_id(event.revision))))
        inner.addWidget(text(when, Type.CAPTION, "second"))
        if note := event.note or consent.uses(event.uses, language):
            inner.addWidget(text(note, Type.CAPTION, wrap=True))
        if event.parents:
            change = button(_("What changed"), self._tell, "link")
            change.setProperty("revision", event.revision)
            inner.addLayout(row(change))
        box = QWidget()
        holder = QWidget()
        holder.setLayout(inner)
        beside = row(icon, holder, stretch=False, spacing=4)
        beside.setStretch(1, 1)
        beside.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        box.setLayout(beside)
        return box

    def _tell(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.change_asked.emit(str(sender.property("revision")))
