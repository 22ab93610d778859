"""ODK's encryption written from its specification, for tests that open what it made. Only tests encrypt."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
INSTANCE = "uuid:11111111-2222-4333-8444-555555555555"


def key(name: str = "mine") -> rsa.RSAPrivateKey:
    """A fresh key per name and test run."""
    return _key(name)


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(passphrase: str = "", name: str = "mine") -> bytes:
    """The private key as a file has it."""
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    return key(name).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


@dataclass
class Encrypted:
    """An encrypted submission: its manifest and the files beside it."""

    form: str
    submission: bytes
    media: Sequence[tuple[str, bytes]] = ()
    version: str = ""
    instance_id: str = INSTANCE
    sign_version: bool = True
    secret: bytes = bytes(range(32))
    files: dict[str, bytes] = field(default_factory=dict)
    wrapped: str = ""
    signature: str = ""

    def __post_init__(self) -> None:
        public = key().public_key()
        self.wrapped = base64.b64encode(public.encrypt(self.secret, OAEP)).decode()
        seed = bytearray(hashlib.md5(self.instance_id.encode() + self.secret).digest())
        lines = [self.form]
        if self.version and self.sign_version:
            lines.append(self.version)
        lines += [self.wrapped, self.instance_id]
        for turn, (name, plain) in enumerate([*self.media, ("submission.xml", self.submission)]):
            seed[turn % 16] = (seed[turn % 16] + 1) % 256
            fill = 16 - len(plain) % 16
            cipher = Cipher(algorithms.AES(self.secret), CFB(bytes(seed))).encryptor()
            self.files[f"{name}.enc"] = cipher.update(plain + bytes([fill]) * fill) + cipher.finalize()
            lines.append(f"{name}::{hashlib.md5(plain).hexdigest()}")
        digest = hashlib.md5(("\n".join(lines) + "\n").encode()).digest()
        self.signature = base64.b64encode(public.encrypt(digest, OAEP)).decode()

    def manifest(self, *, without: str = "", media: Sequence[str] | None = None) -> bytes:
        """The manifest, perhaps lacking an element or with other media."""
        names = [name for name, _ in self.media] if media is None else media
        version = f' version="{self.version}"' if self.version else ""
        parts = {
            "base64EncryptedKey": self.wrapped,
            "encryptedXmlFile": "submission.xml.enc",
            "base64EncryptedElementSignature": self.signature,
        }
        inner = "".join(f"<{name}>{text}</{name}>" for name, text in parts.items() if name != without)
        files = "".join(f"<media><file>{name}.enc</file></media>" for name in names)
        meta = f"<orx:meta><orx:instanceID>{self.instance_id}</orx:instanceID></orx:meta>"
        return (
            f'<data xmlns="http://opendatakit.org/submissions" xmlns:orx="http://openrosa.org/xforms"'
            f' id="{self.form}" encrypted="yes"{version}>{inner}{files}{meta}</data>'
        ).encode()

    def put(self, folder: Path, manifest: bytes | None = None) -> Path:
        """Write everything as Collect and Briefcase do."""
        folder.mkdir(parents=True)
        (folder / "submission.xml").write_bytes(self.manifest() if manifest is None else manifest)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return folder
