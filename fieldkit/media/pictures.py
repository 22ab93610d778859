"""Small views of pictures, and pictures with areas that nobody can make out any more."""

from collections.abc import Iterable

from fieldkit.domain.media import Area, View
from fieldkit.errors import Code, Refusal
from fieldkit.media.asking import ask, ask_for_file
from fieldkit.media.orders import Order, Seen, Task
from fieldkit.media.png import png


def thumbnail(data: bytes, edge: int) -> bytes:
    """The picture as a PNG of at most `edge` pixels a side, upright. Raises Refusal with a MEDIA_… code."""
    return view(data, edge).png


def view(data: bytes, edge: int) -> View:
    """The same with the size of the whole picture. Raises Refusal with a MEDIA_… code."""
    seen = ask(Order(task=Task.THUMBNAIL, edge=edge), data)
    if not isinstance(seen, Seen):
        raise Refusal(Code.MEDIA_FAILED)
    try:
        written = png(seen.pixels, seen.width, seen.height, seen.channels)
    except ValueError:
        raise Refusal(Code.MEDIA_FAILED) from None
    return View(png=written, width=seen.whole_width, height=seen.whole_height)


def blur(data: bytes, areas: Iterable[Area]) -> bytes:
    """The picture, encoded anew, with nine flat colours at most in place of each area; areas outside are ignored.

    Raises Refusal with a MEDIA_… code.
    """
    return ask_for_file(Order(task=Task.BLUR, areas=tuple(areas)), data).data
