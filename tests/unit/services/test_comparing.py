"""Versions of a record side by side in words."""

import pytest

from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.services.browsing import Browsing
from fieldkit.services.comparing import Comparing, Row
from tests.unit.services.helpers import amend, fork, submit


def test_a_change_shows_the_changed_answers_only(workspace):
    record = submit(workspace, "before")
    amend(workspace, record, "after")
    first, second = (line.revision for line in Browsing(workspace).history(record))
    change = Comparing(workspace).change(record, second, "ru")
    assert [version.revision for version in change.versions] == [first, second]
    assert change.rows == (Row("", "Что рассказали", Kind.TEXT, ("before", "after")),)
    assert Comparing(workspace).change(record, first).rows == ()


def test_the_heads_of_a_conflict_stand_side_by_side(workspace):
    record = submit(workspace, "first")
    fork(workspace, record, "left", "right")
    heads = Comparing(workspace).heads(record)
    assert len(heads.versions) == 2
    assert [(row.label, set(row.values)) for row in heads.rows] == [("What was told", {"left", "right"})]
    assert {version.author for version in heads.versions} == {"O1"}


def test_a_revision_of_another_record_is_unknown(workspace):
    one, other = submit(workspace), submit(workspace)
    revision = Browsing(workspace).history(other)[0].revision
    for call in (lambda: Comparing(workspace).change(one, revision), lambda: Comparing(workspace).change(one, "x")):
        with pytest.raises(Refusal) as caught:
            call()
        assert caught.value.code is Code.RECORD_UNKNOWN
