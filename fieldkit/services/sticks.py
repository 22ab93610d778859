"""What a person wants to know around a stick: what waits to be handed over, for whom, and which bundles lie on it."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from fieldkit.domain.people import READERS, Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import sticks
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import BundleInfo, Bundling
from fieldkit.services.confirmations import LAST_SEQ, HandedOver, handed_over
from fieldkit.services.importing import OF_THE_FILE
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace


class Addressee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else in the project with a laptop that can open bundles."""

    member: str
    role: Role

    @property
    def reads(self) -> bool:
        """Whether all that the monitors record is sealed to this member."""
        return self.role in READERS


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What waits to be handed over."""

    records: int
    """Own revisions of records that no bundle for readers held yet."""
    entries: int
    """Own log entries of any kind, likewise."""
    held: int
    """Own log entries in all."""
    to: tuple[Addressee, ...]
    """Who may get a bundle, by code."""
    last: str
    """Claimed time of the last bundle for readers; empty if none was written."""
    handed_over: HandedOver | None = None
    """How much the office has confirmed; None for readers."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was looked into: what it says of itself, or the code of its refusal."""

    path: Path
    info: BundleInfo | None = None
    code: Code | None = None

    @property
    def is_early(self) -> bool:
        """Whether it is whole and only its sender is not in the roster: importing keeps it until it is."""
        return self.code is Code.BUNDLE_UNKNOWN_DEVICE

    @property
    def is_for_others(self) -> bool:
        """Whether it is sealed for somebody else; the office writes for everybody onto one stick."""
        return self.code is Code.BUNDLE_NOT_FOR_YOU


class Sticks:
    """Reads only; writing and taking in are the work of `Bundling`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def outgoing(self) -> Outgoing:
        """What waits to be handed over, and who could get it. Raises Refusal(PROJECT_MISSING)."""
        workspace = self._workspace
        roster, own = workspace.require_roster(), workspace.identity.device
        head = Journal(workspace).head()
        held = head.seq if head else 0
        reachable = {device.member for device in roster.devices if not device.revoked_at and device.id != own}
        members = (member for member in roster.members if member.code in reachable)
        return Outgoing(
            records=Browsing(workspace).counts().not_handed_over,
            entries=held - int(workspace.store.settings.get(LAST_SEQ) or 0),
            held=held,
            to=tuple(
                Addressee(member=member.code, role=member.role) for member in sorted(members, key=lambda m: m.code)
            ),
            last=Bundling(workspace).last_written(),
            handed_over=handed_over(workspace),
        )

    def look(self, paths: Iterable[Path], progress: Progress = NO_PROGRESS) -> tuple[Looked, ...]:
        """Open and verify files one by one without importing anything.

        Raises Refusal (PROJECT_MISSING, VAULT_…) for what is wrong here; what is wrong with a file stands beside it.
        """
        files = tuple(paths)
        progress.start(len(files))
        found: list[Looked] = []
        for path in files:
            try:
                found.append(Looked(path=path, info=Bundling(self._workspace).inspect(path)))
            except Refusal as refusal:
                if not refusal.code.value.startswith(OF_THE_FILE):
                    raise
                found.append(Looked(path=path, code=refusal.code))
            progress.step()
        return tuple(found)


def bundles_in(folder: Path) -> tuple[Path, ...]:
    """The bundles that lie in a folder, by name. Raises Refusal (FILE_MISSING, FILE_UNREADABLE)."""
    return sticks.find_bundles(folder)
