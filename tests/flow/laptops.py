"""The laptops that operations are tried on, each time the same: an officer's, a monitor's, a stick, and a bundle between."""

import atexit
import random
import shutil
import tempfile
import uuid
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fieldkit.clock import SteppingClock
from fieldkit.crypto.slots import SlotType
from fieldkit.domain.people import Role
from fieldkit.errors import Code
from fieldkit.media.cleaning import Cleaned
from fieldkit.paths import VaultFiles
from fieldkit.services import keyslots, vaults, wholeness
from fieldkit.services.attachments import Attachments
from fieldkit.services.bundling import Bundling
from fieldkit.services.forms import Forms
from fieldkit.services.projects import Projects
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from fieldkit.store import migrate
from fieldkit.store.database import Database
from tests.flow.team import dump
from tests.unit.services import helpers
from tests.unit.services.helpers import PHRASE
from tests.unit.store.old_stores import fill, make_old

CHEAP = vaults.TEST_COST
DRAFT = "D-1"
WITH_FILE = "D-2"
_JPEG = {"media_type": "image/jpeg", "extension": "jpg"}
OLDER = range(1, migrate.migrations()[-1][0])
"""Schemas of the past."""
Seen = tuple[object, ...]
"""What a person finds; equal for equal states."""


class SameChance(SteppingClock):
    """A clock whose time, ids and keys are the same in every process."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self._chance = random.Random(4)

    def new_id(self) -> str:
        """The next id."""
        return str(uuid.UUID(bytes=self.random_bytes(16), version=4))

    def random_bytes(self, count: int) -> bytes:
        """The next bytes."""
        return self._chance.randbytes(count)


@cache
def prepared() -> Path:
    """The folder that all operations start from, made once in a process; copy it, and put nothing into it."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / "base").mkdir()
    _prepare(place / "base")
    return place / "base"


def _prepare(folder: Path) -> None:
    """The laptops of an officer (O1) and a monitor (M1), a bundle for O1, a stick, and O1 with each older schema.

    O2 is O1 with the shipped questionnaires, which an import would bring first. O3 is O2 with a bundle of M2, which
    waited there until M2 was enrolled.
    """
    with helpers.new_vault(folder / "O1") as office:
        Projects(office).create("Sample", "O1")
    request = _prepare_early(folder)
    office, monitor = helpers.unlock(folder / "O1"), helpers.new_vault(folder / "M1")
    with office, monitor:
        form = helpers.form_file(folder)
        Forms(office).import_file(form)
        Projects(monitor).join(Projects(office).enrol(Projects(monitor).request("M1"), Role.MONITOR))
        Forms(monitor).import_file(form)
        for number in range(3):
            helpers.submit(monitor, f"said {number}")
        Recording(monitor).submit(_begin_with_file(monitor))
        helpers.submit(office, "before")
        Recording(office).start(helpers.FORM, DRAFT)
        helpers.fill(office, DRAFT, story="half")
        _begin_with_file(office)
        [bundle] = Bundling(monitor).write(folder / "post").files
        bundle.rename(first_bundle(folder))
    for version in OLDER:
        shutil.copytree(folder / "O1", folder / f"old {version}")
        _age(VaultFiles(folder / "O1"), VaultFiles(folder / f"old {version}"), version)
    shutil.copytree(folder / "O1", folder / "O2")
    with opened(folder / "O2") as workspace:
        Forms(workspace).install_shipped()
    shutil.copytree(folder / "O2", folder / "O3")
    with opened(folder / "O3") as workspace:
        Bundling(workspace).import_files([early_bundle(folder)])
        Projects(workspace).enrol(request, Role.MONITOR)
    (folder / "stick").mkdir()


def _prepare_early(folder: Path) -> bytes:
    """A bundle of M2, whom the officer enrolled in a vault that is gone; what M2 asked for then."""
    shutil.copytree(folder / "O1", folder / "gone")
    with helpers.unlock(folder / "gone") as gone, helpers.new_vault(folder / "M2") as early:
        request = Projects(early).request("M2")
        Projects(early).join(Projects(gone).enrol(request, Role.MONITOR))
        Forms(early).import_file(helpers.form_file(folder))
        helpers.submit(early, "early")
        [bundle] = Bundling(early).write(folder / "post").files
        bundle.rename(early_bundle(folder))
    shutil.rmtree(folder / "gone")
    shutil.rmtree(folder / "M2")
    return request


def _begin_with_file(workspace: Workspace) -> str:
    """A draft that names a file: its two hundred thousand bytes are a blob beside the store."""
    draft = Recording(workspace).start(helpers.FORM, WITH_FILE if workspace.role is Role.OFFICER else "")
    helpers.fill(workspace, draft, story=attach(workspace, draft))
    return draft


def attach(workspace: Workspace, draft: str) -> str:
    """Give a draft such a file, as cleaned; the name that an answer has to say."""
    content = workspace.clock.random_bytes(200_000)
    row = Attachments(workspace)._write(draft, "photo.jpg", Cleaned(**_JPEG, data=content), "0" * 64)
    return row.name


def first_bundle(folder: Path) -> Path:
    """What the monitor wrote for the officer."""
    return folder / "post" / "one.fkb"


def early_bundle(folder: Path) -> Path:
    """The bundle of M2."""
    return folder / "post" / "two.fkb"


def _age(today: VaultFiles, old: VaultFiles, version: int) -> None:
    """Put the rows of today's store into one of an older schema."""
    _, master = keyslots.unlock(today, SlotType.PASSPHRASE, PHRASE, CHEAP)
    source = Database(today.store, master.database())
    old.store.unlink()
    target = Database(old.store, master.database())
    make_old(target, version)
    fill(target, source)
    for database in (target, source):
        database.truncate_wal()
        database.close()


def opened(vault: Path) -> Workspace:
    """A vault, with the same chance as everywhere."""
    return vaults.unlock(VaultFiles(vault), PHRASE, SameChance(), floor=CHEAP)


def contents(workspace: Workspace) -> Seen:
    """What a vault holds, and what its checks find.

    That something saved last cannot be read is true after a power cut in the midst of saving, and makes no other state.
    """
    wholeness.sweep(workspace.store)
    store = workspace.store
    files = tuple(store.attachments.all()), store.waiting.all(), store.blobs.names()
    findings = tuple(code for code in vaults.check(workspace).findings if code != Code.VAULT_CHANGES_UNREAD)
    return dump(workspace), workspace.store.drafts.all(), files, findings
