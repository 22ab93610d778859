"""Reading a bundle's plaintext with suspicion: addressed to us, signed by a known device, whole, consistent."""

from collections.abc import Iterator

from fieldkit import canonical
from fieldkit.crypto import sealing, signing
from fieldkit.domain import bodies
from fieldkit.domain.bodies import (
    Attachment,
    Card,
    CardOpening,
    Receipt,
    Reconfirmation,
    Review,
    Revision,
    Withdrawal,
)
from fieldkit.domain.log import TESTIMONY, ChainError, Entry, Head, Line, head_message, verify_chain
from fieldkit.domain.people import MAX_JUMP, Device, Roster, SignedRoster, roster_message
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import blob_part, container, manifest
from fieldkit.exchange.frames import (
    Blobs,
    Closing,
    Context,
    Frame,
    Lines,
    LogEnd,
    Opening,
    Stranger,
    Verdicts,
    decode_opened,
)
from fieldkit.exchange.limits import MAX_RECORD, MAX_SEALED
from fieldkit.exchange.manifest import BlobPart, Manifest
from fieldkit.exchange.payload import LogHeading, PayloadReader

_BATCH = 64
_AboutARecord = Revision | Review | Withdrawal | Attachment | Card | CardOpening | Reconfirmation


def read(plaintext: bytes, context: Context) -> Iterator[Frame]:
    """Yield what the plaintext holds, log by log, Closing last. Raises Refusal where nothing of it may be used.

    The manifest is the only part that is parsed before its signature is known to be good. A device that the known
    roster lacks is the one exception: it may be in the newer roster that the bundle brings, so that the preface is
    read first, and the roster in it counts only under the project's own signature. If that does not name it either,
    the last frame is a Stranger: the bundle is whole, and nobody can say yet whether it may be believed.
    """
    parts = container.unwrap(plaintext)
    said = manifest.parse(parts.manifest)
    _check_address(said, context)
    known = context.roster.roster
    _check_signature(parts, said, known.device(said.device))
    part = said.blobs if isinstance(said.blobs, BlobPart) else None
    packed = container.payload_of(parts, said.zlen, part.table + part.total if part else 0)
    reader = PayloadReader(packed, expanded=said.len, sha256=said.sha256)
    preface = reader.preface()
    newer = _newer_roster(preface.roster, known)
    roster = known if newer is None else newer.roster
    sender = roster.device(said.device)
    _check_signature(parts, said, sender)
    _check_logs(preface.logs, said)
    if sender is None:
        if part is not None:
            blob_part.read(plaintext, container.blobs_start(parts, said.zlen), part)
        yield Stranger(manifest=said, signature=parts.signature.hex(), roster=preface.roster)
        return
    yield Opening(manifest=said, roster=newer)
    for heading in preface.logs:
        yield from _read_log(reader, heading, roster)
    reader.finish()
    if part is not None:
        yield Blobs(places=blob_part.read(plaintext, container.blobs_start(parts, said.zlen), part))
    yield Closing()


def judge(data: bytes, context: Context) -> Iterator[Frame]:
    """Look at bodies that were sealed on their own as at any other body; `data` is of `frames.encode_opened`."""
    roster = context.roster.roster
    yield Verdicts(codes=tuple(_verdict(line, roster) for line in decode_opened(data).lines))


def is_authentic(signed: SignedRoster, project: str, project_key: str) -> bool:
    """Whether the project key signed this roster of this project."""
    roster = signed.roster
    message = roster_message(roster)
    signatures = signed.signatures
    return (roster.project, roster.project_key) == (project, project_key) and any(
        signing.verify(project_key, message, signature) for signature in signatures
    )


def _check_address(said: Manifest, context: Context) -> None:
    if said.project != context.roster.roster.project:
        raise Refusal(Code.BUNDLE_OTHER_PROJECT)
    if context.fingerprint not in said.to:
        raise Refusal(Code.BUNDLE_NOT_FOR_YOU)


def _check_signature(parts: container.Container, said: Manifest, device: Device | None) -> None:
    """Raise Refusal unless the manifest is signed by that device, or by the key that it names if nobody knows one."""
    key = said.signer if device is None else device.sign_key
    if said.signer != key or not manifest.is_signed(parts.manifest, parts.signature, key):
        raise Refusal(Code.BUNDLE_BAD_SIGNATURE)


def _check_logs(headings: tuple[LogHeading, ...], said: Manifest) -> None:
    """Each head stands in a bundle once, and together they have as many lines as the manifest says."""
    names = {heading.head.head for heading in headings}
    lines = sum(max(heading.size, 0) for heading in headings)
    if len(names) != len(headings) or (len(headings), lines) != (said.counts.logs, said.counts.entries):
        raise Refusal(Code.BUNDLE_DAMAGED)


def _newer_roster(carried: SignedRoster, known: Roster) -> SignedRoster | None:
    """The carried roster if it is newer than the known one. Raises Refusal if the project did not sign it.

    So it does for a roster far ahead: the highest generation would hold for ever (TUF: fast-forward attack).
    """
    if carried.roster.project != known.project:
        raise Refusal(Code.BUNDLE_OTHER_PROJECT)
    if not is_authentic(carried, known.project, known.project_key):
        raise Refusal(Code.BUNDLE_BAD_SIGNATURE)
    if carried.roster.generation > known.generation + MAX_JUMP:
        raise Refusal(Code.BUNDLE_ROSTER_JUMP)
    return carried if carried.roster.generation > known.generation else None


