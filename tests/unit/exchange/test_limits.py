"""Bombs and hangs: refused quickly, in little memory, and a dying importer is a refusal like any other."""

import io
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import msgspec
import pytest
import zstandard

from fieldkit import apart
from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import child, container, importer, limits, manifest
from fieldkit.exchange.frames import FrameError, Refused, decode_all, encode
from fieldkit.exchange.payload import PayloadReader, WireLine
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

OFFICE = Laptop("O1", Role.OFFICER)
MONITOR = Laptop("M1")
MONITOR.record()
ROSTER = made.roster(OFFICE, MONITOR)
PLAINTEXT = sealing.open_sealed(made.bundle(MONITOR, ROSTER, OFFICE), OFFICE.identity)
TEXT = made.payload_text(PLAINTEXT)


def refusal(plaintext: bytes, *, time_limit: float = 30.0) -> Code:
    """The code with which the real importer process ends."""
    ask = partial(importer.ask_child, time_limit=time_limit)
    with pytest.raises(Refusal) as caught:
        importer.read_plaintext(plaintext, made.context(OFFICE, ROSTER), ask=ask)
    return caught.value.code


def test_a_frame_that_expands_to_more_than_was_promised() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(200 * limits.MIB))
    assert len(bomb) < 64 * limits.KIB
    start = time.monotonic()
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, payload=bomb, len=len(bomb) * 150)) is Code.BUNDLE_DAMAGED
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, payload=bomb, len=200 * limits.MIB)) is Code.BUNDLE_TOO_LARGE
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, payload=bomb, len=2 * limits.MAX_EXPANDED)) is Code.BUNDLE_DAMAGED
    assert time.monotonic() - start < 5


def test_a_frame_that_lies_about_its_size() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, write_content_size=True)
    honest = bytearray(zstandard.ZstdCompressor(compression_params=parameters).compress(os.urandom(70_000)))
    honest[5:9] = b"\xff\xff\xff\x7f"  # the four-byte content size of the frame header
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, payload=bytes(honest), len=70_000)) is Code.BUNDLE_DAMAGED


@pytest.mark.parametrize("wrong", [-1, 1, 1000])
def test_a_wrong_length(wrong: int) -> None:
    data, length = made.payload_of(TEXT)
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, payload=data, len=length + wrong)) is Code.BUNDLE_DAMAGED


def test_a_second_frame_and_trailing_bytes() -> None:
    data, length = made.payload_of(TEXT)
    for tail in (data, b"more"):
        plaintext = made.rewrap(PLAINTEXT, MONITOR, payload=data + tail, len=length)
        assert refusal(plaintext) is Code.BUNDLE_DAMAGED


HOSTILE_LINES = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep in an unknown field": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "many keys": b"{" + b",".join(b'"k%d":1' % number for number in range(1_000_000)) + b"}",
    "long number": b'{"entry":' + b"9" * 1_000_000 + b"}",
    "lone surrogate": b'{"content":"\\ud800","entry":1}',
    "not a number": b'{"entry":NaN}',
    "same key twice": TEXT.splitlines()[1][:-1] + b',"salt":null}',
    "white space": TEXT.splitlines()[1] + b" ",
    "not UTF-8": b'{"content":"\xff"}',
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE_LINES)
def test_hostile_lines(name: str) -> None:
    preface = TEXT.splitlines()[0]
    for text in (preface + b"\n" + HOSTILE_LINES[name] + b"\n", HOSTILE_LINES[name] + b"\n"):
        data, length = made.payload_of(text)
        start = time.monotonic()
        code = refusal(made.rewrap(PLAINTEXT, MONITOR, payload=data, len=length))
        assert code in {Code.BUNDLE_DAMAGED, Code.BUNDLE_TOO_LARGE}
        assert time.monotonic() - start < 3


def test_a_manifest_that_is_no_manifest() -> None:
    for said in (b"", b"[" * 60_000, b'{"suite":NaN}', b"\xff", b'{"suite":1,"min_reader":1}'):
        with pytest.raises(Refusal) as caught:
            manifest.parse(said)
        assert caught.value.code is Code.BUNDLE_DAMAGED
    with pytest.raises(Refusal) as caught:
        manifest.parse(b" " * (limits.MAX_MANIFEST + 1))
    assert caught.value.code is Code.BUNDLE_TOO_LARGE


def test_a_line_longer_than_any_line_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldkit.exchange.payload.MAX_LINE", 1_000)
    data, length = made.payload_of(b"a" * 2_000)
    reader = PayloadReader(data + bytes(100), expanded=length, sha256=made.sha256(data + bytes(100)))
    with pytest.raises(Refusal) as caught:
        reader.line()
    assert caught.value.code is Code.BUNDLE_TOO_LARGE


