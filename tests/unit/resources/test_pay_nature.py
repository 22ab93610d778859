"""The short interview derives the nature of a payment: the derivation knows all codes and agrees with the demo payments."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

STATED_OTHERWISE = {
    # The monitor judged that it was extortion; from the answers alone it is passage bought at a check.
    ("EV01", "1"): "purchase_of_passage",
    # The monitor judged that the wage was a token; from the answers alone it is a wage.
    ("EV17", "1"): "wage",
}


@pytest.fixture(scope="module")
def expression(survey):
    return next(row["calculation"] for row in survey("interview_short") if row["name"] == "pay_nature")


@pytest.fixture(scope="module")
def derive(expression):
    """The expression, evaluated by libxml2: it compares texts only, so XPath 1.0 and two functions of ODK suffice."""
    functions = {
        (None, "if"): lambda _, condition, yes, no: yes if condition else no,
        (None, "selected"): lambda _, chosen, code: code != "" and code in chosen.split(" "),
    }
    compiled = etree.XPath(re.sub(r"\$\{(\w+)\}", r"$\1", expression), extensions=functions)
    root = etree.Element("data")

    def nature(status, purpose, payee, official_price=""):
        return str(
            compiled(
                root,
                pay_status=status,
                pay_purpose=purpose,
                pay_payee=payee,
                pay_official_price=official_price,
            )
        )

    return nature


@pytest.fixture(scope="module")
def counts_as(table):
    return {
        row["code"]: re.search(r"counts_as=(\w+)", row["note"]).group(1)
        for row in table("codelists/payment_nature.csv")
    }


def test_payments_of_the_demo_get_the_nature_stated_for_them(derive, table):
    for row in table("demo/events_payments.csv"):
        key = (row["event_id"], row["pay_no"])
        derived = derive(row["status"], row["purpose"], row["payee"], row["official_price"])
        assert derived == STATED_OTHERWISE.get(key, row["nature"]), key


def test_money_for_a_driver_to_pass_a_check_buys_passage(derive):
    assert derive("paid", "pass_check", "border_guard") == "purchase_of_passage"


@pytest.mark.parametrize(
    ("answers", "nature"),
    [
        (("", "", ""), ""),
        (("refused", "pass_check", "police"), ""),
        (("paid", "registration", "migration_police"), "extortion"),
        (("paid", "registration", "migration_police", "0"), "charge_for_free_service"),
        (("paid", "registration", "intermediary"), "arranged_papers"),
        (("paid", "none_named", "dont_know"), "bribe_unspecified"),
        (("ordinary_expense", "housing", "landlord"), "rent"),
        (("received", "wage", "employer"), "wage"),
        (("official_fee", "market_place", "market_owner"), "statutory_fee"),
    ],
)
def test_single_rules(derive, answers, nature):
    assert derive(*answers) == nature


def test_money_paid_to_a_state_body_is_always_money_lost(derive, codes, counts_as):
    for purpose in codes("payment_purpose_nr") - {"advance_for_workers", "sale_of_worker"}:
        assert counts_as[derive("paid", purpose, "police")] == "money_lost", purpose


def test_the_expression_lists_every_state_body(expression, table):
    official = {row["code"] for row in table("codelists/actor.csv") if row["parent"] in ("state", "foreign_state")}
    (listed,) = (words for words in re.findall(r"selected\('([^']*)'", expression) if "border_guard" in words)
    assert set(listed.split()) == official


def test_the_expression_names_no_code_outside_its_lists(expression, codes):
    lists = {"pay_status": "payment_status_nr", "pay_purpose": "payment_purpose_nr", "pay_payee": "actor_nr"}
    listed = re.findall(r"selected\('([^']*)', \$\{(\w+)\}\)", expression)
    compared = [(code, name) for name, code in re.findall(r"\$\{(\w+)\} = '(\w+)'", expression)]
    assert len(listed) + len(compared) > 30
    for words, name in listed + compared:
        assert set(words.split()) <= codes(lists[name]), words


@given(data=st.data())
def test_any_answers_give_a_nature_of_the_list_or_none(derive, codes, data):
    status, purpose, payee = (
        data.draw(st.sampled_from(["", *sorted(codes(name))]))
        for name in ("payment_status_nr", "payment_purpose_nr", "actor_nr")
    )
    price = data.draw(st.sampled_from(["", "0", "0.0", "50"]))
    assert derive(status, purpose, payee, price) in codes("payment_nature") | {""}
