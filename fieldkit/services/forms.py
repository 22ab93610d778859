"""Forms: the shipped questionnaires and those that people bring, checked before a vault takes them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fieldkit.clock import Clock
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.form_changes import FormChange
from fieldkit.domain.forms import Instrument, Kind, NodeState
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import comparing, running, shipped
from fieldkit.instruments.apart import examine_apart
from fieldkit.instruments.assembling import from_xform
from fieldkit.instruments.collecting import refusal
from fieldkit.instruments.reading import LARGEST, Reading
from fieldkit.instruments.running import AddRepeatStep, LanguageStep, RemoveRepeatStep, RunResult, SetStep, Step
from fieldkit.instruments.session import load
from fieldkit.services.input import read_up_to
from fieldkit.services.output import write_new
from fieldkit.services.workspace import Workspace

__all__ = ["AddRepeatStep", "LanguageStep", "Reading", "RemoveRepeatStep", "RunResult", "SetStep", "Step", "refusal"]


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument of a vault as lists show it."""

    form: str
    version: str
    title: str
    languages: tuple[str, ...]
    questions: int
    """What a person answers: neither calculations nor notes nor repeats."""
    shipped: bool
    offered: bool
    """Whether new records may start on it; one that came along with records of others is for reading them."""


class Forms:
    """Instruments of one vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._table = workspace.store.instruments

    def shipped(self) -> tuple[str, ...]:
        """Form ids of the questionnaires that come with the program."""
        return shipped.shipped_ids()

    def install_shipped(self) -> Changes:
        """Take the shipped questionnaires into the vault, each version once; quick if all are there."""
        changes = NOTHING
        with self._workspace.store.transaction():
            for form in shipped.shipped_ids():
                if self._table.get(form, shipped.version(form)) is None:
                    changes |= self._workspace.store.projection.learn(builtin(form))
        return changes

    def instrument(self, form: str, version: str | None = None) -> Instrument:
        """A version in the vault; if none is named, that of new records, else the one that came along last.

        Raises Refusal(FORM_UNKNOWN).
        """
        found = self._table.get(form, version) if version is not None else self._offered(form) or self._table.get(form)
        if found is None:
            raise Refusal(Code.FORM_UNKNOWN, form=form)
        return found

    def offered(self, form: str) -> Instrument:
        """The version that new records start on. A shipped one comes in when asked for.

        Raises Refusal: FORM_UNKNOWN, FORM_NOT_OFFERED if it only came along with records of others.
        """
        found = self._offered(form)
        if found is None:
            raise Refusal(Code.FORM_UNKNOWN if self._table.get(form) is None else Code.FORM_NOT_OFFERED, form=form)
        return found

    def _offered(self, form: str) -> Instrument | None:
        found = self._table.offered(form)
        if found is None and form in shipped.shipped_ids():
            with self._workspace.store.transaction():
                self._workspace.store.projection.learn(builtin(form))
            found = self._table.offered(form)
        return found

    def check(self, path: Path) -> Reading:
        """What `import_file` would say of a file; changes nothing. Raises Refusal(FILE_MISSING, FILE_UNREADABLE)."""
        return check_file(path)

    def import_file(self, path: Path) -> Instrument:
        """Take a form file into the vault, with the files beside it that it names.

        Raises Refusal: those of `read_file` and `take`.
        """
        return self.take(read_file(path))

    def take(self, instrument: Instrument) -> Instrument:
        """Keep an instrument. Raises Refusal(FORM_EXISTS_DIFFERENT) if there is another with its id and version."""
        with self._workspace.store.transaction():
            new = self._workspace.store.projection.learn(instrument).instruments
            if not new and self._table.get(instrument.form, instrument.version) != instrument:
                raise Refusal(Code.FORM_EXISTS_DIFFERENT, form=instrument.form)
        return instrument

    def list(self) -> tuple[InstrumentRow, ...]:
        """Every instrument in the vault and the shipped ones, by form id, each in the version of new records."""
        held = {instrument.form for instrument in self._table.all()}
        forms = sorted(held | set(shipped.shipped_ids()))
        return tuple(_row(self.instrument(form), offered=self._offered(form) is not None) for form in forms)

    def show(self, form: str) -> tuple[NodeState, ...]:
        """The nodes of an instrument as a new record would show them. Raises Refusal(FORM_UNKNOWN)."""
        instrument, reference = self.instrument(form), self._workspace.reference
        return load(instrument, clock=self._workspace.clock, reference=reference).nodes()

    def run(self, form: str, steps: tuple[Step, ...] = ()) -> RunResult:
        """Evaluate an instrument without storing anything. Raises Refusal like `Session.set`."""
        return run(self.instrument(form), steps, self._workspace.clock)

    def export_xlsx(self, form: str, out: Path) -> None:
        """Write a shipped questionnaire as a workbook. Raises Refusal like `export_shipped`."""
        export_shipped(form, out)


@cache
def builtin(form_id: str) -> Instrument:
    """A shipped questionnaire, converted once in the life of the program. Raises Refusal(FORM_UNKNOWN)."""
    return from_xform(shipped.xform(form_id).decode("utf-8"))


def shipped_ids() -> tuple[str, ...]:
    """Form ids of the questionnaires that come with the program."""
    return shipped.shipped_ids()


def run(instrument: Instrument, steps: tuple[Step, ...], clock: Clock) -> RunResult:
    """Evaluate an instrument without a vault. Raises Refusal like `Session.set`."""
    return running.run(instrument, steps, clock)


def check_file(path: Path) -> Reading:
    """Read a form file without a vault, in a process of its own. Raises Refusal(FILE_MISSING, FILE_UNREADABLE)."""
    return examine_apart(read_up_to(path, LARGEST), path)


def read_file(path: Path) -> Instrument:
    """The instrument in a file. Raises Refusal: those of `reading.read_form`, FILE_MISSING, FILE_UNREADABLE."""
    reading = check_file(path)
    if reading.instrument is None:
        raise refusal(reading.findings)
    return reading.instrument


def compare(older: Instrument, newer: Instrument) -> tuple[FormChange, ...]:
    """What an author changed from one version to another."""
    return comparing.compare(older.xform, newer.xform)


def export_shipped(form_id: str, out: Path) -> None:
    """Write a shipped questionnaire as a workbook.

    Raises Refusal: FORM_UNKNOWN, FILE_EXISTS, FILE_CANNOT_WRITE, FILE_FULL.
    """
    write_new(out, shipped.xlsx(form_id))


def _row(instrument: Instrument, *, offered: bool) -> InstrumentRow:
    silent = (Kind.HIDDEN, Kind.NOTE, Kind.REPEAT, Kind.GROUP)
    return InstrumentRow(
        form=instrument.form,
        version=instrument.version,
        title=instrument.title,
        languages=instrument.languages,
        questions=sum(question.kind not in silent for question in instrument.questions),
        shipped=instrument.form in shipped.shipped_ids(),
        offered=offered,
    )
