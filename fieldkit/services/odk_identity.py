"""Which record a submission is, and which submission a revision is: names that follow from each other.

A record that began as a submission has its UUID as id. A revision that changed a record here has an instanceID made of
its hash: the same on every laptop, and new for every revision, as ODK wants it of edits.
"""

import hashlib
import re
import uuid
from collections.abc import Sequence

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Revision
from fieldkit.instruments.submission_values import instance_id_of

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_PREFIX = "uuid:"


def is_usual(instance_id: str) -> bool:
    """Whether it is `uuid:` and a UUID in lower case, as ODK's tools make them."""
    return instance_id.startswith(_PREFIX) and bool(_UUID.match(instance_id.removeprefix(_PREFIX)))


def record_of(instance_id: str) -> str:
    """The id of the record that begins with this submission; of an unusual one a hash."""
    if is_usual(instance_id):
        return instance_id.removeprefix(_PREFIX)
    return f"odk-{hashlib.sha256(instance_id.encode('utf-8')).hexdigest()[:32]}"


def instance_of(revision: Revision, parents: Sequence[Revision | None]) -> str:
    """The instanceID of a revision. `parents` are the revisions that it follows; None for one not held here.

    The answers may hold an instanceID. It is this revision's own unless it was copied from the one before.
    """
    told = instance_id_of(revision.answers)
    if not parents:
        named = _PREFIX + revision.record
        return told or (named if is_usual(named) else _made_of(f"record {revision.record}"))
    copied = any(parent is None or instance_id_of(parent.answers) == told for parent in parents)
    return told if told and not copied else _made_of(f"revision {bodies.revision_id(revision)}")


def _made_of(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return _PREFIX + str(uuid.UUID(bytes=digest[:16], version=4))