def test_a_file_beyond_the_limit(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(101))
    with pytest.raises(Refusal) as caught:
        importer.read_file(tmp_path / "large", limit=100)
    assert caught.value.code is Code.BUNDLE_TOO_LARGE
    with pytest.raises(Refusal) as caught:
        importer.read_file(tmp_path / "none")
    assert caught.value.code is Code.FILE_MISSING
    with pytest.raises(Refusal) as caught:
        importer.read_file(tmp_path)
    assert caught.value.code is Code.FILE_UNREADABLE


def test_an_importer_that_hangs_is_ended() -> None:
    start = time.monotonic()
    assert refusal(PLAINTEXT, time_limit=0.001) is Code.BUNDLE_IMPORTER_FAILED
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "executable", ["false", "true", "yes"], ids=["fails at once", "says nothing", "floods the pipe"]
)
def test_an_importer_that_misbehaves_is_a_refusal(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real process is replaced by programs that do what a crashed or captured importer might."""
    monkeypatch.setattr(sys, "executable", executable)
    monkeypatch.setattr(apart, "_KEPT_ENVIRONMENT", ("PATH",))
    assert refusal(PLAINTEXT) is Code.BUNDLE_IMPORTER_FAILED


def test_frames_that_are_none() -> None:
    for data in (b"\0", b"\xff\xff\xff\xff", b"\0\0\0\2\xc1\xc1", b"\0\0\0\5\x80"):
        source = iter([data[:4], data[4:], b""])
        with pytest.raises(FrameError):
            list(decode_all(lambda _, source=source: next(source)))


def test_the_importer_process_gets_no_secret_and_has_its_limits() -> None:
    """Asked in the very way it is started: no inherited variables, no core dump, 1 GiB, 60 s."""
    probe = (
        "import os, resource as r, json; from fieldkit import apart; from fieldkit.exchange import child; "
        "apart.limit_resources(memory=child.MEMORY, seconds=child.CPU_SECONDS); "
        "print(json.dumps([sorted(os.environ), r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_AS), r.getrlimit(r.RLIMIT_CPU)]))"
    )
    command = [sys.executable, "-I", "-c", probe]
    told = subprocess.run(command, capture_output=True, check=True, env=apart.environment())
    names, core, memory, seconds = msgspec.json.decode(told.stdout)
    assert not [name for name in names if name.startswith("FIELDKIT")]
    assert set(names) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    assert core == [0, 0]
    assert memory == [1024 * limits.MIB] * 2
    assert seconds == [60, 60]


class _Exhausted(io.BytesIO):
    """A pipe with more in it than fits into memory."""

    def read(self, size: int | None = -1) -> bytes:
        if size == -1:
            raise MemoryError
        return super().read(size)


def test_a_bundle_beyond_memory_is_too_large_not_a_crash() -> None:
    target = io.BytesIO()
    child.serve(_Exhausted(encode(made.context(OFFICE, ROSTER))), target)
    assert list(decode_all(io.BytesIO(target.getvalue()).read)) == [Refused(code=Code.BUNDLE_TOO_LARGE)]


def test_half_a_body_is_none() -> None:
    line = msgspec.json.decode(TEXT.splitlines()[1], type=WireLine)
    for half in (msgspec.structs.replace(line, salt=None), msgspec.structs.replace(line, content=None)):
        data, length = made.payload_of(msgspec.json.encode(half, order="sorted") + b"\n")
        reader = PayloadReader(data, expanded=length, sha256=made.sha256(data))
        with pytest.raises(Refusal):
            reader.line()


def test_padding_must_be_zeros_and_no_longer_than_needed() -> None:
    assert refusal(PLAINTEXT[:-1] + b"\1") is Code.BUNDLE_DAMAGED
    assert refusal(PLAINTEXT + bytes(len(PLAINTEXT))) is Code.BUNDLE_DAMAGED
    with pytest.raises(Refusal):
        container.unwrap(PLAINTEXT + bytes(1))


def test_what_no_reader_would_take_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Padding makes 512 MiB of anything beyond 256, and sealing adds to that: better no bundle than one for nobody."""
    monkeypatch.setattr("fieldkit.exchange.packing.MAX_FILE", 64 * limits.KIB)
    with pytest.raises(Refusal) as caught:
        made.bundle(MONITOR, ROSTER, OFFICE)
    assert caught.value.code is Code.BUNDLE_TOO_LARGE
