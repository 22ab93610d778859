"""Looking into the memory of other processes for words and keys, as somebody who has seized a running laptop would."""

from collections.abc import Iterable, Iterator
from pathlib import Path

_PIECE = 4 * 1024 * 1024
_OVERLAP = 256
"""More than the longest needle, so that none falls between two pieces."""


def needles(words: Iterable[str], keys: Iterable[bytes] = ()) -> dict[str, bytes]:
    """The ways in which a running program holds words (Python's and Qt's strings) and keys, by their names."""
    found = {f"{word}, {coding}": word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")}
    for number, key in enumerate(keys):
        found |= {f"key {number}": key, f"key {number}, hex": key.hex().encode()}
    return found


def family(process: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield process
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        for child in thread.read_text("ascii").split():
            yield from family(int(child))


def held(process: int, wanted: dict[str, bytes]) -> set[str]:
    """The names of those that stand in the memory of a process. Raises OSError where it may not be read."""
    found: set[str] = set()
    seen = 0
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for begin, end in _readable(process):
            for start in range(begin, end, _PIECE - _OVERLAP):
                try:
                    memory.seek(start)
                    piece = memory.read(min(_PIECE, end - start))
                except OSError:
                    if start == begin:  # a page that its owner may not read either
                        continue
                    raise
                seen += len(piece)
                found |= {name for name, needle in wanted.items() if needle in piece}
    assert seen > 10_000_000, "that was not the memory of a program with a window"
    return found


def _readable(process: int) -> Iterator[tuple[int, int]]:
    """What a process may have written: not the pages of programs and libraries."""
    for line in Path(f"/proc/{process}/maps").read_text("ascii", "replace").splitlines():
        place, rights, _, _, inode, *name = line.split()
        if "r" in rights and ("w" in rights or inode == "0") and name[:1] not in (["[vvar]"], ["[vsyscall]"]):
            begin, end = (int(part, 16) for part in place.split("-"))
            yield begin, end
