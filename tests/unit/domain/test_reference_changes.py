"""The reference of a project depends on what its officers said, not on the order in which it came."""

import itertools
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.reference import SITES, Reference, Site
from fieldkit.domain.reference_changes import Told, merged
from fieldkit.domain.reference_rows import CodeRow, Label, SiteRow
from fieldkit.services import reference

SHIPPED = reference.load()
POST = "kz_uz_control"


def entry(number: int) -> str:
    return f"{number:064x}"


def site(code: str = "kg_new", words: str = "Рынок", *, kind: str = "market", retired: bool = False) -> SiteRow:
    return SiteRow(
        code=code,
        labels=(Label(language="ru", words=words),),
        kind=kind,
        country="KG",
        retired=True if retired else msgspec.UNSET,
    )


def told(number: int, row: SiteRow | CodeRow, *, minute: int = 0, follows: tuple[int, ...] = ()) -> Told:
    change = ReferenceChange(
        sites=(row,) if isinstance(row, SiteRow) else (),
        codes=(row,) if isinstance(row, CodeRow) else (),
        at=f"2026-01-05T10:{minute:02}:00+00:00",
        follows=tuple(map(entry, follows)),
    )
    return Told(entry=entry(number), change=change)


def shown(found: Reference) -> Mapping[str, Mapping[str, object]]:
    return {"sites": dict(found.sites), **{name: dict(codes) for name, codes in found.lists.items()}}


WORDS = st.sampled_from(("Рынок", "Пост", "Двор"))
ROWS = st.one_of(
    st.builds(site, st.sampled_from(("kg_new", "kg_other", POST)), WORDS, retired=st.booleans()),
    st.builds(
        lambda code, words: CodeRow(list="transport", code=code, labels=(Label(language="ru", words=words),)),
        st.sampled_from(("cart", "plane")),
        WORDS,
    ),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Told]:
    """Changes of officers, each of whom had seen some of the changes before, with clocks that say anything."""
    made: list[Told] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        seen = draw(st.sets(st.integers(1, number - 1))) if number > 1 else set()
        made.append(told(number, draw(ROWS), minute=draw(st.integers(0, 2)), follows=tuple(sorted(seen))))
    return made


@given(histories())
def test_t30_every_order_of_arrival_gives_the_same_reference(history: list[Told]) -> None:
    expected = shown(merged(SHIPPED, history))
    for order in itertools.permutations(history):
        assert shown(merged(SHIPPED, (*order, order[0]))) == expected


@given(histories())
def test_no_site_or_code_goes_away_and_what_is_shipped_keeps_its_meaning(history: list[Told]) -> None:
    found = merged(SHIPPED, history)
    for code, before in SHIPPED.sites.items():
        after = found.sites[code]
        assert (after.kind, after.country) == (before.kind, before.country)
        assert after.region in (before.region, after.region if not before.region else "")
    for name, codes in SHIPPED.lists.items():
        for code, had in codes.items():
            has = found.lists[name][code]
            assert (has.parent, has.counts_as, has.heading) == (had.parent, had.counts_as, had.heading)


def test_what_was_replaced_stays_so_whatever_the_clocks_say() -> None:
    first, second = told(1, site(words="Первый"), minute=59), told(2, site(words="Второй"), follows=(1,))
    for order in ((first, second), (second, first)):
        found = merged(SHIPPED, order).sites["kg_new"]
        assert (found.label("ru"), found.disputed) == ("Второй", False)


def test_two_officers_who_did_not_know_of_each_other_disagree_visibly_and_the_later_one_holds() -> None:
    one, other = told(1, site(words="Один"), minute=1), told(2, site(words="Другой"), minute=2)
    found = merged(SHIPPED, (one, other)).sites["kg_new"]
    assert (found.label("ru"), found.disputed) == ("Другой", True)
    settled = merged(SHIPPED, (one, other, told(3, site(words="Один"), follows=(1, 2)))).sites["kg_new"]
    assert (settled.label("ru"), settled.disputed) == ("Один", False)


def test_officers_who_said_the_same_do_not_disagree() -> None:
    assert not merged(SHIPPED, (told(1, site()), told(2, site(), minute=5))).sites["kg_new"].disputed


@pytest.mark.parametrize(
    "row",
    [
        CodeRow(list="payment_status", code="paid", labels=(Label(language="ru", words="Иначе"),)),
        CodeRow(list="consent_use", code="anything", labels=(Label(language="ru", words="Всё"),)),
        CodeRow(list="document_type", code="refused", labels=(Label(language="ru", words="Нет"),)),
        CodeRow(list="no_such_list", code="code", labels=(Label(language="ru", words="Код"),)),
        site("site_unlisted"),
    ],
)
def test_what_the_program_has_to_know_is_not_changed_whatever_an_entry_says(row: SiteRow | CodeRow) -> None:
    assert shown(merged(SHIPPED, (told(1, row),))) == shown(SHIPPED)


def test_names_of_a_shipped_site_in_other_languages_stay() -> None:
    found = merged(SHIPPED, (told(1, site(POST, "Пост", kind="market")),)).sites[POST]
    assert isinstance(found, Site)
    assert found.kind == "border_post"
    assert found.label("ru") == "Пост"
    assert found.label("en") == SHIPPED.sites[POST].label("en")


def test_a_heading_is_no_code_to_change() -> None:
    heading = next(code for code, row in SHIPPED.lists["site_type"].items() if row.heading)
    assert not SHIPPED.may_change("site_type", heading)
    assert SHIPPED.may_change(SITES, "anything_new")
