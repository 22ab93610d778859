"""What a vault knows of submissions: the record, and the revision, that each instanceID stands for."""

import hashlib

import msgspec

from fieldkit.domain.bodies import Revision
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import heads_of
from fieldkit.services.odk_identity import instance_of, record_of
from fieldkit.services.workspace import Workspace

_PAGE = 500


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A submission known here. `revision` is empty if its content is not held: an older state, or withdrawn."""

    record: str
    revision: str = ""
    current: bool = False
    """Nothing known follows it."""
    withdrawn: bool = False


class KnownSubmissions:
    """Looks submissions up, and remembers the names that cannot be derived, also beyond a withdrawal."""

    def __init__(self, workspace: Workspace) -> None:
        self._store = workspace.store
        self._by_form: dict[str, dict[str, tuple[str, str]]] = {}

    def find(self, instance_id: str, form: str) -> Held | None:
        """What is known of a submission; None if it is new here."""
        if not instance_id:
            return None
        record, _, revision = self._store.settings.get(_setting(instance_id)).partition(" ")
        if record:
            return self._held(record, revision)
        record = record_of(instance_id)
        if self._store.records.row(record) is not None:
            return self._held(record, self._in_record(record, instance_id))
        record, revision = self._scan(form).get(instance_id, ("", ""))
        return self._held(record, revision) if record else None

    def remember(self, instance_id: str, record: str, revision: str) -> None:
        """Keep for good which record a submission is, so that it stays withdrawn once it is."""
        if instance_id and record_of(instance_id) != record:
            self._store.settings.put(_setting(instance_id), f"{record} {revision}")

    def instance_of(self, record: str, revision: str) -> str:
        """The instanceID of a revision; empty if it is not held."""
        parents = self._store.records.parents(record)
        content = self._revision(revision)
        if content is None:
            return ""
        return instance_of(content, tuple(self._revision(parent) for parent in parents.get(revision, ())))

    def _held(self, record: str, revision: str) -> Held:
        if self._store.records.withdrawn(record):
            return Held(record=record, withdrawn=True)
        parents = self._store.records.parents(record)
        known = revision if revision in parents else ""
        return Held(record=record, revision=known, current=known in heads_of(parents))

    def _in_record(self, record: str, instance_id: str) -> str:
        revisions = self._store.records.parents(record)
        return next((each for each in revisions if self.instance_of(record, each) == instance_id), "")

    def _scan(self, form: str) -> dict[str, tuple[str, str]]:
        """Every instanceID of the records of one form; made once, because most are derived and not kept anywhere."""
        if form not in self._by_form:
            found: dict[str, tuple[str, str]] = {}
            for record in self._records(form):
                for revision in self._store.records.parents(record):
                    found[self.instance_of(record, revision)] = (record, revision)
            self._by_form[form] = found
        return self._by_form[form]

    def _records(self, form: str) -> list[str]:
        wanted, after = RecordFilter(form=form), ""
        found: list[str] = []
        while True:
            page = self._store.records.page(wanted, _PAGE, after)
            found.extend(row.id for row in page.rows)
            after = page.next
            if not after:
                return found

    def _revision(self, hash_: str) -> Revision | None:
        return self._store.records.revision(hash_)


def _setting(instance_id: str) -> str:
    return f"odk.{hashlib.sha256(instance_id.encode('utf-8')).hexdigest()[:32]}"
