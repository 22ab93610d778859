"""One import: each file completely or not at all, in whatever order they come, and then what waited for them.

What a laptop sends that is not in the roster is kept, and taken in by the same way as soon as it is
(`fieldkit.services.waiting`).
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.crypto import sealing
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, unsealing, vouching
from fieldkit.exchange.frames import Context
from fieldkit.exchange.importer import Parcel, UnknownSender
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.readers import Readers
from fieldkit.progress import Progress
from fieldkit.services import arrivals, freight, waiting
from fieldkit.services.forms import Forms
from fieldkit.services.intake import Missing, RefusedItem, Taken, take
from fieldkit.services.tally import Tally
from fieldkit.services.workspace import Workspace
from fieldkit.store.waiting import WaitingRow

OF_THE_FILE = ("bundle.", "file.")
"""Groups of codes that speak of one file; any other stops the whole import, such as a full disk."""
_LETTERS = 12
"""Of the name of a bundle that waits, where it stands for a file name."""


def open_file(workspace: Workspace, sealed: bytes, readers: Readers) -> Parcel:
    """Open and check a bundle against the roster in force.

    Raises Refusal (PROJECT_MISSING, BUNDLE_…); UnknownSender if all that is wrong with it is whose it is.
    """
    context, identity = _context(workspace), workspace.identity.age_identity
    try:
        parcel = readers.open_bundle(sealed, identity, context)
    except UnknownSender as unknown:
        vouching.check_stranger(unknown.stranger, context)
        raise
    vouching.check(parcel, context)
    return unsealing.open_bodies(parcel, identity, context, readers.judge)


def _context(workspace: Workspace) -> Context:
    """What bundles are read with. Raises Refusal(PROJECT_MISSING)."""
    signed = workspace.store.people.roster()
    if signed is None:
        raise Refusal(Code.PROJECT_MISSING)
    return Context(fingerprint=fingerprint(sealing.recipient_of(workspace.identity.age_identity)), roster=signed)


class Importing:
    """Takes bundles in with importer processes of its own, and counts in a tally what that did.

    Args:
        workspace: the vault.
        tally: counts.
        each_record: whether every record is told of.
        doubtful: whether what revoked laptops say in bundles of their own is taken too.
        keep: whether anything is to last; else the caller takes its transaction back.
    """

    def __init__(
        self, workspace: Workspace, tally: Tally, *, each_record: bool, doubtful: bool, keep: bool = True
    ) -> None:
        self._workspace = workspace
        self._tally = tally
        self._each_record = each_record
        self._doubtful = doubtful
        self._keep = keep
        self._came: dict[str, Path] = {}
        """By its hash, where the file of a bundle lies that came now and waits."""

    def take_files(self, files: Iterable[Path], progress: Progress) -> None:
        """Take each file in; one that jumps over entries again, as soon as another has brought them.

        Then what waited for a laptop that is in the roster by now.
        """
        tally = self._tally
        paths = tuple(files)
        with self._readers() as readers, self._workspace.store.roomy():
            for number, path in enumerate(paths, 1):
                source, then = partial(importer.read_file, path), paths[number : number + 1]
                tally.add(path, self._take(path.name, source, readers, came=path, then=then))
                tally.files += 1
                progress.step()
            while (
                ready := next((path for path in tally.jumps if self._is_closed(tally.jumps[path])), None)
            ) is not None:
                tally.add(ready, self._take(ready.name, partial(importer.read_file, ready), readers, came=ready))
            self._take_waiting(readers)

    def take_waiting(self, *, again: bool = False) -> None:
        """Take in what waits and may be; with `again` also what was refused when that was tried before."""
        with self._readers() as readers:
            self._take_waiting(readers, again=again)

    def _readers(self) -> Readers:
        Forms(self._workspace).install_shipped()  # facts can only be drawn from answers to known questions
        return Readers(self._workspace.clock)

    def _is_closed(self, missing: tuple[Missing, ...]) -> bool:
        """Whether some of the entries that a bundle jumped over are held by now."""
        log = self._workspace.store.log
        return any(log.reached(gap.device, gap.epoch) >= gap.last for gap in missing)

    def _take_waiting(self, readers: Readers, *, again: bool = False) -> None:
        """One taken in may bring a roster, or entries that another one lacked: so as long as any gets through."""
        rows = waiting.ready(self._workspace, again=again)
        while rows:
            came_in = sum(self._take_row(row, readers) for row in rows)
            rows = waiting.ready(self._workspace) if came_in else ()

    def _take_row(self, row: WaitingRow, readers: Readers) -> bool:
        """Take one in that waits; whether it waits no longer."""
        came = self._came.get(row.sha256)
        path = Path(row.sha256[:_LETTERS]) if came is None else came
        source = partial(waiting.sealed, self._workspace, row) if row.blob else partial(importer.read_file, path)
        taken = self._take(path.name, source, readers, row=row)
        self._tally.add(path, taken)
        return bool(taken.released)

    def _take(
        self,
        name: str,
        source: Callable[[], bytes],
        readers: Readers,
        *,
        came: Path | None = None,
        row: WaitingRow | None = None,
        then: tuple[Path, ...] = (),
    ) -> Taken:
        """Take one file in, all or nothing; what is wrong with it stands in what is returned."""
        try:
            taken = self._taken(source(), readers, then)
        except Refusal as refusal:
            if not refusal.code.value.startswith(OF_THE_FILE):
                raise
            if row is not None:
                waiting.refuse(self._workspace, row, refusal.code)
            taken = Taken(refused=(RefusedItem(what=name, code=refusal.code),))
        else:
            taken = msgspec.structs.replace(
                taken, refused=tuple(msgspec.structs.replace(item, file=name) for item in taken.refused)
            )
        if came is not None and taken.kept is not None:
            self._came[taken.kept.name] = came
        logs.event("bundle.imported", new=len(taken.new), updated=len(taken.updated), refused=len(taken.refused))
        return taken

    def _begin(self, path: Path, readers: Readers) -> None:
        """Have the file read that comes next, while this one is taken in."""
        with suppress(Refusal):  # it is told of when its turn comes
            readers.begin(importer.read_file(path), self._workspace.identity.age_identity, _context(self._workspace))

    def _taken(self, sealed: bytes, readers: Readers, then: tuple[Path, ...]) -> Taken:
        """What a bundle brought; one of an unknown sender is kept. Raises Refusal; nothing has changed then."""
        workspace = self._workspace
        try:
            parcel = open_file(workspace, sealed, readers)
        except UnknownSender as unknown:
            with workspace.store.transaction():
                return Taken(kept=waiting.keep_stranger(workspace, sealed, unknown, write=self._keep))
        for path in then:
            self._begin(path, readers)
        with workspace.store.transaction():
            taken = take(workspace, parcel, each_record=self._each_record, doubtful=self._doubtful)
            taken = msgspec.structs.replace(taken, attachments=freight.unload(workspace, parcel, keep=self._keep))
            arrivals.note(workspace, parcel.manifest, taken)
            return waiting.keep_rest(workspace, sealed, parcel.manifest, taken, write=self._keep)
