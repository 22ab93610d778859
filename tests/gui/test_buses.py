"""What the desktop tells on its buses locks: real daemons, messages from another process, sleep that waits for us."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection

from fieldkit.gui.guard import buses
from fieldkit.gui.guard.buses import Buses
from fieldkit.gui.guard.sentry import Sentry
from tests.gui.conftest import PHRASE, Sit
from tests.gui.hands import Person
from tests.gui.program import Program


class Bus:
    """A bus of its own, and the other side of it; needs the Debian packages dbus and dbus-bin."""

    def __init__(self) -> None:
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        self.login = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.logind", self.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.heard() == "ready"

    def heard(self) -> str:
        """What the session manager says next."""
        assert self.login.stdout is not None
        return self.login.stdout.readline().strip()

    def tell(self, what: str) -> None:
        """Have the session manager tell something."""
        assert self.login.stdin is not None
        self.login.stdin.write(what + "\n")
        self.login.stdin.flush()

    def signal(self, interface: str, member: str, *values: str) -> None:
        """Some other program tells something."""
        command = ["dbus-send", f"--bus={self.address}", "--type=signal", "/any/path", f"{interface}.{member}", *values]
        subprocess.run(command, check=True)

    def end(self) -> None:
        for process in (self.login, self._daemon):
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    made = Bus()
    yield made
    made.end()


@pytest.fixture
def person(bus: Bus, alone: Person, sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Somebody whose desktop is on that bus, in session 1."""
    alone.window.close()
    monkeypatch.setenv("XDG_SESSION_ID", "1")
    connection = QDBusConnection.connectToBus(bus.address, "desktop")
    heard: list[Buses] = []

    def sentry() -> Sentry:
        heard.append(Buses(connection, connection))
        return Sentry(*heard)

    made = sit(tmp_path / "vault", sentry=sentry)
    made.wait(lambda: heard[0].delays)
    assert bus.heard() == "asked sleep notes saving delay"
    yield made
    QDBusConnection.disconnectFromBus("desktop")


@pytest.mark.parametrize(
    ("interface", "member"),
    [
        ("org.freedesktop.ScreenSaver", "ActiveChanged"),
        ("org.gnome.ScreenSaver", "ActiveChanged"),
    ],
)
def test_a_locked_screen_locks(person: Person, bus: Bus, interface: str, member: str) -> None:
    bus.signal(interface, member, "boolean:false")
    bus.signal(interface, member, "string:nonsense")
    bus.signal(interface, member)
    bus.tell("idle")
    person.settle()
    assert not person.window._ending
    bus.signal(interface, member, "boolean:true")
    person.wait(lambda: person.window._ending)


@pytest.mark.parametrize("told", ["lock", "away"])
def test_the_session_manager_locks(person: Person, bus: Bus, told: str) -> None:
    assert not person.window._ending
    bus.tell(told)
    person.wait(lambda: person.window._ending)
    bus.tell("idle")


def test_sleep_waits_until_the_process_is_another(bus: Bus, tmp_path: Path) -> None:
    told = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address, "DBUS_SESSION_BUS_ADDRESS": bus.address}
    with Program(tmp_path, PHRASE, **told) as program:
        program.say("open", program.phrase)
        program.say("write", "Сказал: подождите")
        assert bus.heard() == "asked sleep notes saving delay"
        bus.tell("sleep")
        assert bus.heard() == "released"
        program.heard("gate")
        assert program.drafted() == ["Сказал: подождите"]


def test_without_a_bus_nothing_is_heard_and_nothing_complains() -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nowhere", "nowhere")
    assert not nowhere.isConnected()
    assert not Buses(nowhere, nowhere).delays


def test_the_path_of_a_session() -> None:
    assert buses.session_path("1") == "/org/freedesktop/login1/session/_31"
    assert buses.session_path("c2") == "/org/freedesktop/login1/session/c2"
    assert buses.session_path("") == ""
    assert os.sep not in buses.session_path("../x").removeprefix("/org/freedesktop/login1/session/")
