"""Rows of records as the commands print them."""

from collections.abc import Iterator, Sequence

from fieldkit.cli import wording
from fieldkit.cli.settings import Json
from fieldkit.cli.tables import columns
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.records import State
from fieldkit.i18n import Language
from fieldkit.services.confirmations import HandedOver


def as_json(rows: Sequence[RecordRow]) -> dict[str, Json]:
    """The rows as scripts rely on them."""
    return {
        "records": [
            {
                "id": row.id,
                "instrument": row.form,
                "state": row.state,
                "author": row.author,
                "updated": row.updated,
                "site": row.site,
                "date": row.happened,
                "reason": row.reason,
                "duplicate_of": row.duplicate_of,
                "sealed": row.sealed,
                "doubt": row.doubt,
            }
            for row in rows
        ]
    }


def as_lines(rows: Sequence[RecordRow], language: Language) -> Iterator[str]:
    """The rows as a table."""
    _ = language.gettext
    yield from columns(
        (_("Record"), _("Questionnaire"), _("State"), _("Author"), _("Date"), _("Site")),
        [(row.id, row.form, _state(row, language), row.author, row.happened, row.place) for row in rows],
    )
    yield language.ngettext("{n} record", "{n} records", len(rows))


def handed_over_json(handed: HandedOver | None) -> dict[str, Json]:
    """How much was handed over and confirmed; nothing for readers."""
    if handed is None:
        return {}
    told = {"records": handed.records, "confirmed": handed.confirmed, "unfitting": handed.unfitting}
    return {"handed_over": told}


def handed_over_lines(handed: HandedOver | None, language: Language) -> Iterator[str]:
    """The same in a sentence, and a warning where receipts do not fit this vault."""
    _ = language.gettext
    if handed is not None and handed.records:
        yield _("Handed over: {confirmed} of {n} confirmed").format(
            confirmed=language.number(handed.confirmed), n=language.number(handed.records)
        )
    if handed is not None and handed.unfitting:
        yield _(
            "The office has confirmed entries that this vault does not hold: it may be an older copy, "
            "or another laptop writes in its name. Nothing was removed for it. Tell your officer."
        )


def _state(row: RecordRow, language: Language) -> str:
    state = wording.state(row.state, language)
    if row.doubt and row.state != State.DOUBTFUL:
        state = language.gettext("{state}, {doubt}").format(state=state, doubt=wording.doubt(row.doubt, language))
    return language.gettext("{state}, sealed").format(state=state) if row.sealed else state
