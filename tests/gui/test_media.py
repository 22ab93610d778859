"""Labels that are pictures or sounds, guidance, and choices in two languages, as the person at the form sees them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QListWidget

from fieldkit.gui.desk import Place
from fieldkit.gui.form.both import SECOND
from fieldkit.gui.form.note import Note
from fieldkit.services.browsing import Browsing
from fieldkit.services.forms import Forms
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.gui.conftest import Sit, member
from tests.gui.hands import Person, type_keys
from tests.gui.typist import drawn, entry, filling, focus, press, question, reopen, stand_at, value

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SIGNS = """
| survey |
|        | type                  | name  | label::English (en) | label::Русский (ru) | label::Кыргызча (ky) | hint::English (en) | guidance_hint::English (en)    | guidance_hint::Русский (ru) | image::English (en) | image::Русский (ru) | audio::English (en) | audio::Русский (ru) | appearance |
|        | note                  | intro |                     |                     |                      |                    |                                |                             |                     |                     | intro.mp3           | intro.mp3           |            |
|        | integer               | count | Count               | Сколько             | Канча                |                    |                                |                             |                     |                     |                     |                     |            |
|        | select_one sign       | sign  |                     |                     |                      | Look at it         | Seen ${count} times? Ask again | Видели ${count} раз?        | signs.png           | znaki.png           |                     |                     |            |
|        | select_multiple way   | ways  | Ways                | Пути                | Жолдор               |                    |                                |                             | ways.png            | puti.png            |                     |                     |            |
|        | select_one way        | found | Found               | Найденный           | Табылган             |                    |                                |                             |                     |                     |                     |                     | minimal    |
|        | rank way              | order | Order               | Порядок             | Ирет                 |                    |                                |                             |                     |                     |                     |                     |            |
|        | begin_repeat          | trip  |                     |                     |                      |                    |                                |                             | trip.png            | trip.png            |                     |                     |            |
|        | text                  | word  | Word                | Слово               | Сөз                  |                    |                                |                             |                     |                     |                     |                     |            |
|        | end_repeat            |       |                     |                     |                      |                    |                                |                             |                     |                     |                     |                     |            |
| choices |
|         | list_name | name  | label::English (en) | label::Русский (ru) | label::Кыргызча (ky) | image::English (en) | image::Русский (ru) |
|         | sign      | stop  |                     |                     |                      | stop.png            | stoi.png            |
|         | sign      | go    | Go                  | Идите               | Барыңыз              |                     |                     |
|         | sign      | wait  |                     |                     |                      |                     |                     |
|         | way       | road  | Road                | Дорога              | Жол                  |                     |                     |
|         | way       | river | River along which people walk in summer when the bridge is closed | Река | Дарыя | |        |
|         | way       | rail  | Rail                | Rail                | Темир жол            |                     |                     |
| settings |
|          | form_id | form_title | version | default_language |
|          | signs   | Signs      | 1       | English (en)     |
"""


def draft(workspace: Workspace, folder: Path) -> str:
    file = folder / "signs.md"
    file.write_text(SIGNS, encoding="utf-8")
    Forms(workspace).import_file(file)
    return Recording(workspace).start("signs")


@pytest.fixture
def signs(alone: Person, tmp_path: Path) -> Person:
    """Somebody before a form of pictures."""
    reopen(alone, alone.in_vault(lambda workspace: draft(workspace, tmp_path)))
    return alone


def label_of(person: Person, name: str) -> str:
    return question(person, name)._label.text()


def use_second(person: Person, name: str) -> None:
    person.choose("Second language", name)
    drawn(person)


def test_a_label_that_is_a_picture_is_named_by_its_file(signs: Person) -> None:
    assert label_of(signs, "sign") == "picture: signs.png"
    assert signs.texts(question(signs, "sign")).count("signs.png") == 1
    assert [note.accessibleName() for note in signs.all(Note)] == ["sound: intro.mp3"]
    assert "Add: picture: trip.png" in signs.names(QAbstractButton)


def test_choices_without_words_are_named_and_can_be_chosen_by_keyboard(signs: Person) -> None:
    sign = stand_at(signs, "sign")
    names = signs.names(QAbstractButton, sign)
    assert set(names) == {f"picture: signs.png: {name}" for name in ("picture: stop.png", "Go", "wait")}
    type_keys(focus(), "wa")
    press(signs, Qt.Key.Key_Space)
    assert value(signs, "sign") == "wait"


def test_a_picture_beside_words_is_told_quietly(signs: Person) -> None:
    assert label_of(signs, "ways") == "Ways"
    assert "picture: ways.png" in signs.texts(question(signs, "ways"))


def test_guidance_follows_the_answers_below_the_hint(signs: Person) -> None:
    stand_at(signs, "count")
    type_keys(focus(), "3")
    press(signs, Qt.Key.Key_Return)
    told = signs.texts(question(signs, "sign")).split("\n")
    assert told.index("Look at it") + 1 == told.index("Seen 3 times? Ask again")


def test_names_of_files_are_in_the_language_of_the_program(sit: Sit, sample: Path, tmp_path: Path) -> None:
    person = member(sit, sample, tmp_path, "M01", language="ru")
    reopen(person, person.in_vault(lambda workspace: draft(workspace, tmp_path)))
    language = entry(person).desk.language
    assert "-" not in person.texts(question(person, "sign")).split("\n")
    assert label_of(person, "sign") == language.gettext("picture: {file}").format(file="znaki.png")


def test_a_record_of_pictures_is_read_by_their_files(signs: Person) -> None:
    record = signs.frame.target
    stand_at(signs, "sign")
    press(signs, Qt.Key.Key_Space)
    signs.page.leave()
    signs.settle()
    [section] = signs.in_vault(lambda workspace: Browsing(workspace).show(record)).sections
    [item] = [each for each in section.items if each.ref == "/data/sign"]
    assert (item.label, item.value) == ("signs.png", "stop.png")


def test_choices_stand_in_both_languages(signs: Person) -> None:
    use_second(signs, "Кыргызча")
    ways = question(signs, "ways")
    assert {"Жолдор", "Жол", "Дарыя", "Темир жол"} <= set(signs.texts(ways).split("\n"))
    road = signs.find(QAbstractButton, "Ways: Road", ways)
    assert road.accessibleDescription() == "Жол"
    use_second(signs, "Русский")
    told = [label.text() for label in signs.all(QLabel, question(signs, "ways"))]
    assert "Дорога" in told
    assert "Rail" not in told  # the same in both
    use_second(signs, "No second language")
    assert not {"Жол", "Дорога"} & set(signs.texts(question(signs, "ways")).split("\n"))


def test_pressing_the_other_language_chooses_too(signs: Person) -> None:
    use_second(signs, "Кыргызча")
    [words] = [each for each in signs.all(QLabel, question(signs, "ways")) if each.text() == "Жол"]
    signs.bot.mouseClick(words, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    drawn(signs)
    assert value(signs, "ways") == "road"


def test_lists_and_rankings_know_both_languages(signs: Person) -> None:
    use_second(signs, "Кыргызча")
    box = signs.find(QComboBox, "Found")
    assert [box.itemText(at) for at in (0, 2)] == ["Road", "Rail"]
    assert [box.itemData(at, SECOND) for at in range(3)] == ["Жол", "Дарыя", "Темир жол"]
    stand_at(signs, "found")
    type_keys(focus(), "Rai")
    press(signs, Qt.Key.Key_Return)
    assert value(signs, "found") == "rail"
    ranking = signs.find(QListWidget, "Order")
    assert ranking.item(0).text() == "Road  ·  Жол"


def test_the_languages_change_places_with_all_choices(signs: Person) -> None:
    use_second(signs, "Кыргызча")
    filling(signs).answer("/data/ways", "road")
    signs.choose("Language of the questions", "Кыргызча")
    drawn(signs)
    ways = question(signs, "ways")
    road = signs.find(QAbstractButton, "Жолдор: Жол", ways)
    assert road.isChecked()
    assert road.accessibleDescription() == "Road"
    signs.go(Place.HOME)
