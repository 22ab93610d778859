"""The rail of a form: its sections, how far each is, and which of them hold problems."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from fieldkit.gui.desk import Desk
from fieldkit.gui.form.outline import Section
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import Scrolled, clear
from fieldkit.gui.widgets.buttons import Button
from fieldkit.gui.widgets.text import text

_WIDTH = 208


class _Entry(Button):
    """One section: its title over up to two lines, its count or a tick at the end."""

    def __init__(self, title: str) -> None:
        super().__init__("")
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self._told = (-1, -1, False)
        self._title = text(title, wrap=True)
        self._count = text("", Type.CAPTION, "hint")
        self._tick = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignVCenter)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(34, self._title.heightForWidth(_WIDTH - 90) + 14))

    def show_progress(self, desk: Desk, section: Section, *, bad: bool) -> None:
        """Say how far it is."""
        done, asked = section.progress
        if (done, asked, bad) == self._told:
            return
        self._told = (done, asked, bad)
        count = "" if asked and done == asked else f"{desk.language.number(done)}/{desk.language.number(asked)}"
        self._count.setText("" if bad else count)
        icon = "warn" if bad else "done" if not count else ""
        self._tick.setVisible(bool(icon))
        if icon:
            self._tick.setPixmap(desk.look.pixmap(icon, "stop" if bad else "good", 16, self.devicePixelRatioF()))
        self.setAccessibleName(f"{section.title}, {count}" if count else section.title)


class Rail(Scrolled):
    """Tells which section was picked."""

    picked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(spacing=2)
        self._desk = desk
        self._keys: list[tuple[str, str]] = []
        self._entries: dict[str, _Entry] = {}
        self.setObjectName("rail")
        self.setFixedWidth(_WIDTH)
        self.set_margins(8, 12)
        self._column: QVBoxLayout = self.column

    def show_sections(self, sections: list[Section], current: str, bad: frozenset[str]) -> None:
        """Show the relevant sections; `bad` holds the keys of those with problems worth telling."""
        keys = [(section.key, section.title) for section in sections]
        if keys != self._keys:
            self._keys = keys
            clear(self._column)
            self._entries = {key: self._entry(key, title) for key, title in keys}
            self._column.addStretch(1)
        for section in sections:
            entry = self._entries[section.key]
            entry.show_progress(self._desk, section, bad=section.key in bad)
            if entry.isChecked() != (section.key == current):
                entry.setChecked(section.key == current)
                if entry.isChecked():
                    self.ensureWidgetVisible(entry, 0, 40)

    def _entry(self, key: str, title: str) -> _Entry:
        entry = _Entry(title)
        entry.setProperty("key", key)
        entry.clicked.connect(self._tell)
        self._column.addWidget(entry)
        return entry

    def _tell(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.picked.emit(str(sender.property("key")))
