"""A program that asks for a folder in a real dialog, as the app does, and ends: `python -m tests.gui.asking FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from fieldkit import i18n
from fieldkit.gui.widgets.files import Files, keep_qt_from_remembering


def main(folder: Path, *, silent: bool) -> None:
    """Choose `folder`; print it."""
    if silent:
        keep_qt_from_remembering()
    app = QApplication([])

    def choose() -> None:
        dialog = next(each for each in app.topLevelWidgets() if isinstance(each, QFileDialog))
        dialog.setDirectory(str(folder.parent))
        dialog.selectFile(str(folder))
        dialog.accept()

    QTimer.singleShot(100, choose)
    print(Files(i18n.load("en")).folder(QWidget()))
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main(Path(sys.argv[1]), silent=sys.argv[2:] != ["loud"])
