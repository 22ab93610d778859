"""Devices that part, work each on its own, and meet again: real vaults, put back after each story as they were before.

A story is played inside one transaction of every vault, which is then taken back, so that the next one costs no new
vaults. Bundles are written, sealed, opened and read as always; they only do not touch a disk, and no process is started
to read them.
"""

import contextlib
import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from unittest import mock

import msgspec

from fieldkit.clock import Clock, SteppingClock
from fieldkit.crypto import sealing
from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.consent import Use
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.people import Retention, Role
from fieldkit.domain.reference_changes import key_of, standing
from fieldkit.domain.reference_rows import Label, SiteRow
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, sticks, unsealing
from fieldkit.exchange.frames import Context, Verdicts, encode_opened
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.reading import judge, read
from fieldkit.services import policies, retention
from fieldkit.services.bundling import Bundling
from fieldkit.services.consenting import Consenting
from fieldkit.services.forms import Forms
from fieldkit.services.intake import take
from fieldkit.services.journal import Journal
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from fieldkit.services.resolving import Resolving
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from fieldkit.store.reference import SUBJECT
from tests.flow.team import Team
from tests.flow.undoing import changing, taken_back
from tests.unit.services.helpers import FORM, form_file

CASTS = (("O1", "S1", "M1"), ("O1", "S1", "M1", "M2"), ("O1", "S1", "S2", "M1", "M2"))
"""Who writes in a story of three, four and five devices."""
RECORD = 0
"""The number of the operation that makes a record."""
JUDGE = "S9"
"""A reader who writes nothing: what the others wrote comes here in every order."""
NEW_SITE = "kg_new"
"""Officers add it, rename and retire it."""
TEN_YEARS = 3_652
_TODAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def written(workspace: Workspace, *to: str) -> list[bytes]:
    """The bundles that a vault writes for these members, or for all readers. Raises Refusal like `Bundling.write`."""
    bundles: list[bytes] = []

    def keep(folder: Path, sealed: bytes, _clock: Clock) -> Path:
        bundles.append(sealed)
        return folder

    with mock.patch.object(sticks, "write_bundle", keep):
        Bundling(workspace).write(Path("stick"), to)
    return bundles


def opened(workspace: Workspace, bundles: Iterable[bytes]) -> list[Parcel]:
    """What those of the bundles bring that are for this vault."""
    signed = workspace.store.people.roster()
    assert signed is not None
    identity = workspace.identity.age_identity
    context = Context(fingerprint=fingerprint(sealing.recipient_of(identity)), roster=signed)
    parcels = []
    for bundle in bundles:
        try:
            parcel = importer.collect(read(importer.unseal(bundle, identity), context))
        except Refusal as refusal:
            if refusal.code is not Code.BUNDLE_NOT_FOR_YOU:
                raise
        else:
            parcels.append(unsealing.open_bodies(parcel, identity, context, _judged_here))
    return parcels


def _judged_here(lines: tuple[Line, ...], context: Context) -> tuple[Code | None, ...]:
    [frame] = judge(encode_opened(lines), context)
    assert isinstance(frame, Verdicts)
    return tuple(Code(code) if code else None for code in frame.codes)


def say_of_a_site(workspace: Workspace, words: str, *, retired: bool = False) -> None:
    """What an officer's table does, written by whoever it is."""
    row = SiteRow(
        code=NEW_SITE,
        labels=(Label(language="ru", words=words),),
        kind="market",
        country="KG",
        retired=True if retired else msgspec.UNSET,
    )
    known = standing(workspace.store.reference.told()).get(key_of(row))
    seen = tuple(sorted(each.entry for each in known.said)) if known else ()
    change = ReferenceChange(sites=(row,), at=workspace.now(), follows=seen)
    Journal(workspace).append(EntryKind.REFERENCE, SUBJECT, change)


