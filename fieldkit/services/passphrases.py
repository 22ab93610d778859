"""Whether a passphrase would do, and what a guess at one costs: all that the gates need to know before the store."""

import math

from fieldkit.crypto.kdf import FIELD_COST, TEST_COST, Cost
from fieldkit.errors import Code, Refusal

__all__ = ["FIELD_COST", "TEST_COST", "Cost"]
_MIN_LENGTH = 10
_MIN_BITS = 40.0


def strength(passphrase: str) -> float:
    """A cautious estimate of a passphrase's bits: characters that repeat count little."""
    distinct = len(set(passphrase))
    return len(passphrase) * math.log2(distinct) * 0.75 if distinct > 1 else 0.0


def check_passphrase(passphrase: str) -> None:
    """Refuse an empty or easily guessed passphrase (VAULT_PASSPHRASE_MISSING, VAULT_PASSPHRASE_WEAK)."""
    if not passphrase:
        raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
    if len(passphrase) < _MIN_LENGTH or strength(passphrase) < _MIN_BITS:
        raise Refusal(Code.VAULT_PASSPHRASE_WEAK)
