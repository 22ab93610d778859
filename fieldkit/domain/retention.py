"""What a monitor's device keeps of a record whose content it may no longer read (security notes, section 5)."""

import msgspec

from fieldkit.domain.ids import Hash, RecordId


class Stub(msgspec.Struct, frozen=True, kw_only=True):
    """What stays of one revision that was put away: enough to count it and to follow its reviews.

    Its name is a plain hash, yet nobody can try answers against it: the answers hold a random instanceID.
    """

    entry: Hash
    revision: Hash
    record: RecordId
    parents: tuple[Hash, ...]
    form: str
    version: str
    author: str
    day: str
    """ISO day in UTC on which it was submitted; empty for a moment that no calendar has."""
    region: str
    """Of the site: where it lies, never which it is."""
    month: str
    """In which it happened, `2026-01`, or the year; empty if neither was told."""
    corrects: str = ""
    """The record that it corrects."""


class PutAway(msgspec.Struct, frozen=True, kw_only=True):
    """What takes the place of one body: its stub if it was a revision, and the sealed form if it has to travel yet."""

    entry: Hash
    sealed: bytes = b""
    stub: Stub | None = None