class Reunion:
    """A team in which everybody knows everybody, the questionnaire that all use, and some records known to all readers."""

    def __init__(self, folder: Path) -> None:
        codes = tuple(dict.fromkeys(code for cast in CASTS for code in cast if code != "O1"))
        self.team = Team(folder, codes=(JUDGE, *codes), form=None)
        publisher = Publisher(self.team["O1"])
        Forms(self.team["O1"]).import_file(form_file(folder))
        publisher.publish(publisher.find(FORM))
        self.team.change_role("S1", Role.OFFICER)
        say_of_a_site(self.team["O1"], "told at the beginning")
        for code in (JUDGE, *codes):
            self._tell("O1", code)
        self._before = Story(self.team, CASTS[0], "before", {})
        self._before.play([RECORD] * 3)
        for sender, receiver in itertools.product(CASTS[0], (JUDGE, "O1", "S1", "S2")):
            if sender != receiver:
                self._tell(sender, receiver)

    def _tell(self, sender: str, receiver: str) -> None:
        workspace = self.team[receiver]
        with workspace.store.transaction():
            for parcel in opened(workspace, written(self.team[sender], receiver)):
                take(workspace, parcel)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.team.close()

    @contextlib.contextmanager
    def story(self, devices: int, seed: object) -> Iterator["Story"]:
        """A story of that many devices; all is forgotten when it is over."""
        with contextlib.ExitStack() as stack:
            for workspace in self.team.vaults.values():
                stack.enter_context(taken_back(workspace.store))
                workspace.clock = SteppingClock(_TODAY)
            yield Story(self.team, CASTS[devices - len(CASTS[0])], seed, self._before.written)


