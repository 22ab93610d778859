"""The importer process: reads one decrypted bundle from stdin, writes checked values to stdout; holds no key at all.

Bodies that were sealed on their own come in a second process of this kind, once the program has opened them.

Started by `fieldkit.exchange.importer` as `python -I -m fieldkit.exchange.child`. Whatever a hostile bundle does to
a parser happens here, within limits of memory and time, and ends as a coded refusal or as the end of this process.
"""

import sys
from typing import BinaryIO

import msgspec

from fieldkit import apart
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.frames import LENGTH, Context, Refused, encode
from fieldkit.exchange.limits import MIB
from fieldkit.exchange.reading import judge, read

MEMORY = 1024 * MIB
CPU_SECONDS = 60


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Read context and plaintext, write frames; a refusal is the last frame."""
    try:
        (length,) = LENGTH.unpack(source.read(LENGTH.size))
        context = msgspec.msgpack.decode(source.read(length), type=Context)
        frames = judge(source.read(), context) if context.opened else read(source.read(), context)
        target.writelines(encode(frame) for frame in frames)
    except Refusal as refusal:
        target.write(encode(Refused(code=refusal.code)))
    except MemoryError:
        target.write(encode(Refused(code=Code.BUNDLE_TOO_LARGE)))
    target.flush()


if __name__ == "__main__":
    apart.limit_resources(memory=MEMORY, seconds=CPU_SECONDS)
    serve(sys.stdin.buffer, sys.stdout.buffer)
