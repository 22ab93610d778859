"""Working copies of pictures hold their pixels and nothing else; blurred areas cannot be told any more."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fieldkit.domain.media import Area, MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.media import images, pictures, work
from fieldkit.media.cleaning import clean
from fieldkit.media.orders import Order, Task
from fieldkit.media.png import png
from tests.unit.media import made

PHOTOS = {"jpeg": made.jpeg, "png": made.png, "webp": made.webp, "gif": made.gif}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def code(data: bytes, kind: MediaKind = MediaKind.IMAGE) -> Code:
    with pytest.raises(Refusal) as caught:
        clean(data, kind)
    return caught.value.code


def told(data: bytes, kind: MediaKind = MediaKind.IMAGE) -> Code:
    """The same without a process of its own."""
    with pytest.raises(Refusal) as caught:
        work.do(Order(task=Task.CLEAN, kind=kind), data)
    return caught.value.code


@pytest.mark.parametrize("name", PHOTOS)
def test_a_working_copy_holds_no_detail(name: str) -> None:
    original = PHOTOS[name]()
    assert made.MARK.encode() in original
    working = clean(original, MediaKind.IMAGE)
    assert made.MARK.encode() not in working.data
    assert b"2026:05:04" not in working.data
    image = opened(working.data)
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "comment", "icc_profile", "Comment", "XML:com.adobe.xmp", "dpi"} & set(image.info)
    assert working.media_type == {"JPEG": "image/jpeg", "PNG": "image/png"}[image.format or ""]
    assert working.extension == {"JPEG": "jpg", "PNG": "png"}[image.format or ""]


def test_the_pixels_of_a_screenshot_stay_the_same() -> None:
    working = clean(made.png(), MediaKind.IMAGE)
    assert opened(working.data).tobytes() == made.scene().tobytes()
    assert _chunks(working.data) <= {b"IHDR", b"IDAT", b"IEND"}


def test_a_photo_looks_the_same() -> None:
    before, after = made.scene(), opened(clean(made.jpeg(), MediaKind.IMAGE).data)
    assert before.size == after.size
    difference = [abs(one - other) for one, other in zip(before.tobytes(), after.tobytes(), strict=True)]
    assert sum(difference) / len(difference) < 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_is_upright(orientation: int) -> None:
    turned = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    stored = made.scene() if turned is None else made.scene().transpose(turned)
    image = opened(clean(made.jpeg(stored, orientation), MediaKind.IMAGE).data)
    assert image.size == (96, 64)
    assert _near(image.getpixel((8, 8)), (200, 30, 30))
    assert _near(image.getpixel((90, 5)), (40, 44, 48))
    assert _near(image.getpixel((50, 60)), (220, 216, 208))


def test_colours_below_full_transparency_do_not_go_along() -> None:
    erased = made.scene(mode="RGBA")
    erased.putalpha(0)
    target = io.BytesIO()
    erased.save(target, "PNG")
    assert set(opened(clean(target.getvalue(), MediaKind.IMAGE).data).tobytes()) == {0}


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_taken(mode: str) -> None:
    target = io.BytesIO()
    (Image.new(mode, (40, 30), 40_000) if mode == "I;16" else made.scene(40, 30, mode)).save(target, "PNG")
    working = images.cleaned(target.getvalue())
    assert opened(working.data).size == (40, 30)
    small = images.thumbnail(working.data, 20)
    assert opened(png(small.pixels, small.width, small.height, small.channels)).size == (20, 15)
    assert opened(images.blurred(working.data, (Area(1, 1, 9, 9),)).data).size == (40, 30)


def test_a_thumbnail_is_small_upright_and_bare() -> None:
    small = pictures.thumbnail(made.jpeg(made.scene().transpose(Image.Transpose.ROTATE_90), 6), 48)
    image = opened(small)
    assert (image.format, image.size) == ("PNG", (48, 32))
    seen = pictures.view(made.jpeg(made.scene().transpose(Image.Transpose.ROTATE_90), 6), 48)
    assert (seen.png, seen.width, seen.height) == (small, 96, 64)
    assert made.MARK.encode() not in small


def test_what_is_no_picture_is_refused() -> None:
    assert told(made.tiff()) is Code.MEDIA_NOT_CLEANABLE
    assert told(b"\0\0\0\x1cftypheic\0\0\0\0mif1heic" + bytes(400)) is Code.MEDIA_NOT_CLEANABLE
    assert told(b"%PDF-1.7\n") is Code.MEDIA_WRONG_KIND
    assert told(b"") is Code.MEDIA_UNREADABLE
    assert code(b"\xff\xd8\xff\xe0" + bytes(400)) is Code.MEDIA_UNREADABLE
    assert told(made.jpeg(), MediaKind.AUDIO) is Code.MEDIA_WRONG_KIND


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_001, 1), (1, 10_001), (9_000, 9_000)])
def test_a_bomb_is_refused_unread(size: tuple[int, int]) -> None:
    assert code(made.bomb(*size)) is Code.MEDIA_TOO_MANY_PIXELS


def test_a_bomb_in_a_gif_is_refused() -> None:
    data = made.gif()
    assert code(data[:6] + b"\xff\xff\xff\xff" + data[10:]) is Code.MEDIA_TOO_MANY_PIXELS


def test_a_picture_of_the_greatest_side_is_taken() -> None:
    target = io.BytesIO()
    Image.new("RGB", (10_000, 800), (90, 90, 90)).save(target, "JPEG")
    assert opened(clean(target.getvalue(), MediaKind.IMAGE).data).size == (10_000, 800)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_in_a_blurred_area_depends_on_nothing_but_a_few_averages(data: st.DataObject) -> None:
    """Pixels that change places inside a cell leave the same picture: faces, letters and digits are gone."""
    width, height = data.draw(st.integers(6, 40)) * 3, data.draw(st.integers(6, 40)) * 3
    area = Area(7, 5, width, height)
    one = made.scene(160, 140)
    noise = Image.effect_noise((width, height), data.draw(st.integers(1, 200))).convert("RGB")
    one.paste(noise, (area.left, area.top))
    other = one.copy()
    columns, rows = images.cells(area.width, area.height)
    for column in range(columns):
        for row in range(rows):
            left, right = 7 + width * column // columns, 7 + width * (column + 1) // columns
            top, bottom = 5 + height * row // rows, 5 + height * (row + 1) // rows
            if (width % columns, height % rows) == (0, 0):
                cell = one.crop((left, top, right, bottom)).transpose(Image.Transpose.ROTATE_180)
                other.paste(cell, (left, top))
    blurred = [opened(images.blurred(_png(image), (area,)).data) for image in (one, other)]
    assert blurred[0].tobytes() == blurred[1].tobytes()
    inside = blurred[0].crop((7, 5, 7 + width, 5 + height)).getcolors()
    assert inside is not None
    assert len(inside) <= 9
    assert all(channel % 32 == 16 for _count, colour in inside for channel in colour)  # type: ignore[attr-defined]
    assert blurred[0].getpixel((150, 130)) == one.getpixel((150, 130))


def test_areas_outside_are_cut_or_ignored() -> None:
    blurred = opened(pictures.blur(_png(made.scene()), [Area(90, 60, 500, 500), Area(2000, 10, 5, 5)]))
    assert blurred.size == (96, 64)
    assert blurred.getpixel((95, 63)) == (208, 208, 208)
    assert blurred.getpixel((0, 0)) == (200, 30, 30)


def test_a_blurred_photo_holds_no_detail() -> None:
    blurred = pictures.blur(made.jpeg(), [Area(0, 0, 40, 40)])
    assert opened(blurred).format == "JPEG"
    assert made.MARK.encode() not in blurred


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _near(found: object, wanted: tuple[int, int, int]) -> bool:
    return isinstance(found, tuple) and all(abs(one - other) < 30 for one, other in zip(found, wanted, strict=True))


def _chunks(data: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(data):
        found.add(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return found


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_pixels_written_as_png_are_read_the_same_by_others(data: st.DataObject) -> None:
    width, height, channels = (
        data.draw(st.integers(1, 9)),
        data.draw(st.integers(1, 9)),
        data.draw(st.sampled_from([1, 3, 4])),
    )
    pixels = data.draw(st.binary(min_size=width * height * channels, max_size=width * height * channels))
    written = png(pixels, width, height, channels)
    image = opened(written)
    assert (image.size, image.tobytes()) == ((width, height), pixels)
    assert _chunks(written) == {b"IHDR", b"IDAT", b"IEND"}
