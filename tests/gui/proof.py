"""A form that asks for a picture, a sound, a film and a paper, and files to answer it with."""

from pathlib import Path

from fieldkit.services.forms import Forms
from fieldkit.services.projects import Projects
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person
from tests.gui.typist import drawn, question
from tests.unit.media import made

PROOF = """
| survey |
|        | type  | name  | label::English (en) | label::Русский (ru) | required |
|        | image | photo | Photo of the list   | Снимок списка       | yes      |
|        | audio | voice | Recording           | Запись              |          |
|        | video | film  | Film                | Фильм               |          |
|        | file  | paper | Paper               | Бумага              |          |
|        | text  | words | Words               | Слова               |          |
| settings |
|          | form_id | form_title | version | default_language |
|          | proof   | Proof      | 1       | English (en)     |
"""


def begin(workspace: Workspace, folder: Path) -> str:
    file = folder / "proof.md"
    file.write_text(PROOF, encoding="utf-8")
    Projects(workspace).create("Trial", "M01")
    Forms(workspace).import_file(file)
    return Recording(workspace).start("proof")


def fill_card(card: Path) -> None:
    """Files as cameras and recorders leave them."""
    card.mkdir()
    for name, data in {
        "one.jpg": made.jpeg(made.scene(640, 480)),
        "two.png": made.png(),
        "voice.ogg": made.recorded("ogg", "libopus", rate=48_000),
        "paper.pdf": b"%PDF-1.7\n" + bytes(3000),
        "cut.jpg": made.jpeg()[:700],
    }.items():
        (card / name).write_bytes(data)


def choose(person: Person, name: str, file: Path, button: str = "Choose a picture…") -> None:
    person.paths.append(file)
    label = question(person, name)._label.text()
    person.press(f"{label}: {button}", question(person, name))
    drawn(person)


def kept(person: Person, name: str) -> str:
    """What the saved draft says, whatever is on the screen."""
    target = person.frame.target.partition(" ")[0]
    nodes = person.in_vault(lambda workspace: Recording(workspace).resume(target).nodes())
    return next(node.value for node in nodes if node.ref.endswith(f"/{name}"))