class Story:
    """Plays random operations and remembers what was acknowledged and every bundle that could reach the judge."""

    def __init__(
        self, team: Team, cast: tuple[str, ...], seed: object, before: Mapping[str, list[tuple[str, str]]]
    ) -> None:
        self.team, self.cast = team, cast
        self.chance = random.Random(f"{seed}")
        self.early: list[bytes] = []
        self.heads: set[str] = set()
        """Of logs, after each operation that was acknowledged."""
        self.written = {(device := team[code].identity.device): [*before.get(device, ())] for code in cast}
        """Record and name of each revision that a device acknowledged."""
        self.withdrawn: set[str] = set()
        """Records for which consent was taken back."""
        self.closed: dict[str, frozenset[Use]] = {}
        """Of each record, the uses for which it was."""
        self._records = dict.fromkeys(record for told in self.written.values() for record, _ in told)
        """In the order in which they were made; their ids are chance that no seed decides."""
        self._told = 0
        everybody = self.cast
        self._operations: tuple[tuple[Callable[[str], None], tuple[str, ...]], ...] = (
            (self._record, everybody),
            (self._correct, everybody),
            (self._correct, everybody),
            (self._correct, self.readers),
            (self._correct, self.readers),
            (self._review, self.readers),
            (self._review, self.readers),
            (self._review, ("M1", *self.readers)),
            (self._decide, self.readers),
            (self._withdraw, everybody),
            (self._close, everybody),
            (self._exchange, everybody),
            (self._exchange, self.readers),
            (self._hand_over, everybody),
            (self._turn_a_clock, everybody),
            (self._change_a_role, ("O1",)),
            (self._change_retention, ("O1",)),
            (self._say_of_a_site, ("O1", "S1")),
            (self._say_of_a_site, ("O1", "S1", *self.readers)),
        )

    @property
    def readers(self) -> tuple[str, ...]:
        """Who can read all from the beginning on."""
        return tuple(code for code in self.cast if code[0] in "OS")

    def play(self, steps: Iterable[int]) -> None:
        """Do the operations of these numbers; one that a device refuses changes nothing."""
        for step in steps:
            operation, by = self._operations[step % len(self._operations)]
            code = self.chance.choice(by)
            with contextlib.suppress(Refusal), changing(self.team[code].store):
                operation(code)
                self._acknowledge(code)

    def bundles(self, code: str, *to: str) -> list[bytes]:
        """What a member writes for others now, for all readers if none are named; nothing if there is nothing to tell."""
        with contextlib.suppress(Refusal), changing(self.team[code].store):
            return written(self.team[code], *to)
        return []

    def take_in(self, code: str, bundles: Iterable[bytes]) -> None:
        """What the import of bundles does."""
        workspace = self.team[code]
        for parcel in opened(workspace, bundles):
            take(workspace, parcel)
        retention.settle(workspace)

    def _acknowledge(self, code: str) -> None:
        head = Journal(self.team[code]).head()
        if head is not None:
            self.heads.add(head.hash)

    def _record(self, code: str) -> None:
        """At a site of the questionnaire, or at one that an officer may have added."""
        recording = Recording(self.team[code])
        site = self.chance.choice(("kz_uz_control", "kz_uz_control", "kz_uz_control", NEW_SITE))
        self._submit(code, recording.start(FORM), ("/stop/where/site", site), ("/stop/story", self._words()))

    def _correct(self, code: str) -> None:
        """Another answer to one question, or to two: what others change meanwhile may touch it or not."""
        if record := self._some(code):
            values = {
                "/stop/story": self._words(),
                "/stop/where/day": f"20{self.chance.randrange(10, 27)}-03-{self.chance.randrange(1, 29):02}",
                "/stop/paid": self.chance.choice(("yes", "no")),
            }
            asked = self.chance.sample([*values, "/stop/story"], self.chance.choice((1, 1, 1, 2)))
            draft = Recording(self.team[code]).amend(record)
            self._submit(code, draft, *((ref, values[ref]) for ref in asked))

    def _submit(self, code: str, draft: str, *values: tuple[str, str]) -> None:
        recording = Recording(self.team[code])
        session = recording.resume(draft)
        for ref, value in values:
            session.set(ref, value)
        recording.save(draft, session.draft())
        saved = recording.submit(draft)
        self.written[self.team[code].identity.device].append((saved.id, saved.revision))
        self._records.setdefault(saved.id)

    def _review(self, code: str) -> None:
        desk = Reviewing(self.team[code])
        record, other = self._some(code), self._some(code)
        match self.chance.randrange(4):
            case 0:
                desk.accept(record)
            case 1:
                desk.return_to_author(record, self._words())
            case 2:
                desk.exclude(record, self._words())
            case _:
                desk.duplicate(record, other)

    def _decide(self, code: str) -> None:
        """A decision about a conflict, if there is one: one version as a whole, or question by question."""
        desk = Resolving(self.team[code])
        if found := desk.conflicts():
            conflict = self.chance.choice(found)
            count = len(conflict.versions)
            if conflict.whole or self.chance.random() < 0.5:
                desk.take(conflict.record, self.chance.randrange(count))
            else:
                desk.decide(conflict.record, {each.ref: self.chance.randrange(count) for each in conflict.questions})

    def _withdraw(self, code: str) -> None:
        if (record := self._some(code)) and self.chance.random() < 0.5:
            Reviewing(self.team[code]).withdraw(record)
            self.withdrawn.add(record)

    def _close(self, code: str) -> None:
        """Consent for some uses of a record is taken back."""
        if record := self._some(code):
            uses = self.chance.sample([use for use in Use if use is not Use.STORE_RECORD], self.chance.choice((1, 2)))
            Consenting(self.team[code]).withdraw(record, uses)
            self.closed[record] = self.closed.get(record, frozenset()) | {*uses}

    def _exchange(self, code: str) -> None:
        """A stick from anybody else, addressed or for all readers."""
        sender = self.chance.choice([other for other in self.cast if other != code])
        with changing(self.team[sender].store):
            self.take_in(code, written(self.team[sender], *self.chance.choice(((), (code,)))))

    def _hand_over(self, code: str) -> None:
        """A bundle that reaches the judge some day, when there may be later ones."""
        self.early += written(self.team[code])

    def _turn_a_clock(self, code: str) -> None:
        days = self.chance.randrange(-TEN_YEARS, TEN_YEARS)
        self.team[code].clock = SteppingClock(_TODAY + timedelta(days=days))

    def _change_a_role(self, _code: str) -> None:
        """One who reads or no longer, reviews or no longer, or a second officer."""
        other = self.chance.choice((("M1", Role.MONITOR), ("S1", Role.OFFICER)))
        self.team.change_role(other[0], self.chance.choice((Role.SUPERVISOR, Role.ANALYST, other[1])))

    def _change_retention(self, _code: str) -> None:
        """Monitors who hear of it seal what they write from then on, or no longer."""
        policies.set_retention(self.team["O1"], self.chance.choice((Retention.KEEP, Retention.SEAL_AT_SUBMIT)))

    def _say_of_a_site(self, code: str) -> None:
        """It counts if an officer does it; of anybody else it does not, unless they become one."""
        say_of_a_site(self.team[code], self._words(), retired=self.chance.random() < 0.3)

    def _words(self) -> str:
        """Words that nobody else says."""
        self._told += 1
        return f"said {self._told}"

    def _some(self, code: str) -> str:
        """Some record that this vault knows; the few that there are are written about again and again."""
        known = [record for record in self._records if self.team[code].store.records.row(record) is not None]
        return known[min(self.chance.randrange(len(known)) for _ in range(3))] if known else ""
