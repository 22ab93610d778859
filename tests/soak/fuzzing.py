"""What is fuzzed: one parser of untrusted bytes in a process of its own, guided by coverage.

`python -m tests.soak.fuzzing PARSER SECONDS SEED CORPUS` runs until something unexpected is raised or the time is over.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["fieldkit"]):
    from fieldkit import canonical
    from fieldkit.crypto import sealing, slots
    from fieldkit.domain import bodies
    from fieldkit.domain.log import EntryKind
    from fieldkit.domain.people import SignedRequest, SignedRoster
    from fieldkit.errors import Refusal
    from fieldkit.exchange import container, manifest
    from fieldkit.exchange.payload import WireLine, from_wire

SLOW = 5
"""Seconds after which a case counts as a hang."""


def _manifest(data: bytes) -> None:
    manifest.parse(data)


def _line(data: bytes) -> None:
    from_wire(canonical.decode(data, WireLine))


def _body(data: bytes) -> None:
    for kind in EntryKind:
        bodies.understand(kind, data)


def _roster(data: bytes) -> None:
    for shape in (SignedRoster, SignedRequest):
        canonical.decode(data, shape)


def _slots(data: bytes) -> None:
    slots.decode(data)


def _header(data: bytes) -> None:
    sealing.check_header(data)


def _container(data: bytes) -> None:
    container.payload_of(container.unwrap(data), 100)


PARSERS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("_"): parser
    for name, parser in sorted(globals().items())
    if name in {"_manifest", "_line", "_body", "_roster", "_slots", "_header", "_container"}
}
REFUSALS = (Refusal, canonical.NotCanonicalError, sealing.SealError)


def main(parser: str, seconds: str, seed: str, corpus: str) -> None:
    """Fuzz; ends the process."""

    def one(data: bytes) -> None:
        try:
            PARSERS[parser](data)
        except REFUSALS:
            return

    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-timeout={SLOW}", "-rss_limit_mb=512", "-max_len=20000"]
    artifacts = f"-artifact_prefix={Path(corpus)}/crash-"
    atheris.Setup([sys.argv[0], *options, artifacts, "-print_final_stats=1", corpus], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
