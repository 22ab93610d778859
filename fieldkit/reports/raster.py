"""Pages of our own reports as pictures, for looking at them before they are printed.

PDFium reads bytes that this program made a moment ago, never a file from elsewhere, and gives pixels back; nothing is
written. It is not safe to use from two threads, so call this from one, as the services do.
"""

import pypdfium2
from pypdfium2 import raw

from fieldkit.domain.pictures import Picture
from fieldkit.progress import NO_PROGRESS, Progress


def pictures(data: bytes, width: int, most: int, progress: Progress = NO_PROGRESS) -> tuple[Picture, ...]:
    """The first `most` pages of the document, each `width` pixels wide.

    Raises:
        Cancelled: the person stopped it.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        return tuple(_page(document, index, width, progress) for index in range(min(most, len(document))))
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int, width: int, progress: Progress) -> Picture:
    progress.step()
    page = document[index]
    bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
    try:
        return Picture(width=bitmap.width, height=bitmap.height, pixels=_packed(bitmap))
    finally:
        bitmap.close()
        page.close()


def _packed(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """The pixels as three bytes each, without the padding at the ends of rows."""
    if bitmap.format != raw.FPDFBitmap_BGR:  # with the order reversed, this is red, green, blue
        raise ValueError(bitmap.format)
    row = bitmap.width * 3
    pixels = bytes(bitmap.buffer)
    if bitmap.stride == row:
        return pixels
    return b"".join(pixels[at : at + row] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
