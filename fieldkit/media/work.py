"""The tasks of the child: a format recognised, the module for it called."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from fieldkit.domain.media import MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.media import boxes, chunks, frames, images, matroska, ogg
from fieldkit.media.orders import Done, Order, Seen, Task
from fieldkit.media.recognising import EXTENSIONS, IMAGES, Format, fits, recognised

T = TypeVar("T")
_SOUNDS: Mapping[Format, Callable[[bytes], bytes]] = {
    Format.MP3: frames.mpeg,
    Format.AAC: frames.adts,
    Format.AMR: frames.amr,
    Format.AMR_WIDE: frames.amr,
    Format.OGG: ogg.ogg,
    Format.FLAC: chunks.flac,
    Format.WAV: chunks.wav,
    Format.AIFF: chunks.aiff,
}
_FILMS: Mapping[Format, Callable[[bytes], Done]] = {Format.ISO: boxes.iso, Format.MATROSKA: matroska.matroska}
_NOT_READ = frozenset({Format.OTHER_IMAGE, Format.OTHER_VIDEO})


def do(order: Order, data: bytes) -> Done | Seen:
    """One task. Raises Refusal, or anything that a decoder raises on hostile data."""
    match order.task:
        case Task.THUMBNAIL:
            return _in_memory(partial(images.thumbnail, data, order.edge))
        case Task.BLUR:
            return _in_memory(partial(images.blurred, data, order.areas))
        case Task.CLEAN:
            return _cleaned(data, order.kind)


def _in_memory(work: Callable[[], T]) -> T:
    try:
        return work()
    except MemoryError:
        raise Refusal(Code.MEDIA_TOO_MANY_PIXELS) from None


def _cleaned(data: bytes, kind: MediaKind) -> Done:
    if not data:
        raise Refusal(Code.MEDIA_UNREADABLE)
    form = recognised(data)
    if not fits(form, kind):
        raise Refusal(Code.MEDIA_WRONG_KIND)
    if form in _NOT_READ:
        raise Refusal(Code.MEDIA_NOT_CLEANABLE)
    if form in IMAGES:
        return _in_memory(partial(images.cleaned, data))
    if form in _SOUNDS:
        return Done(data=_SOUNDS[form](data), media_type=form.value, extension=EXTENSIONS[form])
    if form in _FILMS:
        done = _FILMS[form](data)
        if not done.media_type.startswith(kind) and kind is not MediaKind.FILE:
            raise Refusal(Code.MEDIA_WRONG_KIND)
        return done
    return Done(data=data, media_type=form.value, extension=EXTENSIONS[form])
