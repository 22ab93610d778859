"""What the gates ask of the services, on the worker's thread; the store and the ciphers are imported there."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.clock import Clock
from fieldkit.paths import VaultFiles
from fieldkit.progress import Progress
from fieldkit.services.passphrases import Cost

if TYPE_CHECKING:
    from fieldkit.services.workspace import Workspace


def prepare() -> None:
    """Import what unlocking will need while the passphrase is still being typed."""
    from fieldkit.services import vaults  # noqa: F401, PLC0415


@dataclass(frozen=True, slots=True)
class Made:
    """What has to be told after a vault was made."""

    code: str
    """The recovery code, to be shown once."""
    small: bool
    """Whether a guess at the passphrase costs less, because the laptop has little memory."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What has to be told after a vault got a new key."""

    code: str
    """The new recovery code, to be shown once."""
    officers: int
    dropped: bool


def rekey(files: VaultFiles, passphrase: str, clock: Clock, *, floor: Cost, progress: Progress) -> Renewed:
    """Give a closed vault a new key. Raises Refusal like `rotating.rotate`."""
    from fieldkit.services import rotating  # noqa: PLC0415

    done = rotating.rotate(files, passphrase, clock, cost=floor, progress=progress)
    return Renewed(done.recovery_code, done.officers, done.dropped)


def restore(source: Path, files: VaultFiles, passphrase: str, clock: Clock, *, floor: Cost) -> None:
    """Make a vault of a backup. Raises Refusal like `backups.restore`."""
    from fieldkit.services import backups  # noqa: PLC0415

    backups.restore(source, files, passphrase, clock, floor=floor)


def create(files: VaultFiles, passphrase: str, clock: Clock, *, floor: Cost) -> Made:
    """Make a vault whose passphrase costs as much as this laptop bears. Raises Refusal like `vaults.create`."""
    from fieldkit.services import tuning, vaults  # noqa: PLC0415

    cost = tuning.cost_here(floor, clock)
    return Made(vaults.create(files, passphrase, clock, cost=cost), tuning.is_small(cost))


def unlock(files: VaultFiles, passphrase: str, clock: Clock, *, floor: Cost) -> "Workspace":
    """Open a vault. Raises Refusal like `vaults.unlock`."""
    from fieldkit.services import vaults  # noqa: PLC0415

    return vaults.unlock(files, passphrase, clock, floor=floor)


def unlock_with_recovery(files: VaultFiles, code: str, clock: Clock) -> "Workspace":
    """Open a vault with its recovery code. Raises Refusal like `vaults.unlock_with_recovery`."""
    from fieldkit.services import vaults  # noqa: PLC0415

    return vaults.unlock_with_recovery(files, code, clock)


def recover(files: VaultFiles, code: str, new: str, clock: Clock, *, cost: Cost) -> None:
    """Set a new passphrase with the recovery code. Raises Refusal like `vaults.recover`."""
    from fieldkit.services import vaults  # noqa: PLC0415

    vaults.recover(files, code, new, clock, cost=cost)


def ask_officer(files: VaultFiles, new: str, clock: Clock, *, floor: Cost, target: Path) -> tuple[Path, str]:
    """Write a request for an officer's help; gives the file and the numbers of the request.

    Raises Refusal like `helping.ask`, or FILE_….
    """
    from fieldkit.services import helping  # noqa: PLC0415
    from fieldkit.services.output import write_new  # noqa: PLC0415

    paper = helping.ask(files, new, clock, floor=floor)
    write_new(target, paper.data)
    return target, paper.numbers


def take_answer(files: VaultFiles, path: Path, new: str, clock: Clock, *, floor: Cost) -> None:
    """Take an officer's answer. Raises Refusal like `helping.recover`, or FILE_…."""
    from fieldkit.services import helping, papers  # noqa: PLC0415

    helping.recover(files, papers.read_file(path), new, clock, floor=floor)
