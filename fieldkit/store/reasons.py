"""Why a database does not open or must not stay: what its file tells where the engine's own word is not enough."""

from pathlib import Path

from fieldkit.errors import Code, Refusal
from fieldkit.store.engine_errors import is_full
from fieldkit.store.files import refusal_of

_PLAIN_HEADER = b"SQLite format 3\0"


def check_not_plain(path: Path) -> None:
    """Refuse a store whose first bytes are those of an unencrypted SQLite file; one that was destroyed passes.

    Raises Refusal: VAULT_STORE_DAMAGED, or the disk's reason.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except FileNotFoundError:
        return
    except OSError as error:
        raise refusal_of(error) from None
    if start == _PLAIN_HEADER:
        raise Refusal(Code.VAULT_STORE_DAMAGED)


def explain(refusal: Refusal, path: Path) -> None:
    """Raise a Refusal that says more than the engine's, if the disk is the reason why a database did not open."""
    if refusal.code is Code.VAULT_STORE_DAMAGED:
        check_not_plain(path)  # a first page that the disk does not give is called damaged too
    elif refusal.code in {Code.VAULT_DISK_ERROR, Code.VAULT_READ_ONLY} and is_full(path.parent):
        raise Refusal(Code.VAULT_DISK_FULL) from None
