"""Verifying the logs: every chain, every body that is still there, and the signature of every head."""

import msgspec

from fieldkit.crypto import signing
from fieldkit.domain.log import ChainError, SignedHead, head_message, verify_chain
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
        roster = self._workspace.roster
        lines = tuple(self._verify(signed, roster) for signed in self._workspace.store.log.heads())
        return LogReport(ok=all(line.ok for line in lines), logs=lines)

    def _verify(self, signed: SignedHead, roster: Roster | None) -> LogLine:
        head = signed.head
        code = self._finding(signed, roster)
        return LogLine(
            device=head.device,
            epoch=head.epoch,
            entries=head.seq,
            ok=code is None,
            code="" if code is None else code.value,
        )

    def _finding(self, signed: SignedHead, roster: Roster | None) -> Code | None:
        head = signed.head
        device = None if roster is None else roster.device(head.device)
        if device is None:
            return Code.BUNDLE_UNKNOWN_DEVICE
        if not signing.verify(device.sign_key, head_message(head), signed.signature):
            return Code.BUNDLE_BAD_SIGNATURE
        try:
            reached = verify_chain(self._workspace.store.log.lines(head.device, head.epoch))
        except ChainError:
            return Code.VAULT_LOG_BROKEN
        return None if reached == head else Code.VAULT_LOG_BROKEN
