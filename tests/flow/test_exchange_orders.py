"""The three laws of merging: twice equals once, the order of bundles does not matter, their grouping does not matter.

One long story with whole imports and a check of the vault at its end; hundreds of short ones are in test_reunions.py.
"""

import contextlib
import itertools
import random
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from fieldkit.crypto import sealing
from fieldkit.domain.bodies import Decision
from fieldkit.domain.log import Line
from fieldkit.domain.people import Retention, Role
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, unsealing
from fieldkit.exchange.frames import Context, Verdicts, encode_opened
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.reading import judge, read
from fieldkit.services.bundling import Bundling
from fieldkit.services.figures import FigureBoard
from fieldkit.services.intake import take
from fieldkit.services.policies import set_retention
from fieldkit.services.retention import settle
from fieldkit.services.vaults import check
from fieldkit.services.workspace import Workspace
from tests.flow.team import Team, dump

WRITERS = ("O1", "S1", "M1", "M2", "M3")
JUDGE = "S9"


class _Back(Exception):  # noqa: N818  not an error
    """Takes back what was imported, so that the next order starts from the same store."""


def open_parcels(workspace: Workspace, paths: Iterable[Path]) -> list[Parcel]:
    """What the bundles for this vault bring, read in this process to save its many starts."""
    signed = workspace.store.people.roster()
    assert signed is not None
    identity = workspace.identity.age_identity
    context = Context(fingerprint=fingerprint(sealing.recipient_of(identity)), roster=signed)
    parcels = (importer.collect(read(importer.unseal(path.read_bytes(), identity), context)) for path in paths)
    return [unsealing.open_bodies(parcel, identity, context, judged_here) for parcel in parcels]


def judged_here(lines: tuple[Line, ...], context: Context) -> tuple[Code | None, ...]:
    [frame] = judge(encode_opened(lines), context)
    assert isinstance(frame, Verdicts)
    return tuple(Code(code) if code else None for code in frame.codes)


def everything(workspace: Workspace) -> dict[str, object]:
    """All that can be seen in a vault."""
    return dump(workspace) | {"figures": FigureBoard(workspace).compute()}


def outcome(workspace: Workspace, parcels: Iterable[Parcel], *, doubtful: bool = False) -> dict[str, object]:
    """What can be seen after these imports, which are then taken back."""
    seen: dict[str, object] = {}
    with contextlib.suppress(_Back), workspace.store.transaction():
        for parcel in parcels:
            assert not take(workspace, parcel, doubtful=doubtful).refused
        seen = everything(workspace)
        raise _Back
    return seen


