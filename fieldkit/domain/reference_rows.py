"""Rows of an officer's change of the reference: what a site or code is called, and whether it is offered."""

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

RefCode: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^(?:[a-z0-9][a-z0-9_]{0,63}|[A-Z]{2})\Z")]
"""A code of a site or of a list; countries have two capital letters (ISO 3166-1)."""
ListName: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z")]
_NEVER = r"\x00-\x1f\x7f<>\u2028-\u202e\u2066-\u2069"
Words: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=200, pattern=rf"^[^ =+@\-{_NEVER}](?:[^{_NEVER}]*[^ {_NEVER}])?\Z")
]
"""A name on one line, without markup and without signs that turn the direction of what follows.

Spreadsheets take `=`, `+`, `-` and `@` at the beginning for a formula.
"""
Country: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}(?:;[A-Z]{2}){0,9}\Z")]
"""ISO codes; several for a line between countries."""

MAX_ROWS: Final = 5_000
MAX_LABELS: Final = 16


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name in one language."""

    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}\Z")]
    words: Words


Labels: TypeAlias = Annotated[tuple[Label, ...], msgspec.Meta(min_length=1, max_length=MAX_LABELS)]


class SiteRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is to be said of one site."""

    code: RefCode
    labels: Labels
    kind: RefCode
    """A code of the list site_type."""
    country: Country
    region: Words | msgspec.UnsetType = msgspec.UNSET
    retired: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    """Not offered for new records any more; shown and counted as before."""


class CodeRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is to be said of one code of a list."""

    list: ListName
    code: RefCode
    labels: Labels
    parent: RefCode | msgspec.UnsetType = msgspec.UNSET
    """A heading of the list."""
    retired: Literal[True] | msgspec.UnsetType = msgspec.UNSET
