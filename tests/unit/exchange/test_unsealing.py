"""Bodies sealed on their own inside a bundle: read like any other body by those who can open them, refused if bad."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import canonical
from fieldkit.crypto import sealing
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import ReferenceChange, Revision
from fieldkit.domain.log import Body, EntryKind, Line
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, unsealing
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.limits import MAX_SEALED
from fieldkit.exchange.payload import WireLine, from_wire, to_wire
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

OFFICE = Laptop("S1", Role.SUPERVISOR)
LATER = Laptop("S2", Role.SUPERVISOR)
ANSWERS = Answers(form="f", version="1")


def sealed(line: Line, *readers: Laptop, body: Body | None = None) -> Line:
    body = body or line.body
    assert body is not None
    return Line(
        entry=line.entry,
        sealed=sealing.seal(body.salt + body.content, tuple(reader.recipient for reader in readers)),
    )


def monitor() -> Laptop:
    laptop = Laptop("M1")
    for words in ("first", "second"):
        laptop.record(words)
    return laptop


def opened(laptop: Laptop, reader: Laptop = OFFICE) -> Parcel:
    """What `reader` gets of the laptop's log."""
    signed = made.roster(OFFICE, LATER, laptop)
    context = made.context(reader, signed)
    parcel = importer.open_bundle(made.bundle(laptop, signed, OFFICE, LATER), reader.identity, context)
    return unsealing.open_bodies(parcel, reader.identity, context)


def refused(laptop: Laptop) -> list[Code]:
    return [log.code for log in opened(laptop).refused]


def test_a_body_sealed_to_us_arrives_in_plain_and_one_sealed_to_others_stays_sealed() -> None:
    laptop = monitor()
    plain = list(laptop.lines)
    laptop.lines[1] = sealed(plain[1], OFFICE)
    assert opened(laptop).logs[0].lines == tuple(plain)
    assert opened(laptop, LATER).logs[0].lines == tuple(laptop.lines)


def test_a_bundle_says_in_front_whether_it_holds_sealed_bodies() -> None:
    laptop = monitor()
    assert opened(laptop).manifest.min_reader == 1
    laptop.lines[0] = sealed(laptop.lines[0], OFFICE)
    assert opened(laptop).manifest.min_reader == 2


def test_a_bundle_with_words_on_sites_asks_for_a_reader_that_knows_them() -> None:
    laptop = monitor()
    laptop.add(EntryKind.REFERENCE, "reference", ReferenceChange(at=made.now()))
    assert opened(laptop).manifest.min_reader == 4
    laptop.lines[-1] = Line(entry=laptop.lines[-1].entry)
    assert opened(laptop).manifest.min_reader == 4, "its kind alone is more than older ones read"


def test_what_was_sealed_has_to_be_what_the_entry_names() -> None:
    laptop = monitor()
    laptop.lines[0] = sealed(laptop.lines[0], OFFICE, body=laptop.lines[1].body)
    assert refused(laptop) == [Code.BUNDLE_DAMAGED]


@pytest.mark.parametrize("subject", ["other", ""])
def test_an_opened_body_is_checked_like_any_other(subject: str) -> None:
    laptop = Laptop("M1")
    revision = Revision(record="R1", author="M1" if subject else "S1", at=made.now(), answers=ANSWERS)
    line = laptop.add(EntryKind.REVISION, subject or "R1", revision)
    in_plain = refused(laptop)
    laptop.lines[0] = sealed(line, OFFICE)
    assert refused(laptop) == in_plain == [Code.BUNDLE_DAMAGED if subject else Code.BUNDLE_BAD_SIGNATURE]


def test_an_opened_body_that_is_no_body_is_refused() -> None:
    laptop = monitor()
    body = Body(salt=bytes(32), content=b'{"record":1e999}')
    entry = msgspec.structs.replace(laptop.lines[1].entry, body=made.sha256(body.salt + body.content))
    laptop.lines[1] = sealed(Line(entry=entry), OFFICE, body=body)
    assert refused(laptop) == [Code.BUNDLE_DAMAGED]


@pytest.mark.parametrize("kind", [EntryKind.REVIEW, EntryKind.WITHDRAWAL, EntryKind.ROSTER])
def test_only_testimony_is_ever_sealed(kind: EntryKind) -> None:
    laptop = monitor()
    revision = Revision(record="R1", author="M1", at=made.now(), answers=ANSWERS)
    laptop.lines.append(sealed(laptop.add(kind, "R1", revision), OFFICE))
    del laptop.lines[-2]
    assert refused(laptop) == [Code.BUNDLE_DAMAGED]


def test_garbage_in_place_of_an_age_file_is_refused_unopened() -> None:
    laptop = monitor()
    line = sealed(laptop.lines[0], OFFICE)
    cut, long = line.sealed[:-9], line.sealed + made.CLOCK.random_bytes(MAX_SEALED)
    many = line.sealed.replace(b"\n--- ", b"\n-> X25519 aaaa\nbbbb" * 70 + b"\n--- ", 1)
    for data, code in (
        (b"nothing", Code.BUNDLE_DAMAGED),
        (cut, Code.BUNDLE_DAMAGED),
        (many, Code.BUNDLE_DAMAGED),
        (long, Code.BUNDLE_TOO_LARGE),
    ):
        laptop.lines[0] = msgspec.structs.replace(line, sealed=data)
        assert refused(laptop) == [code]


@given(data=st.binary(min_size=1, max_size=400))
def test_a_sealed_body_travels_as_it_is(data: bytes) -> None:
    line = Line(entry=monitor().lines[0].entry, sealed=data)
    wire = to_wire(line)
    again = canonical.decode(canonical.encode(wire), WireLine)
    assert from_wire(again) == line


def test_a_line_has_its_body_in_one_form_and_one_spelling() -> None:
    line = monitor().lines[0]
    plain, wire = to_wire(line), to_wire(Line(entry=line.entry, sealed=b"ab"))
    assert b"sealed" not in canonical.encode(plain)
    assert wire.sealed == "YWI="
    for bad in (
        msgspec.structs.replace(plain, sealed="YWI="),
        *(msgspec.structs.replace(wire, sealed=text) for text in ("YWJ=", "YWI", "Y W I=")),
    ):
        with pytest.raises(Refusal) as caught:
            from_wire(bad)
        assert caught.value.code is Code.BUNDLE_DAMAGED
