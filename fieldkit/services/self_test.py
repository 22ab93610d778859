"""The program checks itself: what a wheel or a frozen program may lack shows here, as codes."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldkit.clock import Clock
from fieldkit.crypto import sealing
from fieldkit.domain.answers import Answers
from fieldkit.domain.drafts import Draft
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.frames import Context
from fieldkit.exchange.manifest import fingerprint
from fieldkit.paths import VaultFiles
from fieldkit.services import forms, reference, vaults
from fieldkit.services.projects import Projects
from fieldkit.services.vaults import TEST_COST
from fieldkit.services.workspace import Workspace

_PASSPHRASE = "self test of an empty vault"  # noqa: S105  of a vault that lives for a moment


@dataclass(frozen=True, slots=True)
class Check:
    """One check by its name; `code` is empty if it passed."""

    name: str
    code: str = ""

    @property
    def ok(self) -> bool:
        """Whether it passed."""
        return not self.code


def run(clock: Clock) -> tuple[Check, ...]:
    """All checks, each on its own: a failed one does not stop the next."""
    checks: tuple[tuple[str, Callable[[], None]], ...] = (
        ("store", lambda: _store(clock)),
        ("reference", _reference),
        ("forms", _forms),
        ("fonts", _fonts),
        ("child", lambda: _child(clock)),
    )
    return tuple(_try(checks))


def _try(checks: tuple[tuple[str, Callable[[], None]], ...]) -> Iterator[Check]:
    for name, check in checks:
        try:
            check()
        except Refusal as refusal:
            yield Check(name, refusal.code.value)
        except Exception as error:  # noqa: BLE001  whatever a broken installation raises is the finding
            yield Check(name, type(error).__name__)
        else:
            yield Check(name)


def _store(clock: Clock) -> None:
    """A draft survives closing and opening an encrypted store, and the store is in order."""
    draft = Draft(id=clock.new_id(), updated="2026-01-05T09:00:00Z", answers=Answers(form="check", version="1"))
    with _vault(clock) as workspace:
        workspace.store.drafts.put(draft)
        workspace.close()
        with vaults.unlock(workspace.files, _PASSPHRASE, clock, floor=TEST_COST) as again:
            if again.store.drafts.get(draft.id) != draft or not vaults.check(again).ok:
                raise Refusal(Code.VAULT_STORE_DAMAGED)


def _reference() -> None:
    """Code lists and sites are there."""
    found = reference.load()
    if not found.lists or not found.sites:
        raise Refusal(Code.FILE_MISSING)


def _forms() -> None:
    """The shipped questionnaires convert."""
    if not [forms.builtin(form) for form in forms.shipped_ids()]:
        raise Refusal(Code.FILE_MISSING)


def _fonts() -> None:
    """The fonts of reports are there."""
    from fieldkit.reports import fonts  # noqa: PLC0415  ReportLab is loaded by nothing else here

    fonts.register()


def _child(clock: Clock) -> None:
    """The second process in which bundles are read starts, and knows what is not a bundle."""
    with _vault(clock) as workspace:
        Projects(workspace).create("self-test", "S1")
        roster = workspace.store.people.roster()
        own = fingerprint(sealing.recipient_of(workspace.identity.age_identity))
    if roster is None:
        raise Refusal(Code.PROJECT_MISSING)
    try:
        importer.read_plaintext(b"no bundle", Context(fingerprint=own, roster=roster))
    except Refusal as refusal:
        if refusal.code is Code.BUNDLE_NOT_A_BUNDLE:
            return
    raise Refusal(Code.BUNDLE_IMPORTER_FAILED)


@contextmanager
def _vault(clock: Clock) -> Iterator[Workspace]:
    """A vault that lives for a moment."""
    with tempfile.TemporaryDirectory() as folder:
        files = VaultFiles(Path(folder) / "vault")
        vaults.create(files, _PASSPHRASE, clock, cost=TEST_COST)
        with vaults.unlock(files, _PASSPHRASE, clock, floor=TEST_COST) as workspace:
            yield workspace
