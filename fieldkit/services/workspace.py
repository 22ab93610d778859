"""An unlocked vault: what every service works on. Owned by the thread that unlocked it."""

from types import TracebackType
from typing import Self

from fieldkit.clock import Clock
from fieldkit.domain.people import Role, Roster
from fieldkit.domain.reference import Reference
from fieldkit.domain.reference_changes import Told, merged
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import reference
from fieldkit.store.keyring import Identity
from fieldkit.store.store import Store


class Workspace:
    """Store, clock and reference data, and who we are in the project."""

    def __init__(self, store: Store, files: VaultFiles, clock: Clock) -> None:
        self.store = store
        self.files = files
        self.clock = clock
        self.backup: Code | None = None
        """BACKUP_NOT_MADE while the last try to make an automatic backup failed."""
        self._reference: tuple[tuple[Told, ...], Reference] | None = None

    @property
    def reference(self) -> Reference:
        """Code lists, sites and deadlines as they are in force in the project: the one place to ask for them."""
        told = self.store.reference.told()
        if self._reference is None or self._reference[0] is not told:
            self._reference = told, merged(reference.load(), told)
        return self._reference[1]

    @property
    def identity(self) -> Identity:
        """This device's ids and keys."""
        identity = self.store.keyring.identity()
        if identity is None:  # a vault whose making was cut short
            raise Refusal(Code.VAULT_STORE_DAMAGED)
        return identity

    @property
    def roster(self) -> Roster | None:
        """The roster in force; None outside any project."""
        signed = self.store.people.roster()
        return None if signed is None else signed.roster

    @property
    def role(self) -> Role | None:
        """What this device's member may do; None outside any project."""
        roster = self.roster
        return None if roster is None else roster.role_of(self.identity.device)

    def require_roster(self) -> Roster:
        """The roster in force. Raises Refusal(PROJECT_MISSING)."""
        roster = self.roster
        if roster is None:
            raise Refusal(Code.PROJECT_MISSING)
        return roster

    def now(self) -> str:
        """The claimed time, as log entries and drafts keep it."""
        return self.clock.now().isoformat(timespec="seconds")

    def close(self) -> None:
        """Close the vault; nothing may be used afterwards."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
