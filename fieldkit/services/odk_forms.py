"""Which questionnaire reads a submission: the vault's own version, that of the folder, or the nearest there is."""

from pathlib import Path

from fieldkit.domain.forms import Instrument
from fieldkit.errors import Code, Refusal
from fieldkit.services import forms
from fieldkit.services.forms import Forms
from fieldkit.services.workspace import Workspace


class FolderForms:
    """Forms of the vault, filled up from a folder when one is missed."""

    def __init__(self, workspace: Workspace, paths: tuple[Path, ...]) -> None:
        self._workspace = workspace
        self._table = workspace.store.instruments
        self._paths = paths
        self._found: dict[tuple[str, str], Path] | None = None
        self._newest: dict[str, tuple[str, Path]] = {}
        self.taken: list[str] = []
        """Form ids that came from the folder."""
        self.refused: list[tuple[str, Code]] = []
        """Form files of the folder that cannot be used, by name."""

    def instrument(self, form: str, version: str) -> Instrument:
        """That version if there is one, else the newest. Raises Refusal(FORM_UNKNOWN)."""
        exact = self._table.get(form, version)
        if exact is not None:
            return exact
        found = self._folder()
        path = found.get((form, version))
        if path is None and self._table.get(form) is None:
            path = self._newest.get(form, ("", None))[1]
        if path is not None:
            self.taken.append(form)
            return Forms(self._workspace).import_file(path)
        newest = self._table.get(form)
        if newest is None:
            raise Refusal(Code.FORM_UNKNOWN, form=form)
        return newest

    def _folder(self) -> dict[tuple[str, str], Path]:
        """The forms of the folder; read when the first one is missed."""
        if self._found is None:
            self._found = {}
            for path in self._paths:
                self._look_at(path, self._found)
        return self._found

    def _look_at(self, path: Path, found: dict[tuple[str, str], Path]) -> None:
        try:
            instrument = forms.read_file(path)
        except Refusal as refusal:
            if refusal.code is not Code.FORM_NOT_A_FORM:  # lists of choices and the like lie beside forms
                self.refused.append((path.name, refusal.code))
            return
        found.setdefault((instrument.form, instrument.version), path)
        if instrument.version >= self._newest.get(instrument.form, ("", path))[0]:
            self._newest[instrument.form] = (instrument.version, path)
