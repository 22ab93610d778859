"""T38: in records for a partner every row is like k - 1 others, whatever the case load."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.case import Case
from fieldkit.domain.ladders import Rung, Variable
from fieldkit.domain.microdata import KINDS, release
from fieldkit.services import reference
from tests.unit.statistics.sample import demo, record

CODES = reference.load()
WARNING = {
    "record.date": "2009-06-14",
    "record.site": "kz_almaty",
    "person.ethnicity": "kurd",
    "person.age_band": "a46_59",
    "person.citizenship": "AZ",
    "person.sex": "male",
    "text.narrative": "what was told",
}
"""The person that a footnote gives away: day, place, ethnicity, age and a rare origin."""
facts = st.fixed_dictionaries(
    {
        "record.date": st.sampled_from(["2009-06-14", "2009-06-20", "2009-11-01", "2010"]),
        "record.site": st.sampled_from(["kz_almaty", "market_madina", "kg_south", "nowhere"]),
        "person.sex": st.sampled_from(["female", "male", ""]),
        "person.age_band": st.sampled_from(["under_14", "a18_29", "a30_45", "a60_plus"]),
        "person.citizenship": st.sampled_from(["UZ", "KG", "TJ"]),
        "person.ethnicity": st.sampled_from(["uzbek", "kyrgyz", ""]),
    }
)


@settings(max_examples=40)
@given(st.lists(facts, max_size=30), st.integers(2, 7))
def test_t38_the_smallest_class_has_k_records(drawn: list[dict[str, str]], k: int) -> None:
    cases = [Case(record(f"R{number}", each)) for number, each in enumerate(drawn)]
    found = release(cases, CODES, k)
    if len(cases) < k:
        assert found is None
        return
    assert found is not None
    sizes = Counter(row[: -len(KINDS)] for row in found.rows)
    assert min(sizes.values()) >= k
    assert sizes.total() == len(cases)
    assert found.risk.smallest == min(sizes.values())
    rungs = {each.variable: each.rung for each in found.told}
    assert Rung.RECORDED not in (rungs[Variable.PLACE], rungs[Variable.TIME])


def test_t38_the_person_of_the_warning_cannot_be_singled_out() -> None:
    others = [{**WARNING, "person.ethnicity": "uzbek", "person.citizenship": "UZ", "person.age_band": "a18_29"}] * 12
    cases = [Case(record(f"R{number}", each)) for number, each in enumerate([WARNING, *others])]
    found = release(cases, CODES, 5)
    assert found is not None
    assert found.risk.smallest >= 5
    text = repr(found.rows)
    assert not any(word in text for word in ("kurd", "AZ", "2009-06-14", "kz_almaty", "what was told", "R0"))
    assert sum(each.changed for each in found.told if each.variable is Variable.ETHNICITY) == len(cases)


def test_t38_of_the_demo_no_record_stands_alone() -> None:
    cases = [case for case in map(Case, demo()) if case.active]
    found = release(cases, CODES, 5)
    assert found is not None
    assert found.risk.smallest >= 5
    assert len(found.rows) == len(cases)
