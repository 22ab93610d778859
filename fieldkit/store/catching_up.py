"""What the store of an older program still needs when it is opened: work that a migration leaves to the rules here."""

from fieldkit.store.database import Database
from fieldkit.store.facets import FacetTable, pack
from fieldkit.store.facts import FactTable
from fieldkit.store.keyring import SettingTable
from fieldkit.store.projection import LOOK_AGAIN, Projection
from fieldkit.store.tables import InstrumentTable

DIVIDE = "projection.divide"
"""Setting: there while the records of an older program have no facets."""
UNNAME = "projection.unname"
"""Setting: there while lists and figures may hold answers to sealed questions, as an older program drew them."""


def catch_up(
    database: Database,
    settings: SettingTable,
    projection: Projection,
    instruments: InstrumentTable,
    facets: FacetTable,
    facts: FactTable,
) -> None:
    """Do it; where there is nothing to do, nothing is written, for the disk may be full or read-only."""
    if settings.get(LOOK_AGAIN):
        with database.transaction():
            projection.look_again()
            settings.delete(LOOK_AGAIN)
    if settings.get(DIVIDE):
        with database.transaction():
            facets.put_all((number, pack(record)) for number, record in facts.numbered())
            settings.delete(DIVIDE)
    if settings.get(UNNAME):
        with database.transaction():
            named = _with_names(database, instruments, facts)
            projection.refresh(*named)
            if named:  # a contentless index only marks rows as gone; this rewrites it without their words
                database.run("INSERT INTO search (search) VALUES ('optimize')")
            settings.delete(UNNAME)


def _with_names(database: Database, instruments: InstrumentTable, facts: FactTable) -> list[str]:
    """Records with something that was answered to a sealed question; all of a form whose facts would not tell."""
    sql, found = "SELECT id FROM record WHERE form = ? AND version = ?", []
    for instrument in instruments.all():
        roles = {question.role for question in instrument.questions if question.sealed}
        rows = database.rows(tuple[str], sql, instrument.form, instrument.version) if roles else ()
        records = [name for (name,) in rows]
        told = facts.these(records) if "" not in roles else ()
        found += [each.record for each in told if any(fact.role in roles for fact in each.facts)]
        found += records if "" in roles else []
    return found
