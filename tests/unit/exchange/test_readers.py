"""One importer process for many bundles: each is read as by a process of its own, whatever came before it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard

from fieldkit import apart
from fieldkit.crypto import sealing
from fieldkit.domain.log import Line
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.readers import Readers
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

OFFICE = Laptop("O1", Role.OFFICER)
MONITORS = (Laptop("M1"), Laptop("M2"))
for _monitor in MONITORS:
    _monitor.record()
ROSTER = made.roster(OFFICE, *MONITORS)
CONTEXT = made.context(OFFICE, ROSTER)
BUNDLES = tuple(made.bundle(monitor, ROSTER, OFFICE) for monitor in MONITORS)
PLAINTEXT = sealing.open_sealed(BUNDLES[0], OFFICE.identity)


def sealed(plaintext: bytes) -> bytes:
    return sealing.seal(plaintext, (OFFICE.recipient,))


def refused(readers: Readers, bundle: bytes) -> Code:
    with pytest.raises(Refusal) as caught:
        readers.open_bundle(bundle, OFFICE.identity, CONTEXT)
    return caught.value.code


def process(readers: Readers) -> int:
    """The process that stays."""
    assert readers._nursery is not None
    return readers._nursery._process.pid


@pytest.mark.parametrize("forks", [True, False])
def test_bundles_are_read_as_by_a_process_of_their_own(forks: bool) -> None:
    expected = [importer.open_bundle(bundle, OFFICE.identity, CONTEXT) for bundle in BUNDLES]
    with Readers(made.CLOCK, forks=forks) as readers:
        assert [readers.open_bundle(bundle, OFFICE.identity, CONTEXT) for bundle in BUNDLES] == expected
        lines: tuple[Line, ...] = expected[0].logs[0].lines
        assert readers.judge(lines, CONTEXT) == importer.judge(lines, CONTEXT) == (None,) * len(lines)


def test_hostile_bundles_leave_the_process_to_the_next() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(64 * 2**20))
    data, length = made.payload_of(b"[" * 100_000)
    with Readers(made.CLOCK) as readers:
        readers.open_bundle(BUNDLES[0], OFFICE.identity, CONTEXT)
        first = process(readers)
        for payload, told in ((bomb, len(bomb) * 150), (data, length)):
            hostile = made.rewrap(PLAINTEXT, MONITORS[0], payload=payload, len=told)
            assert refused(readers, sealed(hostile)) in {Code.BUNDLE_DAMAGED, Code.BUNDLE_TOO_LARGE}
            assert readers.open_bundle(BUNDLES[1], OFFICE.identity, CONTEXT).logs
        assert process(readers) == first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_bundle_that_was_begun_is_read_as_any_other() -> None:
    expected = [importer.open_bundle(bundle, OFFICE.identity, CONTEXT) for bundle in BUNDLES]
    with Readers(made.CLOCK) as readers:
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)
        first = process(readers)
        assert readers.open_bundle(BUNDLES[0], OFFICE.identity, CONTEXT) == expected[0]
        readers.begin(BUNDLES[1], OFFICE.identity, CONTEXT)
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)  # one ahead is enough
        assert readers.open_bundle(BUNDLES[1], OFFICE.identity, CONTEXT) == expected[1]
        assert process(readers) == first


def test_what_was_begun_says_nothing_of_another_bundle_or_under_another_roster() -> None:
    outside = made.context(OFFICE, made.roster(OFFICE, MONITORS[1]))
    with Readers(made.CLOCK) as readers:
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)
        assert readers.open_bundle(BUNDLES[1], OFFICE.identity, CONTEXT).manifest.device == MONITORS[1].device.id
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)
        with pytest.raises(importer.UnknownSender):
            readers.open_bundle(BUNDLES[0], OFFICE.identity, outside)
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)
        assert readers.judge((), CONTEXT) == ()


def test_what_is_wrong_with_a_bundle_that_was_begun_is_told_when_it_is_opened() -> None:
    damaged = made.rewrap(PLAINTEXT, MONITORS[0], payload=b"nothing", len=7)
    with Readers(made.CLOCK) as readers:
        for bundle, code in ((sealed(damaged), Code.BUNDLE_DAMAGED), (b"no bundle", Code.BUNDLE_NOT_A_BUNDLE)):
            readers.begin(bundle, OFFICE.identity, CONTEXT)
            assert refused(readers, bundle) is code
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)
        apart.end_all()
        assert refused(readers, BUNDLES[0]) is Code.BUNDLE_IMPORTER_FAILED
        readers.begin(BUNDLES[0], OFFICE.identity, CONTEXT)
        assert readers.open_bundle(BUNDLES[0], OFFICE.identity, CONTEXT).logs


def test_a_bundle_that_takes_too_long_is_refused_and_the_next_one_read() -> None:
    with Readers(made.CLOCK, time_limit=0.001) as readers:
        start = time.monotonic()
        assert refused(readers, BUNDLES[0]) is Code.BUNDLE_IMPORTER_FAILED
        assert time.monotonic() - start < 10
        readers._time_limit = 60
        assert readers.open_bundle(BUNDLES[1], OFFICE.identity, CONTEXT).logs


def test_ending_all_children_ends_the_one_that_stays() -> None:
    with Readers(made.CLOCK) as readers:
        readers.open_bundle(BUNDLES[0], OFFICE.identity, CONTEXT)
        apart.end_all()
        assert refused(readers, BUNDLES[0]) is Code.BUNDLE_IMPORTER_FAILED


@contextmanager
def played_by(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The interpreter replaced by one that does what a captured importer might."""
    path = folder / "interpreter"
    path.write_text(f"#!{sys.executable}\n{script}")
    path.chmod(0o700)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(path))
        yield


HONEST = """
import sys, io
from fieldkit.exchange.child import serve
from fieldkit.exchange.frames import LENGTH
source, target = sys.stdin.buffer, sys.stdout.buffer
(length,) = LENGTH.unpack(source.read(4))
serve(io.BytesIO(source.read(length)), target)
"""


@pytest.mark.parametrize(
    "script",
    ["", "import sys; sys.stdout.write('no frames' * 9)", HONEST + "target.write(b'x' * 999)\ntarget.flush()\n"],
    ids=["says nothing", "says nonsense", "says more than it was asked"],
)
def test_a_captured_process_serves_no_second_bundle(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Readers(made.CLOCK) as readers:
        with played_by(script, tmp_path, monkeypatch):
            if script.startswith(HONEST):
                assert readers.open_bundle(BUNDLES[0], OFFICE.identity, CONTEXT).logs
            else:
                assert refused(readers, BUNDLES[0]) is Code.BUNDLE_IMPORTER_FAILED
        assert readers._nursery is None
        assert readers.open_bundle(BUNDLES[1], OFFICE.identity, CONTEXT).logs
