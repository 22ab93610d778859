"""Recovery with an officer's help: the request that a locked laptop writes, and the answer that an officer writes.

Security notes, section 3. The laptop keeps nothing between the two: the key that opens the answer derives from the new
passphrase, and the answer brings the request back. It counts for the generation of the slots that asked and for no
other, so that it opens a vault once.
"""

import hashlib
from typing import Annotated, Literal

import msgspec

from fieldkit import canonical
from fieldkit.clock import Clock
from fieldkit.crypto import kdf, sealing
from fieldkit.crypto.escrow import Entrusted
from fieldkit.crypto.kdf import Cost
from fieldkit.crypto.master import BYTES, MasterKey
from fieldkit.crypto.slot_file import Generation, Hex16, Hex32, Sealed, SlotFile
from fieldkit.errors import Code, Refusal

MAX_BYTES = 16 * 1024
_LIMIT = 1024
_CONTEXT = b"fieldkit-recovery-request-v1\0"


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a locked laptop asks of an officer: `age` is the vault's escrow, to be sealed anew to `recipient`."""

    magic: Literal["fieldkit-recovery-request"] = "fieldkit-recovery-request"
    v: Literal[1] = 1
    vault: Hex16
    gen: Generation
    age: Sealed
    salt: Hex16
    cost: Cost
    recipient: Annotated[str, msgspec.Meta(pattern=r"^age1[0-9a-z]{58}\Z")]

    def digest(self) -> bytes:
        """32 bytes that name exactly this request."""
        return hashlib.sha256(_CONTEXT + canonical.encode(self)).digest()


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The officer's answer: the request as it was, and the master key sealed to its recipient."""

    magic: Literal["fieldkit-recovery-answer"] = "fieldkit-recovery-answer"
    v: Literal[1] = 1
    request: Request
    age: Sealed


class _Inside(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    request: Hex32
    vault: Hex16
    master: Annotated[bytes, msgspec.Meta(min_length=BYTES, max_length=BYTES)]


def request(file: SlotFile, passphrase: str, cost: Cost, clock: Clock) -> Request:
    """A request for help with the vault of `file`, whose answer `passphrase` opens. Raises Refusal(ESCROW_NONE)."""
    if file.escrow is None:
        raise Refusal(Code.ESCROW_NONE)
    salt = clock.random_bytes(16)
    recipient = sealing.recipient_of(_identity(passphrase, salt, cost))
    return Request(vault=file.vault, gen=file.gen, age=file.escrow.age, salt=salt.hex(), cost=cost, recipient=recipient)


def read_request(untrusted: bytes) -> Request:
    """A request from bytes. Raises Refusal(RECOVERY_REQUEST_DAMAGED)."""
    try:
        if len(untrusted) > MAX_BYTES:
            raise Refusal(Code.RECOVERY_REQUEST_DAMAGED)
        found = canonical.decode(untrusted, Request)
        sealing.check_recipient(found.recipient)
    except (canonical.NotCanonicalError, sealing.BadRecipient):
        raise Refusal(Code.RECOVERY_REQUEST_DAMAGED) from None
    return found


def answer(asked: Request, entrusted: Entrusted) -> bytes:
    """The answer to a request whose escrow held `entrusted`."""
    inside = _Inside(request=asked.digest().hex(), vault=asked.vault, master=entrusted.master)
    sealed = sealing.seal(canonical.encode(inside), (asked.recipient,))
    return canonical.encode(Answer(request=asked, age=sealed))


def read_answer(untrusted: bytes) -> Answer:
    """An answer from bytes, still shut. Raises Refusal(RECOVERY_ANSWER_DAMAGED)."""
    try:
        if len(untrusted) > MAX_BYTES:
            raise Refusal(Code.RECOVERY_ANSWER_DAMAGED)
        found = canonical.decode(untrusted, Answer)
        sealing.check_recipient(found.request.recipient)
    except (canonical.NotCanonicalError, sealing.BadRecipient):
        raise Refusal(Code.RECOVERY_ANSWER_DAMAGED) from None
    return found


def answers(found: Answer, file: SlotFile) -> bool:
    """Whether an answer is one to what exactly these slots asked."""
    asked = found.request
    same = asked.vault == file.vault and asked.gen == file.gen
    return same and file.escrow is not None and asked.age == file.escrow.age


def check_answers(found: Answer, file: SlotFile, floor: Cost) -> None:
    """Refuse, before any work, an answer to something that these slots did not ask.

    Raises Refusal: RECOVERY_ANSWER_ELSEWHERE, RECOVERY_ANSWER_OLD, VAULT_KDF_REFUSED.
    """
    cost = found.request.cost
    if found.request.vault != file.vault:
        raise Refusal(Code.RECOVERY_ANSWER_ELSEWHERE)
    if not answers(found, file):
        raise Refusal(Code.RECOVERY_ANSWER_OLD)
    if not (kdf.is_enough(cost, floor) and cost.is_bearable):
        raise Refusal(Code.VAULT_KDF_REFUSED)


def open_answer(found: Answer, passphrase: str) -> MasterKey:
    """The master key in an answer that was checked; whether it is that of the vault, the MAC of the slots tells.

    Raises Refusal: RECOVERY_WRONG_PASSPHRASE, RECOVERY_ANSWER_DAMAGED.
    """
    asked = found.request
    identity = _identity(passphrase, bytes.fromhex(asked.salt), asked.cost)
    if sealing.recipient_of(identity) != asked.recipient:
        raise Refusal(Code.RECOVERY_WRONG_PASSPHRASE)
    try:
        inside = canonical.decode(sealing.open_sealed(found.age, identity, limit=_LIMIT), _Inside)
    except (sealing.SealError, canonical.NotCanonicalError):
        raise Refusal(Code.RECOVERY_ANSWER_DAMAGED) from None
    if inside.request != asked.digest().hex() or inside.vault != asked.vault:
        raise Refusal(Code.RECOVERY_ANSWER_DAMAGED)
    return MasterKey(inside.master)


def _identity(passphrase: str, salt: bytes, cost: Cost) -> str:
    """The age key of a passphrase."""
    return sealing.identity_from(kdf.expand(kdf.stretch(passphrase, salt, cost), "recovery request v1", 32))
