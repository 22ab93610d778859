"""Bundles that wait until a laptop is enrolled: what a person is told of one. Nothing in it counts before."""

import msgspec

from fieldkit.errors import Code


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle, and what it says of its sender."""

    name: str
    """SHA-256 of the file."""
    device: str
    member: str
    """Whose laptop sent it, as the project has signed; empty if no roster names it."""
    fingerprint: str
    """Digits that name the laptop's keys, as enrolling shows them; empty if no roster names it."""
    awaited: tuple[str, ...]
    """Devices that have to be enrolled; the sender alone, or those whose logs it passes on."""
    came: str
    size: int
    ready: bool = False
    """Whether one of them is enrolled by now."""
    code: Code | None = None
    """Why it could not be taken in although they are enrolled."""

    @property
    def passes_on(self) -> bool:
        """Whether its sender is known, and logs of others in it wait."""
        return self.awaited != (self.device,)
