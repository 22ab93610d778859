"""What the computer around a vault may keep of it: read from what Linux tells everybody; elsewhere it is not known.

Advice before the day on which it matters (security notes, section 9): nothing here can be cured from within a program.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_IN_MEMORY = "zram"


class Light(StrEnum):
    """How one thing stands."""

    GOOD = "good"
    CARE = "care"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lights:
    """The three that matter."""

    disk: Light
    """Whether the disk on which the vault lies is encrypted."""
    swap: Light
    """Whether what the system puts aside from memory is: there is none, or it is encrypted."""
    hibernation: Light
    """Whether the whole memory can get to a disk in the clear when the computer hibernates."""


def look(folder: Path, root: Path = Path("/")) -> Lights:
    """Look at the computer on which `folder` lies; `root` is where its description begins."""
    system = _System(root)
    swap = system.swap()
    return Lights(disk=system.disk(folder.resolve()), swap=swap, hibernation=system.hibernation(swap))


class _System:
    """Reads /proc and /sys; whatever is not there is unknown."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def disk(self, folder: Path) -> Light:
        """The light of the disk below a folder: that of the deepest mount above it."""
        best, source = "", ""
        for line in self._read("proc/self/mountinfo").splitlines():
            before, _, after = line.partition(" - ")
            place = before.split(" ")[4].encode("latin-1", "replace").decode("unicode_escape")
            if (folder == Path(place) or Path(place) in folder.parents) and len(place) >= len(best):
                best, source = place, after.split(" ")[1]
        return self._device(source)

    def swap(self) -> Light:
        """The worst of all places that memory is put aside to."""
        if not self._path("proc/swaps").exists():
            return Light.UNKNOWN
        lights = {self._swapped(line) for line in self._read("proc/swaps").splitlines()[1:]}
        return next((light for light in (Light.CARE, Light.UNKNOWN) if light in lights), Light.GOOD)

    def hibernation(self, swap: Light) -> Light:
        """Good where the system cannot, or puts the memory where `swap` is good."""
        if not self._path("sys/power/state").exists():
            return Light.UNKNOWN
        can = "disk" in self._read("sys/power/state").split() and "[disabled]" not in self._read("sys/power/disk")
        return swap if can else Light.GOOD

    def _swapped(self, line: str) -> Light:
        place, kind = line.split()[:2]
        if kind == "file":
            return self.disk(Path(place))
        return Light.GOOD if Path(place).name.startswith(_IN_MEMORY) else self._device(place)

    def _device(self, source: str) -> Light:
        if not source.startswith("/dev/"):  # memory, a network, a container: nothing to see from here
            return Light.UNKNOWN
        return self._block(self._path(source.lstrip("/")).resolve().name)

    def _block(self, name: str) -> Light:
        """Encrypted itself, or standing on nothing but encrypted ones."""
        block = self._path("sys/class/block") / name
        if not block.exists():
            return Light.UNKNOWN
        if self._read(f"sys/class/block/{name}/dm/uuid").startswith("CRYPT-"):
            return Light.GOOD
        below = list((block / "slaves").iterdir()) if (block / "slaves").is_dir() else []
        if below and all(self._block(each.name) is Light.GOOD for each in below):
            return Light.GOOD
        return Light.CARE

    def _path(self, name: str) -> Path:
        return self._root / name

    def _read(self, name: str) -> str:
        try:
            return self._path(name).read_text("utf-8", "replace")
        except OSError:
            return ""
