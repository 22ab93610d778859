"""FORMAT.md says what the code does: a reader written from it alone reads a bundle, and no field or limit is missing."""

import base64
import hashlib
import json
import struct
from pathlib import Path

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyrage import decrypt, x25519

from fieldkit.crypto.cards import Inside
from fieldkit.domain.bodies import KINDS, MAX_CARD, Card, CardOpening, Receipt, Reconfirmation
from fieldkit.domain.log import Entry, Head, SignedHead
from fieldkit.domain.people import SignedRoster
from fieldkit.exchange import limits
from fieldkit.exchange.blob_part import BlobLine
from fieldkit.exchange.manifest import BlobPart, ChainHead, Counts, Manifest, Part
from fieldkit.exchange.payload import LogHeading, Preface, WireLine
from tests.command import Office, Person, opened
from tests.rules.tree import ROOT

FORMAT = (ROOT / "fieldkit" / "exchange" / "FORMAT.md").read_text("utf-8")


@pytest.mark.parametrize(
    "kind",
    [
        Manifest,
        Counts,
        BlobPart,
        ChainHead,
        Preface,
        LogHeading,
        WireLine,
        Entry,
        Head,
        SignedHead,
        SignedRoster,
        BlobLine,
        Part,
        Receipt,
        Card,
        CardOpening,
        Reconfirmation,
        Inside,
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_field_is_told_of(kind: type[msgspec.Struct]) -> None:
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    assert [name for name in names if f"`{name}`" not in FORMAT and f'"{name}"' not in FORMAT] == []


def test_every_kind_of_entry_is_told_of() -> None:
    assert [kind.value for kind in KINDS if f"`{kind.value}`" not in FORMAT] == []


@pytest.mark.parametrize(
    "limit",
    [
        limits.MAX_FILE,
        limits.MAX_MANIFEST,
        limits.MAX_EXPANDED,
        limits.MAX_RATIO,
        limits.MAX_ENTRIES,
        limits.MAX_LOGS,
        limits.MAX_LINE,
        limits.MAX_RECORD,
        limits.MAX_BLOBS,
        MAX_CARD,
    ],
)
def test_every_limit_is_told_of(limit: int) -> None:
    assert f"{limit:,}" in FORMAT


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_reader_written_from_the_document_reads_a_bundle(tmp_path: Path) -> None:
    """Only what FORMAT.md says, with libraries for age, zstd and Ed25519."""
    office, monitor = Office(tmp_path / "office"), Person(tmp_path / "monitor")
    office.enrol(monitor, "M1", "monitor", tmp_path)
    record = monitor.add()
    (bundle,) = monitor.do("bundle", "write", "--out", tmp_path / "stick")["files"]
    with opened(office.vault) as workspace:
        identity = workspace.identity.age_identity
    plain = decrypt(Path(bundle).read_bytes(), [x25519.Identity.from_str(identity)])

    assert plain[:4] == b"FKB1"
    units = len(plain) // 65536
    assert len(plain) == units * 65536
    assert units & (units - 1) == 0
    (length,) = struct.unpack(">I", plain[4:8])
    told, rest = plain[8 : 8 + length], plain[8 + length :]
    manifest = json.loads(told)
    assert canonical(manifest) == told
    signature, rest = rest[:64], rest[64:]
    message = b"fieldkit-bundle-v1\0" + hashlib.sha256(told).digest()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest["signer"])).verify(signature, message)
    own = str(x25519.Identity.from_str(identity).to_public())
    assert hashlib.sha256(own.encode()).hexdigest() in manifest["to"]

    packed, padding = rest[: manifest["zlen"]], rest[manifest["zlen"] :]
    assert hashlib.sha256(packed).hexdigest() == manifest["sha256"]
    assert not any(padding)
    payload = zstandard.ZstdDecompressor().stream_reader(packed).read()
    assert len(payload) == manifest["len"]
    preface, *lines = [json.loads(line) for line in payload.splitlines()]
    roster = preface["roster"]["roster"]
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(roster["project_key"])).verify(
        bytes.fromhex(preface["roster"]["signatures"][0]), b"fieldkit-roster-v1\0" + canonical(roster)
    )
    keys = {device["id"]: device["sign_key"] for device in roster["devices"]}

    found = []
    for log in preface["logs"]:
        head, before = log["head"]["head"], "0" * 64
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[head["device"]])).verify(
            bytes.fromhex(log["head"]["signature"]), b"fieldkit-head-v1\0" + canonical(head)
        )
        for number in range(log["first"], head["seq"] + 1):
            line = lines.pop(0)
            entry = line["entry"]
            assert (entry["seq"], entry["prev"]) == (number, before)
            before = hashlib.sha256(b"fieldkit-entry-v1\0" + canonical(entry)).hexdigest()
            salt, content = bytes.fromhex(line["salt"] or ""), (line["content"] or "").encode()
            if "sealed" in line:
                body = decrypt(base64.b64decode(line["sealed"]), [x25519.Identity.from_str(identity)])
                salt, content = body[:32], body[32:]
            if content:
                assert hashlib.sha256(salt + content).hexdigest() == entry["body"]
                found.append((entry["kind"], entry["subject"]))
        assert before == head["hash"]
    assert lines == []
    assert ("revision", record) in found
