"""What differs between versions, whatever happened to the positions of repeat instances."""

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.answers import Answer, Answers, RepeatKey
from fieldkit.domain.differences import Difference, differences

UIDS = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(4)]


def answers(story: str = "", **pays: str) -> Answers:
    """A story, and payments in the given order: identity -> amount."""
    items = [Answer(ref="/f/story", value=story)] if story else []
    refs = [f"/f/pay[{place}]" if place > 1 else "/f/pay" for place in range(1, len(pays) + 1)]
    items += [Answer(ref=f"{ref}/amount", value=amount) for ref, amount in zip(refs, pays.values(), strict=True)]
    keys = tuple(RepeatKey(ref=ref, uid=UIDS[int(name[1:])]) for ref, name in zip(refs, pays, strict=True))
    return Answers(form="f", version="1", items=tuple(items), repeats=keys)


def refs(*versions: Answers) -> list[tuple[str, ...]]:
    return [each.refs for each in differences(versions)]


def test_only_changed_answers_differ() -> None:
    assert refs(answers("one", p0="5"), answers("two", p0="5")) == [("/f/story", "/f/story")]
    assert refs(answers("one"), answers()) == [("/f/story", "")]
    assert refs(answers(), answers("one")) == [("", "/f/story")]


def test_instances_are_matched_by_identity_not_by_position() -> None:
    before, after = answers(p0="5", p1="7", p2="9"), answers(p1="7", p2="8")
    assert refs(before, after) == [("/f/pay/amount", ""), ("/f/pay[3]/amount", "/f/pay[2]/amount")]


def test_three_versions_stand_beside_one_another() -> None:
    same = answers("one", p0="5")
    assert refs(same, answers("one", p0="6"), same) == [("/f/pay/amount",) * 3]


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["p0", "p1", "p2", "p3"]), st.sampled_from("123"), max_size=4),
        min_size=1,
        max_size=3,
    )
)
def test_the_differences_are_those_of_the_payments_themselves(versions: list[dict[str, str]]) -> None:
    found = differences([answers(**each) for each in versions])
    names = {name for each in versions for name in each}
    differing = {name for name in names if len({each.get(name, "") for each in versions}) > 1}
    assert len(found) == len(differing)
    for each in found:
        assert isinstance(each, Difference)
        told = [list(version)[_place(ref)] for version, ref in zip(versions, each.refs, strict=True) if ref]
        assert len(set(told)) == 1
        assert told[0] in differing


def _place(ref: str) -> int:
    return int(ref.partition("[")[2].partition("]")[0] or 1) - 1
