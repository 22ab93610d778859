"""The import contracts hold, and each of them breaks when it should."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import PACKAGE, ROOT

LAYERS = "Layers import downwards only"
FRONTENDS = "The frontends reach data"
CYCLES = "No two siblings"


def lint(folder: Path) -> tuple[bool, str]:
    """Whether the contracts hold for the package `fieldkit` in `folder`, and what was printed."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return done.returncode == 0, done.stdout


def test_the_project_keeps_its_contracts() -> None:
    kept, said = lint(ROOT)
    assert kept, said


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A project with our packages and contracts and no code."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    package = tmp_path / "fieldkit"
    package.mkdir()
    for path in [PACKAGE, *PACKAGE.iterdir()]:
        if (path / "__init__.py").exists():
            (tmp_path / path.relative_to(ROOT)).mkdir(exist_ok=True)
            (tmp_path / path.relative_to(ROOT) / "__init__.py").touch()
        elif path.suffix == ".py":
            (package / path.name).touch()
    return tmp_path


def test_the_bare_skeleton_keeps_them(skeleton: Path) -> None:
    kept, said = lint(skeleton)
    assert kept, said


@pytest.mark.parametrize(
    ("importer", "imported", "broken"),
    [
        ("services/a.py", "fieldkit.gui", LAYERS),
        ("gui/a.py", "fieldkit.cli", LAYERS),
        ("store/a.py", "fieldkit.exchange", LAYERS),
        ("domain/a.py", "fieldkit.crypto", LAYERS),
        ("services/a.py", "fieldkit.messages", LAYERS),
        ("canonical.py", "fieldkit.paths", LAYERS),
        ("errors.py", "fieldkit.clock", LAYERS),
        ("gui/a.py", "fieldkit.store", FRONTENDS),
        ("cli/a.py", "fieldkit.crypto", FRONTENDS),
    ],
)
def test_a_wrong_import_breaks_its_contract(skeleton: Path, importer: str, imported: str, broken: str) -> None:
    (skeleton / "fieldkit" / importer).write_text(f"import {imported}\n", encoding="utf-8")
    kept, said = lint(skeleton)
    assert not kept
    assert any(line.startswith(broken) and "BROKEN" in line for line in said.splitlines()), said


def test_a_cycle_breaks_its_contract(skeleton: Path) -> None:
    domain = skeleton / "fieldkit" / "domain"
    (domain / "a.py").write_text("import fieldkit.domain.b\n", encoding="utf-8")
    (domain / "b.py").write_text("import fieldkit.domain.a\n", encoding="utf-8")
    kept, said = lint(skeleton)
    assert not kept
    assert any(line.startswith(CYCLES) and "BROKEN" in line for line in said.splitlines()), said


def test_a_package_without_a_place_breaks_the_layers(skeleton: Path) -> None:
    (skeleton / "fieldkit" / "newcomer.py").touch()
    kept, said = lint(skeleton)
    assert not kept, said
    assert "newcomer" in said
