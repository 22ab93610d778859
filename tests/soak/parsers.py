"""The parsers of untrusted bytes, each as one call, and how they may end."""

import contextlib
import hashlib
from collections.abc import Callable

from fieldkit import canonical
from fieldkit.crypto import sealing, slots
from fieldkit.domain import bodies
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import SignedRequest, SignedRoster
from fieldkit.errors import Refusal
from fieldkit.exchange import container, manifest
from fieldkit.exchange.limits import PAD_UNIT
from fieldkit.exchange.payload import PayloadReader, WireLine, from_wire

LENGTH = 3
"""Bytes in front of a payload that is fuzzed."""


def _manifest(data: bytes) -> None:
    manifest.parse(data)


def _line(data: bytes) -> None:
    from_wire(canonical.decode(data, WireLine))


def _body(data: bytes) -> None:
    for kind in EntryKind:
        bodies.understand(kind, data)


def _roster(data: bytes) -> None:
    with contextlib.suppress(canonical.NotCanonicalError):
        canonical.decode(data, SignedRequest)
    canonical.decode(data, SignedRoster)


def _slots(data: bytes) -> None:
    slots.decode(data)


def _header(data: bytes) -> None:
    sealing.check_header(data)


def _container(data: bytes) -> None:
    """Without the padding, which comes here: chance would hardly find it."""
    parts = container.unwrap(data + bytes(-len(data) % PAD_UNIT))
    said = manifest.parse(parts.manifest)
    container.payload_of(parts, said.zlen)


def _payload(data: bytes) -> None:
    """`LENGTH` bytes say how long it is when it is expanded."""
    packed = data[LENGTH:]
    reader = PayloadReader(packed, expanded=int.from_bytes(data[:LENGTH]), sha256=hashlib.sha256(packed).hexdigest())
    reader.preface()
    with contextlib.suppress(Refusal):  # that there are no more
        while True:
            reader.line()
    reader.finish()


PARSERS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("_"): parser
    for name, parser in sorted(globals().items())
    if name in {"_manifest", "_line", "_body", "_roster", "_slots", "_header", "_container", "_payload"}
}
REFUSALS = (Refusal, canonical.NotCanonicalError, sealing.SealError)
