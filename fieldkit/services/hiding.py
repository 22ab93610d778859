"""Faces and plates made unrecognisable in the picture of a draft; the picture from before goes from the vault."""

from collections.abc import Iterable

from fieldkit import logs
from fieldkit.domain.forms import NodeState
from fieldkit.domain.media import Area, View
from fieldkit.errors import Code, Refusal
from fieldkit.media import pictures, proposals
from fieldkit.services.attachments import Attachments
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace

EDGE = 1400
"""Pixels along the longer side of the copy in which areas are marked."""


class Hiding:
    """What a person does with areas of the picture that answers the question `ref` of a draft."""

    def __init__(self, workspace: Workspace) -> None:
        self._attachments = Attachments(workspace)
        self._recording = Recording(workspace)

    def look(self, draft: str, ref: str) -> View:
        """The picture to mark areas in.

        Raises Refusal: RECORD_NOT_A_DRAFT, ATTACHMENT_UNKNOWN, others of `Attachments.read`, or a MEDIA_… code.
        """
        return pictures.view(self._picture(draft, ref), EDGE)

    def propose(self, draft: str, ref: str) -> tuple[Area, ...]:
        """Areas around faces that a program finds; it misses some. Raises Refusal as `look`, and MEDIA_NO_FINDER."""
        return proposals.faces(self._picture(draft, ref))

    def preview(self, draft: str, ref: str, areas: Iterable[Area]) -> View:
        """What `hide` would leave; nothing is kept. Raises Refusal as `look`."""
        return pictures.view(pictures.blur(self._picture(draft, ref), areas), EDGE)

    def hide(self, draft: str, ref: str, areas: Iterable[Area]) -> str:
        """Put the picture with the areas hidden in the place of the old one, and let the draft name it.

        A draft that corrects a record gets a picture of another name: what was submitted stays. Returns the name.
        Raises Refusal as `look`.
        """
        hidden = tuple(areas)
        opened = self._recording.open(draft)
        name = _value(opened.session.nodes(), ref)
        reworked = self._attachments.rework(draft, name, pictures.blur(self._attachments.read(draft, name), hidden))
        if reworked.name != name:
            opened.session.set(ref, reworked.name)
            self._recording.save(draft, opened.session.draft(), opened.typed)
        logs.event("attachment.hidden", areas=len(hidden))
        return reworked.name

    def _picture(self, draft: str, ref: str) -> bytes:
        name = _value(self._recording.resume(draft).nodes(), ref)
        return self._attachments.read(draft, name)


def _value(nodes: Iterable[NodeState], ref: str) -> str:
    found = next((node.value for node in nodes if node.ref == ref), "")
    if not found:
        raise Refusal(Code.ATTACHMENT_UNKNOWN, ref=ref)
    return found
