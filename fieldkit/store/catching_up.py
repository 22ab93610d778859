"""What the store of an older program still needs when it is opened: work that a migration leaves to the rules here."""

from fieldkit.store.facets import FacetTable
from fieldkit.store.facts import FactTable
from fieldkit.store.keyring import SettingTable
from fieldkit.store.projection import LOOK_AGAIN, Projection

DIVIDE = "projection.divide"
"""Setting: there while the records of an older program have no facets."""


def is_left_behind(settings: SettingTable) -> bool:
    """Whether there is anything to do; on a full or read-only disk nothing can be."""
    return bool(settings.get(LOOK_AGAIN) or settings.get(DIVIDE))


def catch_up(settings: SettingTable, projection: Projection, facets: FacetTable, facts: FactTable) -> None:
    """Do it, in the transaction that is open."""
    if settings.get(LOOK_AGAIN):
        projection.look_again()
        settings.delete(LOOK_AGAIN)
    if settings.get(DIVIDE):
        facets.put_all(facts.numbered())
        settings.delete(DIVIDE)