def _read_log(reader: PayloadReader, heading: LogHeading, roster: Roster) -> Iterator[Frame]:
    """The lines of one log in batches, then its end with the verdict."""
    check = _LogCheck(heading, roster)
    lines: list[Line] = []
    for _ in range(heading.size):
        line = reader.line()
        check.add(line)
        lines.append(line)
        if len(lines) == _BATCH:
            yield Lines(lines=tuple(lines))
            lines = []
    if lines:
        yield Lines(lines=tuple(lines))
    yield LogEnd(head=heading.head, first=heading.first, code=check.verdict())


class _LogCheck:
    """Follows one log and remembers the first thing wrong with it; the other logs of the bundle do not suffer."""

    def __init__(self, heading: LogHeading, roster: Roster) -> None:
        self._heading = heading
        self._roster = roster
        self._device = roster.device(heading.head.head.device)
        self._reached: Head | None = None
        self._code = self._check_heading()

    def add(self, line: Line) -> None:
        """Check the next line."""
        if self._code:
            return
        if self._reached is None:
            self._reached = head_before(line.entry)
        try:
            self._reached = verify_chain((line,), before=self._reached)
            if self._device is not None:
                _check_body(line, self._device, self._roster)
        except ChainError:
            self._code = Code.BUNDLE_DAMAGED
        except Refusal as refusal:
            self._code = refusal.code

    def verdict(self) -> str:
        """Empty, or the code of the refusal."""
        if not self._code and self._reached != self._heading.head.head:
            self._code = Code.BUNDLE_DAMAGED
        return self._code

    def _check_heading(self) -> Code | str:
        signed = self._heading.head
        if self._device is None:
            return Code.BUNDLE_UNKNOWN_DEVICE
        if signed.head.project != self._roster.project:
            return Code.BUNDLE_OTHER_PROJECT
        if not signing.verify(self._device.sign_key, head_message(signed.head), signed.signature):
            return Code.BUNDLE_BAD_SIGNATURE
        return "" if self._heading.size > 0 else Code.BUNDLE_DAMAGED


def _verdict(line: Line, roster: Roster) -> str:
    device = roster.device(line.entry.device)
    if device is None:
        return Code.BUNDLE_UNKNOWN_DEVICE
    try:
        _check_body(line, device, roster)
    except Refusal as refusal:
        return refusal.code
    return ""


def _check_body(line: Line, device: Device, roster: Roster) -> None:
    """Raise Refusal unless the body is one that its writer may write; of a sealed one only the outside is seen."""
    if line.sealed:
        _check_sealed(line)
    if line.body is None:
        return
    try:
        content = bodies.decode(line.entry.kind, line.body.content)
    except canonical.NotCanonicalError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    if isinstance(content, _AboutARecord):
        _check_record_body(line.entry, len(line.body.content), content, device)
    elif isinstance(content, SignedRoster) and not is_authentic(content, roster.project, roster.project_key):
        raise Refusal(Code.BUNDLE_BAD_SIGNATURE)
    elif isinstance(content, Receipt):
        _check_receipt(line.entry, content)


def _check_receipt(entry: Entry, content: Receipt) -> None:
    """A receipt is about one device, or about any logs but the one in which it stands."""
    own = entry.subject == entry.device
    if not own and any(head.device != entry.subject for head in content.heads):
        raise Refusal(Code.BUNDLE_DAMAGED)
    if any((head.device, head.epoch) == (entry.device, entry.epoch) for head in content.heads):
        raise Refusal(Code.BUNDLE_DAMAGED)


def _check_sealed(line: Line) -> None:
    """Only testimony is sealed, and within the size and header that opening it may cost."""
    if len(line.sealed) > MAX_SEALED:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    _check_header(line.sealed)
    if line.entry.kind not in TESTIMONY:
        raise Refusal(Code.BUNDLE_DAMAGED)


def _check_header(sealed: bytes) -> None:
    try:
        sealing.check_header(sealed)
    except sealing.SealError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None


def _check_record_body(entry: Entry, size: int, content: _AboutARecord, device: Device) -> None:
    """The body is about the record that its entry names, small enough, and in the name of its own writer."""
    if size > MAX_RECORD:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    if content.record != entry.subject:
        raise Refusal(Code.BUNDLE_DAMAGED)
    writer = device.member
    if isinstance(content, Revision | Attachment | Card):
        writer = content.author
    elif isinstance(content, Review):
        writer = content.reviewer
    elif isinstance(content, CardOpening):
        writer = content.officer
    if writer != device.member:
        raise Refusal(Code.BUNDLE_BAD_SIGNATURE)
    if isinstance(content, Card):
        _check_header(content.sealed)


def head_before(entry: Entry) -> Head | None:
    """What a slice that starts with `entry` claims to follow; whether it does is for the plan to see."""
    if entry.seq == 1:
        return None
    return Head(project=entry.project, device=entry.device, epoch=entry.epoch, seq=entry.seq - 1, hash=entry.prev)
