"""Rules of the code that the linters do not know, and a proof that each of them can fail."""

from collections.abc import Callable, Iterable

import pytest

from tests.rules import checks, tree
from tests.rules.tree import Module

Rule = Callable[[Module], Iterable[str]]


def test_the_rules_see_the_whole_package() -> None:
    names = {module.name for module in tree.modules()}
    assert {path.relative_to(tree.ROOT).as_posix() for path in tree.PACKAGE.rglob("*.py")} == names
    assert "fieldkit/errors.py" in names


@pytest.mark.parametrize("rule", checks.MODULE_RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    assert [finding for module in tree.modules() for finding in rule(module)] == []


def test_no_file_holds_what_does_not_belong_in_it() -> None:
    assert [finding for name, text in tree.texts() for finding in checks.text_findings(name, text)] == []


def test_no_sql_file_changes_the_database_key_in_place() -> None:
    assert [name for name, text in tree.texts() if name.endswith(".sql") and checks.REKEY.search(text)] == []


@pytest.mark.parametrize(
    ("rule", "package", "bad"),
    [
        (checks.docstring, "domain", "x = 1"),
        (checks.size, "domain", "x = 1\n" * (checks.LONGEST + 1)),
        (checks.real_checks, "domain", "assert x"),
        (checks.no_stubs, "domain", "def f():\n    '''Says.'''\n    ..."),
        (checks.output, "services", "print(1)"),
        (checks.chance, "domain", "import random"),
        (checks.chance, "domain", "from time import time"),
        (checks.chance, "services", "import datetime\ndatetime.datetime.now()"),
        (checks.chance, "services", "x = uuid.uuid4()"),
        (checks.chance, "store", "x = os.urandom(8)"),
        (checks.annotations, "services", "def f(x: dict[str, Any]) -> int: return 1"),
        (checks.annotations, "services", "def f() -> typing.Any: return 1"),
        (checks.foreign_imports, "services", "import sqlcipher3"),
        (checks.foreign_imports, "exchange", "def f():\n    from lxml import etree"),
        (checks.foreign_imports, "gui", "from PIL import Image"),
        (checks.foreign_imports, "store", "import sqlite3"),
        (checks.foreign_imports, "gui", "from PySide6.QtNetwork import QTcpSocket"),
        (checks.foreign_imports, "exchange", "import urllib.request"),
        (checks.foreign_imports, "exchange", "from urllib import request"),
        (checks.foreign_imports, "cli", "import asyncio"),
        (checks.no_rekey, "store", 'SQL = "pragma rekey = 1"'),
        (checks.no_rekey, "store", 'SQL = f"PRAGMA main.rekey = {key}"'),
        (checks.renames, "store", "part.rename(path)"),
        (checks.renames, "services", "part.replace(path)"),
        (checks.renames, "exchange", "os.replace(part, path)"),
        (checks.styles, "gui", "widget.setStyleSheet('')"),
        (checks.messages, "gui", "_(f'{n} drafts')"),
        (checks.messages, "cli", "language.gettext('a' + name)"),
        (checks.messages, "cli", "_('{n}'.format(n=1))"),
        (checks.names_of_gettext, "gui", "count = language.ngettext"),
        (checks.names_of_gettext, "gui", "say = self.language.gettext"),
    ],
)
def test_a_rule_finds_what_it_is_for(rule: Rule, package: str, bad: str) -> None:
    assert len(list(rule(Module(f"fieldkit/{package}/planted.py", bad)))) == 1


@pytest.mark.parametrize(
    ("rule", "package", "good"),
    [
        (checks.no_stubs, "domain", "class P(Protocol):\n    def f(self): ..."),
        (checks.output, "cli", "print(1)"),
        (checks.chance, "crypto", "import secrets"),
        (checks.chance, "services", "clock.now()"),
        (checks.annotations, "store", "def _f(x: Any) -> int: return 1"),
        (checks.foreign_imports, "store", "import sqlcipher3"),
        (checks.foreign_imports, "gui", "from PySide6.QtWidgets import QWidget"),
        (checks.foreign_imports, "domain", "from urllib.parse import quote"),
        (checks.renames, "store", "text.replace('a', 'b')\nmsgspec.structs.replace(head, seq=1)"),
        (checks.no_rekey, "store", "BANNED = {'rekey'}"),
        (checks.messages, "cli", "_('{n} drafts').format(n=1)"),
        (checks.messages, "cli", "_('one ' 'text')"),
        (checks.names_of_gettext, "gui", "_ = language.gettext"),
    ],
)
def test_a_rule_lets_the_rest_pass(rule: Rule, package: str, good: str) -> None:
    assert list(rule(Module(f"fieldkit/{package}/fine.py", good))) == []


@pytest.mark.parametrize(
    "text",
    [
        "# TO~DO later",
        "raise NotImplemented~Error",
        "@pytest.mark.~skip",
        "x = '/tm~p/x'",
        "open(/roo~t/x)",
        "pyp~i.org",
    ],
)
def test_a_text_that_does_not_belong_is_found(text: str) -> None:
    planted = text.replace("~", "")  # the samples are broken up, because this file is searched as well
    assert len(list(checks.text_findings("planted.txt", f"one\n{planted}\n"))) == 1
