"""Bundles against the stock `age` tool and zstd at the same level, on the same bytes."""

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import zstandard

from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.exchange import container, importer, manifest
from fieldkit.exchange.payload import PayloadReader
from tests.bench.measure import Result, medians
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

RECORDS = 4_000
WORDS = 400
"""In each record."""
LEAST = 0.6
"""Part of the throughput of the stock tools."""
ROUNDS = 7


def main() -> Iterator[Result]:
    """Compress and seal; open and expand; then the same with everything that makes it a bundle, without a target."""
    age = shutil.which("age")
    if age is None:
        sys.exit("the age tool is missing")
    office, monitor = Laptop("O1", Role.OFFICER), _monitor()
    roster = made.roster(office, monitor)
    bundle = made.bundle(monitor, roster, office)
    text = made.payload_text(sealing.open_sealed(bundle, office.identity))
    with tempfile.TemporaryDirectory() as name:
        key = Path(name) / "key"
        key.write_text(office.identity + "\n")

        def stock_seal() -> bytes:
            return _filter([age, "-r", office.recipient], zstandard.compress(text, 3))

        def stock_open() -> bytes:
            plaintext = _filter([age, "-d", "-i", str(key)], bundle)
            return (
                zstandard.ZstdDecompressor()
                .decompressobj()
                .decompress(plaintext[plaintext.index(zstandard.FRAME_HEADER) :])
            )

        assert stock_open() == text
        size = len(text) / 2**20
        for what, least, ours, theirs in (
            (
                "compress and seal",
                LEAST,
                lambda: sealing.seal(zstandard.compress(text, 3), (office.recipient,)),
                stock_seal,
            ),
            ("open and expand", LEAST, lambda: _expand(bundle, office), stock_open),
            ("write a bundle of it", None, lambda: made.bundle(monitor, roster, office), stock_seal),
            ("read and check it, in a child", None, lambda: _import(bundle, office, roster), stock_open),
        ):
            mine, other = medians(ours, theirs, ROUNDS)
            note = f"{size / mine:.0f} MiB/s against {size / other:.0f} MiB/s on {size:.0f} MiB"
            yield Result(f"{what}, of stock throughput", other / mine, "x", least=least, note=note)


def _monitor() -> Laptop:
    """A device with a long log of fictional words."""
    chance = random.Random(1)
    words = ["".join(chance.choices("абвгдежзиклмнопрстуфхцчшщыэюя", k=chance.randint(2, 12))) for _ in range(5_000)]
    monitor = Laptop("M1")
    for _ in range(RECORDS):
        monitor.record(" ".join(chance.choices(words, k=WORDS)))
    return monitor


def _filter(command: list[str], data: bytes) -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def _expand(bundle: bytes, reader: Laptop) -> int:
    """Every line of the payload, measured and compared with its hash, but not yet understood."""
    parts = container.unwrap(sealing.open_sealed(bundle, reader.identity))
    said = manifest.parse(parts.manifest)
    lines = PayloadReader(container.payload_of(parts, said.zlen), expanded=said.len, sha256=said.sha256)._lines
    return sum(len(line) for line in lines)


def _import(bundle: bytes, reader: Laptop, roster: made.SignedRoster) -> object:
    return importer.open_bundle(bundle, reader.identity, made.context(reader, roster))
