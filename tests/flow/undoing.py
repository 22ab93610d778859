"""Work on a store that is taken back, or that fails alone, within a transaction that goes on."""

import contextlib
from collections.abc import Iterable, Iterator

from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store


class _Back(Exception):  # noqa: N818  not an error
    """Takes back what was tried."""


@contextlib.contextmanager
def taken_back(store: Store) -> Iterator[None]:
    """Whatever happens inside leaves the store as it was; may stand within itself."""
    with contextlib.suppress(_Back), changing(store):
        yield
        raise _Back


@contextlib.contextmanager
def all_taken_back(workspaces: Iterable[Workspace]) -> Iterator[None]:
    """The same of several vaults, such as those of a team."""
    with contextlib.ExitStack() as stack:
        for workspace in workspaces:
            stack.enter_context(taken_back(workspace.store))
        yield


@contextlib.contextmanager
def changing(store: Store) -> Iterator[None]:
    """A transaction that may stand within another one and fail alone."""
    if not store._database.in_transaction:
        with store.transaction():
            yield
        return
    store._database.run("SAVEPOINT part")
    try:
        yield
    except BaseException:
        store._database.run("ROLLBACK TO part")
        store.people.forget_cache()
        store.instruments.forget_cache()
        store.reference.forget_cache()
        raise
    finally:
        store._database.run("RELEASE part")
