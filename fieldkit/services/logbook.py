"""Verifying the logs: every chain, every body that is still there, and the signature of every head."""

from collections.abc import Iterable

import msgspec

from fieldkit.crypto import signing
from fieldkit.domain.log import ChainError, Line, SignedHead, head_message, verify_chain
from fieldkit.domain.people import Roster
from fieldkit.errors import Code
from fieldkit.services.workspace import Workspace


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one device's log; `code` is empty if all is well."""

    device: str
    epoch: str
    entries: int
    ok: bool
    code: str = ""


class LogReport(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on all logs held."""

    ok: bool
    logs: tuple[LogLine, ...]


class Logbook:
    """What a person does to know that nothing was changed behind their back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def verify(self) -> LogReport:
        """Walk every log from its first entry."""
        log, roster = self._workspace.store.log, self._workspace.roster
        found = tuple(verify_log(signed, log.lines_to(signed.head), roster) for signed in log.heads())
        return LogReport(ok=all(line.ok for line in found), logs=found)


def verify_log(signed: SignedHead, lines: Iterable[Line], roster: Roster | None) -> LogLine:
    """The verdict on one log: whether `lines` lead from its beginning to the head, and its device signed that."""
    head = signed.head
    code = _finding(signed, lines, roster)
    return LogLine(
        device=head.device,
        epoch=head.epoch,
        entries=head.seq,
        ok=code is None,
        code="" if code is None else code.value,
    )


def _finding(signed: SignedHead, lines: Iterable[Line], roster: Roster | None) -> Code | None:
    head = signed.head
    device = None if roster is None else roster.device(head.device)
    if device is None:
        return Code.BUNDLE_UNKNOWN_DEVICE
    if roster is not None and head.project != roster.project:
        return Code.BUNDLE_OTHER_PROJECT
    if not signing.verify(device.sign_key, head_message(head), signed.signature):
        return Code.BUNDLE_BAD_SIGNATURE
    try:
        reached = verify_chain(lines)
    except ChainError:
        return Code.VAULT_LOG_BROKEN
    return None if reached == head else Code.VAULT_LOG_BROKEN
