"""Code lists, sites and deadlines: complete, without dangling codes, fit to be choices."""

import re

import pytest

from fieldkit import paths

HEADER = ["code", "parent", "label_en", "label_ru", "label_ky", "label_kk", "note", "seed_lines"]
LISTS = sorted(path.stem for path in (paths.resources() / "codelists").glob("*.csv"))

every_list = pytest.mark.parametrize("name", LISTS)


def test_all_lists_are_shipped():
    assert len(LISTS) == 99


@every_list
def test_codes_are_unique_labelled_and_fit_to_be_choices(name, table):
    rows = table(f"codelists/{name}.csv")
    assert list(rows[0]) == HEADER
    found = [row["code"] for row in rows]
    assert len(found) == len(set(found))
    for row in rows:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*(\.[a-z0-9_]+)?", row["code"]), row["code"]
        assert row["label_en"].strip(), row["code"]
        assert re.search("[А-Яа-яЁё]", row["label_ru"]), row["code"]
        assert row["parent"] in {"", *found}, row["code"]


@every_list
def test_a_list_is_translated_whole_or_not_at_all(name, table):
    rows = table(f"codelists/{name}.csv")
    for language in ("label_ky", "label_kk"):
        assert sum(bool(row[language]) for row in rows) in (0, len(rows)), language


def test_every_nature_of_a_payment_says_how_it_counts(table):
    for row in table("codelists/payment_nature.csv"):
        assert re.search(r"counts_as=(money_lost|private_loss|none)\b", row["note"]), row["code"]


def test_every_status_of_a_payment_says_how_it_counts(table):
    for row in table("codelists/payment_status.csv"):
        assert re.search(r"counts_as=(money_lost|private_loss|none)\b", row["note"]), row["code"]


def test_sites_refer_to_known_codes(table, codes):
    sites = table("sites.csv")
    known = [site["code"] for site in sites]
    assert len(known) == len(set(known)) == 115
    for site in sites:
        assert site["label_en"], site["code"]
        assert site["label_ru"], site["code"]
        assert site["type"] in codes("site_type"), site["code"]
        assert site["near"] in {"", *known}, site["code"]
        assert set(filter(None, site["country"].split(";"))) <= codes("country"), site["code"]
        assert set(filter(None, site["segments"].split(";"))) <= codes("site_segment"), site["code"]
        for policy in ("photo_policy", "interview_policy", "surveillance_risk"):
            assert site[policy] in codes(policy), (site["code"], policy)


def test_places_are_kept_coarse(table):
    towns = [site for site in table("sites.csv") if site["lat"] or site["lon"]]
    assert towns
    for site in towns:
        assert re.fullmatch(r"-?\d+\.\d{1,2}", site["lat"]), site["code"]
        assert re.fullmatch(r"-?\d+\.\d{1,2}", site["lon"]), site["code"]


def test_deadlines_refer_to_known_codes_and_conflicts_are_mutual(table, codes):
    rules = {row["code"]: row for row in table("deadlines.csv")}
    assert len(rules) == len(table("deadlines.csv"))
    for code, rule in rules.items():
        assert set(rule["host_country"].split(";")) <= codes("country"), code
        assert rule["confidence"] in codes("rule_confidence"), code
        assert rule["rule_en"], code
        assert rule["rule_ru"], code
        for other in filter(None, rule["conflicts_with"].split(";")):
            assert code in rules[other]["conflicts_with"].split(";"), (code, other)


def test_the_rule_that_the_demo_breaks_is_shipped(table):
    (rule,) = (row for row in table("deadlines.csv") if row["code"] == "kz_register_5_uz")
    assert (rule["host_country"], rule["limit_value"], rule["limit_unit"]) == ("KZ", "5", "calendar_days")
