"""What a computer keeps of a vault, told from descriptions of computers as Linux writes them."""

from pathlib import Path

import pytest

from fieldkit.services import lights
from fieldkit.services.lights import Light, Lights

VAULT = Path("/home/a b/notes")
SWAPS = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


class Computer:
    """Files below a folder that look like /proc, /sys and /dev."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("proc/swaps", SWAPS)
        self.write("sys/power/state", "freeze mem disk\n")
        self.write("sys/power/disk", "[disabled]\n")

    def write(self, name: str, words: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")

    def mounts(self, *mounts: tuple[str, str]) -> None:
        lines = (
            f"{36 + number} 35 98:{number} / {place} rw,noatime master:1 - ext4 {source} rw\n"
            for number, (place, source) in enumerate(mounts)
        )
        self.write("proc/self/mountinfo", "".join(lines))

    def block(self, name: str, uuid: str = "", below: tuple[str, ...] = ()) -> None:
        self.write(f"sys/class/block/{name}/dm/uuid", uuid)
        self.write(f"dev/{name}", "")
        for each in below:
            self.write(f"sys/class/block/{name}/slaves/{each}", "")

    def swaps(self, *lines: str) -> None:
        self.write("proc/swaps", SWAPS + "".join(f"{line}\t1000\t0\t-2\n" for line in lines))

    def look(self) -> Lights:
        return lights.look(VAULT, self.root)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    made = Computer(tmp_path)
    made.block("sda1")
    made.block("dm-0", "CRYPT-LUKS2-0123-home\n", ("sda2",))
    made.block("dm-1", "LVM-abcdef\n", ("dm-0",))
    made.block("dm-2", "LVM-abcdef\n", ("sda2", "dm-0"))
    made.block("sda2")
    made.mounts(("/", "/dev/sda1"))
    return made


@pytest.mark.parametrize(
    ("source", "light"),
    [
        ("/dev/sda1", Light.CARE),
        ("/dev/dm-0", Light.GOOD),
        ("/dev/dm-1", Light.GOOD),  # a volume on an encrypted disk
        ("/dev/dm-2", Light.CARE),  # half of it lies on an open one
        ("/dev/sdz", Light.UNKNOWN),
        ("tmpfs", Light.UNKNOWN),
        ("server:/home", Light.UNKNOWN),
    ],
)
def test_whether_the_disk_is_encrypted(computer: Computer, source: str, light: Light) -> None:
    computer.mounts(("/", source))
    assert computer.look().disk is light


def test_the_deepest_mount_above_the_vault_counts(computer: Computer) -> None:
    computer.mounts(("/", "/dev/sda1"), (r"/home/a\040b", "/dev/dm-0"), ("/home", "/dev/sda2"), ("/homework", "tmpfs"))
    assert computer.look().disk is Light.GOOD


@pytest.mark.parametrize(
    ("lines", "light"),
    [
        ((), Light.GOOD),
        (("/dev/zram0 partition",), Light.GOOD),
        (("/dev/dm-0 partition",), Light.GOOD),
        (("/dev/zram0 partition", "/dev/sda2 partition"), Light.CARE),
        (("/swapfile file",), Light.CARE),
        (("/dev/elsewhere partition",), Light.UNKNOWN),
    ],
)
def test_where_memory_is_put_aside(computer: Computer, lines: tuple[str, ...], light: Light) -> None:
    computer.swaps(*lines)
    assert computer.look().swap is light


def test_hibernation_is_as_safe_as_the_swap_unless_it_is_off(computer: Computer) -> None:
    computer.swaps("/dev/sda2 partition")
    assert computer.look().hibernation is Light.GOOD
    computer.write("sys/power/disk", "[platform] shutdown reboot\n")
    assert computer.look().hibernation is Light.CARE
    computer.swaps("/dev/dm-0 partition")
    assert computer.look().hibernation is Light.GOOD


def test_what_no_system_tells_is_unknown(tmp_path: Path) -> None:
    nothing = lights.look(VAULT, tmp_path / "nothing")
    assert {nothing.disk, nothing.swap, nothing.hibernation} == {Light.UNKNOWN}


def test_this_machine_can_be_looked_at(tmp_path: Path) -> None:
    assert isinstance(lights.look(tmp_path), Lights)
