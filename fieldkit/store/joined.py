"""Revisions that nobody wrote: the joined form of versions that do not touch. Part of the projection."""

from collections.abc import Mapping
from datetime import datetime

from fieldkit import canonical
from fieldkit.domain.bodies import Revision, revision_id
from fieldkit.domain.merging import Merger
from fieldkit.domain.records import base_of, heads_of
from fieldkit.store.database import Database
from fieldkit.store.records import RecordTable
from fieldkit.store.tables import InstrumentTable


class JoinedTable:
    """Joins revisions on the way into the projection, and keeps the outcome by its name."""

    def __init__(
        self, database: Database, records: RecordTable, instruments: InstrumentTable, merger: Merger | None
    ) -> None:
        self._database = database
        self._records = records
        self._instruments = instruments
        self._merger = merger

    def join(self, record: str, parents: Mapping[str, tuple[str, ...]]) -> Revision | None:
        """The revision that follows all leaves of a record; None if there is only one, or if they clash.

        It depends on the revisions alone: author and time are those of the one that was claimed to be made last.
        """
        heads = heads_of(parents)
        base = base_of(parents, heads) if len(heads) > 1 and self._merger else None
        if base is None or self._merger is None:
            return None
        began = self._records.revision(base)
        made = [revision for head in heads if (revision := self._records.revision(head)) is not None]
        if began is None or len(made) < len(heads):
            return None
        forms = {(each.answers.form, each.answers.version) for each in (began, *made)}
        instrument = self._instruments.get(began.answers.form, began.answers.version)
        if instrument is None or len(forms) > 1:
            return None
        last = max(made, key=_turn)
        answers = self._merger(instrument, began.answers, [each.answers for each in made], last.at)
        if answers is None:
            return None
        return Revision(
            record=record, parents=heads, author=last.author, at=last.at, answers=answers, corrects=began.corrects
        )

    def put(self, record: str, revision: Revision) -> None:
        """Keep the joined revision of a record that has none."""
        self._database.run(
            "INSERT INTO joined (record, hash, body) VALUES (?, ?, ?)",
            record,
            revision_id(revision),
            canonical.encode(revision),
        )

    def delete(self, record: str) -> None:
        """Forget the joined revision of a record."""
        self._database.run("DELETE FROM joined WHERE record = ?", record)


def _turn(revision: Revision) -> tuple[float, str]:
    """When a revision was made, by its claim; those that no calendar has come first."""
    try:
        moment = datetime.fromisoformat(revision.at).timestamp()
    except (ValueError, OverflowError):
        moment = float("-inf")
    return moment, revision_id(revision)
