"""The chain: it verifies, erasure keeps it whole, any change breaks it."""

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.ids import NO_HASH
from fieldkit.domain.log import Body, ChainError, EntryKind, Line, head_of, next_entry, verify_chain

PROJECT, DEVICE, EPOCH = ("00000000-0000-4000-8000-00000000000" + digit for digit in "123")
AT = "2026-03-01T10:00:00+06:00"


def chain(contents):
    lines, head = [], None
    for content in contents:
        body = Body(salt=hashlib.sha256(content).digest(), content=content)
        entry = next_entry(
            head=head,
            project=PROJECT,
            device=DEVICE,
            epoch=EPOCH,
            at=AT,
            kind=EntryKind.REVISION,
            subject="R1",
            body=body,
        )
        head = head_of(entry)
        lines.append(Line(entry=entry, body=body))
    return lines, head


CONTENTS = st.lists(st.binary(max_size=40), min_size=1, max_size=12)


@given(CONTENTS, st.data())
def test_it_verifies_whole_in_two_parts_and_with_bodies_erased(contents, data):
    lines, head = chain(contents)
    cut = data.draw(st.integers(0, len(lines)))
    assert verify_chain(lines) == head
    assert verify_chain(lines[cut:], before=verify_chain(lines[:cut])) == head
    erased = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    left = [Line(entry=line.entry) if index in erased else line for index, line in enumerate(lines)]
    assert verify_chain(left) == head


@given(CONTENTS.filter(lambda contents: len(contents) > 1), st.data())
def test_a_missing_swapped_or_changed_line_is_noticed(contents, data):
    lines, head = chain(contents)
    index = data.draw(st.integers(0, len(lines) - 1))
    line = lines[index]
    changes = {
        "body": msgspec.structs.replace(line, body=Body(salt=line.body.salt, content=line.body.content + b"x")),
        "salt": msgspec.structs.replace(line, body=Body(salt=b"\0" * 32, content=line.body.content)),
        "subject": msgspec.structs.replace(line, entry=msgspec.structs.replace(line.entry, subject="R2")),
        "time": msgspec.structs.replace(line, entry=msgspec.structs.replace(line.entry, at=AT.replace("10", "11"))),
    }
    name = data.draw(st.sampled_from(sorted(changes)))
    changed = [*lines[:index], changes[name], *lines[index + 1 :]]
    try:
        assert verify_chain(changed) != head  # a change of the last entry shows only against the signed head
        assert index == len(lines) - 1
        assert name in {"subject", "time"}
    except ChainError as error:
        assert error.seq in {line.entry.seq, line.entry.seq + 1}  # noqa: PT017
    if index < len(lines) - 1:
        with pytest.raises(ChainError):
            verify_chain(lines[:index] + lines[index + 1 :])


def test_a_log_begins_with_its_first_entry():
    lines, _ = chain([b"a", b"b"])
    assert lines[0].entry.prev == NO_HASH
    with pytest.raises(ChainError):
        verify_chain(lines[1:])


def test_another_log_does_not_continue_this_one():
    lines, head = chain([b"a"])
    other = next_entry(
        head=head,
        project=PROJECT,
        device=DEVICE,
        epoch=PROJECT,
        at=AT,
        kind=EntryKind.REVIEW,
        subject="R1",
        body=Body(salt=b"", content=b""),
    )
    with pytest.raises(ChainError):
        verify_chain([*lines, Line(entry=other)])
