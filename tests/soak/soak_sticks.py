"""T32: sticks pulled 200 times while bundles are written on them, full, read-only, broken, and with a false capacity.

Everywhere by the kernel's filter (`tests.flow.pulled`). Where root may mount a loop device, on a real file system too:
FAT32 if this machine has it, else ext4 without a journal. FAT32 that this machine lacks is tried in a Linux of its own
where that is installed (`user_linux`). What is left out stands in the counts.
"""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import sticks
from tests.flow import pulled
from tests.flow.pulled import BROKEN, FULL, GONE, READ_ONLY, Errand, Told
from tests.soak import pool, user_linux
from tests.soak.outcome import Outcome

PULLS = 200
FIGURES = {"T32": PULLS}
_FAT = "vfat"
_SIZE = 8 * 2**20
_PATIENCE = 3600
"""Seconds that 200 sticks may take in a Linux of its own: four minutes beside nothing else."""
_WRITE = """
import sys
from pathlib import Path
from fieldkit.clock import SystemClock
from fieldkit.exchange import sticks
data = Path(sys.argv[2]).read_bytes()
print("ready", flush=True)
while True:
    print(sticks.write_bundle(Path(sys.argv[1]), data, SystemClock()).name, flush=True)
"""


def main(seed: int, share: float) -> Outcome:
    """Pull 200 sticks (times `share`) in each way, and try each way in which a stick fails."""
    outcome, count = Outcome(), max(1, round(PULLS * share))
    with tempfile.TemporaryDirectory() as name:
        jobs = [(_pulls, (Path(name) / "pulled", seed, count))]
        jobs += [(pulled.refusals, (_folder(Path(name), error), error)) for error in (GONE, BROKEN, FULL, READ_ONLY)]
        if system := _file_system(Path(name)):
            jobs.append((mounted, (Path(name), system, seed, count)))
        if system != _FAT and user_linux.can_boot():
            jobs.append((_mounted_elsewhere, (Path(name), seed, count)))
        elif system != _FAT:
            outcome.counts["FAT32 left out"] = 1
        for told in pool.spread(jobs):
            for what, wrong in told:
                outcome.take(f"T32 {what}", wrong)
        if not system:
            outcome.counts["loop device left out"] = 1
    return outcome


def mounted(place: Path, system: str, seed: int, count: int) -> Told:
    """The same on a loop device: pulled, full, read-only and of false capacity."""
    return [*_pulled_for_real(place, system, seed, count), *_failing_for_real(place, system)]


def _mounted_elsewhere(place: Path, seed: int, count: int) -> Told:
    """The same on FAT32, in a Linux that knows it."""
    told = place / "told.json"
    with contextlib.suppress(subprocess.TimeoutExpired):
        user_linux.run([sys.executable, "-m", "tests.soak.soak_sticks", str(told), str(seed), str(count)], _PATIENCE)
    if not told.exists():
        return [(f"{_FAT} in a Linux of its own", ("it came to no end",))]
    return [(what, tuple(wrong)) for what, wrong in json.loads(told.read_text(encoding="utf-8"))]


def _pulls(place: Path, seed: int, count: int) -> Told:
    place.mkdir()
    return pulled.pulls(place, seed=seed, count=count)


def _folder(place: Path, error: int) -> Path:
    folder = place / f"error {error}"
    folder.mkdir()
    return folder


