"""Bodies that were sealed on the device that wrote them: opened here, where the key is, and then looked at again.

What an age file yields is as untrusted as the bundle around it, so an importer process without keys reads it before
anything here does. A body that is sealed to others stays sealed: it is kept, and passed on to those who can open it.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from fieldkit.crypto import sealing
from fieldkit.domain.log import Body, Entry, Line, body_hash
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.frames import Context
from fieldkit.exchange.importer import LogSlice, Parcel, RefusedLog
from fieldkit.exchange.limits import MAX_RECORD, MIB

_SALT_BYTES = 32
_AT_ONCE = 64 * MIB
"""Bytes of opened bodies that one importer process gets."""


Judge = Callable[[tuple[Line, ...], Context], tuple[Code | None, ...]]


def open_bodies(parcel: Parcel, identity: str, context: Context, judge: Judge = importer.judge) -> Parcel:
    """The parcel with every body in plain that is sealed to us. A log with a bad one is refused like any other log.

    Args:
        parcel: checked but for what is sealed.
        identity: the own age identity.
        context: what the importer process is told.
        judge: looks at opened bodies.

    Raises Refusal(BUNDLE_IMPORTER_FAILED).
    """
    if not any(line.sealed for log in parcel.logs for line in log.lines):
        return parcel
    logs: list[LogSlice] = []
    refused = list(parcel.refused)
    for log in parcel.logs:
        try:
            logs.append(msgspec.structs.replace(log, lines=tuple(_opened(line, identity) for line in log.lines)))
        except Refusal as refusal:
            refused.append(RefusedLog(device=log.head.head.device, code=refusal.code))
    sealed = {line.entry for log in parcel.logs for line in log.lines if line.sealed}
    newest = context if parcel.roster is None else msgspec.structs.replace(context, roster=parcel.roster)
    bad: dict[Entry, Code] = {}
    for lines in _portions(line for log in logs for line in log.lines if line.body and line.entry in sealed):
        for line, code in zip(lines, judge(lines, newest), strict=True):
            if code is not None:
                bad[line.entry] = code
    kept: list[LogSlice] = []
    for log in logs:
        codes = [bad[line.entry] for line in log.lines if line.entry in bad]
        if codes:
            refused.append(RefusedLog(device=log.head.head.device, code=codes[0]))
        else:
            kept.append(log)
    return msgspec.structs.replace(parcel, logs=tuple(kept), refused=tuple(refused))


def _opened(line: Line, identity: str) -> Line:
    """The line with its body, still sealed if that is not for us. Raises Refusal(BUNDLE_DAMAGED)."""
    if not line.sealed:
        return line
    try:
        plain = sealing.open_sealed(line.sealed, identity, limit=_SALT_BYTES + MAX_RECORD)
    except sealing.NotForYou:
        return line
    except sealing.TooLarge:
        raise Refusal(Code.BUNDLE_TOO_LARGE) from None
    except sealing.SealError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    body = Body(salt=plain[:_SALT_BYTES], content=plain[_SALT_BYTES:])
    if body_hash(body) != line.entry.body:
        raise Refusal(Code.BUNDLE_DAMAGED)
    return Line(entry=line.entry, body=body)


def _portions(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines in groups that one importer process can hold."""
    portion: list[Line] = []
    size = 0
    for line in lines:
        portion.append(line)
        size += len(line.body.content) if line.body else 0
        if size >= _AT_ONCE:
            yield tuple(portion)
            portion, size = [], 0
    if portion:
        yield tuple(portion)
