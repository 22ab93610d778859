"""Every attack by bundle that has a name (T29), and what a supervisor's vault answers to it.

The attacker may be a member with good keys, who signs whatever they like, or somebody who only carries the stick.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from fieldkit.crypto import sealing, signing
from fieldkit.domain.log import SignedHead
from fieldkit.domain.people import MAX_JUMP, Roster, SignedRoster, roster_message
from fieldkit.errors import Code
from fieldkit.exchange import importer, packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.services.bundling import Bundling
from fieldkit.services.vaults import check
from fieldkit.services.workspace import Workspace
from tests.flow.forking import clone, record
from tests.flow.team import Team, dump, new_vault
from tests.flow.test_exchange_rosters import LOW_ORDER
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop


def begun(folder: Path) -> Team:
    """A supervisor who holds three records of M1, and M2's laptop in wrong hands."""
    team = Team.same(folder, codes=("S1", "M1", "M2"))
    for _ in range(3):
        team.record("M1")
    team.send("M1", "S1")
    team.record("M2")
    team.revoke("M2")
    team.send("O1", "S1")
    return team


def plaintext(team: Team, sender: str) -> bytes:
    """What a bundle of `sender` for the supervisor holds inside its seal."""
    [path] = team.write(sender, "S1")
    return importer.unseal(path.read_bytes(), team["S1"].identity.age_identity)


def sealed(team: Team, inside: bytes, reader: str = "S1") -> Path:
    """A file with these contents, sealed to the supervisor: what anybody can do who knows their public key."""
    path = team.folder / f"{team.clock.new_id()}.fkb"
    path.write_bytes(sealing.seal(inside, (sealing.recipient_of(team[reader].identity.age_identity),)))
    return path


def changed(team: Team, *, by: str = "M1", **fields: object) -> Path:
    """A bundle of M1 with other fields in the manifest, signed by somebody."""
    inside = plaintext(team, "M1")
    return sealed(team, made.rewrap(inside, Laptop(by, seed=team[by].identity.sign_seed), **fields))


def packed(team: Team, sender: Workspace, signed: SignedRoster, head: SignedHead, first: int = 1) -> Path:
    """A bundle with any roster and any slice of one log, as its sender would sign it."""
    mine = sender.identity
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=head.head, number=1)
    shipment = Shipment(roster=signed, logs=(LogHeading(head=head, first=first),))
    lines = sender.store.log.lines_to(head.head, after=first - 1)
    recipients = (sealing.recipient_of(team["S1"].identity.age_identity),)
    path = team.folder / f"{team.clock.new_id()}.fkb"
    path.write_bytes(packing.pack(shipment, lines, who, recipients, team.clock).sealed)
    return path


def own_head(workspace: Workspace) -> SignedHead:
    [head] = [head for head in workspace.store.log.heads() if head.head.device == workspace.identity.device]
    return head


def rostered(team: Team, **changes: object) -> Path:
    """A bundle of M1 with another roster, which the project key did sign."""
    roster: Roster = msgspec.structs.replace(team["S1"].require_roster(), **changes)
    seed = team["O1"].store.keyring.project_seed()
    assert seed is not None
    signed = SignedRoster(roster=roster, signatures=(signing.sign(seed, roster_message(roster)),))
    return packed(team, team["M1"], signed, own_head(team["M1"]))


def known(team: Team, code: str = "S1") -> SignedRoster:
    signed = team[code].store.people.roster()
    assert signed is not None
    return signed


def forwarded(team: Team) -> Path:
    """What M1 wrote for the officer, sealed anew to the supervisor by the officer."""
    [path] = team.write("M1", "O1")
    return sealed(team, importer.unseal(path.read_bytes(), team["O1"].identity.age_identity))


def replayed(team: Team) -> Path:
    """The bundle that was taken in already."""
    return packed(team, team["M1"], known(team), own_head(team["M1"]))


def reordered(team: Team) -> Path:
    """Two lines of a log change places."""
    inside = plaintext(team, "M1")
    preface, first, second, *rest = made.payload_text(inside).split(b"\n")
    data, length = made.payload_of(b"\n".join([preface, second, first, *rest]))
    mine = Laptop("M1", seed=team["M1"].identity.sign_seed)
    return sealed(team, made.rewrap(inside, mine, payload=data, len=length))


def gap(team: Team) -> Path:
    """Later entries without those before them."""
    for _ in range(3):
        team.record("M1")
    head = own_head(team["M1"])
    return packed(team, team["M1"], known(team), head, first=head.head.seq)


def fork(team: Team) -> Path:
    """A copy of the laptop goes on by itself; the bundle lacks the entry where the two part."""
    clone(team, "M1", f"copy {team.clock.new_id()}")
    copy = list(team.vaults)[-1]
    other = Team.__getitem__(team, copy)
    for _ in range(2):
        record(team, "M1")
        record(team, copy)
    team.send("M1", "S1")
    head = own_head(other)
    return packed(team, other, known(team), head, first=head.head.seq)


def other_project(team: Team) -> Path:
    return changed(team, project=team.clock.new_id())


