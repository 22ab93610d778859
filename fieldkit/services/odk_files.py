"""Files between records and ODK's folders: taken in when an answer names them, written beside the submission again."""

from collections.abc import Iterator

from fieldkit import logs
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Instrument
from fieldkit.domain.ids import is_file_name
from fieldkit.domain.media import MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import xform
from fieldkit.services.attachments import Attachments
from fieldkit.services.odk_opening import MediaFile
from fieldkit.services.workspace import Workspace

_OF_THE_FILE = ("media.", "attachment.", "file.", "odk.")
"""Refusals that concern one file, which then stays behind; others concern the vault."""
_DOCUMENT = "submission.xml"


def take(
    workspace: Workspace, record: str, instrument: Instrument, answers: Answers, files: tuple[MediaFile, ...]
) -> int:
    """Keep the files that answers name, under these names; returns their number.

    Belongs into the transaction that writes the revision, before it.
    """
    beside = {file.name: file for file in files}
    taken = 0
    for name, kind in _named(instrument, answers):
        if name in beside and is_file_name(name) and _take(workspace, record, kind, beside.pop(name)):
            taken += 1
    return taken


def contents(
    workspace: Workspace, record: str, instrument: Instrument, answers: Answers
) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files that answers name and that are here, for a folder that is not encrypted."""
    files, seen = Attachments(workspace), {_DOCUMENT}
    for name, _ in _named(instrument, answers):
        if name.casefold() in seen or not is_file_name(name):
            continue
        try:
            content = files.read(record, name)
        except Refusal as refusal:
            if not refusal.code.value.startswith(_OF_THE_FILE):
                raise
            continue
        seen.add(name.casefold())
        yield name, content


def named(instrument: Instrument, answers: Answers) -> int:
    """Number of answers that name a file."""
    return sum(1 for _ in _named(instrument, answers))


def _named(instrument: Instrument, answers: Answers) -> Iterator[tuple[str, MediaKind]]:
    asked = xform.read(instrument.xform).by_path
    for item in answers.items:
        question = asked.get(item.path)
        if question is not None and question.control is not None and question.control.upload is not None:
            yield item.value, question.control.upload


def _take(workspace: Workspace, record: str, kind: MediaKind, file: MediaFile) -> bool:
    if workspace.store.attachments.get(file.name, record) is not None:
        return True  # an edit keeps the files of the submission that it replaces
    try:
        Attachments(workspace).take(record, kind, file.read(), file.name)
    except Refusal as refusal:
        if not refusal.code.value.startswith(_OF_THE_FILE):
            raise
        logs.event("odk.file_left", too_large=int(refusal.code in (Code.ODK_TOO_LARGE, Code.MEDIA_TOO_LARGE)))
        return False
    return True
