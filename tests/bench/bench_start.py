"""From nothing to the lock screen, against a process that shows an empty PySide6 window; and what was imported for it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import runners
from tests.bench.measure import Result, medians
from tests.command import Person

MOST = 1.6
ROUNDS = 9
HEAVY = ("reportlab", "lxml", "pyxform", "openpyxl", "babel", "fontTools", "Stemmer", "sqlcipher3")
"""Of these, the first three must wait until the vault is open."""
MUST_WAIT = HEAVY[:3]

_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1024, 700)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
_OURS = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
shown = QApplication.exec
def shortly(*_):
    QTimer.singleShot(0, QApplication.quit)
    return shown()
QApplication.exec = shortly
try:
    from fieldkit.__main__ import main
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def main() -> Iterator[Result]:
    """Wall time of whole processes that end as soon as the window is there."""
    with tempfile.TemporaryDirectory() as name:
        vault = Person(Path(name) / "vault").vault
        mine, theirs = medians(lambda: _run(_OURS, vault), lambda: _run(_EMPTY, vault), ROUNDS)
        note = f"{mine * 1000:.0f} ms against {theirs * 1000:.0f} ms"
        yield Result("start to lock screen, over an empty window", mine / theirs, "x", most=MOST, note=note)
        imported = set(json.loads(_run(_OURS, vault)))
    early = [name for name in MUST_WAIT if name in imported]
    note = ", ".join(name for name in HEAVY if name in imported) or "none of the heavy ones"
    yield Result("modules imported before unlock that must wait", len(early), "", most=0, note=f"imported: {note}")


def _run(script: str, vault: Path) -> str:
    """The script in a process without settings of the person who measures."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "FIELDKIT_VAULT": str(vault),
        "XDG_CONFIG_HOME": str(vault.parent),
        "PYTHONPATH": str(runners.ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    return done.stdout
