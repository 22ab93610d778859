"""Files that answer questions: chosen, cleaned, shown, replaced, removed; refusals said; nothing of them on the disk."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar

from fieldkit.gui.desk import Place
from fieldkit.gui.form.attached import FileAnswer
from fieldkit.gui.pages.entry import Entry
from fieldkit.services.attachments import Attachments
from fieldkit.services.recording import Recording
from tests.gui.conftest import Sit
from tests.gui.hands import Person
from tests.gui.proof import choose, kept
from tests.gui.typist import press, question, reopen, stand_at, value
from tests.unit.media import made


def answer(person: Person, name: str) -> FileAnswer:
    control = question(person, name).control
    assert isinstance(control, FileAnswer)
    return control


def test_a_picture_is_taken_in_cleaned_saved_at_once_and_shown(proof: Person, card: Path) -> None:
    draft = proof.frame.target
    choose(proof, "photo", card / "one.jpg")
    name = kept(proof, "photo")
    assert name.endswith(".jpg")
    assert value(proof, "photo") == name
    data = proof.in_vault(lambda workspace: Attachments(workspace).read(draft, name))
    assert made.MARK.encode() not in data
    shown = proof.texts(question(proof, "photo"))
    assert "Picture" in shown
    assert "Place, time and device are not in this copy." in shown
    assert name not in shown
    [picture] = [label for label in proof.all(QLabel, question(proof, "photo")) if label.objectName() == "thumbnail"]
    assert picture.pixmap().toImage().pixelColor(5, 5).red() > 150  # the red corner of the scene


def test_everything_by_keyboard(proof: Person, card: Path) -> None:
    stand_at(proof, "photo")
    proof.paths.append(card / "two.png")
    press(proof, Qt.Key.Key_Space)
    assert value(proof, "photo").endswith(".png")
    assert proof.window.focusWidget().accessibleName() == "Photo of the list: Choose another…"  # type: ignore[union-attr]
    press(proof, Qt.Key.Key_Tab)
    press(proof, Qt.Key.Key_Space)
    assert value(proof, "photo") == kept(proof, "photo") == ""
    assert proof.window.focusWidget().accessibleName() == "Photo of the list: Choose a picture…"  # type: ignore[union-attr]


def test_a_file_that_goes_leaves_nothing_in_the_vault(proof: Person, card: Path) -> None:
    draft, blobs = proof.frame.target, card.parent / "vault" / "blobs"
    choose(proof, "photo", card / "one.jpg")
    first = value(proof, "photo")
    choose(proof, "photo", card / "two.png", "Choose another…")
    second = value(proof, "photo")
    assert first != second
    names = proof.in_vault(lambda workspace: [row.name for row in workspace.store.attachments.of(draft)])
    assert names == [second]
    assert len(list(blobs.rglob("*.blob"))) == 1
    proof.press("Photo of the list: Remove")
    assert proof.in_vault(lambda workspace: workspace.store.attachments.of(draft)) == ()
    assert list(blobs.rglob("*.blob")) == []


def test_documents_are_kept_as_they_are_and_the_screen_says_so(proof: Person, card: Path) -> None:
    choose(proof, "paper", card / "paper.pdf", "Choose a file…")
    told = proof.texts(question(proof, "paper"))
    assert "Document  ·  3 KB" in told
    assert "author, dates, earlier versions" in told
    assert "Paper: Hide faces and plates…" not in proof.names(QAbstractButton)


REFUSED = (
    ("photo", "cut.jpg", "Choose a picture…", "damaged"),
    ("photo", "voice.ogg", "Choose a picture…", "another kind of file"),
    ("film", "voice.ogg", "Choose a video…", "another kind of file"),
    ("voice", "gone.ogg", "Choose a recording…", "no such file"),
)


def test_a_refusal_is_said_beside_the_question(proof: Person, card: Path) -> None:
    for name, file, button, words in REFUSED:
        choose(proof, name, card / file, button)
        assert words in proof.texts(question(proof, name))
        assert value(proof, name) == ""
        assert answer(proof, name)._choose.isVisible()


def test_a_refused_file_leaves_the_one_before(proof: Person, card: Path) -> None:
    choose(proof, "photo", card / "one.jpg")
    name = value(proof, "photo")
    choose(proof, "photo", card / "cut.jpg", "Choose another…")
    assert value(proof, "photo") == kept(proof, "photo") == name
    choose(proof, "photo", card / "one.jpg", "Choose another…")
    assert "damaged" not in proof.texts(question(proof, "photo"))


def test_while_a_file_is_taken_in_it_says_so_and_nothing_is_submitted(proof: Person, card: Path) -> None:
    control = answer(proof, "photo")
    proof.paths.append(card / "one.jpg")
    control.choose()
    assert control.busy
    assert [bar.accessibleName() for bar in proof.all(QProgressBar)] == ["Photo of the list"]
    page = proof.page
    assert isinstance(page, Entry)
    page.submit()
    assert "still being taken in" in page.banner.words
    proof.settle()
    assert not control.busy
    page.submit()
    proof.settle()
    assert proof.frame.place is Place.RECORD


def test_leaving_in_the_middle_loses_nothing(proof: Person, card: Path) -> None:
    draft = proof.frame.target
    stand_at(proof, "words")
    proof.write("Words", "price list of May", question(proof, "words"))
    proof.paths.append(card / "one.jpg")
    answer(proof, "photo").choose()
    proof.go(Place.HOME)
    reopen(proof, draft)
    assert value(proof, "words") == "price list of May"
    assert value(proof, "photo").endswith(".jpg")


def test_a_draft_opened_again_shows_its_files(proof: Person, card: Path) -> None:
    draft = proof.frame.target
    choose(proof, "voice", card / "voice.ogg", "Choose a recording…")
    proof.go(Place.HOME)
    reopen(proof, draft)
    assert "Sound recording" in proof.texts(question(proof, "voice"))


def test_a_record_shows_its_files_and_gives_copies_with_a_warning(proof: Person, card: Path) -> None:
    draft = proof.frame.target
    choose(proof, "photo", card / "one.jpg")
    choose(proof, "paper", card / "paper.pdf", "Choose a file…")
    name = value(proof, "photo")
    record = proof.in_vault(lambda workspace: Recording(workspace).submit(draft).id)
    proof.go(Place.RECORD, record)
    assert {"Photo of the list: Save a copy…", "Paper: Save a copy…"} <= set(proof.names(QAbstractButton))
    proof.press("Photo of the list: Save a copy…")
    assert "not be encrypted" in proof.texts()
    proof.press("Cancel")
    target = card / "copy.jpg"
    proof.paths.append(target)
    proof.press("Photo of the list: Save a copy…")
    proof.press("Save a copy")
    assert "not encrypted" in proof.page.banner.words
    assert target.read_bytes() == proof.in_vault(lambda workspace: Attachments(workspace).read(record, name))
    proof.paths.append(target)
    proof.press("Photo of the list: Save a copy…")
    proof.press("Save a copy")
    assert "there already" in proof.page.banner.words


def test_locking_in_the_middle_leaves_a_draft_that_opens(proof: Person, card: Path, sit: Sit, tmp_path: Path) -> None:
    draft = proof.frame.target
    proof.write("Words", "price list of May", question(proof, "words"))
    proof.paths.append(card / "one.jpg")
    answer(proof, "photo").choose()
    proof.window.lock()
    again = sit(tmp_path / "vault")
    reopen(again, draft)
    assert value(again, "words") == "price list of May"
    assert value(again, "photo") == ""
    choose(again, "photo", card / "one.jpg")
    assert value(again, "photo").endswith(".jpg")
