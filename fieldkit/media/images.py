"""Pictures decoded and encoded anew: only their pixels go through. Runs in the child; Pillow is used nowhere else."""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from fieldkit.domain.media import MAX_ATTACHMENT, MAX_PIXELS, MAX_SIDE, Area
from fieldkit.errors import Code, Refusal
from fieldkit.media.orders import Done, Seen

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_ORIENTATION = 0x0112
_LOSSLESS = frozenset({"PNG", "GIF"})
_SHADES = frozenset({"1", "L", "I;16"})
_QUALITIES = (90, 80, 65)
"""Of JPEG; the first whose result is small enough."""
_CELLS = 3
"""Cells along the longer side of a blurred area: faces are recognised by programs in mosaics of 8 and more."""
_STEP = 32
"""Colours of cells are multiples of it, so that a plate cannot be found by trying all of them."""


def warm_up() -> None:
    """Use every decoder once: Pillow loads parts of itself late, when the child may open no file any more."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    details = Image.Exif()
    details[_ORIENTATION] = 6
    for form in _FORMATS:
        sample = BytesIO()
        Image.new("RGB", (8, 8)).save(sample, form, exif=details, icc_profile=profile)
        cleaned(sample.getvalue())
        thumbnail(sample.getvalue(), 4)


def cleaned(data: bytes) -> Done:
    """The picture, upright, in the colours of screens, without anything besides its pixels.

    Raises Refusal (MEDIA_UNREADABLE, MEDIA_TOO_MANY_PIXELS, MEDIA_TOO_LARGE).
    """
    image = _opened(data)
    lossless = image.format in _LOSSLESS
    return _encoded(_upright(image), lossless=lossless)


def thumbnail(data: bytes, edge: int) -> Seen:
    """The picture within `edge` by `edge` pixels. Raises Refusal as `cleaned`."""
    image = _opened(data)
    width, height = image.size
    image.draft("RGB", (edge, edge))
    image = _upright(image)
    if (width > height) != (image.width > image.height):  # it lay on its side
        width, height = height, width
    if image.mode not in {"L", "RGB", "RGBA"}:
        image = _coloured(image)
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return Seen(
        pixels=image.tobytes(),
        width=image.width,
        height=image.height,
        channels=len(image.getbands()),
        whole_width=width,
        whole_height=height,
    )


def blurred(data: bytes, areas: tuple[Area, ...]) -> Done:
    """The picture with a few flat cells in place of each area. Raises Refusal as `cleaned`."""
    image = _opened(data)
    lossless = image.format in _LOSSLESS
    image = _coloured(_upright(image))
    for area in areas:
        right, bottom = min(area.left + area.width, image.width), min(area.top + area.height, image.height)
        if area.left < right and area.top < bottom:
            image.paste(_mosaic(image.crop((area.left, area.top, right, bottom))), (area.left, area.top))
    return _encoded(image, lossless=lossless)


def decoded(data: bytes) -> Image.Image:
    """The picture, upright, as pixels. Raises Refusal as `cleaned`."""
    return _coloured(_upright(_opened(data)))


def cells(width: int, height: int) -> tuple[int, int]:
    """Columns and rows of flat colour in place of an area of this size."""
    longer = max(width, height)
    return max(1, round(_CELLS * width / longer)), max(1, round(_CELLS * height / longer))


def _opened(data: bytes) -> Image.Image:
    """The picture, not yet decoded: its size is judged before."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise Refusal(Code.MEDIA_TOO_MANY_PIXELS) from None
    if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
        raise Refusal(Code.MEDIA_TOO_MANY_PIXELS)
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Decoded, turned as the camera says, colours converted; every detail forgotten."""
    image.load()
    profile = image.info.get("icc_profile")
    transparent = "transparency" in image.info
    with suppress(Exception):  # details that nobody can read do not make a photo worse
        ImageOps.exif_transpose(image, in_place=True)
    if image.mode == "P" or transparent:
        image = image.convert("RGBA" if transparent else "RGB")
    image = _in_screen_colours(image, profile)
    if image.mode in {"LA", "PA", "La", "RGBa", "RGBA"}:
        # Colours below full transparency are not seen, and would go along: parts of a picture that somebody erased.
        image = Image.alpha_composite(Image.new("RGBA", image.size), image.convert("RGBA"))
    elif image.mode not in _SHADES:
        image = image.convert("RGB")
    image.info = {}
    return image


def _in_screen_colours(image: Image.Image, profile: object) -> Image.Image:
    """Converted from the camera's colour profile, which is then not needed; a profile that is broken is ignored."""
    if not isinstance(profile, bytes) or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGB" if image.mode == "CMYK" else image.mode
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return changed or image


def _coloured(image: Image.Image) -> Image.Image:
    if image.mode == "I;16":
        image = image.point(_high_byte, "L")
    return image if image.mode == "RGBA" else image.convert("RGB")


def _high_byte(level: float) -> float:
    return level / 256


def _mosaic(part: Image.Image) -> Image.Image:
    averages = part.convert("RGB").resize(cells(*part.size), Image.Resampling.BOX).point(_coarse)
    return averages.resize(part.size, Image.Resampling.NEAREST).convert(part.mode)


def _coarse(level: int) -> int:
    return min(level // _STEP * _STEP + _STEP // 2, 255)


def _encoded(image: Image.Image, *, lossless: bool) -> Done:
    if lossless or image.mode == "RGBA":
        return Done(data=_saved(image, "PNG"), media_type="image/png", extension="png")
    image = image if image.mode == "L" else _coloured(image)
    for quality in _QUALITIES:
        data = _saved(image, "JPEG", quality)
        if len(data) <= MAX_ATTACHMENT:
            break
    return Done(data=data, media_type="image/jpeg", extension="jpg")


def _saved(image: Image.Image, form: str, quality: int = 0) -> bytes:
    target = BytesIO()
    image.save(target, form, **({"quality": quality} if quality else {}))
    return target.getvalue()
