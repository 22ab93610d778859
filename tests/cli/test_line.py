"""The command line as a whole: help, shared options, exit codes, languages, defects, the environment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fieldkit import i18n
from fieldkit.cli import main, parts
from fieldkit.cli.settings import Settings
from fieldkit.i18n import Language
from fieldkit.services import vaults
from tests.command import PHRASE, Office, run

HEAVY = {"PySide6", "reportlab", "pyxform", "lxml", "sqlcipher3", "cryptography"}


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    program = (
        "import sys; from fieldkit.cli.main import run; code = run(['--help'])\n"
        f"assert not {HEAVY!r} & set(sys.modules), set(sys.modules)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in ("demo", "self-test", "vault", "project", "form", "record", "search", "bundle", "review", "stats"):
        assert f"  {name} " in done.stdout


@pytest.mark.parametrize("name", main.SECTIONS)
def test_every_group_has_help(name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert "--help" in done.out


def test_help_speaks_russian() -> None:
    assert "Показать" in run("--lang", "ru", "demo", "--help").out + run("--lang", "ru", "--help").out


def test_shared_options_stand_before_or_after(office: Office) -> None:
    before = run("--vault", office.vault, "--json", "stats")
    after = run("stats", "--json", "--vault", office.vault)
    assert before.code == after.code == 0
    assert before.json == after.json


@pytest.mark.parametrize("arguments", [("nonsense",), ("record", "add"), ("stats", "--level", "secret"), ("--wrong",)])
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.err
    assert not done.out


def test_a_refusal_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    english = run("vault", "info", "--vault", tmp_path, "--lang", "en")
    russian = run("vault", "info", "--vault", tmp_path, "--lang", "ru")
    assert (english.code, russian.code) == (1, 1)
    assert english.err.isascii()
    assert not russian.err.isascii()
    assert run("--lang", "xx", "vault", "info", "--json").code == 1


def test_the_language_of_the_system_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "ru_KG.UTF-8")
    assert not run("vault", "info", "--vault", tmp_path).err.isascii()


def test_without_a_command_the_app_starts(tmp_path: Path) -> None:
    asked: list[tuple[Path, str]] = []

    def app(vault: Path, language: Language) -> int:
        asked.append((vault, language.code))
        return 7

    assert main.run(["--vault", str(tmp_path), "--lang", "ru"], open_app=app) == 7
    assert asked == [(tmp_path, "ru")]


def test_a_defect_shows_its_place_and_no_values(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_files: object) -> None:
        secret = "тайные слова"
        raise RuntimeError(secret)

    monkeypatch.setattr(vaults, "info", broken)
    done = run("vault", "info", "--vault", tmp_path, "--json")
    assert done.refused == "internal.defect"
    assert "тайные" not in done.out + done.err
    assert "RuntimeError" in done.err


def test_an_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(_files: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vaults, "info", interrupted)
    done = run("vault", "info", "--vault", tmp_path)
    assert (done.code, done.err.strip()) == (main.INTERRUPTED, "")


def test_the_program_takes_the_passphrase_out_of_its_environment(tmp_path: Path) -> None:
    program = (
        "import os, sys, resource, fieldkit.__main__ as program\n"
        "from fieldkit.cli import main\n"
        "def seen(arguments, **given):\n"
        "    print(given['passphrase'], 'FIELDKIT_PASSPHRASE' in os.environ, resource.getrlimit(resource.RLIMIT_CORE))\n"
        "    raise ValueError('тайные слова')\n"
        "main.run = seen\n"
        "program.main()"
    )
    environment = {**os.environ, "FIELDKIT_PASSPHRASE": PHRASE, "PYTHONIOENCODING": "utf-8", "LANG": "en_US.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", program, "vault", "info"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.stdout.strip() == f"{PHRASE} False (0, 0)"
    assert done.returncode == 1
    assert "ValueError" in done.stderr
    assert "тайные" not in done.stderr


@pytest.mark.parametrize(
    "failing",
    [
        "import threading; t = threading.Thread(target=fail); t.start(); t.join()",
        "class Late:\n    def __del__(self):\n        fail()\nlate = Late()\ndel late",
    ],
)
def test_a_defect_on_another_thread_or_without_a_caller_is_told_by_its_place_alone(failing: str) -> None:
    program = (
        "import fieldkit.__main__ as program\n"
        "from fieldkit.cli import main\n"
        "def fail():\n    raise ValueError('тайные слова')\n"
        f"def seen(arguments, **given):\n    exec({failing!r}, {{'fail': fail}})\n    return 0\n"
        "main.run = seen\n"
        "program.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "vault"], capture_output=True, text=True, check=False, timeout=60
    )
    assert "ValueError" in done.stderr
    assert "тайные" not in done.stderr
    assert "Traceback" not in done.stderr


def test_neither_the_program_nor_its_children_leave_an_image_of_their_memory() -> None:
    program = (
        "import ctypes, resource\n"
        "from fieldkit import apart\n"
        "dumpable = ctypes.CDLL(None).prctl\n"
        "before = dumpable(3, 0, 0, 0, 0)\n"
        "apart.limit_resources(memory=2**32, seconds=60)\n"
        "print(before, dumpable(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "1 0 (0, 0)"


def test_self_test_passes() -> None:
    done = run("self-test", "--json")
    assert done.code == 0
    assert [check["name"] for check in done.json["checks"]] == ["store", "reference", "forms", "fonts", "child"]


def _commands(group: click.Group, context: click.Context, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from _commands(command, click.Context(command, parent=context), (*path, name))


def test_every_command_takes_the_shared_options_after_it_and_speaks_the_language() -> None:
    root = main._root
    context = click.Context(root, obj=Settings(i18n.load("en")))
    found = dict(_commands(root, context, ()))
    assert {"vault create", "form diff", "project publish", "record migrate", "export odk"} <= set(found)
    assert [name for name, command in found.items() if not isinstance(command, parts.Command | parts.Group)] == []
    options = [(name, each) for name, command in found.items() for each in command.params]
    assert [
        name for name, each in options if isinstance(each, click.Option) and not isinstance(each, parts.Option)
    ] == []
