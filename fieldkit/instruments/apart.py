"""A person's form file read in a process of its own: foreign parsers on foreign data, limited in memory and time."""

from pathlib import Path

import msgspec

from fieldkit import apart
from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments.markup import LARGEST
from fieldkit.instruments.reading import Reading

TIME_LIMIT = 180.0
"""Seconds of wall time. Large forms of honest people take some; hostile ones are refused by their sizes at once."""
_MOST_OUTPUT = 3 * LARGEST
_CHILD = "fieldkit.instruments.apart_child"
TOO_MUCH = Reading(None, (Finding(flaw=Flaw.TOO_LARGE),))
"""What is said of a form that cannot be read within the limits."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the child shall read; the content of the file follows it."""

    path: str
    """The form file: its name, and where the files beside it are."""


def examine_apart(untrusted: bytes, path: Path, *, time_limit: float = TIME_LIMIT) -> Reading:
    """The same as `reading.examine` with the files beside `path`; a form that ends the child is too large.

    Raises RuntimeError if the child could not do its work for a reason of its own, which is a defect.
    """
    order = msgspec.msgpack.encode(Order(path=str(path.absolute())))
    head = len(order).to_bytes(4, "big") + order
    with apart.started(_CHILD, (head, untrusted), time_limit=time_limit) as child:
        answer = child.read(_MOST_OUTPUT + 1)
        # Signals end a child that takes too much; a plain exit without an answer is a mistake of ours.
        if not answer and child.exit_code() > 0 and not child.late:
            raise RuntimeError("the reader of forms failed")
        return _decoded(answer)


def _decoded(answer: bytes) -> Reading:
    try:
        return msgspec.msgpack.decode(answer, type=Reading)
    except (msgspec.MsgspecError, UnicodeError):
        return TOO_MUCH
