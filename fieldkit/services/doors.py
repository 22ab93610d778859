"""What the lock screen may know of a vault before anybody has typed anything; it must not load the ciphers for it."""

from fieldkit.crypto import slot_file
from fieldkit.errors import Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.files import read_slots


def officers_can_open(files: VaultFiles) -> bool:
    """Whether the key is entrusted to officers, as far as anybody can tell without it."""
    try:
        copies = read_slots(files)
    except Refusal:
        return False
    for data in copies:
        try:
            if slot_file.decode(data).escrow is not None:
                return True
        except Refusal:
            continue
    return False
