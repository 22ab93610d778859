"""Areas of a draft's picture are hidden in the vault: the draft names what comes out, the original's hash stays."""

import io
from pathlib import Path

import pytest
from PIL import Image

from fieldkit.domain.media import Area
from fieldkit.errors import Code, Refusal
from fieldkit.services.attachments import Attachments
from fieldkit.services.hiding import EDGE, Hiding
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.unit.services.photos import PHOTO, file_of, picture
from tests.unit.services.test_attachments import opened  # noqa: F401  a fixture

ALL = (Area(0, 0, 64, 64),)


@pytest.fixture
def draft(opened: Workspace, tmp_path: Path) -> str:  # noqa: F811
    """A draft with a photo whose left half is red."""
    image = Image.new("RGB", (64, 64), "blue")
    image.paste("red", (0, 0, 32, 64))
    data = io.BytesIO()
    image.save(data, "PNG")
    recording = Recording(opened)
    started = recording.start("photos")
    session = recording.resume(started)
    session.set(PHOTO, Attachments(opened).attach(started, PHOTO, file_of(tmp_path, data.getvalue())).name)
    recording.save(started, session.draft())
    return started


def named(workspace: Workspace, draft: str) -> str:
    return next(node.value for node in Recording(workspace).resume(draft).nodes() if node.ref == PHOTO)


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_what_is_shown_beforehand_is_what_is_kept(opened: Workspace, draft: str) -> None:  # noqa: F811
    hiding, areas = Hiding(opened), (Area(0, 0, 64, 64),)
    before = hiding.look(draft, PHOTO)
    assert (before.width, before.height) == (64, 64)
    assert pixels(before.png).getpixel((1, 1)) == (255, 0, 0)
    preview = hiding.preview(draft, PHOTO, areas)
    assert hiding.look(draft, PHOTO) == before
    name = hiding.hide(draft, PHOTO, areas)
    assert named(opened, draft) == name
    assert pixels(Attachments(opened).read(draft, name)).tobytes() == pixels(preview.png).tobytes()


def test_the_copy_for_the_screen_is_small(opened: Workspace, tmp_path: Path) -> None:  # noqa: F811
    started = Recording(opened).start("photos")
    session = Recording(opened).resume(started)
    source = file_of(tmp_path, picture(size=2 * EDGE))
    session.set(PHOTO, Attachments(opened).attach(started, PHOTO, source).name)
    Recording(opened).save(started, session.draft())
    view = Hiding(opened).look(started, PHOTO)
    assert (view.width, pixels(view.png).width) == (2 * EDGE, EDGE)


def test_a_question_without_a_picture_is_a_refusal(opened: Workspace) -> None:  # noqa: F811
    started = Recording(opened).start("photos")
    for refused in (Hiding(opened).look, lambda draft, ref: Hiding(opened).hide(draft, ref, ALL)):
        with pytest.raises(Refusal) as caught:
            refused(started, PHOTO)
        assert caught.value.code is Code.ATTACHMENT_UNKNOWN
    with pytest.raises(Refusal) as caught:
        Hiding(opened).look("nobody", PHOTO)
    assert caught.value.code is Code.RECORD_NOT_A_DRAFT
