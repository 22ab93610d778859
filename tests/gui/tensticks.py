"""A day on which ten monitors bring their sticks, as days are: one is damaged, one is for somebody else, one came twice."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from fieldkit.crypto import sealing
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.services import demo
from fieldkit.services.bundling import Bundling
from fieldkit.services.recording import Recording
from fieldkit.services.sample_people import invented
from fieldkit.services.workspace import Workspace
from tests.flow.team import PHRASE, Team, unlock

MONITORS = tuple(f"M{number:02d}" for number in range(1, 11))
_TORN = MONITORS[:5]
"""Whose records the supervisor has corrected by telephone while they corrected them on the spot: two of each."""
_SHORT_INTERVIEW = 1
"""Invented records whose number leaves this when it is divided by four are short interviews, which ask for words."""


@dataclass(frozen=True, slots=True)
class TenSticks:
    """What lies before a supervisor in the evening."""

    vaults: Path
    """Of everybody, by code; closed. Never opened in place."""
    stick: Path
    """All bundles, as somebody has copied them together."""
    torn: tuple[str, ...]
    """Ten records that come into conflict."""
    phrase: str = PHRASE


def build(folder: Path) -> TenSticks:
    """Let them record, contradict one another, and write their sticks."""
    team = Team(folder / "vaults", codes=("S1", *MONITORS))
    stick = team.folder / "stick"
    torn = tuple(record for number, code in enumerate(_TORN) for record in _two_versions(team, code, number))
    shutil.rmtree(stick)
    shutil.copytree(team["M10"].files.folder, folder / "twin")
    for number, code in enumerate(MONITORS):
        demo.record(team[code], invented(200 + number))
    demo.record(team["M09"], invented(250))
    written = {code: team.write(code, *(("O1",) if code == "M07" else ()))[0] for code in MONITORS}
    damaged = bytearray(written["M06"].read_bytes())
    damaged[len(damaged) // 2] ^= 1
    written["M06"].write_bytes(damaged)
    shutil.copy(written["M08"], stick / "FK-BBBBBBBB.fkb")
    office = sealing.recipient_of(team["S1"].identity.age_identity)
    written["M09"].write_bytes(_sealed(team["M09"], office, first=2))  # the stick before this one never came
    _write_of_twin(team, folder / "twin", stick)
    _write_of_stranger(folder / "strangers", office, stick)
    team.close()
    return TenSticks(team.folder, stick, torn)


def _two_versions(team: Team, code: str, number: int) -> tuple[str, str]:
    """Two records of a monitor that the supervisor has, and that both correct without knowing of one another."""
    events = tuple(invented(4 * place + _SHORT_INTERVIEW) for place in (2 * number, 2 * number + 1))
    for event in events:
        demo.record(team[code], event)
    team.send(code, "S1")
    for event in events:
        _correct(team["S1"], event.id, "as it was told by telephone", "30")
        _correct(team[code], event.id, "as it was told on the spot", "40")
    return events[0].id, events[1].id


def _correct(workspace: Workspace, record: str, told: str, minutes: str) -> None:
    """Another answer to a question of words and to one of numbers."""
    recording = Recording(workspace)
    draft = recording.amend(record)
    session = recording.resume(draft)
    free = [node for node in session.nodes() if node.relevant and not node.readonly]
    session.set(next(node.ref for node in free if node.kind == "text"), told)
    session.set(next(node.ref for node in free if node.kind == "integer" and node.value), minutes)
    recording.submit(draft, session.draft())


def _write_of_twin(team: Team, folder: Path, stick: Path) -> None:
    """A copy of a laptop records something else under the same numbers."""
    with unlock(folder, team.clock) as twin:
        demo.record(twin, invented(300))
        Bundling(twin).write(stick)


def _write_of_stranger(folder: Path, office: str, stick: Path) -> None:
    strangers = Team(folder, codes=("M1",))
    strangers.record("M1")
    (stick / "FK-CCCCCCCC.fkb").write_bytes(_sealed(strangers["M1"], office))
    strangers.close()


def _sealed(workspace: Workspace, recipient: str, first: int = 1) -> bytes:
    """The own log from an entry on, sealed to one recipient whoever that is."""
    mine, roster = workspace.identity, workspace.store.people.roster()
    log = workspace.store.log.head(mine.device, mine.epoch)
    assert roster is not None
    assert log is not None
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=log.head, number=1)
    shipment = Shipment(roster=roster, logs=(LogHeading(head=log, first=first),))
    lines = workspace.store.log.lines(mine.device, mine.epoch, after=first - 1)
    return packing.pack(shipment, lines, who, (recipient,), workspace.clock).sealed
