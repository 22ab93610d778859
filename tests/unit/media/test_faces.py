"""Proposals of a finder of faces: in pixels of the whole picture, with a margin; its absence and failure are refusals.

The model itself is an optional package; `tests/soak/soak_faces.py` looks at pictures with it where it is installed.
"""

import io
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fieldkit import apart
from fieldkit.domain.media import Area
from fieldkit.errors import Code, Refusal
from fieldkit.media import faces, faces_child, proposals
from fieldkit.media.orders import Found, Refused
from tests.unit.media import made

coordinate = st.floats(-50, 1500, allow_nan=False)


def red_corner(picture: Image.Image) -> list[list[float]]:
    """Finds what is red in `made.scene`, as a model does: in the pixels that it is given."""
    mask = picture.split()[0].point(lambda level: 255 * (120 < level < 210))
    box = mask.crop((0, 0, picture.width, picture.height // 3)).getbbox()
    assert box is not None
    return [[1.0, 1.0, 3.0, 3.0, 0.31], [*map(float, box), 0.9]]


def served(data: bytes) -> Found | Refused:
    target = io.BytesIO()
    faces_child.serve(red_corner, io.BytesIO(data), target)
    return msgspec.msgpack.decode(target.getvalue(), type=Found | Refused)


def test_a_face_in_a_large_picture_is_where_it_is() -> None:
    answer = served(made.jpeg(made.scene(3200, 2400)))
    assert isinstance(answer, Found)
    surest = answer.areas[0]
    # The corner is 800 by 600; a quarter of that is added where there is room.
    assert (surest.left, surest.top) == (0, 0)
    assert abs(surest.width - 1000) <= 12
    assert abs(surest.height - 750) <= 12
    assert len(answer.areas) == 2


def test_what_is_no_picture_is_a_refusal() -> None:
    assert served(b"GIF89a") == Refused(code=Code.MEDIA_UNREADABLE)
    assert served(made.bomb(60_000, 60_000)) == Refused(code=Code.MEDIA_TOO_MANY_PIXELS)


@given(
    st.tuples(coordinate, coordinate, coordinate, coordinate),
    st.floats(0.1, 8, allow_nan=False),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)
def test_an_area_is_always_inside_the_picture(
    box: tuple[float, float, float, float], scale: float, width: int, height: int
) -> None:
    left, top, right, bottom = box
    row = [min(left, right), min(top, bottom), max(left, right), max(top, bottom), 0.5]
    found = faces.area(row, scale, width, height)
    assert 0 <= found.left < width
    assert 0 <= found.top < height
    assert found.width >= 1
    assert found.height >= 1
    assert found.left + found.width <= width
    assert found.top + found.height <= height


def test_without_the_packages_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "_NEEDED", ("a_package_that_is_nowhere",))
    with pytest.raises(Refusal) as caught:
        proposals.faces(made.png())
    assert caught.value.code is Code.MEDIA_NO_FINDER


@pytest.mark.parametrize("executable", ["false", "yes"], ids=["fails", "floods the pipe"])
def test_a_finder_that_fails_is_a_refusal(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "_NEEDED", ())
    monkeypatch.setattr(apart, "_KEPT_ENVIRONMENT", ("PATH",))
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(Refusal) as caught:
        proposals.faces(made.png())
    assert caught.value.code is Code.MEDIA_FAILED


def test_areas_can_be_told_apart() -> None:
    assert len({Area(1, 2, 3, 4), Area(1, 2, 3, 4), Area(1, 2, 3, 5)}) == 2
