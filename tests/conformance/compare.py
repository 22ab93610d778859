"""Where two runs differ, and which differences are explained in DIFFERENCES.md."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from fieldkit.instruments.running import Step
from tests.conformance.engines import Run, Snapshot, step_text

_LIST = Path(__file__).with_name("differences.toml")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}(?:Z|[+-]\d\d:\d\d)")
_LATELY = timedelta(minutes=30)


@dataclass(frozen=True)
class Difference:
    """One field of one node that is not the same in both engines."""

    form: str
    ref: str
    field: str
    ours: object
    theirs: object
    after: str

    def __str__(self) -> str:
        return f"{self.form} {self.ref} {self.field}: ours {self.ours!r}, theirs {self.theirs!r} (after {self.after})"


def differences(
    form: str, script: tuple[Step, ...], mine: Run, other: Run, explained: "Explained"
) -> Iterator[Difference]:
    """The unexplained ones after the first step that has any: what follows from them is noise."""
    for place, (left, right) in enumerate(zip(mine.snapshots, other.snapshots, strict=True)):
        after = step_text(script[place - 1]) if place else "loading"
        if place and (mine.failures[place - 1] is None) != (other.failures[place - 1] is None):
            yield Difference(form, "", "refused", mine.failures[place - 1], other.failures[place - 1], after)
            return
        found = [each for each in _fields(form, left, right, after) if not explained.covers(each)]
        if found:
            yield from found
            return


def _fields(form: str, left: Snapshot, right: Snapshot, after: str) -> Iterator[Difference]:
    for ref in sorted({*left, *right}):
        mine, other = left.get(ref), right.get(ref)
        if mine is None or other is None:
            yield Difference(form, ref, "present", mine is not None, other is not None, after)
            continue
        for name, value in mine.items():
            if masked(value) != masked(other[name]):
                yield Difference(form, ref, name, value, other[name], after)


def masked(value: Any) -> object:
    """Identities and the time of the run are never the same twice."""
    return _MOMENT.sub(_lately, _UUID.sub("UUID", value)) if isinstance(value, str) else value


def _lately(match: re.Match[str]) -> str:
    moment = datetime.fromisoformat(match[0])
    return "NOW" if abs(datetime.now().astimezone() - moment) < _LATELY else match[0]


@dataclass
class Explained:
    """The list of differences that are meant; counts how often each applied."""

    rules: dict[str, list[dict[str, str]]] = field(
        default_factory=lambda: tomllib.loads(_LIST.read_text(encoding="utf-8")).get("difference", {})
    )
    used: Counter[str] = field(default_factory=Counter)

    def covers(self, difference: Difference) -> bool:
        """Whether some rule names the form, ref and field of the difference."""
        for name, patterns in self.rules.items():
            if any(_fits(pattern, difference) for pattern in patterns):
                self.used[name] += 1
                return True
        return False


def _fits(pattern: dict[str, str], difference: Difference) -> bool:
    return all(fnmatchcase(str(getattr(difference, name)), text) for name, text in pattern.items())
