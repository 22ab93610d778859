"""Damaged and hostile bundles: 10,000 mutations outside and 10,000 inside, sealed again; all refused, none crashes."""

import random
import time

from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.errors import Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.importer import LogSlice
from fieldkit.exchange.reading import read
from tests.soak.outcome import Outcome
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

CASES = 10_000
SLOW = 5.0


def main(seed: int, share: float) -> Outcome:
    """Mutate sealed bundles, plaintexts and signed payloads, each 10,000 times (times `share`)."""
    chance = random.Random(seed)
    office, monitor = Laptop("O1", Role.OFFICER), Laptop("M1")
    for number in range(8):
        monitor.record(f"record {number}")
    roster = made.roster(office, monitor)
    context = made.context(office, roster)
    sealed = made.bundle(monitor, roster, office)
    plaintext = sealing.open_sealed(sealed, office.identity)
    front = len(plaintext.rstrip(b"\0"))
    text = made.payload_text(plaintext)
    whole = (monitor.slice(),)
    outcome = Outcome()

    def attempt(name: str, bundle: bytes, honest: tuple[LogSlice, ...]) -> None:
        """Open a bundle in this process, so that a crash is seen where it happens."""
        start = time.monotonic()
        try:
            parcel = importer.collect(read(importer.unseal(bundle, office.identity), context))
        except Refusal as refusal:
            outcome.count(f"{name}: {refusal.code.value}")
        else:
            outcome.count(f"{name}: read, {len(parcel.refused)} logs refused")
            if parcel.logs != honest and not parcel.refused:
                outcome.failures.append(f"{name}: something else was read, case {outcome.cases}")
        if time.monotonic() - start > SLOW:
            outcome.failures.append(f"{name}: slower than {SLOW} s, case {outcome.cases}")

    for _ in range(int(CASES * share)):
        attempt("outside", made.mutated(sealed, len(sealed), chance), ())
        inside = made.mutated(plaintext, front, chance)
        attempt("inside", sealing.seal(inside, (office.recipient,)), ())
        data, length = made.payload_of(made.mutated(text, len(text), chance))
        signed = made.rewrap(plaintext, monitor, payload=data, len=length)
        attempt("signed", sealing.seal(signed, (office.recipient,)), whole)
    return outcome
