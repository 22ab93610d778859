"""Names of things: aliases that say which text is meant, and the shapes they may have."""

import re
from typing import Annotated, TypeAlias

import msgspec

RecordId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z")]
"""A record: a UUID v4 unless the person gave an id of their own."""

Hash: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""SHA-256 in lower-case hex: names revisions, entries and bodies."""

Uuid: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
"""A random UUID: devices, epochs, projects, repeat instances."""

MemberCode: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9][A-Z0-9-]{0,15}\Z")]
"""A member's code in the project; never a name."""

PersonCode: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^P-[0-9A-HJKMNP-TV-Z]{7}\Z")]
"""Stands for a person in a record; `fieldkit.domain.person_codes` draws them by chance."""

FormId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,63}\Z")]
"""The form_id of an instrument."""

Moment: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)\Z")]
"""A claimed time, ISO 8601 with offset, to the second."""

Ref: TypeAlias = Annotated[str, msgspec.Meta(min_length=2, max_length=1024)]
"""A node of a form instance: `/data/payments/payment[2]/status`; `[1]` is left out, as ODK's tools write it."""

FileName: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r'^[^.\s\x00-\x1f\x7f/\\:*?"<>|][^\x00-\x1f\x7f/\\:*?"<>|]{0,127}\Z')
]
"""The name of a file as an answer gives it: one that any disk takes, and no path."""

NO_HASH = "0" * 64
"""Stands before the first entry of a log."""

_RECORD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z")
_MEMBER_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}\Z")
_FILE_NAME = re.compile(r"""[^.\s\x00-\x1f\x7f/\\:*?"<>|][^\x00-\x1f\x7f/\\:*?"<>|]{0,127}\Z""")


def is_record_id(text: str) -> bool:
    """Whether `text` may name a record."""
    return bool(_RECORD_ID.match(text))


def is_member_code(text: str) -> bool:
    """Whether `text` may be a member's code."""
    return bool(_MEMBER_CODE.match(text))


def is_file_name(text: str) -> bool:
    """Whether `text` may name a file in an answer."""
    return bool(_FILE_NAME.match(text)) and not text.endswith((" ", "."))
