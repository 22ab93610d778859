"""The program's own look at what the importer hands back: an importer that a bundle took over can forge nothing.

Signatures and chains are checked again here, on values that are parsed already; that costs little beside the parsing.
"""

from fieldkit import canonical
from fieldkit.crypto import signing
from fieldkit.domain.log import ChainError, head_message, verify_chain
from fieldkit.domain.people import Roster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import blob_part, manifest
from fieldkit.exchange.frames import Context, Stranger
from fieldkit.exchange.importer import LogSlice, Parcel
from fieldkit.exchange.reading import head_before, is_authentic


def check(parcel: Parcel, context: Context) -> None:
    """Raise Refusal (BUNDLE_IMPORTER_FAILED) unless roster and logs are signed and come once, and all is whole."""
    known = context.roster.roster
    if parcel.roster is not None and not is_authentic(parcel.roster, known.project, known.project_key):
        raise Refusal(Code.BUNDLE_IMPORTER_FAILED)
    roster = known if parcel.roster is None else parcel.roster.roster
    names = {log.head.head for log in parcel.logs}
    if len(names) != len(parcel.logs) or not all(_holds(log, roster) for log in parcel.logs):
        raise Refusal(Code.BUNDLE_IMPORTER_FAILED)
    if not all(blob_part.is_whole(parcel.plaintext, place) for place in parcel.blobs):
        raise Refusal(Code.BUNDLE_IMPORTER_FAILED)


def check_stranger(stranger: Stranger, context: Context) -> None:
    """Raise Refusal (BUNDLE_IMPORTER_FAILED) unless an unknown device signed this for us, with a roster of the project.

    An importer that a bundle took over must not make it look like one of another laptop.
    """
    said, known = stranger.manifest, context.roster.roster
    signed = manifest.is_signed(canonical.encode(said), bytes.fromhex(stranger.signature), said.signer)
    ours = said.project == known.project and context.fingerprint in said.to
    unknown = known.device(said.device) is None
    if not (signed and ours and unknown and is_authentic(stranger.roster, known.project, known.project_key)):
        raise Refusal(Code.BUNDLE_IMPORTER_FAILED)


def _holds(log: LogSlice, roster: Roster) -> bool:
    head = log.head.head
    device = roster.device(head.device)
    if device is None or head.project != roster.project or not log.lines or log.lines[0].entry.seq != log.first:
        return False
    try:
        reached = verify_chain(log.lines, before=head_before(log.lines[0].entry))
    except ChainError:
        return False
    return reached == head and signing.verify(device.sign_key, head_message(head), log.head.signature)
