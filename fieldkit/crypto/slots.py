"""Key slots: the master key wrapped under a passphrase and under a recovery code, and entrusted to officers.

Security notes, section 3. Bytes in, bytes out; writing both copies durably is the store's work.
"""

import msgspec

from fieldkit import canonical
from fieldkit.clock import Clock
from fieldkit.crypto import kdf, recovery
from fieldkit.crypto.escrow import Trust
from fieldkit.crypto.kdf import Cost
from fieldkit.crypto.master import MasterKey, new_master_key
from fieldkit.crypto.slot_file import (
    MAX_BYTES,
    EscrowSlot,
    PassphraseSlot,
    RecoverySlot,
    SecretSlot,
    Slot,
    SlotFile,
    SlotType,
    decode,
    encode,
)
from fieldkit.errors import Code, Refusal

__all__ = [
    "MAX_BYTES",
    "EscrowSlot",
    "MasterKey",
    "PassphraseSlot",
    "Slot",
    "SlotFile",
    "SlotType",
    "create",
    "decode",
    "encode",
    "exchange",
    "new_master_key",
    "passphrase_cost",
    "replace_passphrase",
    "unlock",
    "with_escrow",
    "without_escrow",
]
_NONCE_BYTES = 12


def create(master: MasterKey, passphrase: str, recovery_code: str, cost: Cost, clock: Clock) -> SlotFile:
    """Slots for a new vault: one for the passphrase, one for the recovery code."""
    vault = clock.random_bytes(16).hex()
    return _for_both(master, passphrase, recovery_code, cost, clock, vault=vault, gen=1)


def exchange(
    file: SlotFile,
    master: MasterKey,
    passphrase: str,
    recovery_code: str,
    cost: Cost,
    clock: Clock,
    trust: Trust | None = None,
) -> SlotFile:
    """The next generation of `file` for another master key: no slot of the old one stays."""
    made = _for_both(master, passphrase, recovery_code, cost, clock, vault=file.vault, gen=file.gen + 1)
    if trust is None:
        return made
    escrow = trust.slot(master, file.vault, made.free_id)
    return master.sign(msgspec.structs.replace(made, slots=(*made.slots, escrow)))


def unlock(file: SlotFile, kind: SlotType, secret: str, floor: Cost) -> MasterKey:
    """The master key.

    Raises Refusal: VAULT_KDF_REFUSED if a passphrase slot costs less than `floor` or than the file itself demands
    (somebody weakened the file) or more than the caps; VAULT_WRONG_PASSPHRASE or VAULT_WRONG_RECOVERY_CODE;
    VAULT_SLOTS_DAMAGED if the MAC does not fit.
    """
    wrong = Code.VAULT_WRONG_PASSPHRASE if kind is SlotType.PASSPHRASE else Code.VAULT_WRONG_RECOVERY_CODE
    text = recovery.secret_of(secret) if kind is SlotType.RECOVERY else secret
    if kind is SlotType.PASSPHRASE:
        _check_costs(file, floor)
    for slot in file.of(kind):
        master = _unwrap(slot, text, file.vault) if isinstance(slot, SecretSlot) else None
        if master is None:
            continue
        if not master.made(file):
            raise Refusal(Code.VAULT_SLOTS_DAMAGED)
        return master
    raise Refusal(wrong, group=0)


def passphrase_cost(file: SlotFile, floor: Cost) -> Cost:
    """What a guess at the passphrase costs now, which a change keeps; never less than the file or `floor` demands."""
    least = file.kdf_floor if isinstance(file.kdf_floor, Cost) and kdf.is_enough(file.kdf_floor, floor) else floor
    costs = (slot.cost for slot in file.slots if isinstance(slot, PassphraseSlot) and slot.cost.reaches(least))
    return next(costs, least)


