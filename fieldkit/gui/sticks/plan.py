"""What a stick would bring, read before anything changes; and what it has brought."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from fieldkit.errors import Code
from fieldkit.gui import facts
from fieldkit.gui.facts import Facts
from fieldkit.progress import Progress
from fieldkit.services import arrivals, outcomes
from fieldkit.services.arrivals import Arrival
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport, RefusedItem
from fieldkit.services.sticks import Looked, Sticks, bundles_in
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """What lies on the stick, and what taking it in would do; no report where no file can be used."""

    found: tuple[Looked, ...]
    report: ImportReport | None
    doubtful: bool = False
    """Whether what revoked laptops say in their own bundles is taken in too, marked as in doubt."""

    @property
    def revoked(self) -> bool:
        """Whether something is refused only because a revoked laptop says it."""
        return any(each.code is Code.BUNDLE_REVOKED_DEVICE for each in self.refused)

    @property
    def good(self) -> tuple[Path, ...]:
        """Files that were opened and verified, and those that are to be kept until their laptop is enrolled."""
        return tuple(each.path for each in self.found if each.info is not None or each.is_early)

    @property
    def for_others(self) -> int:
        """Files that are sealed for somebody else: the stick goes on to them."""
        return sum(each.is_for_others for each in self.found)

    @property
    def files(self) -> tuple[RefusedItem, ...]:
        """Files that were meant for us, for all that one can tell, and could not even be opened."""
        bad = (each for each in self.found if each.code is not None and not each.is_early and not each.is_for_others)
        return tuple(RefusedItem(what=each.path.name, code=each.code) for each in bad if each.code is not None)

    @property
    def refused(self) -> tuple[RefusedItem, ...]:
        """Files and logs that cannot be taken in."""
        return self.files + (self.report.refused if self.report else ())


@dataclass(frozen=True, slots=True)
class Brought:
    """What was taken in, and how everything stands now."""

    report: ImportReport
    arrivals: tuple[Arrival, ...]
    facts: Facts | None


def look_into(workspace: Workspace, progress: Progress, *, folder: Path, language: str) -> Plan:
    """Look at all bundles of a folder. Raises Refusal (FILE_MISSING, FILE_UNREADABLE)."""
    return look_at(workspace, progress, paths=bundles_in(folder), language=language)


def look_at(
    workspace: Workspace, progress: Progress, *, paths: tuple[Path, ...], language: str, doubtful: bool = False
) -> Plan:
    """Look at files, then try taking in those that can be used."""
    found = Plan(Sticks(workspace).look(paths, progress), None)
    if not found.good:
        return found
    bundling = Bundling(workspace, each_record=True, doubtful=doubtful)
    report = bundling.import_files(found.good, dry_run=True, progress=progress)
    return Plan(found.found, _named(workspace, report, language), doubtful)


def take(workspace: Workspace, progress: Progress, *, plan: Plan, language: str) -> Brought:
    """Take in what was planned."""
    bundling = Bundling(workspace, each_record=True, doubtful=plan.doubtful)
    report = bundling.import_files(plan.good, progress=progress)
    return Brought(_named(workspace, report, language), arrivals.received(workspace), facts.read(workspace))


def _named(workspace: Workspace, report: ImportReport, language: str) -> ImportReport:
    return msgspec.structs.replace(report, outcomes=outcomes.named(workspace, report.outcomes, language))
