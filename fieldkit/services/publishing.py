"""Publishing: an officer decides on which version of a questionnaire new records start, on every device."""

from dataclasses import dataclass

from fieldkit import logs
from fieldkit.domain.bodies import Publication
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.form_changes import FormChange
from fieldkit.domain.forms import Instrument
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import PUBLISHERS
from fieldkit.errors import Code, Refusal
from fieldkit.services.forms import Forms, builtin, compare, shipped_ids
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a publication did or would do; `changes` is empty if it was in force already or nothing was done."""

    instrument: Instrument
    before: str | None
    """The version that new records started on until now; None if the form is new here."""
    differences: tuple[FormChange, ...]
    """What an author changed since that version."""
    drafts: int
    """Drafts that stay on another version."""
    records: int
    """Records that stay on another version."""
    changes: Changes


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A version that waits for an officer's decision."""

    form: str
    version: str
    title: str


class Publisher:
    """What an officer does with the questionnaires of the project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store

    @property
    def may_publish(self) -> bool:
        """Whether this device belongs to an officer of a project."""
        return self._workspace.role in PUBLISHERS

    def find(self, form: str, version: str | None = None) -> Instrument:
        """What `publish` takes by its id: a version in the vault, the one brought here last if none is named.

        Raises Refusal(FORM_UNKNOWN).
        """
        found = self._store.instruments.get(form, version) if version is not None else self._brought(form)
        if found is None:
            raise Refusal(Code.FORM_UNKNOWN, form=form)
        return found

    def unpublished(self) -> tuple[Unpublished, ...]:
        """The versions brought here last that are not in force; shipped ones only where another one was published."""
        if not self.may_publish:
            return ()
        forms = {instrument.form for instrument in self._store.instruments.all()} | set(shipped_ids())
        found = []
        for form in sorted(forms):
            brought, published = self._brought(form), self._store.publications.version(form)
            decided = published is None and form in shipped_ids()
            if brought is not None and brought.version != published and not decided:
                found.append(Unpublished(form, brought.version, brought.title))
        return tuple(found)

    def preview(self, instrument: Instrument) -> Publishing:
        """What publishing would do; changes nothing. Raises Refusal(PROJECT_MISSING, PROJECT_NOT_OFFICER)."""
        self._require_officer()
        return self._outcome(instrument, self._before(instrument), NOTHING)

    def publish(self, instrument: Instrument) -> Publishing:
        """Tell every device, with the next bundle to it, that new records start on this version.

        Records and drafts keep their version. Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER,
        FORM_EXISTS_DIFFERENT if the vault holds other words under this id and version.
        """
        self._require_officer()
        form, version = instrument.form, instrument.version
        before = self._before(instrument)
        with self._store.transaction():
            Forms(self._workspace).take(instrument)
            changes = self._append(instrument) if self._store.publications.version(form) != version else NOTHING
        logs.event("form.published")
        return self._outcome(instrument, before, changes)

    def _require_officer(self) -> None:
        self._workspace.require_roster()
        if not self.may_publish:
            raise Refusal(Code.PROJECT_NOT_OFFICER)

    def _outcome(self, instrument: Instrument, before: Instrument | None, changes: Changes) -> Publishing:
        form, version = instrument.form, instrument.version
        return Publishing(
            instrument=instrument,
            before=None if before is None else before.version,
            differences=() if before is None else compare(before, instrument),
            drafts=sum(
                draft.answers.form == form and draft.answers.version != version for draft in self._store.drafts.all()
            ),
            records=self._store.records.on_other_versions(form, version),
            changes=changes,
        )

    def _append(self, instrument: Instrument) -> Changes:
        replaced = tuple(sorted(leaf.entry for leaf in self._store.publications.leaves(instrument.form)))
        publication = Publication(instrument=instrument, at=self._workspace.now(), follows=replaced)
        _, changes = Journal(self._workspace).append(EntryKind.PUBLICATION, instrument.form, publication)
        return changes

    def _before(self, instrument: Instrument) -> Instrument | None:
        """What new records started on: the published version, else the last other one that is held here."""
        form, version = instrument.form, instrument.version
        published = self._store.publications.version(form)
        if published is not None:
            return self._store.instruments.get(form, published)
        held = self._store.instruments.other(form, version)
        if held is None and form in shipped_ids() and builtin(form).version != version:
            return builtin(form)
        return held

    def _brought(self, form: str) -> Instrument | None:
        found = self._store.instruments.brought(form)
        return builtin(form) if found is None and form in shipped_ids() else found
