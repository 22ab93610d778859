"""An attached file as the screen shows it: read in one go, and put into words."""

from dataclasses import dataclass
from decimal import Decimal

from fieldkit.domain.media import MIB, MediaKind, is_cleaned
from fieldkit.errors import Refusal
from fieldkit.i18n import N_, Language
from fieldkit.services.attachments import Attached, Attachments
from fieldkit.services.workspace import Workspace

EDGE = 240
"""Pixels of a small picture, twice as many as it takes, for screens of double density."""
_KINDS = {
    "image": N_("Picture"),
    "audio": N_("Sound recording"),
    "video": N_("Video"),
    "text": N_("Text"),
}
_PATTERNS = {
    MediaKind.IMAGE: "*.jpg *.jpeg *.png *.webp *.gif",
    MediaKind.AUDIO: "*.mp3 *.m4a *.ogg *.oga *.opus *.wav *.flac *.aac *.amr *.aiff *.webm *.3gp *.mp4",
    MediaKind.VIDEO: "*.mp4 *.mov *.webm *.3gp *.mkv *.m4v",
    MediaKind.FILE: "*",
}
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Sight:
    """A file, and a small picture of it if it is one that can be read."""

    file: Attached
    png: bytes = b""

    @property
    def is_picture(self) -> bool:
        """Whether areas of it can be hidden."""
        return self.file.media_type.startswith("image/") and self.file.here

    @property
    def is_cleaned(self) -> bool:
        """Whether place, time and device were removed from it."""
        return is_cleaned(self.file.media_type)


def read(workspace: Workspace, owner: str, name: str) -> Sight:
    """Read it; runs on the worker's thread. Raises Refusal(ATTACHMENT_UNKNOWN)."""
    attachments = Attachments(workspace)
    file = attachments.find(owner, name)
    if not (file.here and file.media_type.startswith("image/")):
        return Sight(file)
    try:
        return Sight(file, attachments.thumbnail(owner, name, EDGE))
    except Refusal:  # it is there all the same, and can be removed or saved
        return Sight(file)


def told(file: Attached, language: Language) -> str:
    """Kind and size in words."""
    _ = language.gettext
    kind = _(_KINDS.get(file.media_type.partition("/")[0], "")) or _("Document")
    return f"{kind}  ·  {size(file.size, language)}"


def size(count: int, language: Language) -> str:
    """Bytes in the unit that people use."""
    _ = language.gettext
    if count < MIB:
        return _("{n} KB").format(n=language.number(max(1, round(count / _KIB))))
    return _("{n} MB").format(n=language.number(round(Decimal(count) / MIB, 1)))


def pattern(kind: MediaKind) -> str:
    """Names of files that a dialog shows first."""
    return _PATTERNS[kind]
