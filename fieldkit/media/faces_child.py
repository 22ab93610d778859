"""The process that looks for faces: the bytes of a picture from stdin, areas to stdout; it holds no key.

Started by `fieldkit.media.proposals` as `python -I -m fieldkit.media.faces_child`, if the optional packages are there.
"""

import sys
from typing import BinaryIO

import msgspec

from fieldkit import apart
from fieldkit.domain.media import MIB
from fieldkit.errors import Code, Refusal
from fieldkit.media import faces, images
from fieldkit.media.faces import Finder
from fieldkit.media.orders import Found, Refused

MEMORY = 3 * 1024 * MIB
"""Bytes of address space, most of it reserved by libraries and not used."""
CPU_SECONDS = 60


def serve(finder: Finder, source: BinaryIO, target: BinaryIO) -> None:
    """Look at one picture."""
    target.write(msgspec.msgpack.encode(_answer(finder, source.read())))
    target.flush()


def _answer(finder: Finder, data: bytes) -> Found | Refused:
    try:
        return Found(areas=faces.found(finder, data))
    except MemoryError:
        return Refused(code=Code.MEDIA_TOO_MANY_PIXELS)
    except Refusal as refusal:
        return Refused(code=refusal.code)
    except Exception:  # noqa: BLE001  decoders of hostile data raise anything; nobody here could do more about it
        return Refused(code=Code.MEDIA_UNREADABLE)


if __name__ == "__main__":
    images.warm_up()
    loaded = faces.load()
    apart.limit_resources(memory=MEMORY, seconds=CPU_SECONDS)
    serve(loaded, sys.stdin.buffer, sys.stdout.buffer)
