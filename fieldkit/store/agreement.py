"""Whether lists and figures show what the log says: older pages of the projection, put back, pass every other check."""

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Revision, Withdrawal
from fieldkit.domain.log import Entry, entry_hash
from fieldkit.store.store import Store


def disagreements(store: Store) -> int:
    """Number of records that are shown differently from what the log says. Reads everything and writes nothing."""
    told, withdrawn = _told(store)
    wrong = 0
    for kept in store.facts.all():
        parents = told.pop(kept.record, {})
        gone = kept.record in withdrawn
        agrees = store.records.withdrawn(kept.record) == gone
        agrees = agrees and store.records.parents(kept.record) == ({} if gone else parents)
        shown = store.projection.shown(kept.record) if agrees else None
        if shown is None or (shown.row, shown.facts) != (store.records.row(kept.record), kept.facts):
            wrong += 1
        withdrawn.discard(kept.record)
    return wrong + len(told.keys() | withdrawn)


def _told(store: Store) -> tuple[dict[str, dict[str, tuple[str, ...]]], set[str]]:
    """The revisions of every record with their parents, and the records that were withdrawn, from the log alone."""
    told: dict[str, dict[str, tuple[str, ...]]] = {}
    withdrawn: set[str] = set()
    for line in store.log.all_lines():
        stub = store.stubs.of_entry(entry_hash(line.entry)) if line.body is None else None
        if stub is not None:  # put away here: the log cannot tell any more, and holds no body beside the stub
            told.setdefault(line.entry.subject, {})[stub.revision] = stub.parents
        match bodies.read(line):
            case Revision() as revision:
                told.setdefault(revision.record, {})[bodies.revision_id(revision)] = revision.parents
            case Withdrawal() as withdrawal:
                withdrawn.add(withdrawal.record)
    return told, withdrawn


def unreadable(store: Store) -> tuple[Entry, ...]:
    """Entries whose body this version cannot read."""
    return tuple(line.entry for line in store.log.all_lines() if bodies.is_unreadable(line))
