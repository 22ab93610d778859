"""What a guess at the passphrase shall cost on this laptop: about a second of it, measured once, when a vault is made.

Security notes, section 3. Never less than the floor; a laptop with little memory gets a floor of its own.
"""

import math
import os
import sys

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.crypto import kdf
from fieldkit.crypto.kdf import FIELD_COST, MAX_PASSES, SMALL_COST, Cost

if sys.platform == "win32":
    import ctypes

    def memory_kib() -> int:
        """Memory of this laptop; 0 if the system does not say."""
        kib = ctypes.c_ulonglong()
        known = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kib))
        return kib.value if known else 0
else:

    def memory_kib() -> int:
        """Memory of this laptop; 0 if the system does not say."""
        try:
            return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
        except (OSError, ValueError):
            return 0


TARGET_SECONDS = 1.0
MOST_MEMORY_KIB = 1024 * 1024
ENOUGH_KIB = 3_670_016
"""3.5 GiB: what a laptop that was sold with 4 has left of it."""
_SHARE = 8
"""A guess may take this part of the memory and no more, beyond the floor."""


def cost_here(floor: Cost, clock: Clock) -> Cost:
    """The cost for a new vault on this laptop; a floor below that of the field, as samples have it, stays as it is."""
    if floor != FIELD_COST:
        return floor
    memory = memory_kib()
    base = SMALL_COST if 0 < memory < ENOUGH_KIB else FIELD_COST
    began = clock.monotonic()
    kdf.stretch("measured", bytes(16), base)
    seconds = clock.monotonic() - began
    cost = choose(base, seconds, memory)
    logs.event("vault.cost_chosen", mib=cost.m // 1024, passes=cost.t)
    return cost


def choose(base: Cost, seconds: float, memory: int) -> Cost:
    """What takes about `TARGET_SECONDS` if `base` takes so many: more passes, then more memory; never less than `base`.

    Args:
        base: the floor that was measured.
        seconds: what it took.
        memory: of the laptop, in KiB; 0 if unknown, and then no more of it is used.
    """
    kib, passes = base.m, math.ceil(base.t * TARGET_SECONDS / max(seconds, 0.001))
    while passes > MAX_PASSES and kib * 2 <= min(MOST_MEMORY_KIB, memory // _SHARE):
        kib, passes = kib * 2, math.ceil(passes / 2)
    return Cost(m=kib, t=min(max(passes, base.t), MAX_PASSES), p=base.p)


def is_small(cost: Cost) -> bool:
    """Whether a vault has the lower floor of laptops with little memory, which its owner has to be told."""
    return SMALL_COST.m <= cost.m < FIELD_COST.m
