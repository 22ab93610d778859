"""What a monitor's device may still read: the project's policy, sealing what it writes, and putting records away.

Security notes, section 5. The policy binds members who are no readers: these have to keep what they
merge. Sealed bodies are age files to the readers of the day; the device holds public keys only and cannot open them.
"""

from collections.abc import Iterator

from fieldkit import logs
from fieldkit.crypto import sealing
from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment, BodyContent, Revision, revision_id
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.log import TESTIMONY, Body, Entry, Line, entry_hash
from fieldkit.domain.people import READERS, Retention, Role, Roster
from fieldkit.domain.periods import coarse, span_of, utc
from fieldkit.domain.records import State
from fieldkit.domain.retention import PutAway, Stub
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_RECIPIENTS
from fieldkit.services import backups
from fieldkit.services.confirmations import Confirmed, confirmed
from fieldkit.services.workspace import Workspace

_SEALED_FIRST: tuple[Role | None, ...] = (Role.OFFICER, Role.SUPERVISOR, Role.ANALYST)
"""An age file has room for so many; whoever has to merge comes before whoever counts."""


def policy(workspace: Workspace) -> Retention:
    """What holds on this device."""
    roster, role = workspace.roster, workspace.role
    return Retention.KEEP if roster is None or role is None or role in READERS else roster.keeps


def append(workspace: Workspace, entry: Entry, body: Body, content: BodyContent) -> Line:
    """Append an entry of our own: as it is, or sealed at once, so that the store never holds its words.

    Belongs into a transaction of the caller. Raises Refusal(PROJECT_NO_READERS) if nobody could open it.
    """
    store = workspace.store
    if entry.kind not in TESTIMONY or policy(workspace) is not Retention.SEAL_AT_SUBMIT:
        line = Line(entry=entry, body=body)
        store.log.append(line)
        return line
    line = Line(entry=entry, sealed=seal(workspace.require_roster(), body))
    store.log.append(line)
    match content:
        case Revision():
            store.stubs.put(stub_of(workspace, entry, content))
        case Attachment():
            store.attachments.learn(content, entry_hash(entry))
            store.attachments.seal(content.record)
    backups.mark_stale(workspace)
    return line


def settle(workspace: Workspace) -> Changes:
    """Put away what the policy no longer lets this device read; nothing where it may. One transaction.

    What a reader has confirmed leaves altogether. Raises Refusal: PROJECT_NO_READERS, or the disk's reason; nothing
    has changed then.
    """
    rule = policy(workspace)
    if rule is Retention.KEEP:
        return NOTHING
    store, own = workspace.store, workspace.identity.device
    receipts = confirmed(workspace)
    readable = store.log.readable(own)
    received = tuple(record for record in readable if _is_received(workspace, record, receipts))
    with store.transaction():
        if rule is Retention.SEAL_AT_SUBMIT:
            changes = put_away(workspace, received, sealed=False)
            changes |= put_away(workspace, tuple(set(readable).difference(received)), sealed=True)
        else:
            changes = put_away(workspace, tuple(r for r in received if _is_settled(workspace, r)), sealed=False)
        for record in store.log.sealed(own):
            if _is_received(workspace, record, receipts):
                store.projection.drop_sealed(record)
    return changes


def put_away(workspace: Workspace, records: tuple[str, ...], *, sealed: bool) -> Changes:
    """Take the content of own records out of the store in one transaction, older automatic backups to follow.

    Args:
        workspace: the vault.
        records: their ids.
        sealed: keep it sealed to the readers, who do not have it yet; else nothing is kept, because they do.
    """
    changes = NOTHING
    store, roster = workspace.store, workspace.require_roster()
    with store.transaction():
        for record in records:
            parts = [_part(workspace, roster, line, sealed=sealed) for line in _own_words(workspace, record)]
            if parts:
                changes |= store.projection.put_away(record, parts, sealed=sealed)
        if changes.records:
            store.projection.forget_words()
            backups.mark_stale(workspace)
            logs.event("retention.put_away", records=len(changes.records))
    return changes


def seal(roster: Roster, body: Body) -> bytes:
    """Salt and content as an age file to the readers, those first who decide. Raises Refusal(PROJECT_NO_READERS)."""
    readers = sorted(roster.readers(), key=lambda device: _SEALED_FIRST.index(roster.role_of(device.id)))
    recipients = tuple(device.recipient for device in readers[:MAX_RECIPIENTS])
    if not recipients:
        raise Refusal(Code.PROJECT_NO_READERS)
    return sealing.seal(body.salt + body.content, recipients)


def stub_of(workspace: Workspace, entry: Entry, revision: Revision) -> Stub:
    """What this device keeps of a revision."""
    reader = workspace.store.instruments.reader(revision.answers.form, revision.answers.version)
    facts = {fact.role: fact.value for fact in reversed(reader.read(revision.answers))} if reader else {}
    site = workspace.reference.sites.get(facts.get("record.site", ""))
    told = facts.get("record.date") or facts.get("record.start", "")[:10]
    return Stub(
        entry=entry_hash(entry),
        revision=revision_id(revision),
        record=revision.record,
        parents=revision.parents,
        form=revision.answers.form,
        version=revision.answers.version,
        author=revision.author,
        day=utc(revision.at)[:10],
        region=(site.region or site.country) if site else "",
        corrects=revision.corrects or "",
        month=coarse(span_of(told, facts.get("record.date_to", ""), facts.get("record.date_precision", ""))),
    )


def _is_received(workspace: Workspace, record: str, receipts: Confirmed) -> bool:
    """Whether a reader holds all that this device wrote about a record."""
    own = (line.entry for line in workspace.store.log.about(record) if line.entry.device == workspace.identity.device)
    return all(receipts.covers(entry.epoch, entry.seq) for entry in own if entry.kind in TESTIMONY)


def _is_settled(workspace: Workspace, record: str) -> bool:
    """Whether nobody has to work on it here: it did not come back, and no draft is about to change it."""
    row = workspace.store.records.row(record)
    waits = row is None or row.state in {State.RETURNED, State.CONFLICT}
    return not waits and all(draft.record != record for draft in workspace.store.drafts.all())


def _part(workspace: Workspace, roster: Roster, line: Line, *, sealed: bool) -> PutAway:
    content = bodies.read(line)
    return PutAway(
        entry=entry_hash(line.entry),
        sealed=seal(roster, line.body) if sealed and line.body else b"",
        stub=stub_of(workspace, line.entry, content) if isinstance(content, Revision) else None,
    )


def _own_words(workspace: Workspace, record: str) -> Iterator[Line]:
    """Own entries about a record whose body is in plain.

    What this version cannot read stays: readers would refuse the whole log for it.
    """
    for line in workspace.store.log.about(record):
        own = line.entry.device == workspace.identity.device and line.entry.kind in TESTIMONY
        if own and line.body is not None and not bodies.is_unreadable(line):
            yield line
