"""T28: small files that are made to cost a reader much; each sealed to the office and signed by a member."""

import random
from collections.abc import Iterator

from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.exchange.frames import Context
from fieldkit.exchange.limits import MAX_EXPANDED, MIB
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

_FRAME = bytes.fromhex("28b52ffd") + b"\0" + bytes([12 << 3])
"""The head of a zstd frame (RFC 8878, section 3.1.1) without a size, with a window of 4 MiB."""
_BLOCK = 128 * 1024
_RAW, _REPEATED = 0, 1
_STANZA = b"-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"


class Target:
    """An office, and a monitor of its project whose laptop is in the wrong hands."""

    def __init__(self) -> None:
        self.office, self._monitor = Laptop("O1", Role.OFFICER), Laptop("M1")
        self._monitor.record()
        roster = made.roster(self.office, self._monitor)
        self.context: Context = made.context(self.office, roster)
        self._sealed = made.bundle(self._monitor, roster, self.office)
        self._plaintext = sealing.open_sealed(self._sealed, self.office.identity)
        self._preface, self._line = made.payload_text(self._plaintext).splitlines()

    def bombs(self) -> Iterator[tuple[str, bytes]]:
        """Each bomb by name, made when it is asked for."""
        for byte in (b"0", b"\n", b"["):
            yield f"10 MB to 10 GB of {byte!r}", self._expanding(byte, said=MAX_EXPANDED)
        yield "10 GB said to be 1 MB", self._expanding(b"0", said=MIB)
        yield "10 GB said to be 10 GB", self._expanding(b"0", said=10 * 1024**3)
        yield "a frame that says 1 TB of itself", self._packed(_frame_that_says(2**40), 70_000)
        yield "a frame that says less than it holds", self._packed(_frame_that_says(10), 70_000)
        yield "header of 100,000 stanzas", self._header(_STANZA * 100_000)
        yield "header of one endless stanza", self._header(b"-> X25519 " + b"A" * 20_000_000 + b"\n")
        deep, digits = 100_000, random.Random(1).randbytes(8 * MIB).hex().translate(_TO_DIGITS).encode()
        for name, line in {
            "depth 100,000": b"[" * deep + b"]" * deep,
            "depth 100,000 of objects": b'{"a":' * deep + b"1" + b"}" * deep,
            "depth 100,000 in a known field": b'{"entry":' + b"[" * deep + b"]" * deep + b"}",
            "1,000,000 keys": b"{" + b",".join(b'"k%d":1' % number for number in range(1_000_000)) + b"}",
            "1,000,000 times the same key": b"{" + b",".join([b'"salt":null'] * 1_000_000) + b"}",
            "16,000,000 digits": b'{"entry":' + digits + b"}",
            "16,000,000 digits for a number": self._line.replace(b'"seq":1', b'"seq":' + digits),
            "lone surrogates": b'{"content":"' + b"\\ud800" * 100_000 + b'","entry":1}',
            "no numbers": b'{"entry":[' + b",".join([b"NaN"] * 100_000) + b"]}",
            "1e999": self._line.replace(b'"seq":1', b'"seq":1e999'),
        }.items():
            yield name, self._lines(line)
        yield "1,000,000,000 digits", self._packed(self._many_digits(), MAX_EXPANDED)
        for name, said in {
            "manifest of depth 30,000": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
            "manifest of 60,000 digits": made.manifest_of(self._plaintext).replace(
                b'"seq":1', b'"seq":' + b"9" * 60_000
            ),
            "manifest that is no number": made.manifest_of(self._plaintext).replace(b'"seq":1', b'"seq":NaN'),
        }.items():
            yield name, self._seal(made.with_manifest(self._plaintext, self._monitor, said))

    def _seal(self, plaintext: bytes) -> bytes:
        return sealing.seal(plaintext, (self.office.recipient,))

    def _packed(self, data: bytes, said: int) -> bytes:
        return self._seal(made.rewrap(self._plaintext, self._monitor, payload=data, len=said))

    def _lines(self, line: bytes) -> bytes:
        """A hostile line, and one of noise after it, so that the whole compresses no better than data do."""
        noise = random.Random(4).randbytes(len(line) // 100).hex().encode()
        return self._packed(*made.payload_of(b"\n".join((self._preface, line, noise, b""))))

    def _expanding(self, byte: bytes, *, said: int) -> bytes:
        """A good first line, 10 GB of one byte, and so much noise between that the whole is 10 MB and looks like data."""
        noise = random.Random(2).randbytes(120)
        pair = _block(_REPEATED, _BLOCK, byte) + _block(_RAW, len(noise), noise)
        first = self._preface + b"\n"
        blocks = b"".join(_block(_RAW, len(part), part) for part in _parts(first))
        return self._packed(_FRAME + blocks + pair * 81_920 + _block(_RAW, 0, b"", last=True), said)

    def _many_digits(self) -> bytes:
        first = self._preface + b'\n{"entry":'
        blocks = b"".join(_block(_RAW, len(part), part) for part in _parts(first))
        rows = _block(_REPEATED, _BLOCK, b"9") + _block(_RAW, 700, b"9" * 700)
        return _FRAME + blocks + rows * 7_600 + _block(_RAW, 2, b"}\n", last=True)

    @staticmethod
    def _header(stanzas: bytes) -> bytes:
        return b"age-encryption.org/v1\n" + stanzas + b"--- " + b"A" * 43 + b"\n" + bytes(64)


_TO_DIGITS = str.maketrans("abcdef", "123456")


def _parts(data: bytes) -> Iterator[bytes]:
    return (data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK))


def _block(kind: int, size: int, data: bytes, *, last: bool = False) -> bytes:
    """A block of a zstd frame (RFC 8878, section 3.1.1.2)."""
    return (int(last) | kind << 1 | size << 3).to_bytes(3, "little") + data


def _frame_that_says(size: int) -> bytes:
    """70,000 bytes in a frame with a content size that is another one."""
    data = random.Random(3).randbytes(70_000)
    head = bytes.fromhex("28b52ffd") + bytes([3 << 6, 12 << 3]) + size.to_bytes(8, "little")
    return head + _block(_RAW, len(data), data, last=True)
