"""The officer changes the sites and code lists of the project: a file is read, what it would do is shown, then done."""

from dataclasses import dataclass
from pathlib import Path

from fieldkit import logs
from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import PUBLISHERS
from fieldkit.domain.reference import EXTENSIBLE, SITES, Site
from fieldkit.domain.reference import Code as Row
from fieldkit.domain.reference_changes import key_of, standing
from fieldkit.domain.reference_plan import ReferencePlan
from fieldkit.domain.reference_rows import CodeRow, SiteRow
from fieldkit.errors import Code, Refusal
from fieldkit.services import reference, reference_check, reference_table
from fieldkit.services.input import read_up_to
from fieldkit.services.journal import Journal
from fieldkit.services.output import write_new
from fieldkit.services.reference_table import LARGEST, BadTableError
from fieldkit.services.workspace import Workspace
from fieldkit.store.reference import SUBJECT


@dataclass(frozen=True, slots=True)
class ReferenceState:
    """What the officer is told of the reference in force."""

    sites: int
    """Those that are offered."""
    retired: int
    codes: int
    """Codes of lists that the project added or changed."""
    disputed: tuple[Site | Row, ...]
    """Of which officers said different things."""


class ReferenceDesk:
    """Sites and code lists of one project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def may_change(self) -> bool:
        """Whether this device belongs to an officer of a project."""
        return self._workspace.role in PUBLISHERS

    def state(self) -> ReferenceState:
        """How the lists stand."""
        current = self._workspace.reference
        codes = tuple(row for name in sorted(EXTENSIBLE) for row in current.lists[name].values() if row.own)
        retired = sum(site.retired for site in current.sites.values())
        every: tuple[Site | Row, ...] = (*current.sites.values(), *codes)
        disputed = tuple(row for row in every if row.disputed)
        return ReferenceState(sites=len(current.sites) - retired, retired=retired, codes=len(codes), disputed=disputed)

    def plan(self, path: Path) -> ReferencePlan:
        """What a file would change, or what is wrong with it; changes nothing.

        Raises Refusal: FILE_MISSING, FILE_UNREADABLE, PROJECT_MISSING, PROJECT_NOT_OFFICER.
        """
        self._require_officer()
        try:
            lines = reference_table.read(read_up_to(path, LARGEST))
        except BadTableError as error:
            return ReferencePlan(wrong=error.wrong)
        return reference_check.planned(lines, self._workspace.reference, reference.load())

    def apply(self, plan: ReferencePlan) -> Changes:
        """Tell every device, with the next bundle to it, what a plan changes.

        Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER, REFERENCE_WRONG if something is wrong with its file.
        """
        self._require_officer()
        if plan.wrong:
            raise refusal(plan)
        rows = tuple(each.row for each in plan.changing)
        if not rows:
            return NOTHING
        said = standing(self._workspace.store.reference.told())
        replaced = {each.entry for row in rows if key_of(row) in said for each in said[key_of(row)].said}
        change = ReferenceChange(
            sites=tuple(row for row in rows if isinstance(row, SiteRow)),
            codes=tuple(row for row in rows if isinstance(row, CodeRow)),
            at=self._workspace.now(),
            follows=tuple(sorted(replaced)),
        )
        _, changes = Journal(self._workspace).append(EntryKind.REFERENCE, SUBJECT, change)
        logs.event("reference.changed")
        return changes

    def table(self, name: str = SITES) -> bytes:
        """The sites or the codes of a list in force, as a CSV file; an empty name stands for all lists of codes.

        Raises Refusal(REFERENCE_LIST_UNKNOWN).
        """
        names = (name,) if name else tuple(sorted(EXTENSIBLE))
        if name:
            self.rows(name)
        return reference_table.write(self._workspace.reference, names)

    def rows(self, name: str = SITES) -> tuple[Site | Row, ...]:
        """The sites, or the codes of a list without its headings. Raises Refusal(REFERENCE_LIST_UNKNOWN)."""
        found = self._workspace.reference.codes(name).values()
        if not found:
            raise Refusal(Code.REFERENCE_LIST_UNKNOWN)
        return tuple(row for row in found if isinstance(row, Site) or not row.heading)

    def export(self, out: Path, name: str = SITES) -> None:
        """Write `table` to a new file. Raises Refusal also: FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE."""
        write_new(out, self.table(name))

    def _require_officer(self) -> None:
        self._workspace.require_roster()
        if not self.may_change:
            raise Refusal(Code.PROJECT_NOT_OFFICER)


def refusal(plan: ReferencePlan) -> Refusal:
    """Why a plan cannot be done: something is wrong with its file."""
    return Refusal(Code.REFERENCE_WRONG, count=len(plan.wrong), line=plan.wrong[0].line)
