"""Looking at the pages of the store: beside the work where a window is open, before it where a command is short."""

from fieldkit.errors import Code, Refusal
from fieldkit.services import wholeness
from fieldkit.services.workspace import Workspace
from fieldkit.store.integrity import Examination, Examined

__all__ = ["Examination", "Examined"]


def begin(workspace: Workspace) -> Examination:
    """An examination to be run on another thread; `note` what it gives."""
    return workspace.store.examination(workspace.clock)


def require_pages(workspace: Workspace) -> None:
    """Look at the pages of the store unless somebody did within a day. Raises Refusal(VAULT_STORE_DAMAGED)."""
    store = workspace.store
    if store.is_examination_due(workspace.clock):
        examined = store.examine(workspace.clock)
        note(workspace, examined)
        if examined.findings:
            raise Refusal(Code.VAULT_STORE_DAMAGED)


def note(workspace: Workspace, examined: Examined) -> None:
    """Take in what an examination gave: only a good store may say which blobs nothing names any more."""
    store = workspace.store
    store.note(examined, workspace.clock)
    if not examined.findings:
        wholeness.sweep(store)
