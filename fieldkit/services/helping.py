"""Opening a vault again with an officer's help: asking on the locked laptop, answering in the officer's vault.

Two small files travel; what they hold is of no use to who finds them, and the laptop keeps nothing in between.
"""

from dataclasses import dataclass

from fieldkit import canonical, logs
from fieldkit.clock import Clock
from fieldkit.crypto import asking, escrow, sealing, slots
from fieldkit.crypto.asking import Request
from fieldkit.crypto.escrow import Entrusted
from fieldkit.crypto.kdf import FIELD_COST, Cost
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import keyslots, spoken, vaults
from fieldkit.services.escrow import is_officer
from fieldkit.services.passphrases import check_passphrase
from fieldkit.services.workspace import Workspace
from fieldkit.store import files as disk


@dataclass(frozen=True, slots=True)
class Paper:
    """A request as a file, and the numbers by which it is recognised."""

    data: bytes
    numbers: str


@dataclass(frozen=True, slots=True)
class Plea:
    """What an officer sees of a request; that it comes from whom it seems, only a comparison by voice shows."""

    code: str
    """The member whose vault it is; empty if the roster does not know its device."""
    device: str
    numbers: str


def ask(files: VaultFiles, new: str, clock: Clock, *, floor: Cost = FIELD_COST) -> Paper:
    """A request for help with a vault that nobody can open here; `new` becomes its passphrase when the answer comes.

    Raises Refusal: VAULT_MISSING, VAULT_SLOTS_DAMAGED, VAULT_PASSPHRASE_…, ESCROW_NONE.
    """
    file = keyslots.readable(files)[0]
    if file.escrow is None:
        raise Refusal(Code.ESCROW_NONE)
    check_passphrase(new)
    request = asking.request(file, new, slots.passphrase_cost(file, floor), clock)
    logs.event("recovery.asked")
    return Paper(canonical.encode(request), spoken.numbers(request.digest()))


def read(workspace: Workspace, request: bytes) -> Plea:
    """Whose vault a request is about; changes nothing.

    Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER, ESCROW_OFFICER_REVOKED, RECOVERY_REQUEST_DAMAGED,
    ESCROW_NOT_YOURS, ESCROW_LAPTOP_REVOKED.
    """
    asked, entrusted = _opened(workspace, request)
    device = workspace.require_roster().device(entrusted.device)
    return Plea(device.member if device else "", entrusted.device, spoken.numbers(asked.digest()))


def answer(workspace: Workspace, request: bytes) -> bytes:
    """The answer, which only the passphrase chosen for the request opens. Raises Refusal like `read`."""
    asked, entrusted = _opened(workspace, request)
    logs.event("recovery.answered")
    return asking.answer(asked, entrusted)


def recover(files: VaultFiles, paper: bytes, new: str, clock: Clock, *, floor: Cost = FIELD_COST) -> None:
    """Make `new`, chosen for the request, the passphrase; recovery code and officers keep what they have.

    Raises Refusal: VAULT_MISSING, VAULT_SLOTS_DAMAGED, RECOVERY_…, VAULT_KDF_REFUSED, what opening the store refuses,
    or the disk's reason. The vault is then as before.
    """
    copies = keyslots.readable(files)
    found = asking.read_answer(paper)
    file = next((copy for copy in copies if asking.answers(found, copy)), copies[0])
    asking.check_answers(found, file, floor)
    master = asking.open_answer(found, new)
    if not master.made(file):
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    if any(copy.gen > file.gen and master.made(copy) for copy in copies):  # a change that was cut short, and counts
        raise Refusal(Code.RECOVERY_ANSWER_OLD)
    with vaults.open_with(files, file, master, clock):  # holds the lock and proves that the store opens
        cost = slots.passphrase_cost(file, floor)
        changed = slots.replace_passphrase(file, master, new, cost, clock)
        slots.unlock(changed, SlotType.PASSPHRASE, new, floor)
        disk.write_slots(files, slots.encode(changed))
    logs.event("recovery.done")


def _opened(workspace: Workspace, untrusted: bytes) -> tuple[Request, Entrusted]:
    roster, identity = workspace.require_roster(), workspace.identity
    own = roster.device(identity.device)
    if own is not None and own.revoked_at:
        raise Refusal(Code.ESCROW_OFFICER_REVOKED)
    if own is None or not is_officer(roster, own):
        raise Refusal(Code.PROJECT_NOT_OFFICER)
    asked = asking.read_request(untrusted)
    try:
        entrusted = escrow.open_(asked.age, identity.age_identity)
    except sealing.NotForYou:
        raise Refusal(Code.ESCROW_NOT_YOURS) from None
    except sealing.SealError:
        raise Refusal(Code.RECOVERY_REQUEST_DAMAGED) from None
    if entrusted.vault != asked.vault:
        raise Refusal(Code.RECOVERY_REQUEST_DAMAGED)
    device = roster.device(entrusted.device)
    if device is not None and device.revoked_at:
        raise Refusal(Code.ESCROW_LAPTOP_REVOKED)
    return asked, entrusted
