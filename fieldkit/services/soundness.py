"""Whether the logs reach as far as their signed heads say: what the ciphers cannot notice, older pages put back."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from fieldkit import logs
from fieldkit.crypto import signing
from fieldkit.domain.bodies import Attachment
from fieldkit.domain.log import ChainError, Entry, SignedHead, head_message, head_of, verify_chain
from fieldkit.errors import Code, Refusal
from fieldkit.services.workspace import Workspace
from fieldkit.store import told
from fieldkit.store.agreement import compare as compare_shown
from fieldkit.store.imprints import Numbered
from fieldkit.store.told import Reading

LINES_MISSING = "log.lines_missing"
HEAD_MISSING = "log.head_missing"
BAD_SIGNATURE = "log.bad_signature"
BROKEN = "log.broken"
DIFFERS = "records.differ_from_log"
UNREADABLE = "log.unreadable"
DRAFT = "draft.unreadable"
FORM = "form.unreadable"
_DAMAGE = frozenset({Code.VAULT_LOG_BROKEN, Code.VAULT_STORE_DAMAGED})


def require_ends(workspace: Workspace) -> None:
    """Refuse to work on logs that are not as long as their heads say. Raises Refusal(VAULT_LOG_BROKEN)."""
    found = ends(workspace)
    if found:
        logs.event("vault.log_broken", found=len(found))
        raise Refusal(Code.VAULT_LOG_BROKEN)


def try_again(workspace: Workspace) -> None:
    """Take up what could not be read before and can be by this version."""
    store = workspace.store
    if store.quarantine.count():
        with store.transaction():
            store.projection.try_again()


@dataclass(frozen=True, slots=True)
class Survey:
    """What reading every log from its first line gives."""

    findings: tuple[str, ...]
    """Everything that is wrong with the logs, as codes: their ends, every line, and what is shown of them."""
    unreadable: tuple[Entry, ...] = ()
    """Entries whose body this version cannot read."""
    files: Mapping[str, Attachment] = field(default_factory=dict)
    """What the logs say of attached files, by the hash of the entry."""
    imprints: tuple[Numbered, ...] = ()
    """Of records that are right and had none that stands for it."""


def survey(workspace: Workspace) -> Survey:
    """Read every log once. Writes nothing."""
    store = workspace.store
    try:
        with _nothing_collected():
            reading = told.read(store)
            agreement = compare_shown(store, reading)
        found = (*ends(workspace), *_chains(workspace, reading), *((DIFFERS,) if agreement.wrong else ()))
        return Survey(found, tuple(reading.unreadable), reading.files, agreement.imprints)
    except Refusal as refusal:
        if refusal.code not in _DAMAGE:
            raise
        return Survey((BROKEN,))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Hundreds of thousands of values are kept, none in a circle; looking for circles takes a tenth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def set_aside(workspace: Workspace, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Note entries that cannot be read, so that the app tells of them; a code for each, and for each such draft."""
    store = workspace.store
    if store.damaged:
        return ()
    with store.transaction():
        for entry in entries:
            store.quarantine.put(entry)
    drafts = store.drafts.count() - len(store.drafts.all())
    forms = store.instruments.count() - len(store.instruments.all())
    return (*(UNREADABLE for _ in entries), *(DRAFT for _ in range(drafts)), *(FORM for _ in range(forms)))


def remember(workspace: Workspace, survey: Survey) -> None:
    """Note what will make the next check quick; a full or read-only disk keeps nobody from checking."""
    store = workspace.store
    if survey.imprints and not store.damaged:
        try:
            with store.transaction():
                store.imprints.put_all(survey.imprints)
        except Refusal as refusal:
            if refusal.code in _DAMAGE:
                raise


def ends(workspace: Workspace) -> tuple[str, ...]:
    """Compare the number of lines and the last line of every log with its signed head; reads no other line."""
    return compare(workspace, workspace.store.log.ends())


def compare(workspace: Workspace, held: dict[tuple[str, str], tuple[int, Entry]]) -> tuple[str, ...]:
    """Whether what is counted of every log, and its last entry, is what its signed head says.

    The last entry of each log is looked for by its number and by its hash, and the one that arrived last in the table
    itself, because an older page put back is seldom that of all three.
    """
    log, found, seqs = workspace.store.log, [], dict[tuple[str, str], int]()
    inner: set[tuple[str, str]] = set()
    for part, signed in log.heads_of_parts():
        head = signed.head
        seqs[head.device, head.epoch] = max(head.seq, seqs.get((head.device, head.epoch), 0))
        total, last = held.pop((head.device, part), (0, None))
        if part != head.epoch:
            inner.update((head.device, place.part) for place in log.parts.way(head.hash)[:-1])
            total = total if log.on_the_way(head, 1) else 0
        if total != head.seq or last is None or head_of(last) != head or not log.holds(head.hash):
            found.append(LINES_MISSING)
        if not _is_signed(workspace, signed):
            found.append(BAD_SIGNATURE)
    newest = log.newest()
    if newest is not None and newest.seq > seqs.get((newest.device, newest.epoch), newest.seq):
        found.append(LINES_MISSING)
    for part_of_several in inner:
        total, last = held.pop(part_of_several, (0, None))
        if last is None or total != last.seq:
            found.append(LINES_MISSING)
    return (*found, *(HEAD_MISSING for _ in held))


def _chains(workspace: Workspace, reading: Reading) -> tuple[str, ...]:
    """Logs that do not hold from their first line to their head; where the order of arrival is another, by number."""
    return tuple(
        BROKEN
        for signed in workspace.store.log.heads()
        if reading.heads.get((signed.head.device, signed.head.epoch)) != signed.head and not _holds(workspace, signed)
    )


def _holds(workspace: Workspace, signed: SignedHead) -> bool:
    head = signed.head
    try:
        return verify_chain(workspace.store.log.lines_to(head)) == head
    except ChainError:
        return False
    except Refusal as refusal:
        if refusal.code not in _DAMAGE:
            raise
        return False


def _is_signed(workspace: Workspace, signed: SignedHead) -> bool:
    """Whether the device signed its head, as far as its key is known here."""
    identity, roster = workspace.identity, workspace.roster
    key = signing.public_key(identity.sign_seed) if signed.head.device == identity.device else None
    device = roster.device(signed.head.device) if roster and key is None else None
    key = device.sign_key if device else key
    return key is None or signing.verify(key, head_message(signed.head), signed.signature)
