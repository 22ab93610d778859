"""Every kind of question on the screen; cards that are added, folded, removed and put back; names of all inputs."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QSlider, QWidget

from fieldkit.clock import SystemClock
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui.form.question import Question
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.forms import Forms
from fieldkit.services.recording import Recording
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.vaults import TEST_COST
from fieldkit.services.workspace import Workspace
from tests.gui import dying
from tests.gui.conftest import PHRASE, Sit, member
from tests.gui.hands import Person, type_keys
from tests.gui.typist import (
    begin,
    drawn,
    entry,
    filling,
    focus,
    go_to,
    press,
    question,
    reopen,
    stand_at,
    value,
    write,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CONTROL = Qt.KeyboardModifier.ControlModifier
KINDS = """
| survey |
|        | type                | name   | label::English (en)    | label::Русский (ru) | label::Кыргызча (ky) | readonly | calculation       | appearance | parameters           |
|        | note                | hello  | Hello                  | Привет              | Салам                |          |                   |            |                      |
|        | range               | score  | Score                  | Балл                | Упай                 |          |                   |            | start=0 end=10 step=2 |
|        | rank colour         | order  | Order                  | Порядок             | Ирет                 |          |                   |            |                      |
|        | geopoint            | spot   | Spot                   | Точка               | Чекит                |          |                   |            |                      |
|        | geotrace            | way    | Way                    | Путь                | Жол                  |          |                   |            |                      |
|        | acknowledge         | seen   | Seen                   | Видел               | Көрдүм               |          |                   |            |                      |
|        | time                | hour   | Hour                   | Час                 | Саат                 |          |                   |            |                      |
|        | dateTime            | when   | When                   | Когда               | Качан                |          |                   |            |                      |
|        | date                | season | Month                  | Месяц               | Ай                   |          |                   | month-year |                      |
|        | barcode             | code   | Code                   | Код                 | Код                  |          |                   |            |                      |
|        | image               | photo  | Photo                  | Снимок              | Сүрөт                |          |                   |            |                      |
|        | integer             | number | Number                 | Число               | Сан                  |          |                   |            |                      |
|        | text                | double | Double of ${number}    | Дважды ${number}    | Эки эсе ${number}    | yes      | ${number} * 2     |            |                      |
|        | text                | story  | Story                  | Рассказ             | Окуя                 |          |                   | multiline  |                      |
|        | begin_repeat        | child  | Child                  | Ребёнок             | Бала                 |          |                   |            |                      |
|        | integer             | age    | Age                    | Возраст             | Жашы                 |          |                   |            |                      |
|        | text                | word   | Word                   | Слово               | Сөз                  |          |                   |            |                      |
|        | end_repeat          |        |                        |                     |                      |          |                   |            |                      |
| choices |
|         | list_name | name  | label::English (en) | label::Русский (ru) | label::Кыргызча (ky) |
|         | colour    | red   | Red                 | Красный             | Кызыл                |
|         | colour    | green | Green               | Зелёный             | Жашыл                |
|         | colour    | blue  | Blue                | Синий               | Көк                  |
| settings |
|          | form_id | form_title | version | default_language |
|          | kinds   | Kinds      | 1       | English (en)     |
"""


TYPED = """
| survey |
|        | type | name  | label |
|        | text | words | Words |
| settings |
|          | form_id | form_title | version |
|          | typed   | Typed      | 1       |
"""
LETTERS = 60
"""Letters after which the program is killed."""


@pytest.fixture
def kinds(alone: Person, tmp_path: Path) -> Person:
    """Somebody before a form with every kind of question."""
    file = tmp_path / "kinds.md"
    file.write_text(KINDS, encoding="utf-8")

    def add(workspace: Workspace) -> str:
        Forms(workspace).import_file(file)
        return Recording(workspace).start("kinds")

    reopen(alone, alone.in_vault(add))
    return alone


def test_a_range_is_a_slider_with_its_number(kinds: Person) -> None:
    slider = kinds.find(QSlider, "Score")
    slider.setFocus()
    press(kinds, Qt.Key.Key_Right)
    press(kinds, Qt.Key.Key_Right)
    assert float(value(kinds, "score")) == 4
    number = kinds.find(QLineEdit, "Score")
    assert number.text() == "4"
    kinds.write("Score", "8")
    drawn(kinds)
    assert slider.value() == 4


def test_a_rank_is_moved_by_keyboard(kinds: Person) -> None:
    kinds.find(QListWidget, "Order").setFocus()
    assert value(kinds, "order") == ""
    press(kinds, Qt.Key.Key_Down, CONTROL)
    assert value(kinds, "order") == "green red blue"
    press(kinds, Qt.Key.Key_Down, CONTROL)
    press(kinds, Qt.Key.Key_Up, CONTROL)
    assert value(kinds, "order") == "green red blue"


def test_places_moments_and_codes_are_typed_in_usual_ways(kinds: Person) -> None:
    for name, words, stored in (
        ("spot", "42,87; 74,59", "42.87 74.59"),
        ("hour", "8:05", "08:05"),
        ("code", "4600123", "4600123"),
    ):
        stand_at(kinds, name)
        write(kinds, words)
        press(kinds, Qt.Key.Key_Return)
        assert value(kinds, name).startswith(stored), name
    stand_at(kinds, "when")
    write(kinds, "14.6.2009 8:30")
    assert value(kinds, "when").startswith("2009-06-14T08:30")
    stand_at(kinds, "season")
    write(kinds, "июнь 2009")
    press(kinds, Qt.Key.Key_Return)
    assert value(kinds, "season") == "2009-06-01"
    stand_at(kinds, "way")
    write(kinds, "42.87 74.59; 42.88 74.60")
    assert [point.split()[:2] for point in value(kinds, "way").split(";")] == [["42.87", "74.59"], ["42.88", "74.6"]]
    press(kinds, Qt.Key.Key_Tab)
    stand_at(kinds, "spot")
    write(kinds, " here")
    press(kinds, Qt.Key.Key_Return)
    assert "This cannot be read as a place" in kinds.texts(question(kinds, "spot"))


def test_what_the_form_computes_is_shown_quietly_and_labels_follow(kinds: Person) -> None:
    kinds.write("Number", "21")
    drawn(kinds)
    words = kinds.texts(question(kinds, "double"))
    assert "Double of 21" in words
    assert "42" in words.splitlines()
    assert not kinds.all(QPlainTextEdit, question(kinds, "double"))
    assert "Choose a picture…" in kinds.texts(question(kinds, "photo"))


def test_enter_begins_a_line_in_a_narrative_only(kinds: Person) -> None:
    stand_at(kinds, "story")
    write(kinds, "one")
    press(kinds, Qt.Key.Key_Return)
    write(kinds, "two")
    assert value(kinds, "story") == "one\ntwo"


def test_the_second_language_can_be_chosen_and_left_out(kinds: Person) -> None:
    kinds.choose("Second language", "Кыргызча")
    drawn(kinds)
    assert "Упай" in kinds.texts(question(kinds, "score"))
    kinds.choose("Language of the questions", "Кыргызча")
    drawn(kinds)
    assert filling(kinds).second_language == "English (en)"
    kinds.choose("Second language", "No second language")
    drawn(kinds)
    assert "Score" not in kinds.texts(question(kinds, "score"))


def test_a_card_that_was_removed_comes_back_with_every_word(kinds: Person) -> None:
    go_to(kinds, -1)
    for word in ("first", "second", "third"):
        last = [each for each in kinds.all(Question) if each.ref.endswith("/word")][-1]
        last.setFocus()
        type_keys(focus(), word)
        drawn(kinds)
        if word != "third":
            kinds.press("Add: Child")
            drawn(kinds)
    ages = [each for each in kinds.all(Question) if each.ref.endswith("/age")]
    ages[2].setFocus()
    type_keys(focus(), "-")
    drawn(kinds)
    before = filling(kinds).session.draft()
    kinds.press("Remove Child 2")
    drawn(kinds)
    assert "Child 2 was removed." in kinds.texts()
    assert [item.value for item in filling(kinds).session.draft().items if item.ref.endswith("/word")] == [
        "first",
        "third",
    ]
    press(kinds, Qt.Key.Key_Space)  # the keyboard stands on the way back
    assert filling(kinds).session.draft() == before
    assert "was removed" not in kinds.texts()
    assert [each.text() for each in kinds.all(QLineEdit) if each.accessibleName() == "Age"] == ["", "", "-"]
    kept = kinds.in_vault(lambda workspace: Recording(workspace).open(kinds.frame.target))
    assert kept.session.draft() == before
    assert [item.value for item in kept.typed] == ["-"]


def test_a_folded_card_tells_what_is_in_it_and_opens_for_a_problem(kinds: Person) -> None:
    go_to(kinds, -1)
    stand_at(kinds, "word")
    write(kinds, "apple")
    stand_at(kinds, "age")
    write(kinds, "-")
    kinds.press("Fold Child 1")
    assert not [each for each in kinds.all(Question) if each.ref.endswith("/word")]
    assert "apple" in kinds.texts()
    press(kinds, Qt.Key.Key_F8)
    assert entry(kinds).sheet.focused_ref.endswith("/age")


def test_a_program_killed_while_one_types_loses_less_than_a_second(alone: Person, tmp_path: Path) -> None:
    file = tmp_path / "typed.md"
    file.write_text(TYPED, encoding="utf-8")
    alone.in_vault(lambda workspace: Forms(workspace).import_file(file))
    alone.window.close()
    command = [sys.executable, "-m", "tests.gui.dying", str(tmp_path / "vault"), str(tmp_path / "dying.ini")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        typed = next(number for line in child.stdout if (number := int(line)) >= LETTERS)
        child.kill()
    with vaults.unlock(VaultFiles(tmp_path / "vault"), PHRASE, SystemClock(), floor=TEST_COST) as workspace:
        [draft] = workspace.store.drafts.all()
    kept = len(draft.answers.get("/data/words"))
    assert LETTERS - 1000 // dying.BETWEEN <= kept <= typed + 1000 // dying.BETWEEN


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("form", ["interview", "interview_short", "observation", "visit"])
def test_every_input_of_every_section_has_a_name(
    sit: Sit, sample: Path, tmp_path: Path, form: str, language: str
) -> None:
    person = member(sit, sample, tmp_path, "M01", language)
    begin(person, form)
    session = filling(person).session
    for before in session.nodes():
        state = session.node(before.ref)  # as it stands after the answers before
        codes = {choice.value for choice in state.choices or ()}
        wanted = next((code for code in ("safe", "yes", "event", "observed", "range") if code in codes), "")
        if wanted and state.relevant and not state.value:
            session.set(state.ref, wanted)
    page = entry(person)
    page._show()
    inputs = 0
    for number in range(len(page._sections)):
        go_to(person, number)
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QSlider, QListWidget):
            found: list[QWidget] = [*person.all(kind, page.sheet)]
            assert [each for each in found if not each.accessibleName()] == [], page._sections[number].title
            inputs += len(found)
    assert inputs > 100


def test_a_returned_record_says_why_it_came_back(sit: Sit, sample: Path, tmp_path: Path) -> None:
    person = member(sit, sample, tmp_path, demo.SUPERVISOR)

    def give_back(workspace: Workspace) -> str:
        row = Browsing(workspace).page(RecordFilter(states=(State.SUBMITTED.value,)), limit=1).rows[0]
        Reviewing(workspace).return_to_author(row.id, "The amount is missing")
        return Recording(workspace).amend(row.id)

    reopen(person, person.in_vault(give_back))
    assert person.page.banner.words == "Returned: The amount is missing"
