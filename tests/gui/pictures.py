"""Draws the pictures of README.md into a folder: the app on the fictional sample, and a page of its report.

Run by `make pictures`, without a screen.
"""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop
from PySide6.QtWidgets import QApplication

from fieldkit import i18n
from fieldkit.clock import SystemClock
from fieldkit.gui.collecting import Collector
from fieldkit.gui.desk import Place
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.preferences import Preferences
from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import ThemeName
from fieldkit.gui.widgets.files import Files
from fieldkit.gui.window import Surroundings, Window
from fieldkit.services import demo
from fieldkit.services.recording import Recording
from fieldkit.services.vaults import TEST_COST
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person

_SIZE = (1080, 680)
_COLOURS = 64
_REPORT_PAGE = 5
_REST = 3.0
"""Seconds until a page has found its lines."""
_TOLD = {
    "finding": "event",
    "certainty": "observed",
    "collection_mode": "own_observation",
    "site_kind": "market",
    "site": "market_dordoy",
    "date_precision": "exact_day",
    "event_date": "2009-06-14",
}


class Patience:
    """Waits as the tests' bot does."""

    def waitUntil(self, callback: Callable[[], bool], *, timeout: int) -> None:
        """Let the program work until `callback` says so; `timeout` in milliseconds."""
        end = time.monotonic() + timeout / 1000
        while not callback():
            if time.monotonic() > end:
                sys.exit("the window did not come to rest")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


def main(folder: Path) -> None:
    """Draw all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    collector = Collector()
    fonts.load()
    look = Look(ThemeName.LIGHT)
    look.apply(app)
    with tempfile.TemporaryDirectory() as scratch:
        sample = Path(scratch) / "sample"
        languages = (i18n.load("en"),)
        demo.run(sample, monitors=2, records=60, languages=languages, clock=SystemClock(), cost=TEST_COST)
        _monitor(sample, look, folder)
        _supervisor(sample, look, folder)
        _report(sample / "report-en.pdf", folder / "report.png")
    collector.stop()


def _monitor(sample: Path, look: Look, folder: Path) -> None:
    person = _sit(sample / "vaults" / "M01", look)
    draft = person.in_vault(_begin)
    person.go(Place.HOME)
    _draw(person, folder / "home.png")
    person.go(Place.ENTRY, draft)
    _draw(person, folder / "form.png")
    person.window.close()


def _supervisor(sample: Path, look: Look, folder: Path) -> None:
    person = _sit(sample / "vaults" / demo.SUPERVISOR, look)
    person.go(Place.RECORD, "EV01")
    _draw(person, folder / "record.png")
    person.window.close()


def _begin(workspace: Workspace) -> str:
    """A draft with some answers, left off in the middle."""
    recording = Recording(workspace)
    draft = recording.start("observation")
    session = recording.resume(draft)
    refs = {node.ref.rpartition("/")[2]: node.ref for node in session.nodes()}
    for name, value in _TOLD.items():
        session.set(refs[name], value)
    recording.save(draft, session.draft())
    return draft


def _sit(vault: Path, look: Look) -> Person:
    around = Surroundings(
        clock=SystemClock(),
        look=look,
        preferences=Preferences(vault / "settings.ini"),
        replace=partial(sys.exit, "locked"),
        cost=TEST_COST,
        files=Files,
    )
    window = Window(vault, i18n.load("en"), around)
    window.resize(*_SIZE)
    window.show()
    gate = window.centralWidget()
    person = Person(Patience(), window)
    if isinstance(gate, Unlock):
        gate.passphrase.setText(demo.PASSPHRASE)
        gate.open()
    person.wait(lambda: window.frame is not None)
    person.settle()
    return person


def _draw(person: Person, file: Path) -> None:
    buffer = QBuffer()
    person.settle()
    rested = time.monotonic() + _REST
    person.wait(lambda: time.monotonic() > rested)
    person.window.grab().save(buffer, "PNG")
    _keep_small(Image.open(io.BytesIO(buffer.data().data())), file)


def _report(pdf: Path, file: Path) -> None:
    page = ["-f", str(_REPORT_PAGE), "-l", str(_REPORT_PAGE), "-r", "70", "-png"]
    drawn = subprocess.run(["pdftoppm", *page, pdf], capture_output=True, check=True)
    _keep_small(Image.open(io.BytesIO(drawn.stdout)), file)


def _keep_small(image: Image.Image, file: Path) -> None:
    """Few colours are enough, and the repository stays light."""
    image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
