"""The process that reads one form file: order and content from stdin, the reading to stdout; it holds no key.

Started by `fieldkit.instruments.apart` as `python -I -m fieldkit.instruments.apart_child`.
"""

import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from fieldkit import apart
from fieldkit.instruments.apart import TOO_MUCH, Order
from fieldkit.instruments.companions import Folder
from fieldkit.instruments.reading import examine

_MEMORY = 640 * 1024 * 1024
"""Bytes of address space, most of it libraries; what is read takes less than 300 MB."""
_CPU_SECONDS = 90
_LEFT_OUT = ("numpy", "PIL")
"""openpyxl would import them for arrays and pictures, which forms have none of; it is half of what starting takes."""


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Read one form; where memory or the stack ends, it was too large."""
    length = int.from_bytes(source.read(4), "big")
    order = msgspec.msgpack.decode(source.read(length), type=Order)
    path = Path(order.path)
    try:
        reading = examine(source.read(), path.name, Folder(path))
    except (MemoryError, RecursionError):
        reading = TOO_MUCH
    target.write(msgspec.msgpack.encode(reading))
    target.flush()


def leave_out() -> None:
    """Let nobody in this process import what it has no use for (the language reference, 5.3.1: None there forbids)."""
    for name in _LEFT_OUT:
        sys.modules[name] = None  # type: ignore[assignment]


if __name__ == "__main__":
    leave_out()
    apart.limit_resources(memory=_MEMORY, seconds=_CPU_SECONDS)
    serve(sys.stdin.buffer, sys.stdout.buffer)
