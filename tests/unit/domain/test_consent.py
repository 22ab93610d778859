"""Consent by use: nothing but a yes opens one, and nothing opens one again."""

import csv
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import paths
from fieldkit.domain import consent
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.facts import Fact, RecordFacts

ANSWERS = ("yes", "no", "refused", "dont_know", "not_asked", "withheld_safety", "", "Yes", "yes no")
HOW = ("", "each_person", "family_head", "group_aloud", "not_asked")
ROLES = (*(f"consent.{use}" for use in Use), "consent.second_confirmation")
FAMILY = {"consent.store_record": "yes", "person.speakers_female": "2"}

told = st.fixed_dictionaries({}, optional={role: st.sampled_from(ANSWERS) for role in ROLES})
whole = st.builds(
    lambda answers, how: answers | how, told, st.fixed_dictionaries({"consent.for_group": st.sampled_from(HOW)})
)


def record(answers: Mapping[str, str]) -> RecordFacts:
    facts = tuple(Fact(role, 0, value) for role, value in answers.items() if value)
    return RecordFacts(record="A", instrument="", state="accepted", author="M-1", facts=facts)


def codes(name: str) -> set[str]:
    with (paths.resources() / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def test_the_uses_are_those_of_the_list() -> None:
    assert {use.value for use in Use} == codes("consent_use")
    assert {agreed.value for agreed in Agreed} - {"weak", "not_asked"} == codes("consent_state")


@given(whole, st.sampled_from(Use))
def test_only_a_yes_to_this_very_use_opens_it(answers: dict[str, str], use: Use) -> None:
    facts = record(answers)
    if not consent.may(facts.first, use) or not consent.somebody_told(facts.first):
        return
    assert use is Use.STORE_RECORD or answers[f"consent.{use}"] == "yes"
    assert answers.get("consent.store_record", "") not in ("no", "refused", "withdrawn")
    assert use is not Use.REAL_NAME


@given(whole, st.sets(st.sampled_from(Use)), st.sets(st.sampled_from(Use)))
def test_what_ended_stays_ended_in_any_order(answers: dict[str, str], first: set[Use], then: set[Use]) -> None:
    facts = record(answers).facts
    one_way = consent.closed(consent.closed(facts, first), then)
    other_way = consent.closed(consent.closed(facts, then), first)
    at_once = consent.closed(facts, first | then)
    assert set(one_way) == set(other_way) == set(at_once)
    shown = RecordFacts(record="A", instrument="", state="accepted", author="M-1", facts=at_once)
    for use in first | then:
        assert consent.agreed(shown.first, use) is Agreed.WITHDRAWN
        assert not consent.may(shown.first, use)
    opened = {use for use in Use if consent.may(shown.first, use)}
    assert opened <= {use for use in Use if consent.may(record(answers).first, use)}


@pytest.mark.parametrize("use", Use)
def test_a_missing_answer_is_no_yes(use: Use) -> None:
    assert not consent.may(record(FAMILY | {f"consent.{use}": ""}).first, use) or use is Use.STORE_RECORD
    assert consent.agreed(record({"person.speakers_male": "1"}).first, use) is Agreed.NOT_ASKED


def test_what_a_monitor_saw_alone_needs_nobody_and_quotes_nobody() -> None:
    seen = record({"record.certainty": "observed"})
    closed = {use for use in Use if not consent.may(seen.first, use)}
    assert closed == {Use.ANONYMOUS_QUOTE, Use.RECONTACT, Use.REAL_NAME}
    assert consent.uses_of(seen.first) == ()


@pytest.mark.parametrize(
    ("how", "use", "allowed"),
    [
        ("each_person", Use.ANONYMOUS_QUOTE, True),
        ("family_head", Use.ANONYMOUS_QUOTE, True),
        ("group_aloud", Use.ANONYMOUS_QUOTE, False),
        ("group_aloud", Use.STATISTICS, True),
    ],
)
def test_a_yes_aloud_in_a_group_is_too_weak_for_quotes(how: str, use: Use, allowed: bool) -> None:
    answers = FAMILY | {f"consent.{use}": "yes", "consent.for_group": how}
    assert consent.may(record(answers).first, use) is allowed
    assert consent.agreed(record(answers).first, use) is (Agreed.GIVEN if allowed else Agreed.WEAK)


@pytest.mark.parametrize(
    ("first", "second", "agreed"),
    [
        ("yes", "yes", Agreed.RECONFIRM_DUE),
        ("yes", "no", Agreed.DECLINED),
        ("yes", "", Agreed.NOT_ASKED),
        ("no", "yes", Agreed.DECLINED),
    ],
)
def test_nobody_may_be_named_on_the_word_of_the_interview(first: str, second: str, agreed: Agreed) -> None:
    facts = record(FAMILY | {"consent.real_name": first, "consent.second_confirmation": second})
    assert consent.agreed(facts.first, Use.REAL_NAME) is agreed
    assert not consent.may(facts.first, Use.REAL_NAME)