def revoked_key(team: Team) -> Path:
    return team.write("M2", "S1")[0]


def low_order_key(team: Team) -> Path:
    """A roster with a key to which anything that is sealed can be read by everybody."""
    weak, *others = team["S1"].require_roster().devices
    devices = (msgspec.structs.replace(weak, recipient=LOW_ORDER), *others)
    return rostered(team, generation=team["S1"].require_roster().generation + 1, devices=devices)


def old_roster(team: Team) -> Path:
    """The roster in which M2's laptop is not revoked yet, to bring it back."""
    return packed(team, team["M1"], known(team, "M1"), own_head(team["M1"]))


def generation_2_63(team: Team) -> Path:
    return changed(team, roster_gen=2**63)


def fast_forward(team: Team) -> Path:
    """Even the project key cannot lock out its own later rosters."""
    return rostered(team, generation=team["S1"].require_roster().generation + MAX_JUMP + 1)


def forged_roster(team: Team) -> Path:
    """A member makes themselves an officer."""
    newer = msgspec.structs.replace(known(team).roster, generation=known(team).roster.generation + 1)
    signature = signing.sign(team["M1"].identity.sign_seed, roster_message(newer))
    return packed(team, team["M1"], SignedRoster(roster=newer, signatures=(signature,)), own_head(team["M1"]))


def downgraded(team: Team) -> Path:
    return changed(team, suite=0)


def no_reader_needed(team: Team) -> Path:
    return changed(team, min_reader=0)


def later_format(team: Team) -> Path:
    return changed(team, suite=2)


def foreign_signer(team: Team) -> Path:
    """M2 signs what says that M1 wrote it."""
    return changed(team, by="M2")


def stranger(team: Team) -> Path:
    """A device that nobody enrolled, with a good bundle of its own."""
    code = newcomer(team)
    own = team[code].identity
    return changed(team, by=code, device=own.device, signer=signing.public_key(own.sign_seed))


def masked(team: Team) -> Path:
    """A device that nobody enrolled says that it signs with M1's key."""
    code = newcomer(team)
    return changed(team, by=code, device=team[code].identity.device)


def newcomer(team: Team) -> str:
    code = f"X {team.clock.new_id()}"
    team.vaults[code] = new_vault(team.folder / code, team.clock)
    return code


ATTACKS: tuple[tuple[Callable[[Team], Path], Code | None], ...] = (
    (forwarded, Code.BUNDLE_NOT_FOR_YOU),
    (replayed, None),
    (reordered, Code.BUNDLE_DAMAGED),
    (gap, Code.BUNDLE_GAP),
    (fork, Code.BUNDLE_FORK),
    (other_project, Code.BUNDLE_OTHER_PROJECT),
    (revoked_key, Code.BUNDLE_REVOKED_DEVICE),
    (low_order_key, Code.BUNDLE_WEAK_KEY),
    (old_roster, None),
    (generation_2_63, Code.BUNDLE_ROSTER_JUMP),
    (fast_forward, Code.BUNDLE_ROSTER_JUMP),
    (forged_roster, Code.BUNDLE_BAD_SIGNATURE),
    (downgraded, Code.BUNDLE_DOWNGRADED),
    (no_reader_needed, Code.BUNDLE_DOWNGRADED),
    (later_format, Code.BUNDLE_NEWER_FORMAT),
    (foreign_signer, Code.BUNDLE_BAD_SIGNATURE),
    (masked, Code.BUNDLE_BAD_SIGNATURE),
)
"""Each with its refusal. A replay and an old roster are none: who comes late brings them in good faith; they change
nothing."""


def wrong_with(team: Team, attack: Callable[[Team], Path], code: Code | None) -> list[str]:
    """What is not as it should be after an attack on the supervisor, who has all that M1 wrote."""
    path = attack(team)
    before = dump(team["S1"])
    report = Bundling(team["S1"]).import_files([path])
    refused = [item.code for item in report.refused]
    wrong = []
    if refused != ([code] if code else []):
        wrong.append(f"refused as {', '.join(each.value for each in refused) or 'nothing'}")
    if report.new or report.updated:
        wrong.append(f"{report.new} new, {report.updated} updated")
    return wrong + unchanged(team, before)


def wrong_with_stranger(team: Team) -> list[str]:
    """The same of a device that nobody enrolled.

    Nobody can tell whether it will be: what it wrote is kept sealed, so that nobody has to walk with that stick again.
    """
    path, before = stranger(team), dump(team["S1"])
    device = list(team.vaults.values())[-1].identity.device
    report = Bundling(team["S1"]).import_files([path])
    wrong = []
    if (report.refused, report.new, report.updated, report.identical) != ((), 0, 0, 0):
        wrong.append("something was taken in or refused")
    if [(each.member, each.awaited) for each in report.kept] != [("", (device,))]:
        wrong.append("not kept apart")
    return wrong + unchanged(team, before)


def unchanged(team: Team, before: object) -> list[str]:
    """What differs in the supervisor's vault."""
    wrong = [] if dump(team["S1"]) == before else ["the dump is another one"]
    return wrong if check(team["S1"]).ok else [*wrong, "the check finds something"]
