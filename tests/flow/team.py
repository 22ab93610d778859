"""A project of real vaults: an officer, a supervisor, monitors; what they write goes through their own journals."""

import copy
import functools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldkit import canonical
from fieldkit.clock import SteppingClock
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import Decision, Review, Revision, Withdrawal
from fieldkit.domain.forms import Instrument, Kind, Question
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import Member, Role
from fieldkit.paths import VaultFiles
from fieldkit.services import roles, rosters, vaults
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport
from fieldkit.services.journal import Journal
from fieldkit.services.projects import Projects
from fieldkit.services.revoking import Revoking
from fieldkit.services.workspace import Workspace
from tests.prepared import Kept

PHRASE = "correct horse battery staple 17"

ROLES = {
    "site": "record.site",
    "date": "record.date",
    "finding": "record.finding",
    "pay": "payment",
    "pay/status": "payment.status",
    "pay/nature": "payment.nature",
    "pay/low": "payment.amount_low",
    "pay/currency": "payment.currency",
    "words": "",
}
FORM = Instrument(
    form="stop",
    version="1",
    title="Stop",
    languages=("English (en)",),
    questions=tuple(
        Question(path=f"/data/{name}", kind=Kind.REPEAT if name == "pay" else Kind.TEXT, role=role)
        for name, role in ROLES.items()
    ),
    xform="<h:html/>",
)


def new_vault(folder: Path, clock: SteppingClock) -> Workspace:
    files = VaultFiles(folder)
    vaults.create(files, PHRASE, clock, cost=vaults.TEST_COST)
    return unlock(folder, clock)


def unlock(folder: Path, clock: SteppingClock) -> Workspace:
    return vaults.unlock(VaultFiles(folder), PHRASE, clock, floor=vaults.TEST_COST)


class Team:
    """Vaults by member code. `O1` is the officer, codes with S supervise, codes with M monitor."""

    def __init__(
        self, folder: Path, codes: tuple[str, ...] = ("S1", "M1", "M2", "M3"), *, form: Instrument | None = FORM
    ) -> None:
        self.folder = folder
        self.clock = SteppingClock()
        self.vaults = {code: new_vault(folder / code, self.clock) for code in ("O1", *codes)}
        Projects(self["O1"]).create("Sample", "O1")
        for code in codes:
            self.enrol(code, self[code])
        if form is not None:
            Journal(self["O1"]).append(EntryKind.INSTRUMENT, form.form, form)

    @classmethod
    def same(
        cls, folder: Path, codes: tuple[str, ...] = ("S1", "M1", "M2", "M3"), *, form: Instrument | None = FORM
    ) -> "Team":
        """Like `Team`, without waiting for it: a copy of one that was made before, with the same keys."""
        return _made(codes, form).copy(folder)

    def __getitem__(self, code: str) -> Workspace:
        return self.vaults[code]

    def enrol(self, code: str, workspace: Workspace) -> None:
        role = Role.SUPERVISOR if code.startswith("S") else Role.MONITOR
        request = Projects(workspace).request(code)
        Projects(workspace).join(Projects(self["O1"]).enrol(request, role))

    def close(self) -> None:
        for workspace in self.vaults.values():
            workspace.close()

    def record(
        self,
        code: str,
        words: str = "said",
        *,
        low: str = "500",
        record: str = "",
        parents: tuple[str, ...] = (),
        form: Instrument = FORM,
    ) -> str:
        """A new record, or a later revision of one."""
        record = record or self.clock.new_id()
        values = {
            "site": "kz_uz_control",
            "date": "2026-01-05",
            "finding": "event",
            "pay/status": "paid",
            "pay/nature": "extortion",
            "pay/low": low,
            "pay/currency": "KZT",
            "words": words,
        }
        items = tuple(Answer(ref=f"/data/{name}", value=value) for name, value in values.items())
        revision = Revision(
            record=record,
            parents=parents,
            author=code,
            at=self[code].now(),
            answers=Answers(form=form.form, version=form.version, items=items),
        )
        Journal(self[code]).append(EntryKind.REVISION, record, revision)
        return record

    def amend(self, code: str, record: str, words: str = "corrected", low: str = "700") -> None:
        named = self[code].store.records.parents(record)
        leaves = set(named) - {parent for parents in named.values() for parent in parents}
        self.record(code, words, low=low, record=record, parents=tuple(sorted(leaves)))

    def review(self, code: str, record: str, decision: Decision = Decision.ACCEPTED, reason: str = "") -> None:
        store = self[code].store
        row = store.records.row(record)
        assert row is not None
        seen = {name for name, (_, review) in store.records.reviews(record).items() if review.revision == row.head}
        review = Review(
            record=record,
            revision=row.head,
            decision=decision,
            reviewer=code,
            at=self[code].now(),
            reason=reason,
            follows=tuple(sorted(seen)),
        )
        Journal(self[code]).append(EntryKind.REVIEW, record, review)

    def withdraw(self, code: str, record: str) -> None:
        Journal(self[code]).append(EntryKind.WITHDRAWAL, record, Withdrawal(record=record, at=self[code].now()))

    def write(self, code: str, *to: str) -> tuple[Path, ...]:
        return Bundling(self[code]).write(self.folder / "stick", to).files

    def send(self, sender: str, receiver: str, *to: str) -> ImportReport:
        return Bundling(self[receiver]).import_files(self.write(sender, *to))

    def revoke(self, code: str) -> None:
        """What the officer does after a laptop was seized."""
        Revoking(self["O1"]).revoke(code)

    def change_role(self, code: str, role: Role) -> None:
        """What the officer does when somebody gets another task."""
        roles.give(self["O1"], code, role)

    def demote_officer(self, role: Role) -> None:
        """No command does this to whoever holds the project key, but that key can sign it."""
        office = self["O1"]
        changed = office.require_roster().with_member(Member(code="O1", role=role))
        rosters.amend(office, changed, "project.role")


@dataclass(frozen=True)
class KeptTeam:
    """The closed vaults of a team, and its clock when they were closed."""

    vaults: Kept
    codes: tuple[str, ...]
    clock: SteppingClock

    def copy(self, folder: Path) -> Team:
        """The team once more, in a folder of its own."""
        team = Team.__new__(Team)
        team.folder, team.clock = self.vaults.put(folder), copy.copy(self.clock)
        team.vaults = {code: unlock(folder / code, team.clock) for code in self.codes}
        return team


def keep(make: Callable[[Path], Team]) -> KeptTeam:
    """Make a team to be copied."""
    with tempfile.TemporaryDirectory() as folder:
        team = make(Path(folder))
        team.close()
        return KeptTeam(Kept.of(team.folder), tuple(team.vaults), team.clock)


@functools.cache
def _made(codes: tuple[str, ...], form: Instrument | None) -> KeptTeam:
    return keep(lambda folder: Team(folder, codes, form=form))


def state(workspace: Workspace, record: str) -> str:
    row = workspace.store.records.row(record)
    return "" if row is None else str(row.state)


def dump(workspace: Workspace) -> dict[str, object]:
    """All that must be the same whatever way the bundles came."""
    store = workspace.store
    facts = list(store.facts.all())
    return {
        "roster": store.people.roster(),
        "reference": {code: site for code, site in workspace.reference.sites.items() if site.own},
        "records": [store.records.row(item.record) for item in facts],
        "facts": facts,
        "reviews": {item.record: sorted(store.records.reviews(item.record)) for item in facts},
        "revisions": {item.record: store.records.parents(item.record) for item in facts},
        "heads": store.log.heads(),
        "bodies": sorted((canonical.encode(line.entry), line.body is not None) for line in store.log.all_lines()),
    }
