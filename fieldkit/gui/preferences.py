"""The plain settings file: geometry, language and everyday name of the window, vault folder; never anything else."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_GEOMETRY, _LANGUAGE, _NAME, _VAULT = "geometry", "language", "name", "vault"


class Preferences:
    """What is remembered in the open between two starts."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window as Qt keeps them; empty at first."""
        kept = self._settings.value(_GEOMETRY)
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue(_GEOMETRY, value)

    @property
    def language(self) -> str:
        """Code of the interface language; empty if never chosen."""
        return str(self._settings.value(_LANGUAGE, ""))

    @language.setter
    def language(self, code: str) -> None:
        self._settings.setValue(_LANGUAGE, code)

    @property
    def name(self) -> str:
        """Code of the everyday name that the window goes by, also while the vault is closed; empty if never chosen."""
        return str(self._settings.value(_NAME, ""))

    @name.setter
    def name(self, code: str) -> None:
        self._settings.setValue(_NAME, code)

    @property
    def vault(self) -> Path | None:
        """The vault folder chosen last."""
        kept = str(self._settings.value(_VAULT, ""))
        return Path(kept) if kept else None

    @vault.setter
    def vault(self, folder: Path) -> None:
        self._settings.setValue(_VAULT, str(folder))

    def save(self) -> None:
        """Write to disk now: the process may be replaced at any moment."""
        self._settings.sync()
