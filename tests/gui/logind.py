"""A session manager on a private bus, as far as locking needs one: `python -m tests.gui.logind ADDRESS`.

It reads lines: `sleep` tells everybody of it and says `released` when whoever asked it to wait has let go; `away` tells
that another user took the screen; `idle` tells of a change that is none of our business; `lock` asks the session to lock.
"""

import os
import sys

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusUnixFileDescriptor,
    QDBusVariant,
    QDBusVirtualObject,
)

MANAGER, SESSION = "/org/freedesktop/login1", "/org/freedesktop/login1/session/_31"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Login(QDBusVirtualObject):
    """Answers what is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.active = True
        self.reading = -1

    def introspect(self, path: str, /) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection, /) -> bool:
        match message.member():
            case "Inhibit":
                print("asked", *message.arguments(), flush=True)
                self.reading, writing = os.pipe()
                self._answer(message, connection, QDBusUnixFileDescriptor(writing))
                os.close(writing)
            case "Get":
                self._answer(message, connection, QDBusVariant(self.active))
            case _:
                return False
        return True

    @staticmethod
    def _answer(message: QDBusMessage, connection: QDBusConnection, value: object) -> None:
        reply = message.createReply()
        reply.setArguments([value])
        connection.send(reply)


class Desk(QObject):
    """Hears lines."""

    def __init__(self, bus: QDBusConnection, login: Login) -> None:
        super().__init__()
        self._bus, self._login = bus, login
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self.hear)

    def hear(self) -> None:
        match os.read(sys.stdin.fileno(), 100).decode().strip():
            case "sleep":
                self._tell(MANAGER, "org.freedesktop.login1.Manager", "PrepareForSleep", True)
                assert os.read(self._login.reading, 1) == b""
                print("released", flush=True)
            case "lock":
                self._tell(SESSION, "org.freedesktop.login1.Session", "Lock")
            case "away" | "idle" as change:
                self._login.active = change != "away"
                self._tell(SESSION, PROPERTIES, "PropertiesChanged", "org.freedesktop.login1.Session")
            case _:
                QCoreApplication.quit()

    def _tell(self, path: str, interface: str, name: str, *values: object) -> None:
        signal = QDBusMessage.createSignal(path, interface, name)
        signal.setArguments(list(values))
        self._bus.send(signal)


def main(address: str) -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.connectToBus(address, "login")
    login = Login()
    assert bus.registerVirtualObject(MANAGER, login, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    assert bus.registerService("org.freedesktop.login1")
    desk = Desk(bus, login)
    print("ready", flush=True)
    app.exec()
    desk.deleteLater()


if __name__ == "__main__":
    main(sys.argv[1])
