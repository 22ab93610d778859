"""The files of the project as the rules read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fieldkit"
FOLDERS = ("fieldkit", "tests", "translations", "resources", ".ci")


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is its path from the root of the project."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.name)

    @property
    def package(self) -> str:
        """First part below fieldkit/: `store`, or `clock` for a module that lies there itself."""
        return self.name.removeprefix("fieldkit/").split("/")[0].removesuffix(".py")


@cache
def modules() -> list[Module]:
    """Every module of the product."""
    return [Module(name, text) for name, text in texts() if name.startswith("fieldkit/") and name.endswith(".py")]


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every text file of the project. Build products, caches and binary files are left out."""
    files = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    for folder in FOLDERS:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted(files):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            yield path.relative_to(ROOT).as_posix(), text
