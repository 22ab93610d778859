"""The program's side of the child that handles media: an order and bytes in, a result or a refusal out."""

import msgspec

from fieldkit import apart
from fieldkit.domain.media import MAX_ATTACHMENT, MIB
from fieldkit.errors import Code, Refusal
from fieldkit.media.orders import Done, Order, Refused, Seen

TIME_LIMIT = 60.0
"""Seconds of wall time. The largest picture that is taken needs about five."""
_CHILD = "fieldkit.media.child"
_MOST_OUTPUT = MAX_ATTACHMENT + MIB


def ask(order: Order, data: bytes, *, time_limit: float = TIME_LIMIT) -> Done | Seen:
    """Let a child do it. Raises Refusal with a MEDIA_… code; no file ever ends the program."""
    if len(data) > MAX_ATTACHMENT:
        raise too_large()
    head = msgspec.msgpack.encode(order)
    with apart.started(_CHILD, (len(head).to_bytes(4, "big") + head, data), time_limit=time_limit) as child:
        answer = _decoded(child.read(_MOST_OUTPUT + 1))
    match answer:
        case Done() | Seen():
            return answer
        case Refused(limit=0):
            raise Refusal(code_of(answer.code))
        case Refused():
            raise Refusal(code_of(answer.code), limit=answer.limit)
    raise Refusal(Code.MEDIA_FAILED)


def ask_for_file(order: Order, data: bytes) -> Done:
    """The same where a file comes of it."""
    answer = ask(order, data)
    if not isinstance(answer, Done):
        raise Refusal(Code.MEDIA_FAILED)
    return answer


def too_large() -> Refusal:
    """More bytes than an attachment may have."""
    return Refusal(Code.MEDIA_TOO_LARGE, limit=MAX_ATTACHMENT // MIB)


def _decoded(answer: bytes) -> Done | Seen | Refused | None:
    """None if the child crashed, was late or was captured and says something else."""
    try:
        return msgspec.msgpack.decode(answer, type=Done | Seen | Refused)
    except (msgspec.MsgspecError, UnicodeError):
        return None


def code_of(text: str) -> Code:
    """A code that a child told; one that is none counts as a failure."""
    try:
        return Code(text)
    except ValueError:
        return Code.MEDIA_FAILED
