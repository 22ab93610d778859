"""T34: clocks five years back, ten ahead, at summer time, in 2038, at UTC+14: order by chain, a warning, nothing lost."""

import logging
import random
from pathlib import Path

import pytest

from fieldkit.domain.clocks import turned_back
from fieldkit.services.browsing import Browsing
from tests.flow.clocks import SETTINGS, Case, still_sound
from tests.flow.team import Team


def test_t34_no_clock_orders_loses_or_redates_a_record(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "fieldkit")
    team = Team.same(tmp_path, codes=("S1", "M1"))
    try:
        chance = random.Random(34)
        for names in (list(SETTINGS), list(reversed(SETTINGS)), chance.choices(list(SETTINGS), k=6)):
            assert Case(team, names, chance).play() == []
        assert still_sound(team) == []
        assert any(message.startswith("clock.turned_back") for message in caplog.messages)
    finally:
        team.close()


def test_t34_who_writes_under_a_clock_that_was_turned_back_is_told(tmp_path: Path) -> None:
    team = Team.same(tmp_path, codes=("S1", "M1"))
    try:
        team.record("M1")
        team.record("M1")
        assert not Browsing(team["M1"]).counts().clock_turned_back
        team.clock.set(SETTINGS["five years back"])
        team.record("M1")
        assert Browsing(team["M1"]).counts().clock_turned_back
        mine = team["M1"].identity
        assert turned_back(line.entry for line in team["M1"].store.log.lines(mine.device, mine.epoch))
        report = team.send("M1", "S1")
        assert report.turned_back == (mine.device,)
        team.record("M1")
        assert not Browsing(team["M1"]).counts().clock_turned_back
        assert team.send("M1", "S1").turned_back == ()
    finally:
        team.close()


def test_t34_a_clock_that_was_turned_back_between_two_sticks_is_told(tmp_path: Path) -> None:
    team = Team.same(tmp_path, codes=("S1", "M1"))
    try:
        team.record("M1")
        assert team.send("M1", "S1").turned_back == ()
        team.clock.set(SETTINGS["five years back"])
        team.record("M1")
        assert team.send("M1", "S1").turned_back == (team["M1"].identity.device,)
        assert team.send("M1", "S1").turned_back == ()
    finally:
        team.close()
