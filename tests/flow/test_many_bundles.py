"""T33 in small: the bundles of some monitors, taken in by processes that are killed and followed by the next one."""

import sys

import pytest

from tests.soak import soak_merge_size
from tests.soak.outcome import Outcome

MONITORS, BUNDLES, RECORDS = 3, 5, 8


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Of the run that `make soak` does with a million records; neither time nor memory is judged here.

    A process that pytest starts is said to have needed what pytest itself has.
    """
    monkeypatch.setattr(soak_merge_size, "BUNDLES", BUNDLES)
    monkeypatch.setattr(soak_merge_size, "RECORDS", RECORDS)
    monkeypatch.setattr(soak_merge_size, "MOST_MS", {})
    monkeypatch.setattr(soak_merge_size, "MOST_KIB", sys.maxsize)
    return soak_merge_size.main(33, MONITORS / soak_merge_size.MONITORS)


def test_t33_nothing_is_missing_after_kills(outcome: Outcome) -> None:
    assert outcome.failures == []
    assert outcome.counts["T33 records"] == MONITORS * BUNDLES * RECORDS
    assert outcome.counts["kills"] > 0
