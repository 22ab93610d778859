"""Small views of pictures, and pictures with areas that nobody can make out any more."""

from collections.abc import Iterable

from fieldkit.domain.media import Area, View
from fieldkit.media.asking import ask
from fieldkit.media.orders import Order, Task


def thumbnail(data: bytes, edge: int) -> bytes:
    """The picture as a PNG of at most `edge` pixels a side, upright. Raises Refusal with a MEDIA_… code."""
    return view(data, edge).png


def view(data: bytes, edge: int) -> View:
    """The same with the size of the whole picture. Raises Refusal with a MEDIA_… code."""
    done = ask(Order(task=Task.THUMBNAIL, edge=edge), data)
    return View(png=done.data, width=done.width, height=done.height)


def blur(data: bytes, areas: Iterable[Area]) -> bytes:
    """The picture, encoded anew, with nine flat colours at most in place of each area; areas outside are ignored.

    Raises Refusal with a MEDIA_… code.
    """
    return ask(Order(task=Task.BLUR, areas=tuple(areas)), data).data
