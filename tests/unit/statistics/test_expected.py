"""The demo records give exactly the worked figures of the domain's own computation."""

import json

import pytest

from fieldkit.domain.query import Level, Query
from fieldkit.domain.statistics import compute
from fieldkit.services import reference
from fieldkit.services.figures_json import to_json, to_object
from tests.unit.statistics.sample import demo, expected

KEYS = [key for key in expected() if key != "if_rules_are_broken"]


def figures(level=Level.INTERNAL, **query):
    return compute(demo(), reference.load(), Query(level=level, **query))


@pytest.mark.parametrize("key", KEYS)
def test_each_expected_figure(key):
    assert json.loads(to_json(figures()))[key] == expected()[key]


def test_no_figure_of_a_broken_rule_appears():
    text = to_json(figures())
    for wrong in expected()["if_rules_are_broken"].values():
        assert f" {wrong}," not in text
        assert f" {wrong}\n" not in text


def test_partner_and_public_leave_out_the_incriminating_record():
    for level in (Level.PARTNER, Level.PUBLIC):
        found = to_object(figures(level))
        assert found["records"]["active"] == 25
        assert found["records"]["not_exported_by_default"] == []
        assert "paid_test" not in found["payments_by_status"]
        assert "EV0" not in to_json(figures(level))


def test_public_medians_are_hidden():
    medians = to_object(figures(Level.PUBLIC))["median_per_payer_by_site"]
    assert len(medians) == 5
    assert all(cell == {"n": None, "median": None} for cell in medians.values())


def test_public_sums_resting_on_few_records_are_hidden():
    lost = to_object(figures(Level.PUBLIC))["money_lost"]
    assert lost["by_currency"]["KGS"] == {"low": None, "high": None, "payments_known": None}
    assert lost["by_currency"]["RUB"] == {"low": None, "high": None, "payments_known": None}
    assert lost["by_currency"]["KZT"]["low"] == 38500
    assert lost["amount_unknown"] is None  # else 10 - 5 - 3 would leave one payment each


def test_partner_shows_what_rests_on_three_records():
    lost = to_object(figures(Level.PARTNER))["money_lost"]
    assert lost["by_currency"]["KGS"]["low"] is None
    assert lost["payments"] == 10


def test_negative_observations_are_always_shown():
    for level in Level:
        assert [item.site for item in figures(level).negative] == [
            "kz_uz_control",
            "kz_uz_control",
            "train_dushanbe_moscow",
        ]
