"""Bundles: what is packed comes out again; what is cut, changed, misdirected or untrue is refused by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.crypto import sealing
from fieldkit.domain.bodies import Decision, Review, Withdrawal
from fieldkit.domain.log import EntryKind, SignedHead
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.frames import Closing
from fieldkit.exchange.importer import LogSlice, Parcel
from fieldkit.exchange.manifest import READER
from fieldkit.exchange.reading import read
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

OFFICE = Laptop("O1", Role.OFFICER)
MONITOR = Laptop("M1")
STRANGER = Laptop("X1")
ROSTER = made.roster(OFFICE, MONITOR)
for _ in range(5):
    MONITOR.record()
BUNDLE = made.bundle(MONITOR, ROSTER, OFFICE)
PLAINTEXT = sealing.open_sealed(BUNDLE, OFFICE.identity)


def take(plaintext: bytes, reader: Laptop = OFFICE, signed: made.SignedRoster = ROSTER) -> Parcel:
    """What the importer makes of a plaintext, in this process."""
    return importer.collect(read(plaintext, made.context(reader, signed)))


def refusal(plaintext: bytes, reader: Laptop = OFFICE, signed: made.SignedRoster = ROSTER) -> Code:
    with pytest.raises(Refusal) as caught:
        take(plaintext, reader, signed)
    return caught.value.code


def opened(sealed: bytes, reader: Laptop = OFFICE) -> bytes:
    return sealing.open_sealed(sealed, reader.identity)


def test_the_child_process_gives_back_what_was_packed() -> None:
    parcel = importer.open_bundle(BUNDLE, OFFICE.identity, made.context(OFFICE, ROSTER))
    assert parcel == take(PLAINTEXT)
    assert parcel.logs == (MONITOR.slice(),)
    assert parcel.roster is None
    assert not parcel.refused
    assert parcel.manifest.device == MONITOR.id
    assert parcel.manifest.counts.bodies == 5


@given(
    texts=st.lists(st.text(max_size=300).map(lambda text: text + "."), min_size=1, max_size=8), keep=st.integers(0, 255)
)
@settings(max_examples=40)
def test_logs_survive_the_way_with_and_without_bodies(texts: list[str], keep: int) -> None:
    sender = Laptop("M1")
    signed = made.roster(OFFICE, sender)
    for text in texts:
        sender.record(made.nfc(text))
    whole = sender.slice()
    lines = tuple(line if keep >> place & 1 else made.without_body(line) for place, line in enumerate(whole.lines))
    sent = LogSlice(head=whole.head, first=1, lines=lines)
    assert take(opened(made.bundle(sender, signed, OFFICE, slices=(sent,))), signed=signed).logs == (sent,)


def test_the_size_on_the_stick_tells_little() -> None:
    assert len(PLAINTEXT) == 64 * 1024
    assert made.bundle(MONITOR, ROSTER, OFFICE) != BUNDLE


@pytest.mark.parametrize("length", [0, 1, 40, 200, 1_000, 30_000, -1])
def test_cut_bundles_are_refused(length: int) -> None:
    with pytest.raises(Refusal) as caught:
        importer.open_bundle(BUNDLE[:length], OFFICE.identity, made.context(OFFICE, ROSTER))
    assert caught.value.code in {Code.BUNDLE_DAMAGED, Code.BUNDLE_NOT_A_BUNDLE}


def test_every_cut_of_the_plaintext_is_refused() -> None:
    front = len(PLAINTEXT.rstrip(b"\0"))
    for length in [*range(front + 2), *range(front, len(PLAINTEXT), 4096)]:
        assert refusal(PLAINTEXT[:length]) in {Code.BUNDLE_DAMAGED, Code.BUNDLE_NOT_A_BUNDLE}
        padded = PLAINTEXT[:length].ljust(len(PLAINTEXT), b"\0")
        if padded != PLAINTEXT:
            refusal(padded)


def test_a_bundle_for_somebody_else() -> None:
    other = Laptop("O2", Role.OFFICER)
    with pytest.raises(Refusal) as caught:
        importer.open_bundle(BUNDLE, other.identity, made.context(other, ROSTER))
    assert caught.value.code is Code.BUNDLE_NOT_FOR_YOU


def test_a_forwarded_bundle_is_not_for_the_new_receiver() -> None:
    other = Laptop("O2", Role.OFFICER)
    forwarded = sealing.seal(PLAINTEXT, (other.recipient,))
    assert refusal(opened(forwarded, other), other) is Code.BUNDLE_NOT_FOR_YOU


def test_a_bundle_of_an_unknown_device() -> None:
    STRANGER.record()
    assert refusal(opened(made.bundle(STRANGER, ROSTER, OFFICE))) is Code.BUNDLE_UNKNOWN_DEVICE


def test_a_bundle_of_another_project() -> None:
    elsewhere = made.CLOCK.new_id()
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, project=elsewhere)) is Code.BUNDLE_OTHER_PROJECT


def test_a_bundle_signed_by_another_member() -> None:
    assert refusal(made.rewrap(PLAINTEXT, OFFICE)) is Code.BUNDLE_BAD_SIGNATURE
    assert refusal(made.rewrap(PLAINTEXT, OFFICE, signer=OFFICE.device.sign_key)) is Code.BUNDLE_BAD_SIGNATURE


def test_later_formats_are_named() -> None:
    for changes in ({"suite": 2}, {"min_reader": READER + 1, "more": "fields"}):
        assert refusal(made.rewrap(PLAINTEXT, MONITOR, **changes)) is Code.BUNDLE_NEWER_FORMAT
    assert refusal(b"FKB2" + PLAINTEXT[4:]) is Code.BUNDLE_NEWER_FORMAT


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 0},
        {"unknown": 1},
        {"created_claimed": "yesterday"},
        {"to": []},
        {"zlen": 1},
        {"len": 10},
    ],
)
def test_manifests_that_say_impossible_things(changes: dict[str, object]) -> None:
    assert refusal(made.rewrap(PLAINTEXT, MONITOR, **changes)) in {Code.BUNDLE_DAMAGED, Code.BUNDLE_NOT_FOR_YOU}


def test_a_newer_roster_is_taken_over_and_lets_its_new_device_in() -> None:
    newcomer = Laptop("M2")
    newcomer.record()
    newer = made.roster(OFFICE, MONITOR, newcomer, generation=2)
    parcel = take(opened(made.bundle(newcomer, newer, OFFICE)))
    assert parcel.roster == newer
    assert parcel.logs == (newcomer.slice(),)


def test_a_roster_that_the_project_did_not_sign_lets_nobody_in() -> None:
    intruder = Laptop("M2")
    intruder.record()
    forged = made.signed_roster(made.roster(OFFICE, MONITOR, intruder, generation=2).roster, seed=intruder.seed)
    assert refusal(opened(made.bundle(intruder, forged, OFFICE))) is Code.BUNDLE_BAD_SIGNATURE


def test_an_older_roster_takes_nothing_back() -> None:
    newer = made.roster(OFFICE, MONITOR, STRANGER, generation=2)
    assert take(PLAINTEXT, signed=newer).roster is None


def test_a_log_of_an_unknown_device_does_not_stop_the_others() -> None:
    unknown = Laptop("M9")
    unknown.record()
    parcel = take(opened(made.bundle(MONITOR, ROSTER, OFFICE, slices=(unknown.slice(), MONITOR.slice()))))
    assert parcel.logs == (MONITOR.slice(),)
    assert [(log.device, log.code) for log in parcel.refused] == [(unknown.id, Code.BUNDLE_UNKNOWN_DEVICE)]


def test_the_same_log_twice() -> None:
    assert refusal(opened(made.bundle(MONITOR, ROSTER, OFFICE, slices=(MONITOR.slice(), MONITOR.slice())))) is (
        Code.BUNDLE_DAMAGED
    )


def _code_of_log(sender: Laptop, log: LogSlice) -> list[Code]:
    signed = made.roster(OFFICE, sender)
    parcel = take(opened(made.bundle(sender, signed, OFFICE, slices=(log,))), signed=signed)
    return [refused.code for refused in parcel.refused]


def test_a_head_signed_by_somebody_else() -> None:
    sender = Laptop("M1")
    sender.record()
    log = sender.slice()
    forged = SignedHead(head=log.head.head, signature=made.signature_of(OFFICE, log.head.head))
    assert _code_of_log(sender, LogSlice(head=forged, first=1, lines=log.lines)) == [Code.BUNDLE_BAD_SIGNATURE]


def test_lines_out_of_order() -> None:
    sender = Laptop("M1")
    sender.record()
    sender.record()
    log = sender.slice()
    swapped = LogSlice(head=log.head, first=1, lines=log.lines[::-1])
    assert _code_of_log(sender, swapped) == [Code.BUNDLE_DAMAGED]


def test_a_body_that_is_not_the_one_signed() -> None:
    sender = Laptop("M1")
    sender.record("one")
    other = Laptop("M1")
    other.record("two")
    line = made.with_body(sender.lines[0], other.lines[0])
    assert _code_of_log(sender, LogSlice(head=sender.signed_head(), first=1, lines=(line,))) == [Code.BUNDLE_DAMAGED]


def test_words_in_the_name_of_another_member() -> None:
    forger = Laptop("M1")
    forger.record(author="M2")
    assert _code_of_log(forger, forger.slice()) == [Code.BUNDLE_BAD_SIGNATURE]
    forger = Laptop("M1")
    record = made.CLOCK.new_id()
    review = Review(record=record, revision="0" * 64, decision=Decision.ACCEPTED, reviewer="O1", at=made.now())
    forger.add(EntryKind.REVIEW, record, review)
    assert _code_of_log(forger, forger.slice()) == [Code.BUNDLE_BAD_SIGNATURE]


def test_a_body_about_another_record_than_its_entry() -> None:
    sender = Laptop("M1")
    sender.add(EntryKind.WITHDRAWAL, "one", Withdrawal(record="other", at=made.now()))
    assert _code_of_log(sender, sender.slice()) == [Code.BUNDLE_DAMAGED]


def test_a_roster_smuggled_into_a_log() -> None:
    sender = Laptop("M1")
    forged = made.signed_roster(made.roster(OFFICE, sender, generation=9).roster, seed=sender.seed)
    sender.add(EntryKind.ROSTER, "9", forged)
    assert _code_of_log(sender, sender.slice()) == [Code.BUNDLE_BAD_SIGNATURE]


def test_reading_ends_with_the_word_that_all_was_read() -> None:
    assert isinstance(list(read(PLAINTEXT, made.context(OFFICE, ROSTER)))[-1], Closing)
