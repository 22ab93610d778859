"""Rows of records as the commands print them."""

from collections.abc import Iterator, Sequence

from fieldkit.cli import wording
from fieldkit.cli.settings import Json
from fieldkit.cli.tables import columns
from fieldkit.domain.listing import RecordRow
from fieldkit.i18n import Language


def as_json(rows: Sequence[RecordRow]) -> Json:
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
            }
            for row in rows
        ]
    }


def as_lines(rows: Sequence[RecordRow], language: Language) -> Iterator[str]:
    """The rows as a table."""
    _ = language.gettext
    yield from columns(
        (_("Record"), _("Questionnaire"), _("State"), _("Author"), _("Date"), _("Site")),
        [(row.id, row.form, wording.state(row.state, language), row.author, row.happened, row.place) for row in rows],
    )
    yield language.ngettext("{n} record", "{n} records", len(rows))
