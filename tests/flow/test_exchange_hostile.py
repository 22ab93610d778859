"""Members who write bundles that no fieldkit writes: refused or harmless, and the next file is taken all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit import canonical
from fieldkit.crypto import sealing, signing
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import Revision, Withdrawal
from fieldkit.domain.log import Body, EntryKind, Line, SignedHead, head_message, head_of, next_entry, verify_chain
from fieldkit.errors import Code
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.services.bundling import Bundling
from fieldkit.services.journal import Journal
from fieldkit.services.vaults import check
from tests.flow.team import Team, dump


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("S1", "M1"))
    made.send("O1", "S1")
    yield made
    made.close()


def pack(team: Team, logs: list[tuple[SignedHead, tuple[Line, ...]]]) -> Path:
    """A bundle of M1 for S1 with any logs."""
    sender = team["M1"]
    mine, signed = sender.identity, sender.store.people.roster()
    assert signed is not None
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=Journal(sender).head(), number=1)
    shipment = Shipment(
        roster=signed, logs=tuple(LogHeading(head=head, first=lines[0].entry.seq) for head, lines in logs)
    )
    recipients = (sealing.recipient_of(team["S1"].identity.age_identity),)
    bundle = packing.pack(shipment, (line for _, lines in logs for line in lines), who, recipients, team.clock)
    path = team.folder / f"{team.clock.new_id()}.fkb"
    path.write_bytes(bundle.sealed)
    return path


def own_log(team: Team) -> tuple[SignedHead, tuple[Line, ...]]:
    (head,) = team["M1"].store.log.heads()
    return head, tuple(team["M1"].store.log.lines(head.head.device, head.head.epoch))


def strange_log(team: Team, *contents: tuple[EntryKind, str, bytes]) -> tuple[SignedHead, tuple[Line, ...]]:
    """A log of M1 in a new epoch whose bodies are any bytes, chained and signed as they should be."""
    identity, epoch = team["M1"].identity, team.clock.new_id()
    lines: list[Line] = []
    for kind, subject, content in contents:
        body = Body(salt=team.clock.random_bytes(32), content=content)
        entry = next_entry(
            head=head_of(lines[-1].entry) if lines else None,
            project=team["M1"].require_roster().project,
            device=identity.device,
            epoch=epoch,
            at=team["M1"].now(),
            kind=kind,
            subject=subject,
            body=body,
        )
        lines.append(Line(entry=entry, body=body))
    head = verify_chain(lines)
    assert head is not None
    return SignedHead(head=head, signature=signing.sign(identity.sign_seed, head_message(head))), tuple(lines)


def revision(record: str, *answers: tuple[str, str], at: str = "2026-01-05T09:00:00Z", version: str = "1") -> bytes:
    items = tuple(Answer(ref=ref, value=value) for ref, value in answers)
    content = Revision(record=record, author="M1", at=at, answers=Answers(form="stop", version=version, items=items))
    return canonical.encode(content)


def test_the_same_log_twice_in_one_bundle(team: Team) -> None:
    team.record("M1")
    before = dump(team["S1"])
    report = Bundling(team["S1"]).import_files([pack(team, [own_log(team), own_log(team)])])
    assert [item.code for item in report.refused] == [Code.BUNDLE_DAMAGED]
    assert dump(team["S1"]) == before


@pytest.mark.parametrize(
    "content",
    [
        revision("R1", ("/data/words", "\0"), ("/data/site", "a\0b")),
        revision("R1", ("/data/words", "x " * 90_000)),
        revision("R1", ("/data/words", "\u202e<b>&\"'\U0001f600\uffff")),
        revision("R1", ("//", "1"), ("/data/pay[99999999999999999999]/low", "9" * 4000), ("no path", "")),
        revision("R1", ("/data/date", "9999-99-99"), at="9999-99-99T99:99:99+99:99"),
        revision("R1", *(("/data/site", str(number)) for number in range(15_000))),
    ],
    ids=["NUL", "long", "marks", "refs", "moments", "many"],
)
def test_strange_answers_are_kept_as_they_are(team: Team, content: bytes) -> None:
    log = strange_log(team, (EntryKind.REVISION, "R1", content))
    team.record("M1")
    report = Bundling(team["S1"]).import_files([pack(team, [log]), *team.write("M1")])
    assert (report.new, report.refused) == (2, ())
    assert canonical.decode(content, Revision) in {
        team["S1"].store.records.revision(row.head)
        for name in report.changes.records
        if (row := team["S1"].store.records.row(name))
    }
    assert check(team["S1"]).ok


def test_bodies_that_say_something_else_than_their_entry(team: Team) -> None:
    at = "2026-01-05T09:00:00Z"
    withdrawal = canonical.encode(Withdrawal(record="R2", at=at))
    team.record("M1")
    for content in (
        (EntryKind.REVISION, "R2", revision("R1")),
        (EntryKind.REVIEW, "R1", revision("R1")),
        (EntryKind.WITHDRAWAL, "R1", withdrawal),
        (EntryKind.ROSTER, "9", b"{}"),
        (EntryKind.INSTRUMENT, "stop", b'{"form":"stop"}'),
        (EntryKind.ATTACHMENT, "R1", b"{}"),
        (EntryKind.REVISION, "R1", b"[" * 50_000),
        (EntryKind.REVISION, "R1", revision("R1").replace(b'"M1"', b'"S1"')),
    ):
        before = dump(team["S1"])
        log = strange_log(team, (EntryKind.REVISION, "R0", revision("R0")), content)
        report = Bundling(team["S1"]).import_files([pack(team, [log])])
        assert report.new == 0
        assert [item.code for item in report.refused] in ([Code.BUNDLE_DAMAGED], [Code.BUNDLE_BAD_SIGNATURE])
        assert dump(team["S1"]) == before
    assert team.send("M1", "S1").new == 1


def test_a_record_over_the_limit_is_refused_with_its_log_only(team: Team) -> None:
    team.record("M1")
    large = revision("R1", *((f"/data/q{number}", team.clock.random_bytes(95_000).hex()) for number in range(6)))
    log = strange_log(team, (EntryKind.REVISION, "R1", large))
    report = Bundling(team["S1"]).import_files([pack(team, [log, own_log(team)])])
    assert report.new == 1
    assert [item.code for item in report.refused] == [Code.BUNDLE_TOO_LARGE]


def test_revisions_whose_parents_go_round_or_nowhere(team: Team) -> None:
    log = strange_log(
        team,
        (EntryKind.REVISION, "R1", revision("R1")),
        (
            EntryKind.REVISION,
            "R2",
            canonical.encode(
                Revision(
                    record="R2",
                    parents=("f" * 64,),
                    author="M1",
                    at="2026-01-05T09:00:00Z",
                    answers=Answers(form="stop", version="1"),
                )
            ),
        ),
        (EntryKind.REVISION, "R1", revision("R1")),
    )
    report = Bundling(team["S1"]).import_files([pack(team, [log])])
    assert (report.new, report.conflicts, report.refused) == (2, 0, ())
