"""Laptops made from one image, which write as one device (T31)."""

import itertools
import random
import shutil
from pathlib import Path

from fieldkit.domain.log import entry_hash
from fieldkit.services.intake import take
from fieldkit.services.vaults import check
from tests.flow.team import Team, unlock
from tests.flow.test_exchange_orders import open_parcels, outcome

ORDERS = 24
"""In which bundles of one case are taken in, at most."""


def clone(team: Team, code: str, name: str) -> None:
    """Copy the vault of `code` as it is now; the copy is open as `name` and writes as the same device."""
    team[code].close()
    shutil.copytree(team.folder / code, team.folder / name)
    team.vaults[code] = unlock(team.folder / code, team.clock)
    team.vaults[name] = unlock(team.folder / name, team.clock)


def record(team: Team, laptop: str) -> str:
    """A record of M1, written on the laptop of that name."""
    mine, team.vaults["M1"] = team.vaults["M1"], team.vaults[laptop]
    try:
        return team.record("M1")
    finally:
        team.vaults["M1"] = mine


def story(folder: Path, seed: object) -> list[str]:
    """Three laptops of one image, the third copied from the second or the first, each at any number of entries.

    Gives what is wrong after their bundles came to the supervisor in some of all orders, and twice.
    """
    chance, team = random.Random(f"{seed}"), Team.same(folder, codes=("S1", "M1"))
    try:
        laptops, bundles = _written(team, chance)
        parcels = open_parcels(team["S1"], bundles[:5])
        orders = list(itertools.permutations(parcels))
        expected = outcome(team["S1"], parcels)
        tried = chance.sample(orders, min(ORDERS, len(orders)))
        wrong = ["another order ends in another state" for order in tried if outcome(team["S1"], order) != expected]
        with team["S1"].store.transaction():
            for parcel in (*parcels, *parcels):
                take(team["S1"], parcel)
        if not check(team["S1"]).ok:
            wrong.append("the check finds something")
        written = {entry_hash(line.entry) for laptop in laptops for line in team[laptop].store.log.all_lines()}
        held = {entry_hash(line.entry) for line in team["S1"].store.log.all_lines()}
        brought = {entry_hash(line.entry) for parcel in parcels for log in parcel.logs for line in log.lines}
        if not brought <= held:
            wrong.append(f"{len(brought - held)} entries that came are not there")
        if not held <= written:
            wrong.append("entries that nobody wrote")
    finally:
        team.close()
    return wrong


def _written(team: Team, chance: random.Random) -> tuple[list[str], list[Path]]:
    """The laptops, and their bundles in no order."""
    laptops: list[str] = ["M1"]
    bundles: list[Path] = []
    for _ in range(chance.randrange(4)):
        record(team, "M1")
    for name in ("copy", "third"):
        clone(team, chance.choice(laptops), name)
        laptops.append(name)
        for _ in range(chance.randrange(5)):
            laptop = chance.choice(laptops)
            record(team, laptop)
            if chance.random() < 0.3:
                bundles += team.write(laptop)
    for laptop in laptops:
        record(team, laptop)
        bundles += team.write(laptop)
    chance.shuffle(bundles)
    return laptops, bundles
