"""Lines of logs as they lie in their table."""

import msgspec

from fieldkit import canonical
from fieldkit.domain.log import Body, Entry, Line, entry_hash
from fieldkit.errors import Code, Refusal
from fieldkit.store.database import Value
from fieldkit.store.deflated import deflate, inflate


class KeptLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line as it lies there."""

    entry: bytes
    """Canonical."""
    salt: bytes | None
    content: bytes | None
    """As `fieldkit.store.deflated` has it."""
    sealed: bytes | None

    def line(self) -> Line:
        """Raises Refusal(VAULT_LOG_BROKEN) for an entry that is none."""
        return Line(entry=entry_of(self.entry), body=self.body(), sealed=self.sealed or b"")

    def body(self) -> Body | None:
        """The body, if it is held."""
        if self.salt is None or self.content is None:
            return None
        return Body(salt=self.salt, content=inflate(self.content))


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
        deflate(line.body.content) if line.body else None,
        line.sealed or None,
    )


def entry_of(data: bytes) -> Entry:
    """An entry. Raises Refusal(VAULT_LOG_BROKEN) for what is none."""
    try:
        return msgspec.json.decode(data, type=Entry)
    except msgspec.MsgspecError:
        raise Refusal(Code.VAULT_LOG_BROKEN) from None
