"""What the list of records shows, read in one go, with labels sorted as people sort them."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QCollator, QLocale

from fieldkit.domain.listing import Column, Order, RecordFilter, RecordPage
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.i18n import Language
from fieldkit.services.browsing import Browsing, Facet
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListView:
    """Rows, and what there is to filter by, sorted by label."""

    page: RecordPage
    order: Order
    """How the rows are sorted: the next page has to be asked for in the same way."""
    forms: tuple[Facet, ...]
    sites: tuple[Facet, ...]


def read(workspace: Workspace, wanted: RecordFilter, order: Order, limit: int, language: Language) -> ListView:
    """Read the first page; runs on the worker's thread."""
    browsing = Browsing(workspace)
    facets = browsing.facets(language.code)
    named = (Facet(each.code, words.form(each.code, each.label, language)) for each in facets.forms)
    forms, sites = _by_label(named, language), _by_label(facets.sites, language)
    groups = {
        Column.STATE: tuple(state.value for state in State),
        Column.FORM: tuple(each.code for each in forms),
        Column.SITE: tuple(each.code for each in sites),
    }
    order = msgspec.structs.replace(order, groups=groups.get(order.column, ()))
    page = browsing.page(wanted, limit=limit, order=order, language=language.code)
    return ListView(page, order, forms, sites)


def _by_label(facets: Iterable[Facet], language: Language) -> tuple[Facet, ...]:
    collator = QCollator(QLocale(language.code))
    return tuple(sorted(facets, key=lambda facet: collator.sortKey(facet.label)))