class Story:
    """Plays random operations and keeps every bundle that was written for the judge on the way."""

    def __init__(self, team: Team, seed: int) -> None:
        self.team = team
        self.chance = random.Random(seed)
        self.early: list[Path] = []
        self.records: list[str] = []

    def play(self, steps: list[int]) -> None:
        operations = (
            self.record,
            self.record,
            self.amend,
            self.review,
            self.review,
            self.withdraw,
            self.exchange,
            self.exchange,
            self.write,
            self.change_role,
            self.turn_the_clock,
            self.change_retention,
        )
        for step in steps:
            operations[step % len(operations)]()

    def record(self) -> None:
        self.records.append(self.team.record(self.chance.choice(WRITERS), low=self._amount()))

    def amend(self) -> None:
        code = self.chance.choice(WRITERS)
        if record := self._known(code):
            self.team.amend(code, record, low=self._amount())

    def review(self) -> None:
        code = self.chance.choice(("O1", "S1", "M1"))
        if record := self._known(code):
            decision = self.chance.choice((Decision.ACCEPTED, Decision.ACCEPTED, Decision.RETURNED, Decision.EXCLUDED))
            self.team.review(code, record, decision, "why" if decision is not Decision.ACCEPTED else "")

    def withdraw(self) -> None:
        code = self.chance.choice(WRITERS)
        if self.chance.random() < 0.4 and (record := self._known(code)):
            self.team.withdraw(code, record)

    def exchange(self) -> None:
        sender, receiver = self.chance.sample(WRITERS, 2)
        with contextlib.suppress(Refusal):  # monitors have nothing to say to each other
            self.take_in(receiver, self.team.write(sender, receiver))

    def take_in(self, receiver: str, files: Iterable[Path]) -> None:
        for parcel in open_parcels(self.team[receiver], files):
            with self.team[receiver].store.transaction():
                take(self.team[receiver], parcel)
        settle(self.team[receiver])

    def write(self) -> None:
        self.early += self.last_bundles((self.chance.choice(WRITERS),))

    def change_role(self) -> None:
        self.team.change_role("M1", self.chance.choice((Role.SUPERVISOR, Role.MONITOR)))

    def change_retention(self) -> None:
        """Monitors who hear of it seal what they write from then on, or no longer."""
        set_retention(self.team["O1"], self.chance.choice((Retention.KEEP, Retention.SEAL_AT_SUBMIT)))
        for code in ("M1", "M2"):
            with contextlib.suppress(Refusal):
                self.take_in(code, self.team.write("O1", code))

    def turn_the_clock(self) -> None:
        self.team.clock.set(self.team.clock.now() + timedelta(days=self.chance.randrange(-3650, 3650)))

    def last_bundles(self, codes: tuple[str, ...] = WRITERS) -> list[Path]:
        """A bundle of each of these writers for the judge; none of those who have nothing to tell."""
        files: list[Path] = []
        for code in codes:
            with contextlib.suppress(Refusal):
                files += self.team.write(code, JUDGE)
        return files

    def _amount(self) -> str:
        return str(self.chance.randrange(1, 90) * 100)

    def _known(self, code: str) -> str:
        """Some record that this vault can still write about."""
        rows = [self.team[code].store.records.row(record) for record in self.records]
        usable = [row.id for row in rows if row is not None and row.state != State.WITHDRAWN]
        return self.chance.choice(usable) if usable else ""


def judged(story: Story, orders: int) -> dict[str, object]:
    """Check that after this story every order, with and without the early bundles, ends in the same."""
    judge = story.team[JUDGE]
    last = story.last_bundles()
    late, early = open_parcels(judge, last), open_parcels(judge, story.early)
    expected = outcome(judge, late)
    permutations = list(itertools.permutations(late))
    for order in story.chance.sample(permutations, min(orders, len(permutations))):
        assert outcome(judge, order) == expected
    for _ in range(6):
        mixed = [*late, *early, *story.chance.sample(late, len(late) // 2)]
        story.chance.shuffle(mixed)
        assert outcome(judge, mixed) == expected
    report = Bundling(judge).import_files([*last, *story.early, *last])
    assert report.refused == ()
    assert everything(judge) == expected
    judge.store.projection.rebuild()
    assert everything(judge) == expected
    assert check(judge).ok
    return expected


def new_team(folder: Path) -> Team:
    """A team in which everybody knows everybody from the start."""
    team = Team(folder, codes=(JUDGE, *WRITERS[1:]))
    for code in WRITERS[1:]:
        team.send("O1", code, code)
    return team


def test_all_orders_of_a_full_story(tmp_path: Path) -> None:
    """Every kind of operation several times; the outcome has conflicts, withdrawals and every kind of decision."""
    team = new_team(tmp_path)
    try:
        story = Story(team, seed=7)
        story.play([*([0, 0, 6, 4, 2, 6, 8, 3, 5] * 5), 9, 10, 6, 3, 2, 11, 11, 11, 0, 0, 0])
        gone = team.record("M2")
        story.early += story.last_bundles(("M2",))
        team.withdraw("M2", gone)
        disputed = team.record("M1")
        team.send("M1", "S1")
        team.amend("S1", disputed, "by the office")
        team.amend("M1", disputed, "by the monitor")
        assert any(line.sealed for code in ("M1", "M2") for line in team[code].store.log.all_lines())
        expected = judged(story, orders=120)
        states = {str(row.state) for row in expected["records"]}
        assert states >= {"submitted", "accepted", "conflict", "withdrawn"}
    finally:
        team.close()
