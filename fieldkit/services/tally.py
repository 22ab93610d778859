"""The report of an import, counted up bundle by bundle: one byte for each record of the vault, however many come."""

from enum import IntFlag
from pathlib import Path

from fieldkit.domain.changes import NOTHING
from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Code
from fieldkit.services import outcomes
from fieldkit.services.intake import ImportReport, Missing, RefusedItem, Taken
from fieldkit.services.outcomes import Outcome


class _Mark(IntFlag):
    """What bundles did to a record."""

    NEW = 1
    UPDATED = 2
    IDENTICAL = 4
    CONFLICT = 8


class Tally:
    """Adds bundles up; a record that two of them touch counts once."""

    def __init__(self) -> None:
        self.files = 0
        """That were looked at; some of them twice."""
        self.jumps: dict[Path, tuple[Missing, ...]] = {}
        """Files that jumped over entries which nobody has brought yet, and what they lack."""
        self._marks = bytearray()
        """By row number."""
        self._refused: list[RefusedItem] = []
        self._outcomes: list[tuple[Outcome, ...]] = []
        self._forks: set[str] = set()
        self._turned_back: set[str] = set()
        self._kept: dict[str, Waiting] = {}
        """By the name of the file."""
        self._released = 0
        self._attachments = 0
        self._changes = NOTHING

    def add(self, path: Path, taken: Taken) -> None:
        """One more bundle, or one that jumped over entries once more: what it lacked is said by the last time."""
        if self.jumps.pop(path, ()):
            gap = Code.BUNDLE_GAP
            self._refused = [item for item in self._refused if (item.code, item.file) != (gap, path.name)]
        if taken.missing:
            self.jumps[path] = taken.missing
        for numbers, mark in (
            (taken.new, _Mark.NEW),
            (taken.updated, _Mark.UPDATED),
            (taken.identical, _Mark.IDENTICAL),
        ):
            self._mark(numbers, mark, ends_conflict=mark is not _Mark.IDENTICAL)
        self._mark(taken.conflicts, _Mark.CONFLICT)
        self._refused += taken.refused
        self._outcomes.append(taken.outcomes)
        self._forks |= taken.forks
        self._turned_back |= taken.turned_back
        if taken.kept is not None:
            self._kept[taken.kept.name] = taken.kept
        if taken.released and self._kept.pop(taken.released, None) is None:
            self._released += 1
        self._attachments += taken.attachments
        self._changes = (self._changes | taken.changes).brief()

    def report(self, left: int = 0) -> ImportReport:
        """What all of them did; `left` files were not looked at."""
        counts = [self._marks.count(bytes([mark])) for mark in range(2 * _Mark.CONFLICT)]
        kinds = [_kind(_Mark(mark)) for mark in range(len(counts))]
        return ImportReport(
            new=sum(count for count, kind in zip(counts, kinds, strict=True) if kind is _Mark.NEW),
            updated=sum(count for count, kind in zip(counts, kinds, strict=True) if kind is _Mark.UPDATED),
            identical=sum(count for count, kind in zip(counts, kinds, strict=True) if kind is _Mark.IDENTICAL),
            conflicts=sum(count for mark, count in enumerate(counts) if mark & _Mark.CONFLICT),
            refused=tuple(self._refused),
            missing=tuple(item for missing in self.jumps.values() for item in missing),
            changes=self._changes,
            attachments=self._attachments,
            left=left,
            outcomes=outcomes.joined(self._outcomes),
            forks=tuple(sorted(self._forks)),
            turned_back=tuple(sorted(self._turned_back)),
            kept=tuple(self._kept.values()),
            released=self._released,
        )

    def _mark(self, numbers: frozenset[int], mark: _Mark, *, ends_conflict: bool = False) -> None:
        room = max(numbers, default=0) + 1 - len(self._marks)
        if room > 0:
            self._marks.extend(bytes(room))
        kept = ~_Mark.CONFLICT.value if ends_conflict else ~0
        for number in numbers:
            self._marks[number] = self._marks[number] & kept | mark


def _kind(mark: _Mark) -> _Mark | None:
    """The weightiest of what was done."""
    return next((kind for kind in (_Mark.NEW, _Mark.UPDATED, _Mark.IDENTICAL) if mark & kind), None)
