"""The forms of this folder and the steps that are written for them: XLSForm tables with one more sheet, `_steps`.

What pyxform never writes is an XForm document, with the same sheet in a comment at its end. A row of that sheet is `set | REF | VALUE`, `add | REPEAT`, `remove | REPEAT | INDEX0`, `language | NAME` or `new`, which
begins another script. Refs leave the root out: `g/q`, `rep[2]/q`. Cells cannot hold `|`, so they write `¦` for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyxform.xls2xform import convert

from fieldkit.domain.forms import Instrument
from fieldkit.instruments.reading import from_xform, read_form
from fieldkit.instruments.running import AddRepeatStep, LanguageStep, RemoveRepeatStep, SetStep, Step

FOLDER = Path(__file__).with_name("forms")
Script = tuple[Step, ...]

_STEPS = re.compile(r"^\|\s*_steps\s*\|\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One form with its scripts; the first script may be empty."""

    name: str
    text: str

    @cached_property
    def instrument(self) -> Instrument:
        """The form as this program reads it."""
        if not self.text.startswith("|"):
            return read_form(self.text.encode(), f"{self.name}.xml")
        xform = str(convert(_STEPS.split(self.text)[0], validate=False, file_type=".md").xform)
        return from_xform(xform.replace("¦", "|"))

    @cached_property
    def root(self) -> str:
        """The ref of the root element."""
        return "/" + self.instrument.questions[0].path.split("/")[1]

    def scripts(self) -> tuple[Script, ...]:
        """What is written on the sheet of steps."""
        parts = _STEPS.split(self.text)
        found: list[list[Step]] = [[]]
        for cells in _rows(parts[1]) if len(parts) > 1 else ():
            if cells[0] == "new":
                found.append([])
            else:
                found[-1].append(self._step(*cells))
        return tuple(tuple(script) for script in found)

    def _step(self, verb: str, target: str, value: str = "") -> Step:
        ref = f"{self.root}/{target}"
        match verb:
            case "set":
                return SetStep(ref, value)
            case "add":
                return AddRepeatStep(ref)
            case "remove":
                return RemoveRepeatStep(ref, int(value))
            case "language":
                return LanguageStep(target)
        raise ValueError(f"{self.name}: unknown step {verb}")


def load(wanted: list[str]) -> Iterator[Case]:
    """The cases with one of the names, all without a name."""
    for path in sorted((*FOLDER.glob("*.md"), *FOLDER.glob("*.xml"))):
        if not wanted or path.stem in wanted:
            yield Case(path.stem, path.read_text(encoding="utf-8"))


def _rows(table: str) -> Iterator[tuple[str, ...]]:
    for line in table.partition("-->")[0].strip().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        yield tuple(cells[1:] if cells[0] == "" else cells)
