"""Sticks that come too early: an officer whose vault was restored has enrolled others since, and knows M2 no more.

M2's laptop goes on as before, with a roster that the project signed and that is no newer than the one that all others
hold. Until the officer enrols it again, nobody in the roster is M2.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldkit.domain.people import Role
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, vaults
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport
from fieldkit.services.projects import Projects
from fieldkit.services.workspace import Workspace
from tests.flow.team import FORM, PHRASE, Team, new_vault, unlock


class Early(Team):
    """O1 is the officer's restored vault; S1, M1 and M3 are enrolled in its roster, M2 only in the one before.

    S1 has heard of neither yet, and believes the first that comes.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, codes=("S1", "M1"), form=FORM)
        office, clock = self["O1"], self.clock
        backups.write(office, folder / "backup")
        self.vaults["M2"] = new_vault(folder / "M2", clock)
        self.request = Projects(self["M2"]).request("M2")
        """What M2 asked the officer with, and may be enrolled with once more."""
        Projects(self["M2"]).join(Projects(office).enrol(self.request, Role.MONITOR))
        office.close()
        shutil.rmtree(folder / "O1")
        backups.restore(folder / "backup", VaultFiles(folder / "O1"), PHRASE, clock, floor=vaults.TEST_COST)
        self.vaults["O1"] = unlock(folder / "O1", clock)
        self.vaults["M3"] = new_vault(folder / "M3", clock)
        self.enrol("M3", self["M3"])

    def enrol_again(self) -> None:
        """The officer compares the numbers and takes M2 in."""
        Projects(self["O1"]).enrol(self.request, Role.MONITOR)

    def take_in(self, code: str, *bundles: Path, dry_run: bool = False) -> ImportReport:
        return Bundling(self[code]).import_files(bundles, dry_run=dry_run)

    def reopen(self, code: str) -> Workspace:
        """Close a vault and open it again, as after its program has died."""
        self[code].close()
        self.vaults[code] = unlock(self.folder / code, self.clock)
        return self[code]


@contextmanager
def early(folder: Path) -> Iterator[Early]:
    team = Early(folder)
    try:
        yield team
    finally:
        team.close()
