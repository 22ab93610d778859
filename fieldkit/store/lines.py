"""Lines of logs as they lie in their table."""

import msgspec

from fieldkit import canonical
from fieldkit.domain.log import Body, Entry, Line, entry_hash
from fieldkit.errors import Code, Refusal
from fieldkit.store.database import Value


class KeptLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line as it lies there."""

    entry: bytes
    """Canonical."""
    salt: bytes | None
    content: bytes | None
    sealed: bytes | None

    def line(self) -> Line:
        """Raises Refusal(VAULT_LOG_BROKEN) for an entry that is none."""
        has_body = self.salt is not None and self.content is not None
        body = Body(salt=self.salt or b"", content=self.content or b"") if has_body else None
        return Line(entry=entry_of(self.entry), body=body, sealed=self.sealed or b"")


def values_of(line: Line, part: str) -> tuple[Value, ...]:
    """What the table has of a line: hash, device, part, number, kind, subject, entry, salt, content, sealed body."""
    entry = line.entry
    return (
        entry_hash(entry),
        entry.device,
        part or entry.epoch,
        entry.seq,
        entry.kind.value,
        entry.subject,
        canonical.encode(entry),
        line.body.salt if line.body else None,
        line.body.content if line.body else None,
        line.sealed or None,
    )


def entry_of(data: bytes) -> Entry:
    """An entry. Raises Refusal(VAULT_LOG_BROKEN) for what is none."""
    try:
        return msgspec.json.decode(data, type=Entry)
    except msgspec.MsgspecError:
        raise Refusal(Code.VAULT_LOG_BROKEN) from None
