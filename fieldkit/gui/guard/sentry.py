"""Everything from outside that locks an open vault, behind one signal."""

import sys

from PySide6.QtCore import QCoreApplication, QObject, Signal

from fieldkit.gui.guard import buses, jumps
from fieldkit.gui.guard.buses import Buses
from fieldkit.gui.guard.jumps import Jumps
from fieldkit.gui.guard.windows import WindowsMessages, hear_of_the_session


class Sentry(QObject):
    """Made when the vault opens."""

    alarmed = Signal()
    """Sleep, a locked screen, another user: lock now."""

    def __init__(self, *sources: Buses | Jumps) -> None:
        super().__init__()
        self._sources = sources
        for source in sources:
            source.alarmed.connect(self.alarmed)
        self._messages: WindowsMessages | None = None

    def hear_windows(self, window: int) -> None:
        """On Windows: look at the messages for the window with this handle."""
        application = QCoreApplication.instance()
        if sys.platform == "win32" and application is not None:
            self._messages = WindowsMessages()
            self._messages.alarms.alarmed.connect(self.alarmed)
            application.installNativeEventFilter(self._messages)
            hear_of_the_session(window)


def of_the_system() -> Sentry:
    """Hears what this desktop tells."""
    return Sentry(buses.of_the_system(), jumps.of_the_system())