def replace_passphrase(file: SlotFile, master: MasterKey, passphrase: str, cost: Cost, clock: Clock) -> SlotFile:
    """The next generation of `file` with all passphrase slots replaced by one for `passphrase`; others stay."""
    kept = tuple(slot for slot in file.slots if slot.type is not SlotType.PASSPHRASE)
    salt = clock.random_bytes(16).hex()
    bare = PassphraseSlot(id=file.free_id, salt=salt, cost=cost, wrap="0" * 120)
    slot = _wrapped(bare, passphrase, master, file.vault, clock)
    return _next(file, master, (slot, *kept), kdf.floor_below(cost))


def with_escrow(file: SlotFile, master: MasterKey, trust: Trust) -> SlotFile:
    """The next generation of `file`, its key entrusted to these officers and to nobody else."""
    kept = tuple(slot for slot in file.slots if slot.type is not SlotType.ESCROW)
    return _next(file, master, (*kept, trust.slot(master, file.vault, file.free_id)), file.kdf_floor)


def without_escrow(file: SlotFile, master: MasterKey) -> SlotFile:
    """The next generation of `file`, its key entrusted to nobody."""
    kept = tuple(slot for slot in file.slots if slot.type is not SlotType.ESCROW)
    return _next(file, master, kept, file.kdf_floor)


def _for_both(
    master: MasterKey, passphrase: str, recovery_code: str, cost: Cost, clock: Clock, *, vault: str, gen: int
) -> SlotFile:
    salts = clock.random_bytes(16).hex(), clock.random_bytes(16).hex()
    first = PassphraseSlot(id=0, salt=salts[0], cost=cost, wrap="0" * 120)
    low = cost if kdf.RECOVERY_COST.reaches(cost) else kdf.RECOVERY_COST
    second = RecoverySlot(id=1, salt=salts[1], cost=low, wrap="0" * 120)
    code = recovery.secret_of(recovery_code)
    both = (_wrapped(first, passphrase, master, vault, clock), _wrapped(second, code, master, vault, clock))
    return master.sign(SlotFile(vault=vault, gen=gen, kdf_floor=kdf.floor_below(cost), slots=both, mac="0" * 64))


def _next(file: SlotFile, master: MasterKey, slots: tuple[Slot, ...], floor: Cost | msgspec.UnsetType) -> SlotFile:
    return master.sign(msgspec.structs.replace(file, gen=file.gen + 1, slots=slots, kdf_floor=floor))


def _check_costs(file: SlotFile, floor: Cost) -> None:
    """Refuse before any work what somebody made cheap for a guesser, or so dear that it would hang the laptop."""
    demanded = file.kdf_floor
    if isinstance(demanded, Cost) and not kdf.is_enough(demanded, floor):
        raise Refusal(Code.VAULT_KDF_REFUSED)
    least = demanded if isinstance(demanded, Cost) else floor
    for slot in file.slots:
        if isinstance(slot, PassphraseSlot) and not (slot.cost.reaches(least) and slot.cost.is_bearable):
            raise Refusal(Code.VAULT_KDF_REFUSED)


def _wrapped(
    bare: PassphraseSlot | RecoverySlot, secret: str, master: MasterKey, vault: str, clock: Clock
) -> PassphraseSlot | RecoverySlot:
    key = kdf.stretch(secret, bytes.fromhex(bare.salt), bare.cost)
    return msgspec.structs.replace(bare, wrap=master.wrap(key, clock.random_bytes(_NONCE_BYTES), _context(bare, vault)))


def _unwrap(slot: SecretSlot, secret: str, vault: str) -> MasterKey | None:
    key = kdf.stretch(secret, bytes.fromhex(slot.salt), slot.cost)
    return MasterKey.unwrapped(key, slot.wrap, _context(slot, vault))


def _context(slot: SecretSlot, vault: str) -> bytes:
    """What a wrap is bound to: the slot without its wrap, and the vault."""
    return canonical.encode(msgspec.structs.replace(slot, wrap="0" * 120)) + vault.encode("ascii")
