"""The working copy of an attachment: what can be seen and heard, without the details that devices write into files.

Details are what the file says besides: place, time, camera, owner, titles, previews, edits. Pictures are decoded and
encoded anew; sounds and videos keep their streams byte for byte in a container from which all else is gone. What
cannot be cleaned with certainty is refused. Documents are kept as they are: see `fieldkit.domain.media.is_cleaned`.
"""

import msgspec

from fieldkit.domain.media import MediaKind
from fieldkit.media.asking import ask_for_file
from fieldkit.media.orders import Order, Task


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A working copy; what it is was read from its content, never from a name."""

    data: bytes
    media_type: str
    extension: str
    """Without the dot."""


def clean(data: bytes, kind: MediaKind) -> Cleaned:
    """The working copy of a file given for a question of this kind.

    Raises:
        Refusal: MEDIA_TOO_LARGE, MEDIA_TOO_MANY_PIXELS, MEDIA_WRONG_KIND (a video where a picture is asked for),
            MEDIA_NOT_CLEANABLE (a container that is not known well enough), MEDIA_UNREADABLE (damaged or hostile),
            MEDIA_FAILED (the child crashed or took too long).
    """
    done = ask_for_file(Order(task=Task.CLEAN, kind=kind), data)
    return Cleaned(data=done.data, media_type=done.media_type, extension=done.extension)
