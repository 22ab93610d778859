"""Whether lists and figures show what the log says: older pages of the projection, put back, pass every other check."""

from fieldkit.store import told
from fieldkit.store.facts import digest
from fieldkit.store.store import Store
from fieldkit.store.told import Reading, Told


def disagreements(store: Store, reading: Reading | None = None) -> int:
    """Number of records that are shown or counted otherwise than the log says. Reads everything and writes nothing.

    Args:
        store: the open store.
        reading: its log, if it was read already.
    """
    told_of = (reading or told.read(store)).records
    gone = store.records.all_withdrawn()
    wrong = {record for record, each in told_of.items() if each.gone != (record in gone)}
    closed = store.records.all_closed()
    wrong |= {record for record, each in told_of.items() if each.closed != closed.get(record, frozenset())}
    wrong |= (gone | closed.keys()) - told_of.keys()
    wrong |= _other_revisions(store, told_of)
    signed = store.people.roster()
    roster = signed.roster if signed else None
    suspects = store.projection.suspects()
    left = {record for record, each in told_of.items() if each.revisions or each.gone}
    for row, facts in store.facts.digests():
        left.discard(row.id)
        each = told_of.get(row.id)
        expected = each.shown(roster, suspects) if each else None
        if expected is None or expected != (row, facts):
            # Few records have several revisions: they, and whatever looks wrong, are put together as for the screen.
            shown = store.projection.shown(row.id) if each else None
            if shown is None or (shown.row, digest(shown.facts)) != (row, facts):
                wrong.add(row.id)
    wrong.update(store.facets.differing(store.facts.numbered()))
    return len(wrong | left) + store.facets.miscounted()


def _other_revisions(store: Store, told_of: dict[str, Told]) -> set[str]:
    """Records whose revisions are kept otherwise than the log tells of them."""
    wrong, kept = set[str](), dict[str, int]()
    for record, name, parents in store.records.all_revisions():
        each = told_of.get(record)
        if each is None or each.gone or each.revisions.get(name) != parents:
            wrong.add(record)
        kept[record] = kept.get(record, 0) + 1
    wrong.update(
        record for record, each in told_of.items() if not each.gone and len(each.revisions) != kept.get(record, 0)
    )
    return wrong
