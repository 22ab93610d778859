"""Push buttons in the kinds of the theme: plain, primary (one per page), quiet, link, danger, chip."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QPushButton

from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import ICON

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """Enter presses it as Space does, once however long the key is held; not where `enters` is off."""

    def __init__(self, label: str, *, enters: bool = True) -> None:
        super().__init__(label)
        self.enters = enters
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Take Enter; leave other keys to Qt."""
        if event.key() not in _ENTER or not self.enters:
            super().keyPressEvent(event)
            return
        event.accept()
        if not event.isAutoRepeat():
            self.click()


def button(label: str, pressed: Callable[[], None], kind: str = "plain", icon: QIcon | None = None) -> Button:
    """A button with a text; `pressed` is a bound method. Enter does not press what cannot be undone."""
    made = Button(label, enters=kind != "danger")
    made.setProperty("kind", kind)
    if kind == "primary":
        made.setFont(fonts.font(Type.STRONG))
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon is not None:
        made.setIcon(icon)
        made.setIconSize(QSize(ICON, ICON))
    made.setAccessibleName(label.replace("&", ""))
    made.clicked.connect(pressed)
    return made


def icon_button(icon: QIcon, name: str, pressed: Callable[[], None]) -> Button:
    """A quiet button that shows only an icon; `name` is told on hover and to screen readers."""
    made = button("", pressed, "quiet", icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def chip(label: str) -> QPushButton:
    """A small round button that stays down: a filter, or an answer beside the list."""
    made = QPushButton(label)
    made.setProperty("kind", "chip")
    made.setCheckable(True)
    made.setAutoDefault(False)
    made.setFont(fonts.font(Type.CAPTION))
    made.setAccessibleName(label)
    return made
