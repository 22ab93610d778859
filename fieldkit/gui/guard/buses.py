"""What a Linux desktop tells of through D-Bus: it goes to sleep, its screen is locked, another user comes.

Where there is no bus nothing is heard, and nothing complains. A forged message can lock, and nothing else.
"""

import os
from typing import cast

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

_LOGIN, _LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = _LOGIN + ".Manager", _LOGIN + ".Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_SWITCHED, _TOLD, _CHANGED = (
    cast("bytes", f"1{slot}(QDBusMessage)")  # as Qt's SLOT writes it; the stubs want bytes, the library wants text
    for slot in ("switched", "told", "changed")
)
_DELAY = ("sleep", "notes", "saving", "delay")
"""What sleep shall wait for, who asks, why; any user can read it, so it tells nothing."""


class Buses(QObject):
    """Listens on the system bus and on the session bus; each may be missing."""

    alarmed = Signal()

    def __init__(self, system: QDBusConnection, session: QDBusConnection) -> None:
        super().__init__()
        self._system = system
        self._delay: QDBusUnixFileDescriptor | None = None
        self._asked: QDBusPendingCallWatcher | None = None
        if system.isConnected():
            self._hear_login()
        if session.isConnected():
            for saver in _SAVERS:
                session.connect("", "", saver, "ActiveChanged", self, _SWITCHED)

    @property
    def delays(self) -> bool:
        """Whether sleep waits until this process has let go: when it ends, or some seconds later."""
        return self._delay is not None and self._delay.isValid()

    @Slot(QDBusMessage)
    def switched(self, message: QDBusMessage) -> None:
        """Sleep or the screen lock begins; when it ends, everything is locked long since."""
        if message.arguments() == [True]:
            self.alarmed.emit()

    @Slot(QDBusMessage)
    def told(self, message: QDBusMessage) -> None:
        """The session manager asks every program of this session to lock."""
        del message
        self.alarmed.emit()

    @Slot(QDBusMessage)
    def changed(self, message: QDBusMessage) -> None:
        """Something about this session changed: ask whether it still has the screen, or another user took it."""
        question = _call(message.path(), _PROPERTIES, "Get", _SESSION, "Active")
        self._asked = QDBusPendingCallWatcher(self._system.asyncCall(question))
        self._asked.finished.connect(self._in_front)

    def _hear_login(self) -> None:
        session = session_path(os.environ.get("XDG_SESSION_ID", ""))
        system = self._system
        system.connect("", _LOGIN_PATH, _MANAGER, "PrepareForSleep", self, _SWITCHED)
        system.connect("", session, _SESSION, "Lock", self, _TOLD)
        if session:
            system.connect("", session, _PROPERTIES, "PropertiesChanged", self, _CHANGED)
        self._asked_for_delay = QDBusPendingCallWatcher(
            system.asyncCall(_call(_LOGIN_PATH, _MANAGER, "Inhibit", *_DELAY))
        )
        self._asked_for_delay.finished.connect(self._keep_delay)

    def _keep_delay(self, watcher: QDBusPendingCallWatcher) -> None:
        """Without such a service sleep does not wait, and the jump of the clock is noticed afterwards."""
        for value in _answer(watcher):
            if isinstance(value, QDBusUnixFileDescriptor):
                self._delay = value

    def _in_front(self, watcher: QDBusPendingCallWatcher) -> None:
        for value in _answer(watcher):
            if isinstance(value, QDBusVariant) and value.variant() is False:
                self.alarmed.emit()


def of_the_system() -> Buses:
    """Listens to the buses of this desktop."""
    return Buses(QDBusConnection.systemBus(), QDBusConnection.sessionBus())


def session_path(number: str) -> str:
    """Where the session manager tells of a session: letters as they are, all else by its code, a first digit too.

    Empty, for any session, where the number is not known: sd_bus_path_encode(3).
    """
    coded = "".join(
        letter if letter.isascii() and (letter.isalpha() or (letter.isdigit() and place)) else f"_{ord(letter):02x}"
        for place, letter in enumerate(number)
    )
    return f"{_LOGIN_PATH}/session/{coded}" if coded else ""


def _call(path: str, interface: str, name: str, *arguments: str) -> QDBusMessage:
    call = QDBusMessage.createMethodCall(_LOGIN, path, interface, name)
    call.setArguments(list(arguments))
    return call


def _answer(watcher: QDBusPendingCallWatcher) -> list[object]:
    return [] if watcher.isError() else list(watcher.reply().arguments())
