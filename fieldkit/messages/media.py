"""Why an attachment is not taken or not shown, as sentences; the part of `fieldkit.messages` that speaks of files."""

from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language

SENTENCES: dict[Code, str] = {
    Code.MEDIA_UNREADABLE: N_(
        "This file is damaged, or it is not what it looks like. Nothing was attached. "
        "Copy it again from the camera or telephone."
    ),
    Code.MEDIA_WRONG_KIND: N_(
        "The question asks for another kind of file: a picture, a sound recording or a video. Choose one of that kind."
    ),
    Code.MEDIA_NOT_CLEANABLE: N_(
        "Place, time and device may be written in this file, and fieldkit cannot remove them from files of this kind. "
        "Nothing was attached. Save it as JPEG or PNG (picture), MP3, M4A, WAV or OGG (sound), "
        "or MP4 or WebM (video), and choose the new file."
    ),
    Code.MEDIA_TOO_MANY_PIXELS: N_(
        "The picture has more than 10,000 pixels along a side or more than 64 million in all. "
        "Nothing was attached. Make it smaller and choose the new file."
    ),
    Code.MEDIA_NO_FINDER: N_(
        "The finder of faces is not installed; it is optional, see README. Mark the faces by hand."
    ),
    Code.MEDIA_FAILED: N_(
        "The separate program that reads pictures, sounds and videos stopped. Nothing was attached. "
        "Try again; if it stops again, save the file in another format."
    ),
    Code.ATTACHMENT_UNKNOWN: N_("The record has no file of this name. Show the record to see the names of its files."),
    Code.ATTACHMENT_AMBIGUOUS: N_("Several records have a file of this name. Say of which record with --record."),
    Code.ATTACHMENT_NOT_ASKED: N_("This question is not answered by a file. Check the name of the question."),
    Code.ATTACHMENT_MISSING: N_(
        "The content of this file is not in the vault. It comes with a bundle of the person who recorded it; "
        "if it was here before, a backup may hold it."
    ),
    Code.ATTACHMENT_DAMAGED: N_(
        "The file is damaged on this disk and cannot be shown. A backup or a bundle of that day may hold it whole."
    ),
}
"""English sentence of each code that needs no filling."""


def too_large(error: Refusal, language: Language) -> str:
    """More bytes than an attachment may have."""
    _ = language.gettext
    return _("The file is larger than {n} MiB. Nothing was attached. Make it shorter or smaller.").format(
        n=error.params.get("limit", 25)
    )
