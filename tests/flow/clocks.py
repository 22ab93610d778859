"""T34: laptops whose clocks are wrong: what is saved between two settings of the clock, and what became of it elsewhere."""

import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from fieldkit.domain.bodies import Revision
from fieldkit.domain.clocks import TOLERANCE
from fieldkit.services.intake import Taken, take
from fieldkit.services.vaults import check
from tests.flow.team import Team, dump
from tests.flow.test_exchange_orders import open_parcels

TODAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_WINTER, _SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
SETTINGS: dict[str, datetime] = {
    "five years back": TODAY - timedelta(days=5 * 365),
    "ten years ahead": TODAY + timedelta(days=3652),
    "before summer time": datetime(2026, 3, 29, 1, 59, 50, tzinfo=_WINTER),
    "summer time": datetime(2026, 3, 29, 3, 0, 0, tzinfo=_SUMMER),
    "the hour that comes twice": datetime(2026, 10, 25, 2, 59, 50, tzinfo=_SUMMER),
    "that hour again": datetime(2026, 10, 25, 2, 0, 0, tzinfo=_WINTER),
    "the end of 32 bits": datetime(2038, 1, 19, 3, 14, 6, tzinfo=UTC),
    "farthest east": TODAY.astimezone(timezone(timedelta(hours=14))),
    "farthest west": TODAY.astimezone(timezone(timedelta(hours=-12))),
    "as it is": TODAY,
}
"""What a clock is set to."""


class Case:
    """Records and corrections of one monitor under several clocks, taken in by the supervisor."""

    def __init__(self, team: Team, names: list[str], chance: random.Random) -> None:
        self.team = team
        self.names = names
        self.chance = chance
        self.made: list[tuple[str, str]] = []
        """Record and claimed time of each save, in order."""
        self.back = False
        """A clock was turned back by more than what is let pass."""

    def play(self) -> list[str]:
        """Save under each clock; what is wrong with what became of it, in sentences."""
        team, log = self.team, self.team["M1"].store.log
        mine = team["M1"].identity
        signed = log.head(mine.device, mine.epoch)
        first = signed.head.seq if signed else 0
        before = log.entry(mine.device, mine.epoch, first) if first else None
        last = datetime.fromisoformat(before.at) if before else None
        for name in self.names:
            team.clock.set(SETTINGS[name])
            known = [record for record, _ in self.made]
            if known and self.chance.random() < 0.4:
                record = self.chance.choice(known)
                team.amend("M1", record, words=name, low=str(self.chance.randrange(900)))
            else:
                record = team.record("M1", words=name)
            signed = log.head(mine.device, mine.epoch)
            entry = log.entry(mine.device, mine.epoch, signed.head.seq) if signed else None
            at = datetime.fromisoformat(entry.at) if entry else TODAY
            self.back = self.back or (last is not None and last - at > TOLERANCE)
            last = at
            self.made.append((record, entry.at if entry else ""))
        return self._wrong(first)

    def _wrong(self, first: int) -> list[str]:
        team, mine = self.team, self.team["M1"].identity
        taken = self._take(team.write("M1"))
        wrong: list[str] = []
        for code in ("M1", "S1"):
            store = team[code].store
            lines = list(store.log.lines(mine.device, mine.epoch, after=first))
            if [(line.entry.subject, line.entry.at) for line in lines] != self.made:
                wrong.append(f"{code} holds other entries, or in another order")
            shown = {record: store.records.row(record) for record, _ in self.made}
            newest = {line.entry.subject: line for line in lines}
            for record, row in shown.items():
                head = store.records.revision(row.head) if row else None
                if not isinstance(head, Revision) or row is None or row.state != "submitted":
                    wrong.append(f"{code} lost a record, or has it in conflict")
                elif abs(_moment(head.at) - _moment(newest[record].entry.at)) > timedelta(seconds=5):
                    wrong.append(f"{code} shows an older version, or another date")
        if (mine.device in taken.turned_back) != self.back:
            wrong.append(f"a clock turned back is told: {mine.device in taken.turned_back}, and was: {self.back}")
        before = dump(team["S1"])
        self._take(team.write("M1"))
        if dump(team["S1"]) != before:
            wrong.append("taking it in again changes something")
        return wrong

    def _take(self, files: tuple[Path, ...]) -> Taken:
        taken = Taken()
        for parcel in open_parcels(self.team["S1"], files):
            with self.team["S1"].store.transaction():
                taken = take(self.team["S1"], parcel)
        return taken


def still_sound(team: Team) -> list[str]:
    """What the check of both vaults finds."""
    return [f"the vault of {code} is not sound" for code in ("M1", "S1") if not check(team[code]).ok]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
