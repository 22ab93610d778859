"""Hiding areas of a picture: by mouse, by keyboard alone, with a look at the result; the picture from before is gone."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from fieldkit.domain.media import Area
from fieldkit.gui.desk import Place
from fieldkit.gui.media.area import AreaFrame
from fieldkit.gui.pages.hiding import HidingPage
from fieldkit.media import proposals
from fieldkit.services.attachments import Attachments
from fieldkit.services.recording import Recording
from tests.gui.hands import Person
from tests.gui.proof import choose, kept
from tests.gui.typist import drawn, question, reopen, stand_at, value

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(proof: Person, card: Path) -> HidingPage:
    """Before a picture of 640 by 480 whose top left corner is red."""
    choose(proof, "photo", card / "one.jpg")
    proof.press("Photo of the list: Hide faces and plates…")
    return front(proof)


def front(person: Person) -> HidingPage:
    page = person.page
    assert isinstance(page, HidingPage)
    return page


def drag(page: HidingPage, start: QPointF, end: QPointF, onto: object = None) -> None:
    """With the left button, from one place of the canvas to another."""
    canvas = page.canvas if onto is None else onto
    assert isinstance(canvas, type(page.canvas) | AreaFrame)
    for kind, spot in (
        (QMouseEvent.Type.MouseButtonPress, start),
        (QMouseEvent.Type.MouseMove, end),
        (QMouseEvent.Type.MouseButtonRelease, end),
    ):
        held = Qt.MouseButton.NoButton if kind is QMouseEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, spot, canvas.mapToGlobal(spot), Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(canvas, event)


def on_screen(page: HidingPage, across: float, down: float) -> QPointF:
    return page.canvas._on_screen(QPointF(across, down))


def near(area: Area, left: int, top: int, width: int, height: int) -> bool:
    wanted = (left, top, width, height)
    found = (area.left, area.top, area.width, area.height)
    return all(abs(one - other) <= 4 for one, other in zip(wanted, found, strict=True))


def test_a_frame_is_drawn_moved_and_resized_with_the_mouse(proof: Person, page: HidingPage) -> None:
    drag(page, on_screen(page, 100, 80), on_screen(page, 200, 180))
    assert near(page.canvas.areas[0], 100, 80, 100, 100)
    [frame] = page.canvas.frames
    assert frame.hasFocus()
    centre = QPointF(frame.rect().center())
    drag(page, centre, centre + QPointF(50, 30) * frame.scale, frame)
    assert near(page.canvas.areas[0], 150, 110, 100, 100)
    corner = QPointF(frame.rect().bottomRight())
    drag(page, corner, corner + QPointF(40, 20) * frame.scale, frame)
    assert near(page.canvas.areas[0], 150, 110, 140, 120)
    drag(page, QPointF(2, 2), QPointF(2, 2) + QPointF(-20, -10) * frame.scale, frame)
    assert near(page.canvas.areas[0], 130, 100, 160, 130)
    drag(page, on_screen(page, 400, 300), on_screen(page, 401, 300))  # a click makes none
    assert len(page.canvas.areas) == 1
    drag(page, on_screen(page, 500, 400), on_screen(page, 900, 900))
    assert near(page.canvas.areas[1], 500, 400, 140, 80)


def test_frames_are_made_moved_resized_and_removed_by_keyboard(proof: Person, page: HidingPage) -> None:
    assert QApplication.focusWidget() is page._add
    proof.keys(Qt.Key.Key_Space)
    [frame] = page.canvas.frames
    assert frame.hasFocus()
    assert frame.accessibleName() == "Area 1 of 1"
    assert frame.accessibleDescription() == "50 % from the left, 50 % from the top, 96 by 96 pixels"
    before = page.canvas.areas[0]
    for _ in range(3):
        proof.keys(Qt.Key.Key_Left)
        proof.keys(Qt.Key.Key_Up)
    proof.keys(Qt.Key.Key_Right, SHIFT)
    proof.keys(Qt.Key.Key_Down, CTRL)
    after = page.canvas.areas[0]
    assert (after.left, after.top) < (before.left - 30, before.top - 30)
    assert after.width > before.width + 10
    for _ in range(60):
        QTest.keyClick(frame, Qt.Key.Key_Left)
        QTest.keyClick(frame, Qt.Key.Key_Up, SHIFT)
    proof.settle()
    least = page.canvas.areas[0]
    assert least.left == 0
    assert 1 <= least.height <= 8
    page._add_area()
    second = page.canvas.frames[1]
    assert second.hasFocus()
    proof.keys(Qt.Key.Key_Backtab)
    assert frame.hasFocus()
    proof.keys(Qt.Key.Key_Tab)
    assert second.hasFocus()
    proof.keys(Qt.Key.Key_Tab)
    assert page._add.hasFocus()
    proof.keys(Qt.Key.Key_Backtab)
    assert second.hasFocus()
    proof.keys(Qt.Key.Key_Delete)
    assert page.canvas.frames == (frame,)
    assert frame.hasFocus()
    proof.keys(Qt.Key.Key_Delete)
    assert page.canvas.areas == ()
    assert not page._save.isEnabled()


def test_what_was_marked_is_gone_for_good(proof: Person, page: HidingPage) -> None:
    draft = page._draft
    before = kept(proof, "photo")
    original = proof.in_vault(lambda workspace: workspace.store.attachments.get(before, draft))
    assert original is not None
    drag(page, on_screen(page, 0, 0), on_screen(page, 161, 121))
    proof.press("Show the result")
    assert page.canvas._shown.toImage().pixelColor(600, 400).red() > 180
    assert not page.canvas.frames[0].isVisible()
    proof.press("Back to the areas")
    assert page.canvas.frames[0].isVisible()
    proof.keys(Qt.Key.Key_Return, CTRL)
    drawn(proof)
    assert (proof.frame.place, proof.frame.target.partition(" ")[0]) == (Place.ENTRY, draft)
    name = value(proof, "photo")
    hidden = proof.in_vault(lambda workspace: workspace.store.attachments.get(name, draft))
    assert hidden is not None
    assert hidden.original_sha256 == original.original_sha256
    assert (hidden.blob, hidden.key) != (original.blob, original.key)
    assert not proof.in_vault(lambda workspace: workspace.store.blobs.is_there(original.blob))
    image = Image.open(io.BytesIO(proof.in_vault(lambda workspace: Attachments(workspace).read(draft, name))))
    assert _spread(image.crop((8, 8, 40, 40))) < 16
    assert image.size == (640, 480)


def test_escape_changes_nothing_and_leads_back_to_the_question(proof: Person, page: HidingPage) -> None:
    name = kept(proof, "photo")
    draft = page._draft
    before = proof.in_vault(lambda workspace: Attachments(workspace).read(draft, name))
    page._add_area()
    proof.keys(Qt.Key.Key_Escape)
    drawn(proof)
    assert question(proof, "photo").isAncestorOf(QApplication.focusWidget() or proof.window)
    assert kept(proof, "photo") == name
    assert proof.in_vault(lambda workspace: Attachments(workspace).read(draft, name)) == before


def test_a_correction_leaves_what_was_submitted(proof: Person, page: HidingPage) -> None:
    draft, submitted = page._draft, kept(proof, "photo")
    proof.keys(Qt.Key.Key_Escape)
    record = proof.in_vault(lambda workspace: Recording(workspace).submit(draft).id)
    before = proof.in_vault(lambda workspace: Attachments(workspace).read(record, submitted))
    amending = proof.in_vault(lambda workspace: Recording(workspace).amend(record))
    reopen(proof, amending)
    proof.press("Photo of the list: Hide faces and plates…")
    front(proof)._add_area()
    front(proof)._hide()
    proof.settle()
    drawn(proof)
    stand_at(proof, "photo")
    assert value(proof, "photo") not in {"", submitted}
    assert proof.in_vault(lambda workspace: Attachments(workspace).read(record, submitted)) == before


def test_a_picture_that_went_is_a_refusal(proof: Person, page: HidingPage) -> None:
    draft, name = page._draft, kept(proof, "photo")
    page._add_area()
    proof.in_vault(lambda workspace: Attachments(workspace).detach(draft, name))
    proof.press("Hide for good")
    assert page.banner.words
    assert page._save.isEnabled()
    proof.press("Show the result")
    assert page.canvas.frames[0].isVisible()


def test_every_button_and_area_has_a_name(proof: Person, page: HidingPage) -> None:
    page._add_area()
    page._add_area()
    assert all(each.accessibleName() for each in page.findChildren(QPushButton))
    assert [frame.accessibleName() for frame in page.canvas.frames] == ["Area 1 of 2", "Area 2 of 2"]
    assert QPoint(0, 0) != page.canvas.frames[0].pos()


def _spread(image: Image.Image) -> int:
    """How far the lightest and darkest value of a colour are apart."""
    return max(high - low for low, high in image.convert("RGB").getextrema())  # type: ignore[misc]


def test_faces_are_proposed_once_and_the_person_is_told_to_look(
    proof: Person,
    page: HidingPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The finder is an optional package; here stands one that finds two."""
    found = (Area(10, 20, 60, 80), Area(300, 200, 64, 48))
    monkeypatch.setattr(proposals, "faces", lambda data: found)
    proof.press("Find faces")
    assert page.canvas.areas == found
    assert "2 faces were found. Look for yourself" in page.banner.words
    proof.press("Find faces")
    assert page.canvas.areas == found


def test_without_a_finder_the_button_says_so(
    proof: Person,
    page: HidingPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proposals, "_NEEDED", ("a_package_that_is_nowhere",))
    page._add_area()
    proof.press("Find faces")
    assert "not installed" in page.banner.words
    assert len(page.canvas.areas) == 1
