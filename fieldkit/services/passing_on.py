"""The office passes on to an author what withdrawals it holds in logs that are not sent there.

A member gets the logs of the office only. Whoever withdrew a record and has left the office since, or was never part of
it, would not be heard by its author; so the office says it again in its own log, which goes to everybody.
"""

from collections.abc import Iterable

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Withdrawal
from fieldkit.domain.consent import Use
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.people import READERS
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace


def pass_on(workspace: Workspace, member: str) -> None:
    """Write the withdrawals anew that end records of a member, or uses of them, and would not come there else."""
    if workspace.role not in READERS:
        return
    roster, store = workspace.require_roster(), workspace.store
    devices = {device.id for device in roster.devices if device.member == member}
    office = {device.id for device in roster.devices if roster.role_of(device.id) in READERS}
    for record in sorted(store.records.all_ended()):
        lines = store.log.about(record)
        if not any(line.entry.kind is EntryKind.REVISION and line.entry.device in devices for line in lines):
            continue
        comes = _ended(line for line in lines if line.entry.device in office | devices)
        lacking = _ended(lines) - comes
        if lacking:
            ends = msgspec.UNSET if Use.STORE_RECORD in lacking else tuple(sorted(lacking))
            content = Withdrawal(record=record, at=workspace.now(), uses=ends)
            Journal(workspace).append(EntryKind.WITHDRAWAL, record, content)


def _ended(lines: Iterable[Line]) -> frozenset[Use]:
    """The uses that end by these lines: every one where the record does."""
    said = (bodies.read(line) for line in lines if line.entry.kind is EntryKind.WITHDRAWAL)
    closed = (frozenset(Use) if each.closes is None else each.closes for each in said if isinstance(each, Withdrawal))
    return frozenset().union(*closed)
