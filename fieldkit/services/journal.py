"""Adds entries to this device's own log: chained, signed, applied, all in one transaction."""

from fieldkit import canonical, logs
from fieldkit.crypto import signing
from fieldkit.domain.bodies import BodyContent
from fieldkit.domain.changes import Changes
from fieldkit.domain.log import Body, EntryKind, Head, Line, SignedHead, head_message, head_of, next_entry
from fieldkit.services import retention
from fieldkit.services.clocks import is_turned_back
from fieldkit.services.workspace import Workspace


class Journal:
    """The only writer of own entries."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def head(self) -> Head | None:
        """Where this device's log stands; None before its first entry."""
        identity = self._workspace.identity
        signed = self._workspace.store.log.head(identity.device, identity.epoch)
        return None if signed is None else signed.head

    def append(self, kind: EntryKind, subject: str, content: BodyContent) -> tuple[Line, Changes]:
        """Add one entry with its body and the signed new head; returns it with what it changed.

        Durable when it returns. The body is sealed at once where the project says so. Raises Refusal(PROJECT_MISSING)
        outside a project, or the disk's reason; then nothing has changed.
        """
        workspace = self._workspace
        identity, roster = workspace.identity, workspace.require_roster()
        body = Body(salt=workspace.clock.random_bytes(32), content=canonical.encode(content))
        with workspace.store.transaction():
            entry = next_entry(
                head=self.head(),
                project=roster.project,
                device=identity.device,
                epoch=identity.epoch,
                at=workspace.now(),
                kind=kind,
                subject=subject,
                body=body,
            )
            head = head_of(entry)
            line = retention.append(workspace, entry, body, content)
            signature = signing.sign(identity.sign_seed, head_message(head))
            workspace.store.log.put_head(SignedHead(head=head, signature=signature))
            changes = workspace.store.projection.apply((line,))
        if is_turned_back(workspace):
            logs.event("clock.turned_back")
        return line, changes
