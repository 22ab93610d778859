"""Asking for files and folders, with dialogs of our own: native ones leave paths in the system's recent lists."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldkit.i18n import Language

_OF_QT = (QSettings.Format.NativeFormat, QSettings.Scope.UserScope)


def keep_qt_from_remembering() -> None:
    """Leave Qt no file for the folders that its own dialogs showed last; call it before the first dialog."""
    QSettings.setPath(*_OF_QT, os.devnull)


def forget_places() -> None:
    """Take back what Qt remembered where its settings lie in no file that could be denied: in a registry."""
    if not sys.platform.startswith("linux"):
        remembered = QSettings(QSettings.Scope.UserScope, "QtProject")
        remembered.remove("FileDialog")
        remembered.sync()


class Files:
    """Asks the person for places on disk; replaced in tests by one that answers by itself."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def folder(self, parent: QWidget) -> Path | None:
        """A folder, for example a stick."""
        _ = self._language.gettext
        dialog = self._dialog(parent, _("Choose a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Choose"))
        return next(iter(self._asked(dialog)), None)

    def open(self, parent: QWidget, pattern: str = "*") -> tuple[Path, ...]:
        """Existing files whose names fit `pattern`."""
        _ = self._language.gettext
        dialog = self._dialog(parent, _("Choose files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([pattern, "*"] if pattern != "*" else ["*"])
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Open"))
        return self._asked(dialog)

    def one(self, parent: QWidget, pattern: str = "*") -> Path | None:
        """One existing file whose name fits one of the patterns."""
        _ = self._language.gettext
        dialog = self._dialog(parent, _("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([pattern, "*"] if pattern != "*" else ["*"])
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Open"))
        return next(iter(self._asked(dialog)), None)

    def save(self, parent: QWidget, name: str) -> Path | None:
        """A new file, `name` proposed."""
        _ = self._language.gettext
        dialog = self._dialog(parent, _("Save as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Save"))
        return next(iter(self._asked(dialog)), None)

    def _dialog(self, parent: QWidget, title: str) -> QFileDialog:
        _ = self._language.gettext
        dialog = QFileDialog(parent, title)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Folder:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileName, _("Name:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind:"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Cancel"))
        return dialog

    @staticmethod
    def _asked(dialog: QFileDialog) -> tuple[Path, ...]:
        chosen = tuple(Path(name) for name in dialog.selectedFiles()) if dialog.exec() else ()
        dialog.destroyed.connect(forget_places)  # Qt remembers when it takes a dialog down
        dialog.deleteLater()
        return chosen
