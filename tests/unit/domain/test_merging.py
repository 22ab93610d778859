"""Merging versions of a record: nothing is lost, nothing depends on order, what clashes is told."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.answers import Answer, Answers, RepeatKey
from fieldkit.domain.merging import Merged, Place, merge

UIDS = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(12)]
QUESTIONS = ("story", "place", "note")
Payments = dict[str, dict[str, str]]


def answers(top: dict[str, str], pays: Payments) -> Answers:
    """Questions at the top, then payments in this order: identity -> question -> answer."""
    items = [Answer(ref=f"/f/{name}", value=top[name]) for name in QUESTIONS if top.get(name)]
    refs = [f"/f/pay[{place}]" if place > 1 else "/f/pay" for place in range(1, len(pays) + 1)]
    for ref, pay in zip(refs, pays.values(), strict=True):
        items += [Answer(ref=f"{ref}/{name}", value=pay[name]) for name in ("low", "high") if pay.get(name)]
    keys = tuple(RepeatKey(ref=ref, uid=UIDS[int(name)]) for ref, name in zip(refs, pays, strict=True))
    return Answers(form="f", version="1", items=tuple(items), repeats=keys)


BASE = answers({"story": "one", "place": "here"}, {"0": {"low": "5"}, "1": {"low": "7", "high": "9"}})


def told(merged: Merged) -> list[str]:
    return ["/".join(name for name, _ in clash.place) for clash in merged.clashes]


def test_changes_of_different_questions_combine() -> None:
    left = answers({"story": "two", "place": "here"}, {"0": {"low": "5"}, "1": {"low": "7", "high": "9"}})
    right = answers(
        {"story": "one", "place": "there", "note": "n"}, {"0": {"low": "5"}, "1": {"low": "8", "high": "9"}}
    )
    merged = merge(BASE, [left, right])
    assert merged.clashes == ()
    assert merged.answers == answers(
        {"story": "two", "place": "there", "note": "n"}, {"0": {"low": "5"}, "1": {"low": "8", "high": "9"}}
    )


def test_the_same_change_is_no_clash_and_a_different_one_is() -> None:
    two, three = (answers({"story": word, "place": "here"}, {}) for word in ("two", "three"))
    base = answers({"story": "one", "place": "here"}, {})
    assert merge(base, [two, two]) == Merged(answers=two, clashes=())
    merged = merge(base, [two, three])
    assert (told(merged), merged.clashes[0].values) == (["f/story"], ("two", "three"))
    assert merged.answers == base


def test_instances_removed_and_added_are_told_apart_by_identity() -> None:
    left = answers({"story": "one", "place": "here"}, {"1": {"low": "7", "high": "9"}, "2": {"low": "1"}})
    right = answers(
        {"story": "one", "place": "here"}, {"0": {"low": "5"}, "1": {"low": "70", "high": "9"}, "3": {"low": "2"}}
    )
    merged = merge(BASE, [left, right])
    assert merged.clashes == ()
    amounts = {item.value for item in merged.answers.items if item.path == "/f/pay/low"}
    assert amounts == {"70", "1", "2"}
    assert {key.uid for key in merged.answers.repeats} == {UIDS[1], UIDS[2], UIDS[3]}


def test_an_instance_that_one_removed_and_another_changed_stays_and_is_told() -> None:
    left = answers({"story": "one", "place": "here"}, {"1": {"low": "7", "high": "9"}})
    right = answers({"story": "one", "place": "here"}, {"0": {"low": "50"}, "1": {"low": "7", "high": "9"}})
    merged = merge(BASE, [left, right])
    assert told(merged) == ["f/pay"]
    assert merged.answers == right


def test_what_a_form_computes_never_clashes() -> None:
    left, right = (answers({"story": word, "note": word}, {}) for word in ("a", "b"))
    merged = merge(answers({"story": "c", "note": "c"}, {}), [right, left], frozenset({"/f/note"}))
    assert told(merged) == ["f/story"]
    assert merged.answers.get("/f/note") == "a"


def test_instances_without_identity_go_by_position() -> None:
    def known_by_position(*amounts: str) -> Answers:
        items = tuple(
            Answer(ref=f"/f/pay[{n}]/low" if n > 1 else "/f/pay/low", value=a) for n, a in enumerate(amounts, 1)
        )
        return Answers(form="f", version="1", items=items)

    merged = merge(known_by_position("1", "2"), [known_by_position("1", "3"), known_by_position("4", "2")])
    assert merged == Merged(answers=known_by_position("4", "3"), clashes=())


VALUES = st.sampled_from(["", "1", "2"])
PAY = st.fixed_dictionaries({"low": VALUES, "high": VALUES})
TOP = st.fixed_dictionaries(dict.fromkeys(QUESTIONS, VALUES))


@st.composite
def families(draw: st.DrawFn) -> tuple[Answers, list[Answers]]:
    """A base and up to three versions of it: answers changed, payments removed, and new ones added at the end."""
    top, pays = draw(TOP), {str(n): draw(PAY) for n in range(draw(st.integers(0, 3)))}
    versions = []
    for number in range(draw(st.integers(1, 3))):
        mine = {name: draw(st.one_of(st.just(pay), PAY)) for name, pay in pays.items() if draw(st.booleans())}
        added = {str(3 + 2 * number + n): draw(PAY) for n in range(draw(st.integers(0, 2)))}
        versions.append(answers(draw(st.one_of(st.just(top), TOP)), mine | added))
    return answers(top, pays), versions


def facts(version: Answers) -> dict[Place, str]:
    """What a version says: by question and identity."""
    merged = merge(version, [version])
    return {
        tuple(
            (part.partition("[")[0], uid) for part, uid in zip(item.ref.split("/")[1:], uids, strict=True)
        ): item.value
        for item in merged.answers.items
        for uids in [identities(merged.answers, item.ref)]
    }


def identities(version: Answers, ref: str) -> list[str]:
    known = {key.ref: key.uid for key in version.repeats}
    parts = ref.split("/")
    return [known.get("/".join(parts[: length + 1]), "") for length in range(1, len(parts))]


@given(families())
def test_one_version_gives_itself(family: tuple[Answers, list[Answers]]) -> None:
    base, versions = family
    for version in versions:
        assert merge(base, [version]).answers == version
        assert merge(base, [version, version]).answers == version
        assert merge(base, [version, base]).answers == version


@given(families())
def test_the_order_of_versions_does_not_matter(family: tuple[Answers, list[Answers]]) -> None:
    base, versions = family
    outcomes = {
        (str(merged.answers), frozenset(clash.place for clash in merged.clashes))
        for order in itertools.permutations(versions)
        for merged in [merge(base, list(order))]
    }
    assert len(outcomes) == 1


@given(families())
def test_no_change_is_lost(family: tuple[Answers, list[Answers]]) -> None:
    base, versions = family
    merged = merge(base, versions)
    before, after = facts(base), facts(merged.answers)
    undecided = [clash.place for clash in merged.clashes]
    for version in versions:
        said = facts(version)
        for place, value in said.items():
            if value != before.get(place, ""):
                decided = not any(place[: len(each)] == each for each in undecided)
                assert after.get(place) == value or not decided


@given(families())
def test_nothing_is_made_up(family: tuple[Answers, list[Answers]]) -> None:
    base, versions = family
    sources = [facts(each) for each in (base, *versions)]
    for place, value in facts(merge(base, versions).answers).items():
        assert value in [source.get(place) for source in sources]


@pytest.mark.parametrize("count", [0, 1])
def test_versions_are_asked_for(count: int) -> None:
    assert merge(BASE, [BASE] * count).answers == BASE
