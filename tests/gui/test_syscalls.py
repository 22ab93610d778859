"""T37: what the program asks of the system: files in its own places alone, sockets to its own desktop alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import DATA, Office, Person
from tests.flow import syscalls
from tests.gui.conftest import PHRASE
from tests.gui.program import Program

WITHOUT_NETWORK = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")


@pytest.mark.slow
def test_t37_a_session_at_the_window_without_a_network(tmp_path: Path) -> None:
    """Open, write, search, see every page, lock, come back, end; in a namespace that has no interface."""
    (tmp_path / "laptop").mkdir()
    log = tmp_path / "log"
    with Program(tmp_path / "laptop", PHRASE, *WITHOUT_NETWORK, *syscalls.strace(log)) as program:
        program.say("open", PHRASE)
        program.say("write", "Сказал: подождите")
        program.say("search", "подождите")
        program.say("panic", answer="gate")
        program.say("quit")
        folder = program.folder
    assert syscalls.foreign_sockets(log) == []
    assert str(program.files.store) + "-wal" in syscalls.written(log)
    assert syscalls.outside(log, folder / "tmp", program.files.folder, folder / "config" / "notes") == []
    assert {path.name for path in (folder / "config").rglob("*")} == {"notes", "settings.ini"}
    for empty in ("home", "tmp", "cache", "state", "run"):
        assert list((folder / empty).iterdir()) == []


@pytest.mark.slow
def test_t37_commands_without_a_network(tmp_path: Path) -> None:
    office, supervisor, stick = Office(tmp_path / "office"), Person(tmp_path / "supervisor"), tmp_path / "stick"
    for folder in (stick, tmp_path / "tmp"):
        folder.mkdir()
    office.enrol(supervisor, "S1", "supervisor", stick)
    answers = DATA / "short_interview.json"
    by_office = ("--vault", office.vault)
    _watched(tmp_path, "record", "add", "--form", "interview_short", "--answers", answers, "--submit", *by_office)
    _watched(tmp_path, "bundle", "write", "--out", stick, *by_office)
    _watched(tmp_path, "vault", "backup", "--out", stick / "backup.fkv", *by_office)
    [bundle] = stick.glob("*.fkb")
    by_supervisor = ("--vault", supervisor.vault)
    _watched(tmp_path, "bundle", "import", bundle, *by_supervisor)
    report = ("report", "pdf", "--kind", "summary", "--lang", "ru", "--out", stick / "report.pdf")
    _watched(tmp_path, *report, *by_supervisor)


def _watched(folder: Path, *arguments: object) -> None:
    """A command that must be done, and must have written into the vaults and to the stick alone."""
    log = folder / "log"
    line = [*WITHOUT_NETWORK, *syscalls.strace(log), *syscalls.command(*arguments)]
    environment = os.environ | {"TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    assert syscalls.foreign_sockets(log) == []
    places = (folder / name for name in ("office", "supervisor", "stick"))
    assert syscalls.outside(log, folder / "tmp", *places) == []
    assert list((folder / "tmp").iterdir()) == []


def test_t37_a_breach_would_be_seen(tmp_path: Path) -> None:
    script = (
        "import os, socket\n"
        f"open({str(tmp_path / 'оставлено')!r}, 'w').close()\n"
        "for family in (socket.AF_INET, socket.AF_INET6):\n"
        "    with socket.socket(family, socket.SOCK_DGRAM) as made:\n"
        "        made.setblocking(False)\n"
        "        try:\n"
        "            made.connect(('::1' if family == socket.AF_INET6 else '127.0.0.1', 9))\n"
        "        except OSError:\n"
        "            pass\n"
        "with socket.socket(socket.AF_UNIX) as made:\n"
        "    try:\n"
        "        made.connect('/run/agent')\n"
        "    except OSError:\n"
        "        pass\n"
        "os.mkdir(os.environ['LEFT'])\n"
    )
    log, left = tmp_path / "log", tmp_path / "left"
    environment = os.environ | {"LEFT": str(left)}
    subprocess.run([*syscalls.strace(log), sys.executable, "-c", script], check=True, env=environment, timeout=60)
    seen = "\n".join(syscalls.foreign_sockets(log))
    for expected in ("AF_INET,", "AF_INET6,", "/run/agent", "127.0.0.1"):
        assert expected in seen
    assert syscalls.outside(log, tmp_path / "tmp") == sorted([str(left), str(tmp_path / "оставлено")])
