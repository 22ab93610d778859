"""The process that handles one picture, sound or video: order and bytes from stdin, answer to stdout; it holds no key.

Started by `fieldkit.media.asking` as `python -I -m fieldkit.media.child`. Everything it needs is loaded before it
gives up the right to open files; then it reads what was sent.
"""

import sys
from typing import BinaryIO

import msgspec

from fieldkit import apart
from fieldkit.domain.media import MAX_ATTACHMENT, MIB
from fieldkit.errors import Code, Refusal
from fieldkit.media import images, work
from fieldkit.media.orders import Done, Order, Refused, Seen

MEMORY = 1024 * MIB
CPU_SECONDS = 45


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Do one task; a refusal is an answer too."""
    target.write(msgspec.msgpack.encode(_answer(source)))
    target.flush()


def _answer(source: BinaryIO) -> Done | Seen | Refused:
    try:
        length = int.from_bytes(source.read(4), "big")
        order = msgspec.msgpack.decode(source.read(length), type=Order)
        done = work.do(order, source.read())
    except Refusal as refusal:
        return Refused(code=refusal.code, limit=int(refusal.params.get("limit", 0)))
    except Exception:  # noqa: BLE001  decoders of hostile data raise anything, also for want of memory
        return Refused(code=Code.MEDIA_UNREADABLE)
    if isinstance(done, Done) and len(done.data) > MAX_ATTACHMENT:
        return Refused(code=Code.MEDIA_TOO_LARGE, limit=MAX_ATTACHMENT // MIB)
    return done


if __name__ == "__main__":
    images.warm_up()
    apart.limit_resources(memory=MEMORY, seconds=CPU_SECONDS, files=0)
    serve(sys.stdin.buffer, sys.stdout.buffer)
