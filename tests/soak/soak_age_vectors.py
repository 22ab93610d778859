"""T24: the public test vectors of the age format (C2SP/CCTV) through our reader, and where it is laxer than they are.

The vectors are no part of the project: npm fetches the package that its authors publish, or the variable
`FIELDKIT_AGE_VECTORS` names a folder with them. Counted are those that are what a bundle is: binary, for X25519 keys.
"""

import hashlib
import os
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

from fieldkit.crypto import sealing
from tests import runners
from tests.soak.outcome import Outcome

FIGURES = {"T24": 67}
LAXER = frozenset({"stanza_missing_body", "stanza_missing_final_line"})
"""Headers that the library takes though their syntax is wrong; their MAC holds, and so does the signature inside."""
_PACKAGE = "cctv-age"
_UNPACK = """
const fs = require("fs"), path = require("path"), vectors = require("cctv-age");
for (const [name, data] of Object.entries(vectors)) fs.writeFileSync(path.join("vectors", path.basename(name)), data);
"""
_FOLDER = "FIELDKIT_AGE_VECTORS"


@dataclass(frozen=True)
class Vector:
    """A file, the keys that may open it, and what should come of it."""

    name: str
    facts: dict[str, str]
    sealed: bytes

    @property
    def is_like_a_bundle(self) -> bool:
        """Neither armour nor passphrase, and keys of the kind that we hold."""
        odd = self.facts.keys() & {"armored", "passphrase"}
        return not odd and self.identity.startswith("AGE-SECRET-KEY-1")

    @property
    def identity(self) -> str:
        """The key to try; any where the vector names none, because nobody gets that far."""
        return self.facts.get("identity") or sealing.new_identity()


def main(seed: int, share: float) -> Outcome:
    """Try every vector; neither `seed` nor `share` matters."""
    outcome, deviating = Outcome(), set()
    for vector in vectors(_folder()):
        if not vector.is_like_a_bundle:
            outcome.counts["of another kind"] = outcome.counts.get("of another kind", 0) + 1
            continue
        ended, wrong = _opened(vector)
        expected = "opened" if vector.facts["expect"] == "success" else "refused"
        if ended != expected:
            deviating.add(vector.name)
        deviates = f", {vector.name}" if ended != expected else ""
        outcome.take(f"T24 {expected} by the format, {ended} by us{deviates}", wrong)
    if deviating != LAXER:
        outcome.failures.append(f"it deviates in {', '.join(sorted(deviating)) or 'nothing'}")
    return outcome


def vectors(folder: Path) -> list[Vector]:
    """All vectors of a folder."""
    return [_vector(path) for path in sorted(folder.iterdir()) if path.is_file()]


def _vector(path: Path) -> Vector:
    head, _, sealed = path.read_bytes().partition(b"\n\n")
    facts = dict(line.split(": ", 1) for line in head.decode().split("\n"))
    return Vector(path.name, facts, zlib.decompress(sealed) if facts.get("compressed") == "zlib" else sealed)


def _opened(vector: Vector) -> tuple[str, tuple[str, ...]]:
    try:
        plaintext = sealing.open_sealed(vector.sealed, vector.identity)
    except sealing.SealError:
        return "refused", ()
    if hashlib.sha256(plaintext).hexdigest() != vector.facts.get("payload", hashlib.sha256(plaintext).hexdigest()):
        return "opened", (f"{vector.name}: another plaintext",)
    return "opened", ()


def _folder() -> Path:
    """Where the vectors are. Raises SystemExit with a sentence where they cannot be had."""
    if given := os.environ.get(_FOLDER):
        return Path(given)
    home = runners.ROOT / "build" / "age-vectors"
    found = home / "vectors"
    if not found.is_dir():
        npm, node = shutil.which("npm"), shutil.which("node")
        if npm is None or node is None:
            raise SystemExit(f"The age vectors need npm and Node, or a folder in {_FOLDER}.")
        home.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(home), _PACKAGE]
        subprocess.run(command, check=True, capture_output=True)
        found.mkdir()
        subprocess.run([node, "-e", _UNPACK], cwd=home, check=True)
    return found