def _pulled_for_real(place: Path, system: str, seed: int, count: int) -> Told:
    """What the device holds at random moments while bundles are written, mounted and read."""
    errand, chance, told = Errand(), random.Random(seed), []
    data = place / "sealed"
    data.write_bytes(errand.sealed)
    while len(told) < count:
        image, left = _formatted(place / "image", system), place / "left"
        with _mount(image, place / "stick") as stick:
            command = [sys.executable, "-c", _WRITE, str(stick), str(data)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
                assert process.stdout is not None
                os.set_blocking(process.stdout.fileno(), False)
                said = b""
                for _ in range(min(10, count - len(told))):
                    time.sleep(chance.random() / 20)
                    said += process.stdout.read() or b""
                    _copy(image, left)
                    told.append(_look(errand, left, place / "there", said.decode().split()[1:]))
                process.kill()
    return [(f"{system} on a loop device, {what}", wrong) for what, wrong in told]


def _look(errand: Errand, image: Path, place: Path, safe: list[str]) -> tuple[str, tuple[str, ...]]:
    """Which bundles a pulled stick holds; those that were said to be safe before that have to be whole."""
    with _mount(image, place) as stick:
        whole, wrong = errand.found(stick)
        lost = [name for name in safe if not (stick / name).exists() or (stick / name).read_bytes() != errand.sealed]
        wrong += [f"{len(lost)} bundles were said to be safe, and are lost"] * bool(lost)
        return "pulled with bundles" if whole else "pulled empty", tuple(wrong)


def _failing_for_real(place: Path, system: str) -> Told:
    errand, told = Errand(), []
    image = _formatted(place / "image", system)
    with _mount(image, place / "stick") as stick:
        (stick / "filling").write_bytes(bytes(max(0, shutil.disk_usage(stick).free - 40_000)))
        told.append(_refused(errand, stick, "full", Code.FILE_FULL))
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        told.append(_refused(errand, stick, "read-only", Code.FILE_CANNOT_WRITE))
    image = _formatted(place / "image", system)
    with _mount(image, place / "stick") as stick, mock.patch.object(sticks, "_write", _forgotten(image, errand.sealed)):
        told.append(_refused(errand, stick, "of false capacity", Code.FILE_CANNOT_WRITE))
    return [(f"{system} on a loop device, {what}", wrong) for what, wrong in told]


def _forgotten(image: Path, sealed: bytes) -> object:
    """Write as always, on a device that keeps nothing of it: the pages are there until somebody asks the device."""
    write = sticks._write

    def forgets(path: Path, data: bytes) -> None:
        write(path, data)
        at = image.read_bytes().find(sealed[4096:8192])
        assert at > 0, "the bundle did not reach the device"
        with image.open("r+b") as file:
            file.seek(at)
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())

    return forgets


def _refused(errand: Errand, stick: Path, what: str, code: Code) -> tuple[str, tuple[str, ...]]:
    try:
        sticks.write_bundle(stick, errand.sealed, SystemClock())
    except Refusal as refusal:
        wrong = [] if refusal.code is code else [f"refused as {refusal.code.value}"]
    else:
        wrong = ["said to be safe"]
    whole, more = errand.found(stick)
    return what, (*wrong, *more, *(["a bundle is there"] if whole else []))


def _file_system(place: Path) -> str:
    """What a loop device can be formatted with and mounted here; empty if nothing can."""
    for system in (_FAT, "ext4"):
        with (
            contextlib.suppress(OSError, subprocess.CalledProcessError),
            _mount(_formatted(place / "try", system), place / "tried"),
        ):
            return system
    return ""


def _formatted(image: Path, system: str) -> Path:
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate(40 * 2**20 if system == _FAT else _SIZE)
    options = ["-F", "32", "-s", "1"] if system == _FAT else ["-q", "-F", "-m", "0", "-O", "^has_journal"]
    subprocess.run([f"mkfs.{system}", *options, str(image)], check=True, capture_output=True)
    return image


@contextlib.contextmanager
def _mount(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _copy(image: Path, left: Path) -> None:
    shutil.copyfile(image, left)


if __name__ == "__main__":
    to, own_seed, pulled_often = sys.argv[1:]
    with tempfile.TemporaryDirectory() as memory:
        found = mounted(Path(memory), _FAT, int(own_seed), int(pulled_often))
    Path(to).write_text(json.dumps(found), encoding="utf-8")
