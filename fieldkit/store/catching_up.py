"""What the store of an older program still needs when it is opened: work that a migration leaves to the rules here."""

from fieldkit.store.database import Database
from fieldkit.store.facets import FacetTable, pack
from fieldkit.store.facts import FactTable
from fieldkit.store.keyring import SettingTable
from fieldkit.store.projection import LOOK_AGAIN, Projection

DIVIDE = "projection.divide"
"""Setting: there while the records of an older program have no facets."""


def catch_up(
    database: Database, settings: SettingTable, projection: Projection, facets: FacetTable, facts: FactTable
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
